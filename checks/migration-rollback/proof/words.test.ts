import { expect, test } from 'vitest'
import { databaseInPath } from './drivers.ts'
import { differenceWords } from './words.ts'

test('long definitions are shown from where they differ', () => {
  const columns = Array.from({ length: 30 }, (_, index) => `a.column_${index}`).join(', ')
  const words = differenceWords({
    kind: 'view',
    name: 'public.v',
    change: 'changed',
    before: `SELECT ${columns}, a.old FROM a`,
    after: `SELECT ${columns}, a.new FROM a`,
  })
  expect(words).toBe(
    'view public.v is not as it was (before: …a.column_27, a.column_28, a.column_29, a.old FROM a; now: …a.column_27, a.column_28, a.column_29, a.new FROM a)',
  )
  const short = { kind: 'column', name: 'a.b', change: 'changed', before: 'text', after: 'integer' } as const
  expect(differenceWords(short)).toBe('column a.b is not as it was (before: text; now: integer)')
})

test('a database is known by the name of a folder or file near the migration', () => {
  expect(databaseInPath('db/oracle/migration/V1__a.sql')).toBe('oracle')
  expect(databaseInPath('db/migration/db2/V1__a.sql')).toBe('db2')
  expect(databaseInPath('migrations/0001.db2.sql')).toBe('db2')
  expect(databaseInPath('internal/db2/schema/migrations/65_indexes.sql')).toBeUndefined()
})
