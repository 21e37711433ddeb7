/** A stretch of a statement's text, without white space around it. Offsets count UTF-16 units of that text. */
export interface Piece {
  text: string
  start: number
  end: number
}

const SKIPPED = /'(?:[^'\\]|''|\\.)*'|"(?:[^"]|"")*"|\$(\w*)\$[\s\S]*?\$\1\$|--[^\n]*|\/\*[\s\S]*?\*\//y

/**
 * Parts `[from, to)` of a statement at its commas outside of brackets, strings and comments: the commands of an ALTER
 * TABLE, the elements of a CREATE TABLE. Linear; an unclosed bracket reaches to the end.
 */
export function atCommas(text: string, from = 0, to = text.length): Piece[] {
  const pieces: Piece[] = []
  let [depth, start] = [0, from]
  const flush = (end: number): void => {
    const piece = trimmed(text, start, end)
    if (piece) pieces.push(piece)
    start = end + 1
  }
  for (let at = from; at < to; at++) {
    const skipped = skippedTo(text, at)
    if (skipped !== undefined) {
      at = skipped - 1
      continue
    }
    const char = text[at]
    if (char === '(' || char === '[') depth++
    else if (char === ')' || char === ']') depth--
    else if (char === ',' && depth === 0) flush(at)
  }
  flush(to)
  return pieces
}

/** What stands inside the first bracket after `from`: offsets without the bracket itself. */
export function bracketed(text: string, from = 0): { start: number; end: number } | undefined {
  let [depth, start] = [0, -1]
  for (let at = from; at < text.length; at++) {
    const skipped = skippedTo(text, at)
    if (skipped !== undefined) {
      at = skipped - 1
      continue
    }
    if (text[at] === '(') {
      if (depth++ === 0) start = at + 1
    } else if (text[at] === ')' && --depth === 0) return { start, end: at }
  }
  return undefined
}

function trimmed(text: string, start: number, end: number): Piece | undefined {
  let from = start
  for (;;) {
    while (from < end && /\s/.test(text.charAt(from))) from++
    const two = text.slice(from, from + 2)
    const skipped = two === '--' || two === '/*' ? skippedTo(text, from) : undefined
    if (skipped === undefined) break
    from = skipped
  }
  let to = end
  while (to > from && /\s/.test(text.charAt(to - 1))) to--
  return to > from ? { text: text.slice(from, to), start: from, end: to } : undefined
}

function skippedTo(text: string, at: number): number | undefined {
  const char = text[at]
  if (char !== "'" && char !== '"' && char !== '$' && char !== '-' && char !== '/') return undefined
  SKIPPED.lastIndex = at
  const match = SKIPPED.exec(text)
  return match ? at + match[0].length : undefined
}
