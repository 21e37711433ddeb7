import type { ColumnFacts } from '../../../src/parse/migrations/index.ts'

const SAME: Readonly<Record<string, string>> = {
  integer: 'int',
  bool: 'tinyint',
  boolean: 'tinyint',
  dec: 'decimal',
  numeric: 'decimal',
}
/** Whose number in brackets is how it is shown, not what it holds. */
const SHOWN = new Set(['tinyint', 'smallint', 'mediumint', 'int', 'bigint'])
/** Values may be added at the end without a copy, as long as as many bytes hold them. */
const LISTS = new Set(['enum', 'set'])

/**
 * Whether MySQL and MariaDB copy a table to change a column's type. All they change in place is a VARCHAR made longer whose
 * length still needs as many bytes (MySQL 8.4 manual, 17.12.1, "Extending VARCHAR column size"): certain, whatever the
 * character set, only beyond 255 bytes at most and at least. Undefined where the old type or the limit is not known.
 */
export function copiesTable(from: ColumnFacts | undefined, to: ColumnFacts): boolean | undefined {
  const [before, after] = [typeOf(from), typeOf(to)]
  if (!before || !after) return undefined
  if (LISTS.has(after.name)) return before.name === after.name ? copiesList(before, after) : undefined
  if (before.name !== after.name || before.rest !== after.rest) return true
  if (before.size === after.size) return false
  if (after.name !== 'varchar') return true
  const [old, next] = [Number(before.size), Number(after.size)]
  if (!(old > 0) || !(next > 0)) return undefined
  if (next < old) return true
  // Four bytes a character at most, one at least.
  if (old * 4 <= 255 && next > 255) return true
  return old > 255 || next * 4 <= 255 ? false : undefined
}

/** MySQL 8.4 manual, 17.12.1, "Modifying the definition of an ENUM or SET column", and 13.7 for the bytes. */
function copiesList(before: { name: string; rest: string }, after: { rest: string }): boolean | undefined {
  const [old, next] = [valuesOf(before.rest), valuesOf(after.rest)]
  if (old.length === 0 || next.length === 0) return undefined
  if (old.some((value, i) => value !== next[i])) return true
  return bytesOf(before.name, old.length) !== bytesOf(before.name, next.length)
}

function valuesOf(rest: string): string[] {
  return rest.match(/'(?:[^']|'')*'/g) ?? []
}

function bytesOf(name: string, count: number): number {
  if (name === 'enum') return count > 255 ? 2 : 1
  const bytes = Math.ceil(count / 8)
  return bytes > 4 ? 8 : bytes
}

function typeOf(column: ColumnFacts | undefined): { name: string; size: string; rest: string } | undefined {
  const match = /^(\w+)(?:\(([\d,]*)\))?(.*)$/.exec(column?.typeText ?? '')
  if (!match) return undefined
  const [, written = '', size = '', rest = ''] = match
  const name = SAME[written] ?? written
  return { name, size: SHOWN.has(name) ? '' : size, rest: rest.replace(/\bzerofill\b/, 'unsigned').trim() }
}
