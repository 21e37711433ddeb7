import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'
import { inFramework } from '../playbook/in-framework.ts'
import { playbook } from '../playbook/playbook.ts'

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
      fix: inFramework(
        moment.step.framework,
        'add-foreign-key',
        playbook('add-foreign-key', {
          table,
          columns,
          references,
          ...('name' in key &&
            operation.kind === 'add-constraint' &&
            key.name !== undefined && { name: key.name }),
        }),
      ),
      subject: `foreign key ${table}(${columns.join(',')}) to ${references.table}`,
      table,
    }
  },
})
