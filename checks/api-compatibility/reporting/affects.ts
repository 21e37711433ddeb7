import { clip } from '../diff/naming.ts'

const LISTED = 10
/** Names come from the description under review and can be of any length. */
const MAX_NAME = 200

/**
 * Whom a change reaches, as a sentence to put behind the words that say what changed: the first by name, the rest
 * counted. Empty for nobody, and for one that the words name already.
 */
export function affects(names: readonly string[], words = '', noun = 'operations'): string {
  const [only] = names
  if (only === undefined || (names.length === 1 && words.includes(`\`${only}\``))) return ''
  const listed = names.slice(0, LISTED).map((name) => clip(name, MAX_NAME))
  if (names.length === 1) return ` Affects ${listed[0]}.`
  const more = names.length - LISTED
  return ` Affects ${names.length} ${noun}: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}
