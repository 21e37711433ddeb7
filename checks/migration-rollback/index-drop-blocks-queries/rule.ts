import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'
import { bareName } from '../hazards/schema.ts'
import { inFramework } from '../playbook/in-framework.ts'

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
    if (!found || !isExisting(moment, found.table.name)) return undefined
    // Where the way up made writes wait for it, that is said there.
    if (found.index.born === 'change' && !found.index.concurrently) return undefined
    const table = found.table.name
    return {
      message: `Dropping index ${bareName(name)} without CONCURRENTLY takes an ACCESS EXCLUSIVE lock on ${table}: it waits for every running query there, and all later ones wait behind it.`,
      fix: inFramework(
        moment.step.framework,
        'drop-index',
        `DROP INDEX CONCURRENTLY ${name}; alone in a migration that runs outside of a transaction.`,
      ),
      subject: `drop index ${bareName(name)}`,
      level: 'note',
      table,
    }
  },
})
