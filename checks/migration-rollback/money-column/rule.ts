import { defineHazard } from '../hazards/define.ts'
import { COLUMN_KINDS, columnsOfType } from '../hazards/new-columns.ts'

export default defineHazard({
  title: 'money, whose meaning depends on a setting',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: COLUMN_KINDS,
  judge: (operation) =>
    columnsOfType(operation, ['money'], (name) => ({
      message: `${name} is money: its currency and its digits come from lc_monetary, so the same value reads differently on another server.`,
      fix: 'Use numeric(12,2), or an integer of the smallest unit, with the currency in a column of its own.',
    })),
})
