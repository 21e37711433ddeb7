import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Operation } from '../operation.ts'
import { alembic } from './adapter.ts'

const PATH = 'db/versions/ab_x.py'

async function up(body: string): Promise<readonly Operation[]> {
  const place = alembic.place(PATH)
  if (!place) throw new Error('no place')
  const lines = body.split('\n').map((line) => `    ${line}`)
  const text = `down_revision = None\nrevision = "ab"\nTABLE = "users"\ndef upgrade():\n${lines.join('\n')}\n`
  const step = await alembic.read({ place, up: { path: PATH, source: new Source(text) }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

function bare({ path, region, text, ...facts }: Operation) {
  expect([path, region.startLine >= 5, text.length > 0]).toEqual([PATH, true, true])
  return facts
}

test.each([
  [
    'op.add_column(TABLE, sa.Column("age", sa.Integer(), nullable=False, server_default="0"))',
    [
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
  ],
  [
    // A default of the model is applied in Python, and not to rows that are there.
    'op.add_column("users", sa.Column("key", postgresql.UUID(), nullable=False, default=uuid4))',
    [
      {
        kind: 'add-column',
        table: 'users',
        column: { name: 'key', type: 'uuid', typeText: 'uuid', notNull: true },
      },
    ],
  ],
  [
    'op.add_column("users", sa.Column("org_id", sa.BigInteger, sa.ForeignKey("crm.orgs.id"), index=True), schema="crm")',
    [
      { kind: 'add-column', table: 'crm.users', column: { name: 'org_id', type: 'int8', typeText: 'int8' } },
      {
        kind: 'add-constraint',
        table: 'crm.users',
        constraint: {
          kind: 'foreign-key',
          columns: ['org_id'],
          references: { table: 'crm.orgs', columns: ['id'] },
        },
      },
      {
        kind: 'create-index',
        index: { name: 'ix_crm_users_org_id', table: 'crm.users', columns: ['org_id'] },
      },
    ],
  ],
  [
    'op.drop_column("users", "age", if_exists=True)',
    [{ kind: 'drop-column', table: 'users', column: 'age', ifExists: true }],
  ],
  [
    'op.alter_column("users", "age", type_=sa.BigInteger(), existing_type=sa.Integer(), nullable=False, server_default=None, new_column_name="years", postgresql_using="age::bigint")',
    [
      {
        kind: 'change-type',
        table: 'users',
        column: 'age',
        to: { name: 'age', type: 'int8', typeText: 'int8' },
        using: 'age::bigint',
      },
      { kind: 'set-not-null', table: 'users', column: 'age' },
      { kind: 'drop-default', table: 'users', column: 'age' },
      { kind: 'rename-column', table: 'users', column: 'age', to: 'years' },
    ],
  ],
  [
    'op.alter_column("users", "name", existing_type=sa.VARCHAR(length=20), type_=sa.String(20), existing_nullable=False, nullable=True)',
    [{ kind: 'drop-not-null', table: 'users', column: 'name' }],
  ],
  [
    'op.create_index(op.f("ix"), "users", ["a", sa.text("lower(b)")], unique=True, postgresql_concurrently=True, postgresql_using="gin", postgresql_where=sa.text("a > 1"))',
    [
      {
        kind: 'create-index',
        index: {
          name: 'ix',
          table: 'users',
          columns: ['a', '(lower(b))'],
          unique: true,
          concurrently: true,
          method: 'gin',
          where: 'a > 1',
        },
      },
    ],
  ],
  ['op.drop_index("ix", table_name="users")', [{ kind: 'drop-index', name: 'ix', table: 'users' }]],
  [
    'op.create_foreign_key(None, "users", "orgs", ["org_id"], ["id"], postgresql_not_valid=True)',
    [
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: {
          kind: 'foreign-key',
          columns: ['org_id'],
          references: { table: 'orgs', columns: ['id'] },
          notValid: true,
        },
      },
    ],
  ],
  [
    'op.create_check_constraint("adult", "users", "age > 17")',
    [
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: { name: 'adult', kind: 'check', columns: [], expression: 'age > 17' },
      },
    ],
  ],
  [
    'op.create_unique_constraint("uq", "users", ["a"])',
    [
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: { name: 'uq', kind: 'unique', columns: ['a'] },
      },
    ],
  ],
  [
    'op.drop_constraint("uq", "users", type_="unique")',
    [{ kind: 'drop-constraint', table: 'users', name: 'uq', of: 'unique' }],
  ],
  ['op.rename_table("users", "people")', [{ kind: 'rename-table', table: 'users', to: 'people' }]],
  ['op.drop_table("users")', [{ kind: 'drop-table', table: 'users' }]],
  [
    'conn = op.get_bind()\nusers = sa.table("users", sa.column("age"))\nconn.execute(users.update().values(age=1))',
    [{ kind: 'write', verb: 'update', table: 'users', where: false }],
  ],
  [
    'op.execute(sa.delete(sa.table("users")).where(sa.column("age") < 1))',
    [{ kind: 'write', verb: 'delete', table: 'users', where: true }],
  ],
  [
    'op.execute(sa.text("UPDATE users SET age = 1"))',
    [{ kind: 'write', verb: 'update', table: 'users', where: false }],
  ],
  [
    'conn.execute(sa.text("UPDATE users SET a = :a WHERE b::text = :b"), {"a": 1, "b": 2})',
    [{ kind: 'write', verb: 'update', table: 'users', where: true }],
  ],
  ['op.execute(f"DROP TABLE {TABLE}")', [{ kind: 'other', what: 'runs SQL' }]],
  ['op.bulk_insert(sa.table("kinds"), [{"id": 1}])', [{ kind: 'write', verb: 'insert', table: 'kinds' }]],
  [
    'with op.batch_alter_table("users", schema="crm") as batch_op:\n    batch_op.drop_column("age")\n    batch_op.create_index("ix", ["a"])',
    [
      { kind: 'drop-column', table: 'crm.users', column: 'age' },
      { kind: 'create-index', index: { name: 'ix', table: 'crm.users', columns: ['a'] } },
    ],
  ],
  [
    'mood = sa.Enum("sad", "ok", name="mood")\nmood.create(op.get_bind())',
    [{ kind: 'create-type', type: 'mood', values: ['sad', 'ok'] }],
  ],
  ['for user in all_users():\n    touch(user)', ['calls all_users', 'calls touch']],
] as const)('%s', async (body, expected) => {
  const operations = await up(body)
  const facts = operations.map(bare)
  expect(facts.map((one) => (one.kind === 'code' ? one.what : one))).toEqual(expected)
})

test('a table has its columns, keys and indexes', async () => {
  const [table, index] = await up(
    [
      'op.create_table(',
      '    "users",',
      '    sa.Column("id", sa.Integer(), nullable=False),',
      '    sa.Column("name", sa.String(20), index=True),',
      '    sa.Column("org", sa.Integer(), sa.ForeignKey("orgs.id")),',
      '    sa.Column("at", sa.DateTime(timezone=True), server_default=sa.func.now()),',
      '    sa.PrimaryKeyConstraint("id", name="pk"),',
      ')',
    ].join('\n'),
  )
  expect(table).toMatchObject({
    kind: 'create-table',
    columns: [
      { name: 'id', type: 'int4', notNull: true, identity: true, region: { startLine: 7 } },
      { name: 'name', typeText: 'varchar(20)', region: { startLine: 8 } },
      { name: 'org', region: { startLine: 9 } },
      { name: 'at', type: 'timestamptz', default: { text: 'sa.func.now()', volatile: false } },
    ],
    constraints: [
      { kind: 'foreign-key', references: { table: 'orgs', columns: ['id'] } },
      { kind: 'primary-key', name: 'pk', columns: ['id'] },
    ],
  })
  expect(table).not.toHaveProperty('partial')
  expect(index).toMatchObject({ kind: 'create-index', index: { name: 'ix_users_name', columns: ['name'] } })
})

test('what Alembic is connected by commits, a session does not', async () => {
  const operations = await up(
    'bind = op.get_bind()\nsession = Session(bind=bind)\nsession.commit()\nbind.commit()',
  )
  expect(operations.map((one) => [one.kind, one.region.startLine])).toEqual([['transaction', 8]])
})

test('a block outside of the transaction ends it, and begins another', async () => {
  const body = [
    'op.add_column("users", sa.Column("age", sa.Integer()))',
    'with op.get_context().autocommit_block():',
    '    op.create_index("ix", "users", ["age"], postgresql_concurrently=True)',
    'op.drop_column("users", "old")',
  ]
  const operations = await up(body.join('\n'))
  expect(operations.map((one) => (one.kind === 'transaction' ? one.what : one.kind))).toEqual([
    'begin',
    'add-column',
    'commit',
    'create-index',
    'begin',
    'drop-column',
  ])
})
