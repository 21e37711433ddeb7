import type { ColumnFacts } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Column that SQLite cannot add',
  level: 'error',
  status: 'stable',
  dialects: ['sqlite'],
  kinds: ['add-column'],
  judge({ table, column }, moment) {
    // Django makes the table anew: what is left to fail are the rows.
    const anew = moment.step.models !== undefined
    const found = refusal(anew ? { ...column, primaryKey: false, unique: false } : column)
    // A table of this change's own has no rows yet.
    if (found === undefined || (found.onRows && !isExisting(moment, table))) return undefined
    const { why, onRows } = found
    return {
      message: `SQLite refuses to add ${table}.${column.name}${onRows ? ` as soon as ${table} holds a row` : ''}: ${why}.`,
      fix: `Add the column without that, or make the table anew: create new_${table} with it, copy the rows, drop ${table}, rename new_${table} to ${table}.`,
      subject: `add ${table}.${column.name}`,
      ...(onRows && { level: 'warning' as const }),
      table,
    }
  },
})

/** https://www.sqlite.org/lang_altertable.html, "ALTER TABLE ADD COLUMN"; what needs rows was tried on SQLite 3.53. */
function refusal({
  notNull,
  default: value,
  primaryKey,
  unique,
  generated,
}: ColumnFacts): { why: string; onRows: boolean } | undefined {
  if (primaryKey) return { why: 'a column that is added cannot be a primary key', onRows: false }
  if (unique) return { why: 'a column that is added cannot be UNIQUE', onRows: false }
  if (generated !== undefined) return undefined
  if (notNull && (value === undefined || /^null$/i.test(value.text)))
    return { why: 'a column that is added with NOT NULL needs a default other than NULL', onRows: true }
  return undefined
}
