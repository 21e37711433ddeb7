import { defineHazard } from '../hazards/define.ts'
import { COLUMN_KINDS, columnsOfType } from '../hazards/new-columns.ts'

export default defineHazard({
  title: 'serial where an identity column serves better',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: COLUMN_KINDS,
  judge: (operation) =>
    columnsOfType(
      operation,
      ['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8'],
      (name) => ({
        message: `${name} is serial: its sequence has rights and a life of its own, and any INSERT may overwrite what it numbers.`,
        fix: 'Use bigint GENERATED ALWAYS AS IDENTITY (PostgreSQL 10).',
      }),
    ),
})
