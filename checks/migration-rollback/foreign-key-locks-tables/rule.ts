import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Foreign key that checks all rows under a lock',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['add-constraint', 'add-column'],
  judge(operation, moment) {
    const { table } = operation
    if (!isExisting(moment, table)) return undefined
    const key =
      operation.kind === 'add-column'
        ? // Without a default all values are NULL, which PostgreSQL knows need no check.
          operation.column.default && {
            ...operation.column,
            columns: [operation.column.name],
            notValid: false,
          }
        : operation.constraint.kind === 'foreign-key' && operation.constraint
    if (!key || key.notValid || !key.references) return undefined
    const { references, columns } = key
    return {
      message: `The foreign key ${table} (${columns.join(', ')}) to ${references.table} is checked for every row at once, and until then writes to ${table} and to ${references.table} wait (SHARE ROW EXCLUSIVE).`,
      fix: 'Add it with NOT VALID, and run ALTER TABLE … VALIDATE CONSTRAINT in a later migration: that one lets writes through.',
      subject: `foreign key ${table}(${columns.join(',')}) to ${references.table}`,
      table,
    }
  },
})
