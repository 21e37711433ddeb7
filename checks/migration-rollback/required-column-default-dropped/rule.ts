import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Required column whose default is taken away at once',
  level: 'note',
  status: 'preview',
  ways: ['up'],
  kinds: ['drop-default'],
  judge({ table, column }, moment) {
    const known = moment.schema.table(table)?.columns.get(column)
    if (!isExisting(moment, table) || known?.born !== 'change' || !known.notNull) return undefined
    const django = moment.step.models !== undefined
    const by = django
      ? 'Django drops its default from the database as soon as old rows have it'
      : 'its default is dropped'
    return {
      message: `${table}.${column} is added NOT NULL and ${by}: until the new version runs everywhere, the one that is running inserts rows without it and fails (SQLSTATE 23502).`,
      fix: django
        ? 'Give it a `db_default` (Django 5.0), or `null=True` until the new version is everywhere.'
        : 'Leave the default until the new version is everywhere, and drop it in a later migration.',
      subject: `default of ${table}.${column}`,
      table,
    }
  },
})
