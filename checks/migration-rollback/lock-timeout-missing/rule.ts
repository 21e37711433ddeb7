import { defineHazard } from '../hazards/define.ts'
import { lockedTable } from '../hazards/locks.ts'

export default defineHazard({
  title: 'Exclusive lock without lock_timeout',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  oncePerPart: true,
  kinds: [
    'add-column',
    'drop-column',
    'rename-column',
    'rename-table',
    'change-type',
    'set-default',
    'drop-default',
    'set-not-null',
    'drop-not-null',
    'add-constraint',
    'drop-constraint',
    'drop-table',
    'drop-index',
  ],
  judge(operation, moment) {
    if (moment.lockTimeout) return undefined
    const table = lockedTable(operation, moment)
    if (table === undefined) return undefined
    return {
      message: `The ACCESS EXCLUSIVE lock on ${table} is waited for without a limit: behind one long query there, this statement waits, and every later query waits behind it.`,
      fix: "SET LOCAL lock_timeout = '2s'; at the beginning, and try again when it fails. Where the deployment sets it, say so: `lock-timeout: set-by-the-deployment`.",
      subject: `lock ${table}`,
      table,
    }
  },
})
