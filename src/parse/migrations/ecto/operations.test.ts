import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Operation } from '../operation.ts'
import { ecto } from './adapter.ts'

const PATH = 'priv/repo/migrations/20240101000000_x.exs'

/** What `change` does; its first line is line 4. */
async function up(body: string): Promise<readonly Operation[]> {
  const place = ecto.place(PATH)
  if (!place) throw new Error('no place')
  const source = new Source(`defmodule X do\n  use Ecto.Migration\n  def change do\n${body}\n  end\nend\n`)
  const step = await ecto.read({ place, up: { path: PATH, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

async function facts(body: string) {
  return (await up(body)).map(({ path, region, text, ...own }) => {
    expect([path, region.startLine >= 4, text.length > 0]).toEqual([PATH, true, true])
    return own
  })
}

const column = (name: string, type: string, more = {}) => ({
  kind: 'add-column',
  table: 'users',
  column: { name, type: type.replace(/[([].*/, ''), typeText: type, ...more },
})
const notNull = { notNull: true }

test.each<[string, unknown[]]>([
  ['add :a, :string', [column('a', 'varchar(255)')]],
  ['add :a, :string, size: 20, null: false', [column('a', 'varchar(20)', notNull)]],
  [
    'add :a, {:array, :integer}, default: []',
    [column('a', 'int4[]', { default: { text: '[]', volatile: false } })],
  ],
  ['add :a, :decimal, precision: 10, scale: 2', [column('a', 'numeric(10,2)')]],
  ['add :a, :"varchar(40)"', [{ kind: 'add-column', table: 'users', column: { name: 'a' } }]],
  [
    'add :a, :uuid, default: fragment("gen_random_uuid()")',
    [column('a', 'uuid', { default: { text: 'gen_random_uuid()', volatile: true } })],
  ],
  ['add :a, :integer, generated: "ALWAYS AS (b * 2) STORED"', [column('a', 'int4', { generated: 'stored' })]],
  [
    'add :team_id, references(:teams, type: :uuid, validate: false)',
    [
      column('team_id', 'uuid'),
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: {
          kind: 'foreign-key',
          name: 'users_team_id_fkey',
          columns: ['team_id'],
          references: { table: 'teams', columns: ['id'] },
          notValid: true,
        },
      },
    ],
  ],
  ['add_if_not_exists :a, :map', [{ ...column('a', 'jsonb'), ifNotExists: true }]],
  ['remove :a, :string', [{ kind: 'drop-column', table: 'users', column: 'a' }]],
  [
    'modify :a, :bigint, null: false, from: :integer',
    [
      { kind: 'change-type', table: 'users', column: 'a', to: { name: 'a', type: 'int8', typeText: 'int8' } },
      { kind: 'set-not-null', table: 'users', column: 'a' },
    ],
  ],
  ['timestamps(type: :utc_datetime, updated_at: false)', [column('inserted_at', 'timestamp', notNull)]],
  ['add name, :string', [{ kind: 'other', what: 'alters users' }]],
])('alter table: %s', async (command, expected) => {
  const found = await facts(`alter table(:users) do\n${command}\nend`)
  expect(found).toMatchObject(expected)
  expect(found).toHaveLength(expected.length)
})

test.each<[string, unknown[]]>([
  [
    'create index(:users, [:a, :b], concurrently: true, where: "a > 1")',
    [
      {
        kind: 'create-index',
        index: {
          name: 'users_a_b_index',
          table: 'users',
          columns: ['a', 'b'],
          concurrently: true,
          where: 'a > 1',
        },
      },
    ],
  ],
  [
    'create unique_index(:users, ["lower(email)"], prefix: "app")',
    [
      {
        kind: 'create-index',
        index: {
          name: 'users_lower_email_index',
          table: 'app.users',
          columns: ['(lower(email))'],
          unique: true,
        },
      },
    ],
  ],
  [
    'drop_if_exists index(:users, [:a])',
    [{ kind: 'drop-index', name: 'users_a_index', table: 'users', columns: ['a'], ifExists: true }],
  ],
  [
    'create constraint(:users, :positive, check: "a > 0", validate: false)',
    [
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: { kind: 'check', columns: [], name: 'positive', expression: 'a > 0', notValid: true },
      },
    ],
  ],
  ['drop constraint(:users, "fk")', [{ kind: 'drop-constraint', table: 'users', name: 'fk' }]],
  ['drop table(:users), mode: :cascade', [{ kind: 'drop-table', table: 'users', cascade: true }]],
  ['rename table(:a), to: table(:b)', [{ kind: 'rename-table', table: 'a', to: 'b' }]],
  ['rename table(:a), :x, to: :y', [{ kind: 'rename-column', table: 'a', column: 'x', to: 'y' }]],
  ['execute "UPDATE users SET a = 1", ""', [{ kind: 'write', verb: 'update', table: 'users', where: false }]],
  ['execute(&fill/0, &empty/0)', [{ kind: 'code', what: 'runs a function' }]],
  ['execute("UPDATE #{t} SET a = 1")', [{ kind: 'other', what: 'runs SQL' }]],
  [
    'if direction() == :up do\ndrop table(:a)\nelse\ndrop table(:b)\nend',
    [{ kind: 'drop-table', table: 'a' }],
  ],
  ['Repo.update_all(User, set: [a: 1])', [{ kind: 'code', what: 'calls Repo.update_all' }]],
])('%s', async (command, expected) => {
  expect(await facts(command)).toEqual(expected)
})

test('a table with its columns, each on its line', async () => {
  const [table] = await up(
    'create table(:orders, primary_key: [type: :binary_id]) do\n  add :a, references(:users)\n  timestamps()\nend',
  )
  expect(table).toMatchObject({
    kind: 'create-table',
    table: 'orders',
    columns: [
      { name: 'id', type: 'uuid', primaryKey: true },
      { name: 'a', type: 'int8', region: { startLine: 5 } },
      { name: 'inserted_at', notNull: true },
      { name: 'updated_at', notNull: true },
    ],
    constraints: [{ kind: 'foreign-key', references: { table: 'users' }, region: { startLine: 5 } }],
  })
  expect(table).not.toHaveProperty('partial')
})

test('SQL of a heredoc is read where it stands', async () => {
  const found = await up('execute """\nUPDATE a SET b = 1;\nDROP TABLE c;\n"""')
  expect(found.map(({ kind, region }) => [kind, region.startLine])).toEqual([
    ['write', 5],
    ['drop-table', 6],
  ])
})
