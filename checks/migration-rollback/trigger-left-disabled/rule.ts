import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Trigger left disabled',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: ['change-trigger'],
  judge({ table, name, enabled }, moment) {
    if (enabled || !isExisting(moment, table)) return undefined
    const again = moment.operations
      .slice(moment.index + 1)
      .some(
        (one) =>
          (one.kind === 'change-trigger' && one.table === table && one.enabled) ||
          (one.kind === 'drop-table' && one.table === table) ||
          (one.kind === 'drop-trigger' && one.name === name),
      )
    if (again) return undefined
    const what = name === undefined ? 'All triggers' : `Trigger ${name}`
    return {
      message: `${what} of ${table} ${name === undefined ? 'are' : 'is'} disabled and not enabled again: ${name === undefined ? 'foreign keys may no longer be checked, and ' : ''}what the trigger kept true stops being true without an error.`,
      fix: 'Enable it again in the same migration, or drop it where it is no longer wanted.',
      subject: `disable trigger ${name ?? 'all'} on ${table}`,
      table,
    }
  },
})
