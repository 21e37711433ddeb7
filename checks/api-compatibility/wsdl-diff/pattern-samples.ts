/** Most texts that are made of one pattern, and the longest of them. */
const MAX_SAMPLES = 64
const MAX_LENGTH = 300
/** What may stand for a class: its ends and some of its middle. */
const PER_CLASS = 6

/**
 * Some texts that a pattern of XML Schema (part 2 appendix F) lets through, the shortest and the longest of its
 * repetitions among them. What is not understood is left out, so a caller tries each text itself.
 */
export function samplesOf(pattern: string): string[] {
  const reader = { text: pattern, at: 0, depth: 0 }
  return [...new Set(alternatives(reader))].slice(0, MAX_SAMPLES)
}

interface Reader {
  text: string
  at: number
  depth: number
}

function alternatives(reader: Reader): string[] {
  if (++reader.depth > 50) return []
  const found = branch(reader)
  while (reader.text[reader.at] === '|') {
    reader.at++
    found.push(...branch(reader))
  }
  reader.depth--
  return thin(found)
}

function branch(reader: Reader): string[] {
  let found = ['']
  while (reader.at < reader.text.length && !'|)'.includes(reader.text[reader.at] ?? '')) {
    found = join(found, piece(reader))
  }
  return found
}

function piece(reader: Reader): string[] {
  const one = atom(reader)
  const times = quantifier(reader)
  if (!times) return one
  const [min, max] = times
  const counts = new Set([
    min,
    Math.min(max, min + 1),
    Math.min(max, min + 3),
    max === Infinity ? min + 2 : max,
  ])
  return [...counts].flatMap((count) => repeat(one, Math.min(count, MAX_LENGTH)))
}

function repeat(one: readonly string[], count: number): string[] {
  if (count === 0) return ['']
  return one.map((text, index) => {
    // Neighbours differ too: `ab` as well as `aa`.
    const next = one[(index + 1) % one.length] ?? text
    return Array.from({ length: count }, (_, at) => (at % 2 === 0 ? text : next)).join('')
  })
}

function quantifier(reader: Reader): [number, number] | undefined {
  const char = reader.text[reader.at]
  const simple: Record<string, [number, number]> = { '?': [0, 1], '*': [0, Infinity], '+': [1, Infinity] }
  if (char !== undefined && Object.hasOwn(simple, char)) {
    reader.at++
    return simple[char]
  }
  const match = /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(reader.text.slice(reader.at, reader.at + 20))
  if (!match) return undefined
  reader.at += match[0].length
  const min = Number(match[1])
  return [min, match[2] === undefined ? min : match[3] === '' ? Infinity : Number(match[3])]
}

function atom(reader: Reader): string[] {
  const char = reader.text[reader.at++] ?? ''
  if (char === '(') {
    const found = alternatives(reader)
    if (reader.text[reader.at] === ')') reader.at++
    return found
  }
  if (char === '[') return characterClass(reader)
  if (char === '.') return ['a', 'Z', '0', ' ', '-', 'é']
  return char === '\\' ? escape(reader) : [char]
}

function escape(reader: Reader): string[] {
  const char = reader.text[reader.at++] ?? ''
  switch (char) {
    case 'd':
      return ['0', '5', '9']
    case 'w':
      return ['a', 'Z', '0', 'é']
    case 's':
      return [' ', '\t']
    case 'i':
      return ['a', 'Z', '_', ':']
    case 'c':
      return ['a', 'Z', '0', '-', '.', '_']
    case 'D':
    case 'S':
      return ['a', 'Z', '-']
    case 'W':
      return ['-', '.']
    case 'n':
      return ['\n']
    case 't':
      return ['\t']
    case 'r':
      return ['\r']
    case 'p':
    case 'P': {
      const end = reader.text.indexOf('}', reader.at)
      reader.at = end < 0 ? reader.text.length : end + 1
      return ['a', 'Z', '0', ' ', '-', 'é']
    }
    default:
      return [char]
  }
}

function characterClass(reader: Reader): string[] {
  const negated = reader.text[reader.at] === '^'
  if (negated) reader.at++
  const found: string[] = []
  while (reader.at < reader.text.length && reader.text[reader.at] !== ']') {
    const first = reader.text[reader.at++] ?? ''
    if (first === '\\') {
      found.push(...escape(reader))
      continue
    }
    const to = reader.text[reader.at + 1]
    if (reader.text[reader.at] === '-' && to !== undefined && to !== ']' && to !== '[') {
      reader.at += 2
      const [low, high] = [first.charCodeAt(0), to.charCodeAt(0)]
      found.push(first, to, String.fromCharCode((low + high) >> 1))
    } else found.push(first)
  }
  reader.at++
  if (!negated) return spread(found, PER_CLASS)
  return ['a', 'Z', '5', ' ', '-', '_'].filter((char) => !found.includes(char))
}

function join(left: readonly string[], right: readonly string[]): string[] {
  const joined: string[] = []
  for (const [index, first] of left.entries()) {
    for (const [other, second] of right.entries()) {
      // All with all for a few; each with its own otherwise.
      if (left.length * right.length > MAX_SAMPLES && (index + other) % right.length > 1) continue
      if (first.length + second.length <= MAX_LENGTH) joined.push(first + second)
    }
  }
  return thin(joined)
}

function thin(texts: readonly string[]): string[] {
  return texts.length <= MAX_SAMPLES ? [...texts] : spread(texts, MAX_SAMPLES)
}

/** At most `count` of the items, from the first to the last. */
function spread<T>(items: readonly T[], count: number): T[] {
  if (items.length <= count) return [...items]
  const step = (items.length - 1) / (count - 1)
  return Array.from({ length: count }, (_, index) => items[Math.round(index * step)]).filter(
    (item): item is T => item !== undefined,
  )
}
