import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'
import { playbook } from '../playbook/playbook.ts'

export default defineHazard({
  title: 'NOT NULL column without a default',
  level: 'error',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['add-column'],
  judge({ table, column }, moment) {
    const { name, notNull, default: fallback, identity, generated, primaryKey } = column
    if ((!notNull && !primaryKey) || fallback || identity || generated !== undefined) return undefined
    if (!isExisting(moment, table)) return undefined
    // Emptied, or filled from scratch, a few lines above.
    const emptied = moment.operations
      .slice(0, moment.index)
      .some((one) => one.kind === 'write' && one.table === table && isEmptying(one))
    if (emptied) return undefined
    return {
      message: `${table}.${name} is added NOT NULL and without a default: the statement fails as soon as ${table} has one row (SQLSTATE 23502), and the version that is running inserts rows without it.`,
      fix:
        moment.way === 'up'
          ? playbook('add-not-null-column', {
              table,
              column: name,
              ...(column.typeText !== undefined && { type: column.typeText }),
            })
          : 'Add it with a default, or nullable: what the rows held before is gone in any case.',
      subject: `add column ${table}.${name}`,
      ...(moment.way === 'down' && { level: 'warning' }),
      table,
    }
  },
})

function isEmptying(write: { verb: string; where?: boolean }): boolean {
  return write.verb === 'truncate' || (write.verb === 'delete' && write.where === false)
}
