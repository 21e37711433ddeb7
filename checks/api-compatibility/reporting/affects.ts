import { clip } from '../diff/naming.ts'

const LISTED = 10
/** Names come from the description under review and can be of any length. */
const MAX_NAME = 200

/** Whom a change reaches, as one sentence: the first operations by name, the rest counted. */
export function affects(operations: readonly string[]): string {
  const listed = operations.slice(0, LISTED).map((name) => clip(name, MAX_NAME))
  if (operations.length === 1) return `Affects ${listed[0]}.`
  const more = operations.length - LISTED
  return `Affects ${operations.length} operations: ${listed.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`
}
