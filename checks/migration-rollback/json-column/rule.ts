import { defineHazard } from '../hazards/define.ts'
import { COLUMN_KINDS, columnsOfType } from '../hazards/new-columns.ts'

export default defineHazard({
  title: 'json where jsonb serves better',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: COLUMN_KINDS,
  judge: (operation) =>
    columnsOfType(operation, ['json'], (name) => ({
      message: `${name} is json: it is parsed again at every access, has no equality (SELECT DISTINCT and GROUP BY fail on it) and no index.`,
      fix: 'Use jsonb, unless the text itself, with its spaces and doubled keys, has to be kept.',
    })),
})
