import { expect, test } from 'vitest'
import type { Operation } from '../../../src/parse/migrations/index.ts'
import { inDialect } from './native.ts'

const change = (typeText: string, dialect?: 'mysql'): Operation => ({
  kind: 'change-type',
  table: 't',
  column: 'a',
  to: { name: 'a', type: typeText.replace(/\(.*/, ''), typeText },
  path: 'a.sql',
  region: { startLine: 1, endLine: 1 },
  text: 'x',
  ...(dialect && { dialect }),
})

test.each([
  ['int4', 'int'],
  ['numeric(10,2)', 'decimal(10,2)'],
  ['bool', 'tinyint(1)'],
  ['varchar(20)', 'varchar(20)'],
])('%s is %s in MySQL', (from, to) => {
  expect(inDialect(change(from), 'mysql')).toMatchObject({ to: { typeText: to } })
})

test('elsewhere, and where it is MySQL already, types stay as they are', () => {
  expect(inDialect(change('int4'), 'postgresql')).toEqual(change('int4'))
  expect(inDialect(change('bool', 'mysql'), 'mysql')).toEqual(change('bool', 'mysql'))
})
