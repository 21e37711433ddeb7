import type { ColumnFacts } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'

export default defineHazard({
  title: 'New column that rewrites the table',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['add-column'],
  judge({ table, column }, moment) {
    const why = reason(column, moment.version)
    if (!why || !isExisting(moment, table)) return undefined
    return {
      message: `Adding ${table}.${column.name} ${why.because}, so PostgreSQL writes the whole table anew under an ACCESS EXCLUSIVE lock: reads and writes wait that long.`,
      fix: why.fix,
      subject: `add column ${table}.${column.name}`,
      table,
    }
  },
})

function reason(column: ColumnFacts, version: number): { because: string; fix: string } | undefined {
  if (column.generated === 'stored') {
    return {
      because: 'computes a stored value for every row',
      fix: 'Add a plain column, let a trigger or the application fill it, and fill old rows in batches; or use a VIRTUAL column (PostgreSQL 18) or an expression index.',
    }
  }
  if (column.identity) {
    return {
      because: 'numbers every row',
      fix: 'Add a nullable bigint column, set its default to a sequence, fill old rows in batches, and then make it what it should be.',
    }
  }
  if (!column.default) return undefined
  if (column.default.volatile) {
    return {
      because: `computes ${column.default.text || 'a default'} for every row`,
      fix: 'Add the column without a default, set the default in a second command (it then counts for new rows only), and fill old rows in batches.',
    }
  }
  // 11 learned to keep a constant default in the catalogue.
  if (version >= 11) return undefined
  return {
    because: `has a default, which PostgreSQL ${version} writes into every row`,
    fix: 'Add the column without a default, set the default in a second command, and fill old rows in batches.',
  }
}
