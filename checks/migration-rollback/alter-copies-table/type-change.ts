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
/** Values may be added at the end without a copy; which values there are is not read. */
const LISTS = new Set(['enum', 'set'])

/**
 * Whether MySQL and MariaDB copy a table to change a column's type. All they change in place is a VARCHAR made longer whose
 * length still needs as many bytes (MySQL 8.4 manual, 17.12.1, "Extending VARCHAR column size"): certain, whatever the
 * character set, only beyond 255 bytes at most and at least. Undefined where the old type or the limit is not known.
 */
export function copiesTable(from: ColumnFacts | undefined, to: ColumnFacts): boolean | undefined {
  const [before, after] = [typeOf(from), typeOf(to)]
  if (!before || !after || LISTS.has(after.name)) return undefined
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

function typeOf(column: ColumnFacts | undefined): { name: string; size: string; rest: string } | undefined {
  const match = /^(\w+)(?:\(([\d,]*)\))?(.*)$/.exec(column?.typeText ?? '')
  if (!match) return undefined
  const [, written = '', size = '', rest = ''] = match
  const name = SAME[written] ?? written
  return { name, size: SHOWN.has(name) ? '' : size, rest: rest.replace(/\bzerofill\b/, 'unsigned').trim() }
}
