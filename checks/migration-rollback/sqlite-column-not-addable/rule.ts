import { defineHazard } from '../hazards/define.ts'

export default defineHazard({
  title: 'Column that SQLite cannot add',
  level: 'error',
  status: 'stable',
  dialects: ['sqlite'],
  kinds: ['add-column'],
  judge({ table, column }) {
    const why = refusal(column)
    if (why === undefined) return undefined
    return {
      message: `SQLite refuses to add ${table}.${column.name}: ${why}.`,
      fix: `Add the column without that, or make the table anew: create new_${table} with it, copy the rows, drop ${table}, rename new_${table} to ${table}.`,
      subject: `add ${table}.${column.name}`,
    }
  },
})

/** https://www.sqlite.org/lang_altertable.html, "ALTER TABLE ADD COLUMN". */
function refusal({
  notNull,
  default: value,
  primaryKey,
  unique,
  generated,
}: {
  notNull?: boolean
  default?: { text: string }
  primaryKey?: boolean
  unique?: boolean
  generated?: string
}): string | undefined {
  if (primaryKey) return 'a column that is added cannot be a primary key'
  if (unique) return 'a column that is added cannot be UNIQUE'
  if (generated === 'stored') return 'a generated column that is added must be VIRTUAL'
  if (notNull && generated === undefined && (value === undefined || /^null$/i.test(value.text)))
    return 'a column that is added with NOT NULL needs a default other than NULL'
  return undefined
}
