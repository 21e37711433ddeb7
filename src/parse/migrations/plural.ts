/** The plural by which frameworks name a table; regular words and the commonest of the others, which most are. */
export function pluralOf(word: string): string {
  for (const [one, many] of IRREGULAR) if (word.endsWith(one)) return word.slice(0, -one.length) + many
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  return /(?:s|x|z|ch|sh)$/.test(word) ? `${word}es` : `${word}s`
}

const IRREGULAR = [
  ['person', 'people'],
  ['child', 'children'],
  ['man', 'men'],
  ['media', 'media'],
  ['data', 'data'],
  ['history', 'histories'],
  ['analysis', 'analyses'],
  ['life', 'lives'],
  ['index', 'indices'],
] as const

/** `OrderLine` as `order_line`. */
export function snakeOf(name: string): string {
  return name.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_').toLowerCase()
}
