import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Operation } from '../operation.ts'
import { rails } from './adapter.ts'

async function read(body: string, superclass = 'ActiveRecord::Migration[7.1]') {
  const path = 'db/migrate/20240101000000_x.rb'
  const place = rails.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(`class X < ${superclass}\n${body}\nend\n`)
  const step = await rails.read({ place, up: { path, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step
}

async function up(command: string): Promise<readonly Operation[]> {
  const { up: part } = await read(`def change\n${command}\nend`)
  return part.operations ?? []
}

function bare(operation: Operation) {
  const { path, region, text, ...facts } = operation
  expect([path, region.startLine, text.length > 0]).toEqual(['db/migrate/20240101000000_x.rb', 3, true])
  return facts
}

test.each([
  [
    'add_column :users, :age, :integer, null: false, default: 0',
    {
      kind: 'add-column',
      table: 'users',
      column: {
        name: 'age',
        type: 'int4',
        typeText: 'int4',
        notNull: true,
        default: { text: '0', volatile: false },
      },
    },
  ],
  [
    'add_column :users, :key, :uuid, default: -> { "gen_random_uuid()" }',
    {
      kind: 'add-column',
      table: 'users',
      column: {
        name: 'key',
        type: 'uuid',
        typeText: 'uuid',
        default: { text: 'gen_random_uuid()', volatile: true },
      },
    },
  ],
  [
    'add_column :users, :key, :uuid, default: "gen_random_uuid()"',
    {
      kind: 'add-column',
      table: 'users',
      column: {
        name: 'key',
        type: 'uuid',
        typeText: 'uuid',
        default: { text: '"gen_random_uuid()"', volatile: true },
      },
    },
  ],
  ['rename_schema :sales, :shop', { kind: 'rename-schema', name: 'sales', to: 'shop' }],
  [
    'rename_enum_value :mood, from: "done", to: "over"',
    { kind: 'rename-enum-value', type: 'mood', value: 'done', to: 'over' },
  ],
  [
    'add_index :users, %i[a b], unique: true, algorithm: :concurrently',
    {
      kind: 'create-index',
      index: {
        name: 'index_users_on_a_and_b',
        table: 'users',
        columns: ['a', 'b'],
        unique: true,
        concurrently: true,
      },
    },
  ],
  [
    'add_foreign_key :orders, :companies, validate: false',
    {
      kind: 'add-constraint',
      table: 'orders',
      constraint: {
        kind: 'foreign-key',
        columns: ['company_id'],
        references: { table: 'companies', columns: ['id'] },
        notValid: true,
      },
    },
  ],
  ['change_column_null :users, :email, false', { kind: 'set-not-null', table: 'users', column: 'email' }],
  [
    'change_column :users, :size, :decimal, precision: 10, scale: 2',
    {
      kind: 'change-type',
      table: 'users',
      column: 'size',
      to: { name: 'size', type: 'numeric', typeText: 'numeric(10,2)' },
    },
  ],
  ['rename_column :users, :a, :b', { kind: 'rename-column', table: 'users', column: 'a', to: 'b' }],
  ['remove_column :users, :a, :string', { kind: 'drop-column', table: 'users', column: 'a' }],
  ['User.update_all(a: 1)', { kind: 'write', verb: 'update', table: 'users', where: false }],
  ['User.where(b: 2).update_all(a: 1)', { kind: 'write', verb: 'update', table: 'users', where: true }],
  ['Backfill.run', { kind: 'code', what: 'calls run' }],
])('%s', async (command, facts) => {
  expect((await up(command)).map(bare)).toEqual([facts])
})

test('a table with its columns, each on its line, and the indexes beside them', async () => {
  const [table, index] = await up(
    'create_table :orders do |t|\n  t.references :user, foreign_key: true\n  t.string :state, limit: 20, null: false\n  t.timestamps\nend',
  )
  expect(table).toMatchObject({
    kind: 'create-table',
    table: 'orders',
    region: { startLine: 3 },
    columns: [
      { name: 'id', type: 'int8', primaryKey: true },
      { name: 'user_id', type: 'int8', region: { startLine: 4 } },
      { name: 'state', typeText: 'varchar(20)', notNull: true, region: { startLine: 5 } },
      { name: 'created_at', notNull: true },
      { name: 'updated_at', notNull: true },
    ],
    constraints: [{ kind: 'foreign-key', references: { table: 'users' } }],
  })
  expect(index).toMatchObject({ kind: 'create-index', index: { table: 'orders', columns: ['user_id'] } })
})

test('commands of change_table stand on their own lines', async () => {
  const operations = await up(
    'change_table :users, bulk: true do |t|\n  t.string :a\n  t.index :a\n  t.remove :b\nend',
  )
  expect(operations.map(({ kind, region }) => [kind, region.startLine])).toEqual([
    ['add-column', 4],
    ['create-index', 5],
    ['drop-column', 6],
  ])
})

test('SQL of a heredoc is read where it stands', async () => {
  const operations = await up(
    'execute <<~SQL\n  UPDATE users SET a = 1;\n  CREATE INDEX i ON users (a);\nSQL',
  )
  expect(operations.map(({ kind, region }) => [kind, region.startLine])).toEqual([
    ['write', 4],
    ['create-index', 5],
  ])
})

test('what runs on the way back alone is no part of the way up', async () => {
  const operations = await up(
    'reversible do |dir|\n  dir.up { add_index :users, :a }\n  dir.down { drop_table :users }\nend\nsafety_assured { remove_column :users, :b, :text }',
  )
  expect(operations.map(({ kind }) => kind)).toEqual(['create-index', 'drop-column'])
})

test('keys were integers before Rails 5.1', async () => {
  const step = await read('def change\ncreate_table :a\nend', 'ActiveRecord::Migration[5.0]')
  expect(step.up.operations?.[0]).toMatchObject({ columns: [{ name: 'id', type: 'int4' }] })
})
