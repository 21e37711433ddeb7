/** The characters of XML Schema's multi-character escapes, for inside a class of ECMA-262 with the flag `u`. */
const ESCAPES: Readonly<Record<string, string>> = {
  n: '\\n',
  r: '\\r',
  t: '\\t',
  s: ' \\t\\n\\r',
  S: '\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u0021-\\u{10ffff}',
  d: '\\p{Nd}',
  D: '\\P{Nd}',
  // Everything but punctuation, separators and others, by the general categories that are left.
  w: '\\p{L}\\p{M}\\p{N}\\p{S}',
  W: '\\p{P}\\p{Z}\\p{C}',
  i: '\\p{L}_:',
  c: '\\p{L}\\p{M}\\p{Nd}._:\\-·',
}
/** The blocks that schemas do name; the others are not decided. */
const BLOCKS: Readonly<Record<string, string>> = {
  IsBasicLatin: '\\u0000-\\u007f',
  'IsLatin-1Supplement': '\\u0080-\\u00ff',
  'IsLatinExtended-A': '\\u0100-\\u017f',
  'IsLatinExtended-B': '\\u0180-\\u024f',
  IsCyrillic: '\\u0400-\\u04ff',
  IsGreek: '\\u0370-\\u03ff',
}
const SYNTAX = /[\^$\\.*+?()[\]{}|/]/
const MAX_DEPTH = 20

/**
 * A regular expression of XML Schema (part 2 appendix F), which matches a whole text, in the syntax of ECMA-262
 * with the flag `u`. Undefined for what has no counterpart there: most blocks, `\I` and `\C`.
 */
export function toEcmaScript(pattern: string): string | undefined {
  const chars = Array.from(pattern)
  let out = ''
  let at = 0
  while (at < chars.length) {
    const char = chars[at] ?? ''
    if (char === '\\' || char === '[') {
      const read = char === '[' ? readClass(chars, at, 0) : readEscape(chars, at)
      if (!read) return undefined
      out += 'set' in read ? read.set : read.single
      at = read.end
      continue
    }
    at++
    if (char === '(') out += '(?:'
    else if (char === '.') out += '[^\\n\\r]'
    // They are no anchors here, and a slash ends no pattern.
    else out += '^$/'.includes(char) ? `\\${char}` : char
  }
  return `^(?:${out})$`
}

type Escape = { single: string; end: number } | { set: string; inside: string; end: number }

function readEscape(chars: readonly string[], at: number): Escape | undefined {
  const char = chars[at + 1] ?? ''
  const end = at + 2
  if (char === 'p' || char === 'P') {
    const close = chars.indexOf('}', end)
    const name = chars[end] === '{' && close > 0 ? chars.slice(end + 1, close).join('') : ''
    const block = Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined
    if (block !== undefined && char === 'p') return { set: `[${block}]`, inside: block, end: close + 1 }
    if (!/^[A-Z][a-z]?$/.test(name)) return undefined
    const category = `\\${char}{${name}}`
    return { set: category, inside: category, end: close + 1 }
  }
  const inside = Object.hasOwn(ESCAPES, char) ? ESCAPES[char] : undefined
  if (inside !== undefined) return { set: `[${inside}]`, inside, end }
  // Only these are escapes by the standard; engines take others of punctuation for the character itself.
  if (char === '' || /[\p{L}\p{N}]/u.test(char)) return undefined
  return { single: SYNTAX.test(char) ? `\\${char}` : char, end }
}

interface CharacterClass {
  set: string
  end: number
}

/** `[a-z-[aeiou]]`: what is subtracted becomes a look-ahead before the class. */
function readClass(chars: readonly string[], start: number, depth: number): CharacterClass | undefined {
  let at = start + 1
  if (depth > MAX_DEPTH) return undefined
  const negated = chars[at] === '^'
  if (negated) at++
  let inside = ''
  let without = ''
  while (chars[at] !== ']') {
    const char = chars[at]
    if (char === undefined) return undefined
    if (char === '-' && chars[at + 1] === '[') {
      const inner = readClass(chars, at + 1, depth + 1)
      if (!inner || chars[inner.end] !== ']') return undefined
      without = `(?!${inner.set})`
      at = inner.end
      break
    }
    if (char === '[') return undefined
    const read = char === '\\' ? readEscape(chars, at) : { single: char, end: at + 1 }
    if (!read) return undefined
    at = read.end
    if ('inside' in read) {
      inside += read.inside
      continue
    }
    inside += inClass(read.single)
    const isRange = chars[at] === '-' && chars[at + 1] !== ']' && chars[at + 1] !== '['
    if (!isRange) continue
    const to =
      chars[at + 1] === '\\' ? readEscape(chars, at + 1) : { single: chars[at + 1] ?? '', end: at + 2 }
    if (!to || !('single' in to)) return undefined
    inside += `-${inClass(to.single)}`
    at = to.end
  }
  return { set: `(?:${without}[${negated ? '^' : ''}${inside}])`, end: at + 1 }
}

function inClass(single: string): string {
  return single.startsWith('\\') || !/[-^\\[\]]/.test(single) ? single : `\\${single}`
}
