import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'

/** Atlas' MY101 (https://atlasgo.io/lint/analyzers#MY101). */
export default defineHazard({
  title: 'NOT NULL column that MySQL fills with zeros',
  level: 'note',
  status: 'preview',
  dialects: ['mysql'],
  ways: ['up'],
  kinds: ['add-column'],
  judge({ table, column }, moment) {
    const { name, notNull, default: fallback, identity, generated } = column
    if (!notNull || fallback || identity || generated !== undefined || !isExisting(moment, table))
      return undefined
    return {
      message: `${table}.${name} is added NOT NULL and without a default: old rows hold 0, '' or the like from here on, and in strict mode every INSERT of the version that is running fails, as it does not name the column.`,
      fix: 'Give it a DEFAULT, or add it nullable, let the application write it, fill the old rows, and make it NOT NULL then.',
      subject: `zeros in ${table}.${name}`,
      table,
    }
  },
})
