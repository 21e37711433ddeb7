import { expect, test } from 'vitest'
import type { Operation, Step } from '../../../src/parse/migrations/index.ts'
import { Source } from '../../../src/parse/code/source.ts'
import { sqlOperations } from '../../../src/parse/migrations/sql-operations.ts'
import { parseSql } from '../../../src/parse/sql/parse.ts'
import { type Born, Schema } from './schema.ts'
import { Schemas } from './schemas.ts'

async function operations(sql: string): Promise<Operation[]> {
  return sqlOperations(await parseSql(sql), 'a.sql', new Source(sql), 0)
}

async function schemaOf(sql: string, schema = new Schema(), born: Born = 'base'): Promise<Schema> {
  for (const operation of await operations(sql)) schema.apply(operation, born)
  return schema
}

test('a table with what was done to it', async () => {
  const schema = await schemaOf(`
    CREATE TABLE public.orders (id bigint PRIMARY KEY, note varchar(10), total numeric);
    ALTER TABLE orders RENAME COLUMN note TO remark;
    ALTER TABLE orders ALTER COLUMN remark TYPE text;
    ALTER TABLE orders ADD CONSTRAINT c CHECK (remark IS NOT NULL) NOT VALID;
    CREATE INDEX i ON orders (remark);
    ALTER TABLE orders RENAME TO sales;
    ALTER TABLE sales DROP COLUMN total;
  `)
  expect(schema.table('orders')).toBeUndefined()
  const table = schema.table('public.sales')
  expect(table?.columns.get('remark')?.typeText).toBe('text')
  expect([...(table?.columns.keys() ?? [])]).toEqual(['id', 'remark'])
  expect(table?.constraints.map(({ kind, validated }) => `${kind} ${validated}`)).toEqual([
    'primary-key true',
    'check false',
  ])
  expect(schema.index('i')?.table.name).toBe('sales')
  await schemaOf('ALTER TABLE sales VALIDATE CONSTRAINT c; ALTER TABLE sales DROP COLUMN remark', schema)
  expect(schema.index('i')).toBeUndefined()
})

test('what is not known stays unknown', async () => {
  const schema = await schemaOf(
    'ALTER TABLE orders ADD COLUMN a int; CREATE INDEX i ON orders (a); DROP TABLE x',
  )
  expect([...schema.tables()]).toEqual([])
  expect(schema.index('i')).toBeUndefined()
})

test('a copy does not see what is done to the other', async () => {
  const schema = await schemaOf('CREATE TABLE a (id int)')
  const copy = schema.copy()
  await schemaOf('DROP TABLE a; CREATE TABLE b (id int)', schema, 'change')
  expect(copy.table('a')?.born).toBe('base')
  expect(copy.table('b')).toBeUndefined()
  await schemaOf('CREATE TABLE c (id int)', copy)
  expect(schema.table('c')).toBeUndefined()
})

test('a materialized view is known as one, until it is dropped', async () => {
  const schema = await schemaOf(
    'CREATE MATERIALIZED VIEW v AS SELECT 1 AS a; CREATE UNIQUE INDEX i ON v (a); CREATE VIEW w AS SELECT 1',
  )
  expect(schema.table('v')).toMatchObject({ materialized: true, complete: false, indexes: [{ name: 'i' }] })
  expect(schema.table('w')).toBeUndefined()
  await schemaOf('DROP MATERIALIZED VIEW v', schema)
  expect(schema.table('v')).toBeUndefined()
})

test('what is written for one database alone builds no other', () => {
  const text = 'x'
  const place = { path: 'a', region: { startLine: 1, endLine: 1 }, text }
  const step = (table: string, dialect?: 'mysql' | 'postgresql') =>
    ({
      ...(dialect && { dialect }),
      up: { operations: [{ kind: 'create-table', table, columns: [], constraints: [], ...place }] },
    }) as unknown as Step
  const steps = [step('a', 'mysql'), step('b', 'postgresql'), step('c')]
  const found = (usual: 'mysql' | undefined, of: Step | undefined): string[] => {
    const schemas = new Schemas(usual, steps)
    for (const one of steps) schemas.apply(one, 'base')
    return of ? [...schemas.of(of).tables()].map(({ name }) => name) : []
  }
  expect(found(undefined, steps[0])).toEqual(['a', 'c'])
  expect(found(undefined, steps[1])).toEqual(['b', 'c'])
  expect(found(undefined, steps[2])).toEqual(['a', 'b', 'c'])
  expect(found('mysql', steps[2])).toEqual(['a', 'c'])
})
