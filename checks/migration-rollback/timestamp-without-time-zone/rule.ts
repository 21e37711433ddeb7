import { defineHazard } from '../hazards/define.ts'
import { COLUMN_KINDS, columnsOfType } from '../hazards/new-columns.ts'

export default defineHazard({
  title: 'Timestamp without time zone',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: [...COLUMN_KINDS, 'change-type'],
  judge(operation) {
    const columns =
      operation.kind === 'change-type'
        ? ({ ...operation, kind: 'add-column', column: operation.to } as const)
        : operation
    return columnsOfType(columns, ['timestamp'], (name) => ({
      message: `${name} keeps a time without its zone: what moment it means depends on the session that wrote it.`,
      fix: 'Use timestamptz, which keeps the moment and takes the same 8 bytes.',
    }))
  },
})
