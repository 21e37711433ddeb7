import { defineHazard } from '../hazards/define.ts'
import { lockedTable } from '../hazards/locks.ts'
import { sameTransaction } from '../hazards/moment.ts'
import { tableKey } from '../hazards/schema.ts'

export default defineHazard({
  title: 'Several tables locked in one transaction',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  oncePerPart: true,
  kinds: [
    'add-column',
    'drop-column',
    'change-type',
    'set-not-null',
    'add-constraint',
    'drop-constraint',
    'drop-table',
  ],
  judge(operation, moment) {
    const table = lockedTable(operation, moment)
    if (table === undefined) return undefined
    const other = sameTransaction(moment)
      .slice(0, 200)
      .map((one) => lockedTable(one, moment))
      .find((one) => one !== undefined && tableKey(one) !== tableKey(table))
    if (other === undefined) return undefined
    return {
      message: `${table} is locked while the lock on ${other} is still held: a query that takes the two the other way round ends in a deadlock, and waiting for the second makes the first wait too.`,
      fix: 'One migration (one transaction) for each table.',
      subject: `locks ${other} and ${table}`,
      table,
    }
  },
})
