import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Partition detached while queries wait',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['detach-partition'],
  judge({ table, partition, concurrently }, moment) {
    if (concurrently || moment.version < 14 || !isExisting(moment, table)) return undefined
    return {
      message: `Detaching ${partition} without CONCURRENTLY takes an ACCESS EXCLUSIVE lock on ${table}: it waits for every query that runs there, and all later ones, of every partition, wait behind it.`,
      fix: `ALTER TABLE ${table} DETACH PARTITION ${partition} CONCURRENTLY; alone in a migration that runs outside of a transaction (PostgreSQL 14; not where there is a default partition).`,
      subject: `detach ${partition} from ${table}`,
      table,
    }
  },
})
