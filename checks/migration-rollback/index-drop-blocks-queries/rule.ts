import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'
import { bareName } from '../hazards/schema.ts'

export default defineHazard({
  title: 'Index dropped while queries wait',
  level: 'note',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['drop-index'],
  judge(operation, moment) {
    const { name, concurrently } = operation
    if (concurrently || name === undefined) return undefined
    const found = moment.schema.index(name)
    // What the way up built moments ago is dropped on the way back of a table that is in use all the same.
    if (!found || !isExisting(moment, found.table.name)) return undefined
    const table = found.table.name
    return {
      message: `Dropping index ${bareName(name)} without CONCURRENTLY takes an ACCESS EXCLUSIVE lock on ${table}: it waits for every running query there, and all later ones wait behind it.`,
      fix: `DROP INDEX CONCURRENTLY ${name}; alone in a migration that runs outside of a transaction.`,
      subject: `drop index ${bareName(name)}`,
      level: 'note',
      table,
    }
  },
})
