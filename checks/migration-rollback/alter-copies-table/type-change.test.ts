import { expect, test } from 'vitest'
import { copiesTable } from './type-change.ts'

test.each<[from: string | undefined, to: string, copies: boolean | undefined]>([
  ['int', 'bigint', true],
  ['int', 'int unsigned', true],
  ['int(11)', 'int', false],
  ['integer', 'int(10)', false],
  ['tinyint(1)', 'bool', false],
  ['decimal(10,2)', 'decimal(12,2)', true],
  ['numeric(10,2)', 'decimal(10,2)', false],
  ['char(10)', 'char(20)', true],
  ['text', 'mediumtext', true],
  ['datetime', 'datetime(6)', true],
  ['varchar(20)', 'varchar(60)', false],
  ['varchar(60)', 'varchar(300)', true],
  ['varchar(100)', 'varchar(200)', undefined],
  ['varchar(300)', 'varchar(500)', false],
  ['varchar(300)', 'varchar(20)', true],
  ['varchar(20)', 'text', true],
  ['enum', 'enum', undefined],
  [undefined, 'bigint', undefined],
])('from %s to %s: %s', (from, to, copies) => {
  const column = from === undefined ? undefined : { name: 'a', typeText: from }
  expect(copiesTable(column, { name: 'a', typeText: to })).toBe(copies)
})
