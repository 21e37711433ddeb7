import { defineHazard } from '../hazards/define.ts'
import { isExisting, isNewColumn } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Rows or values dropped for good',
  level: 'note',
  status: 'preview',
  ways: ['up'],
  kinds: ['drop-table', 'drop-column'],
  judge(operation, moment) {
    const { table } = operation
    if (!isExisting(moment, table)) return undefined
    if (operation.kind === 'drop-column' && isNewColumn(moment, table, operation.column)) return undefined
    const name = operation.kind === 'drop-table' ? `table ${table}` : `${table}.${operation.column}`
    return {
      message: `What ${name} holds is gone with this migration: its rollback brings back the ${operation.kind === 'drop-table' ? 'table' : 'column'}, not what was in it.`,
      fix: 'Make sure that no running version reads it and that a backup holds it; rename it first and drop it a release later where in doubt.',
      subject: `drop ${name}`,
      table,
    }
  },
})
