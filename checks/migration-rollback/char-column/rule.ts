import { defineHazard } from '../hazards/define.ts'
import { COLUMN_KINDS, columnsOfType } from '../hazards/new-columns.ts'

export default defineHazard({
  title: 'char(n), padded with blanks',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: COLUMN_KINDS,
  judge: (operation) =>
    columnsOfType(operation, ['char'], (name) => ({
      message: `${name} is char(n): values are padded with blanks, which comparisons and string functions treat differently, and it is no faster than text.`,
      fix: 'Use text or varchar; for a fixed length add a CHECK.',
    })),
})
