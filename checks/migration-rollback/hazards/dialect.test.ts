import { expect, test } from 'vitest'
import { dialectInPath } from './dialect.ts'

test.for<[string, string | undefined]>([
  ['db/migrate/postgres/0001_users.up.sql', 'postgresql'],
  ['jdbc-mysql/src/main/resources/migrations/mysql/V1__a.sql', 'mysql'],
  ['sql/20240101_network.sqlite3.up.sql', 'sqlite'],
  ['sql/20240101_network.cockroach.up.sql', 'other'],
  ['db/migrations/0002_drop_mysql_users.up.sql', undefined],
  ['db/migrations/0002_users.up.sql', undefined],
])('%s: %s', ([path, dialect]) => {
  expect(dialectInPath(path)).toBe(dialect)
})
