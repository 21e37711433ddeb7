import { expect, test } from 'vitest'
import { typeChangeCost } from './type-change.ts'

const column = (typeText: string) => ({ name: 'c', type: typeText.replace(/[([].*/, ''), typeText })

test.for<[string, string, string | undefined, string]>([
  ['varchar(20)', 'varchar(50)', undefined, 'none'],
  ['varchar(50)', 'varchar(20)', undefined, 'rewrite'],
  ['varchar(50)', 'varchar', undefined, 'none'],
  ['varchar(50)', 'text', undefined, 'none'],
  ['varchar(50)', 'text', 'c::text', 'none'],
  ['varchar(50)', 'text', 'lower(c)', 'rewrite'],
  ['text', 'varchar', undefined, 'none'],
  ['text', 'varchar(10)', undefined, 'rewrite'],
  ['char(10)', 'char(20)', undefined, 'rewrite'],
  ['char(10)', 'text', undefined, 'rewrite'],
  ['numeric(10,2)', 'numeric(12,2)', undefined, 'none'],
  ['numeric(10,2)', 'numeric(12,3)', undefined, 'rewrite'],
  ['numeric(10,2)', 'numeric', undefined, 'none'],
  ['numeric', 'numeric(10,2)', undefined, 'rewrite'],
  ['int4', 'int8', undefined, 'rewrite'],
  ['serial', 'int4', undefined, 'none'],
  ['integer', 'bigint', 'c::bigint', 'rewrite'],
  ['timestamp', 'timestamptz', undefined, 'unless-utc'],
  ['timestamp(3)', 'timestamp(6)', undefined, 'none'],
  ['timestamp', 'timestamptz', "c AT TIME ZONE 'UTC'", 'rewrite'],
  ['cidr', 'inet', undefined, 'none'],
  ['citext', 'text', undefined, 'none'],
  ['text[]', 'varchar[]', undefined, 'rewrite'],
  ['text', 'text[]', 'ARRAY[c]', 'rewrite'],
  ['json', 'jsonb', undefined, 'rewrite'],
])('%s to %s using %s: %s', ([from, to, using, cost]) => {
  expect(typeChangeCost(column(from), column(to), using)).toBe(cost)
})

test('of an unknown type only what is always written is claimed', () => {
  expect(typeChangeCost(undefined, column('text'), undefined)).toBe('unknown')
  expect(typeChangeCost(undefined, column('int8'), undefined)).toBe('rewrite')
})
