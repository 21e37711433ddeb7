import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Column that may be NULL from here on',
  level: 'note',
  status: 'preview',
  ways: ['up'],
  kinds: ['drop-not-null'],
  judge({ table, column }, moment) {
    if (!isExisting(moment, table)) return undefined
    return {
      message: `${table}.${column} may be NULL from here on: the version that is running, and every reader beside it, has never met one there. A rollback has to find a value for each.`,
      fix: 'Let all readers take NULL and deploy that, before the first row has one.',
      subject: `nullable ${table}.${column}`,
      table,
    }
  },
})
