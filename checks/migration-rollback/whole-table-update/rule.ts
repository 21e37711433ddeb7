import { defineHazard } from '../hazards/define.ts'
import { lockedTable } from '../hazards/locks.ts'
import { isExisting, sameTransaction } from '../hazards/moment.ts'

export default defineHazard({
  title: 'All rows of a table changed at once',
  level: 'note',
  status: 'stable',
  ways: ['up'],
  kinds: ['write'],
  judge({ verb, table, where }, moment) {
    if ((verb !== 'update' && verb !== 'delete') || where !== false || !isExisting(moment, table))
      return undefined
    // Said with more weight by another rule.
    if (
      moment.dialect === 'postgresql' &&
      sameTransaction(moment).some((one) => lockedTable(one, moment) !== undefined)
    )
      return undefined
    const what = verb === 'update' ? 'UPDATE without WHERE writes' : 'DELETE without WHERE removes'
    return {
      message: `${what} every row of ${table} in one statement: all of them stay locked until it ends, and on a large table that is long, with a burst of WAL and dead rows behind it.`,
      fix: 'Do it in batches by key, each in a transaction of its own, outside of the migration that changes the schema.',
      subject: `${verb} all of ${table}`,
      table,
    }
  },
})
