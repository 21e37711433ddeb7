import type { Operation } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { isExisting, type Moment } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Table locked while it is written anew',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['reindex', 'vacuum', 'cluster', 'set-storage'],
  judge(operation, moment) {
    const found = whatOf(operation, moment)
    if (!found) return undefined
    const { what, table, fix } = found
    return {
      message: `${what} holds an ACCESS EXCLUSIVE lock${table === undefined ? '' : ` on ${table}`} until everything is written anew: reads and writes wait that long.`,
      fix,
      subject: what.toLowerCase(),
      ...(table !== undefined && { table }),
    }
  },
})

function whatOf(
  operation: Operation,
  moment: Moment,
): { what: string; table?: string; fix: string } | undefined {
  switch (operation.kind) {
    case 'reindex': {
      if (operation.concurrently) return undefined
      const table = moment.schema.index(operation.name)?.table.name ?? operation.name
      if (!isExisting(moment, table)) return undefined
      return {
        what: `REINDEX of ${operation.name}`,
        fix: 'Use REINDEX … CONCURRENTLY outside of a transaction (PostgreSQL 12).',
      }
    }
    case 'vacuum': {
      const { table, full } = operation
      if (!full || (table !== undefined && !isExisting(moment, table))) return undefined
      const fix =
        'Use plain VACUUM, or pg_repack where space must go back to the system; outside of deployments.'
      return { what: 'VACUUM FULL', fix, ...(table !== undefined && { table }) }
    }
    case 'cluster': {
      const { table } = operation
      if (table !== undefined && !isExisting(moment, table)) return undefined
      return {
        what: 'CLUSTER',
        fix: 'Use pg_repack, which sorts a copy beside the table.',
        ...(table !== undefined && { table }),
      }
    }
    case 'set-storage': {
      const { table, what } = operation
      if (!isExisting(moment, table)) return undefined
      const words = {
        logged: 'SET LOGGED',
        unlogged: 'SET UNLOGGED',
        tablespace: 'SET TABLESPACE',
        'access-method': 'SET ACCESS METHOD',
      }
      return {
        what: words[what],
        table,
        fix: 'Do it in a maintenance window, or copy into a new table and swap the two.',
      }
    }
    default:
      return undefined
  }
}
