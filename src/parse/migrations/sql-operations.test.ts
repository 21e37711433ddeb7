import { expect, test } from 'vitest'
import { Source } from '../code/source.ts'
import { parseSql } from '../sql/parse.ts'
import { sqlOperations } from './sql-operations.ts'

async function read(sql: string, before = ''): Promise<Record<string, unknown>[]> {
  const source = new Source(before + sql)
  const operations = sqlOperations(await parseSql(sql), 'a.sql', source, before.length)
  return operations.map(({ path: _path, text: _text, region, ...facts }) => ({
    ...JSON.parse(JSON.stringify(facts, (key, value: unknown) => (key === 'region' ? undefined : value))),
    lines: region.startLine === region.endLine ? region.startLine : [region.startLine, region.endLine],
  }))
}

test('each command of an ALTER TABLE stands on its own lines', async () => {
  const sql = [
    'ALTER TABLE ONLY "my, table"',
    "  ADD COLUMN note varchar(20) NOT NULL DEFAULT 'a, (b', -- why, not",
    '  DROP COLUMN IF EXISTS old CASCADE,',
    '  ALTER COLUMN total TYPE numeric(12, 2) USING total::numeric,',
    '  ADD CONSTRAINT paid CHECK (total > 0) NOT VALID;',
  ].join('\n')
  const table = 'my, table'
  expect(await read(sql, '\n\n')).toEqual([
    {
      kind: 'add-column',
      table,
      column: {
        name: 'note',
        type: 'varchar',
        typeText: 'varchar(20)',
        notNull: true,
        default: { text: "'a, (b'", volatile: false },
      },
      lines: 4,
    },
    { kind: 'drop-column', table, column: 'old', ifExists: true, cascade: true, lines: 5 },
    {
      kind: 'change-type',
      table,
      column: 'total',
      to: { name: 'total', type: 'numeric', typeText: 'numeric(12,2)' },
      using: 'total::numeric',
      lines: 6,
    },
    {
      kind: 'add-constraint',
      table,
      constraint: { kind: 'check', name: 'paid', columns: [], expression: 'total > 0', notValid: true },
      lines: 7,
    },
  ])
})

test('a new table with its columns and constraints', async () => {
  const sql = `CREATE TABLE IF NOT EXISTS billing.invoices (
  id bigserial PRIMARY KEY,
  token uuid NOT NULL DEFAULT gen_random_uuid(),
  customer integer REFERENCES customers (id) ON DELETE CASCADE,
  total numeric GENERATED ALWAYS AS (net + tax) STORED,
  EXCLUDE USING gist (token WITH =),
  CONSTRAINT one UNIQUE (customer, token)
)`
  expect(await read(sql)).toEqual([
    {
      kind: 'create-table',
      table: 'billing.invoices',
      ifNotExists: true,
      lines: [1, 8],
      columns: [
        {
          name: 'id',
          type: 'bigserial',
          typeText: 'bigserial',
          identity: true,
          notNull: true,
          primaryKey: true,
        },
        {
          name: 'token',
          type: 'uuid',
          typeText: 'uuid',
          notNull: true,
          default: { text: 'gen_random_uuid()', volatile: true },
        },
        {
          name: 'customer',
          type: 'int4',
          typeText: 'int4',
          references: { table: 'customers', columns: ['id'] },
        },
        { name: 'total', type: 'numeric', typeText: 'numeric', generated: 'stored' },
      ],
      constraints: [
        { kind: 'exclude', columns: [] },
        { kind: 'unique', name: 'one', columns: ['customer', 'token'] },
      ],
    },
  ])
})

test.for<[string, Record<string, unknown>]>([
  [
    'CREATE UNIQUE INDEX CONCURRENTLY i ON a.t (lower(x), y) WHERE y > 1',
    {
      kind: 'create-index',
      index: {
        table: 'a.t',
        columns: ['(lower(x))', 'y'],
        name: 'i',
        unique: true,
        concurrently: true,
        method: 'btree',
        where: 'y > 1',
      },
    },
  ],
  [
    'DROP INDEX CONCURRENTLY IF EXISTS a.i',
    {
      kind: 'drop-index',
      name: 'a.i',
      concurrently: true,
      ifExists: true,
    },
  ],
  ['ALTER TABLE t RENAME a TO b', { kind: 'rename-column', table: 't', column: 'a', to: 'b' }],
  ['ALTER TABLE t RENAME TO u', { kind: 'rename-table', table: 't', to: 'u' }],
  ['ALTER TABLE t SET SCHEMA s', { kind: 'rename-table', table: 't', to: 's.t' }],
  [
    "ALTER TYPE mood ADD VALUE IF NOT EXISTS 'fine'",
    {
      kind: 'add-enum-value',
      type: 'mood',
      value: 'fine',
      ifNotExists: true,
    },
  ],
  [
    'ALTER TABLE t ADD PRIMARY KEY USING INDEX i',
    {
      kind: 'add-constraint',
      table: 't',
      constraint: { kind: 'primary-key', columns: [], usingIndex: 'i' },
    },
  ],
  [
    'ALTER TABLE t ADD FOREIGN KEY (a) REFERENCES u (id) NOT VALID',
    {
      kind: 'add-constraint',
      table: 't',
      constraint: {
        kind: 'foreign-key',
        columns: ['a'],
        references: { table: 'u', columns: ['id'] },
        notValid: true,
      },
    },
  ],
  [
    'ALTER TABLE t ALTER a SET DEFAULT now()',
    {
      kind: 'set-default',
      table: 't',
      column: 'a',
      default: { text: 'now()', volatile: false },
    },
  ],
  ['ALTER TABLE t ALTER a SET DEFAULT NULL', { kind: 'drop-default', table: 't', column: 'a' }],
  ['REINDEX TABLE CONCURRENTLY t', { kind: 'reindex', name: 't', concurrently: true }],
  ['VACUUM (FULL) t', { kind: 'vacuum', table: 't', full: true }],
  ["SET LOCAL lock_timeout = '2s'", { kind: 'set', name: 'lock_timeout', value: '2s', local: true }],
  ['LOCK TABLE t IN SHARE MODE', { kind: 'lock-table', table: 't', mode: 'SHARE' }],
  ['UPDATE t SET a = 1', { kind: 'write', verb: 'update', table: 't', where: false }],
  ['DELETE FROM t WHERE a = 1', { kind: 'write', verb: 'delete', table: 't', where: true }],
  ['TRUNCATE t CASCADE', { kind: 'write', verb: 'truncate', table: 't', cascade: true }],
  ['ALTER TABLE t DISABLE TRIGGER ALL', { kind: 'change-trigger', table: 't', enabled: false }],
  [
    'ALTER TABLE t DETACH PARTITION p CONCURRENTLY',
    {
      kind: 'detach-partition',
      table: 't',
      partition: 'p',
      concurrently: true,
    },
  ],
  [
    'ALTER DOMAIN d ADD CHECK (value > 0) NOT VALID',
    {
      kind: 'add-domain-constraint',
      type: 'd',
      notValid: true,
    },
  ],
])('%s', async ([sql, facts]) => {
  expect(await read(sql)).toEqual([{ ...facts, lines: 1 }])
})

test('an expression that nests deeply is named by its first words or read, and never throws', async () => {
  const deep = `CREATE INDEX i ON t (${'('.repeat(4000)}a${')'.repeat(4000)})`
  const [operation] = await read(deep)
  expect(['other', 'create-index']).toContain(operation?.['kind'])
})
