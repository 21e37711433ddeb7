import { expect, test } from 'vitest'
import { isBookkeeping } from './bookkeeping.ts'

test.for([
  'table:public.schema_migrations',
  'column:public.schema_migrations.version',
  'sequence settings:public.schema_migrations_id_seq',
  'constraint:public._sqlx_migrations._sqlx_migrations_pkey',
  'table:drizzle.__drizzle_migrations',
  'comment:public._prisma_migrations (table)',
])("%s is a framework's own", (key) => {
  expect(isBookkeeping(key)).toBe(true)
})

test.for([
  'table:public.users',
  'table:public.my_schema_migrations',
  'column:public.users.schema_migrations',
])('%s is part of the schema', (key) => {
  expect(isBookkeeping(key)).toBe(false)
})
