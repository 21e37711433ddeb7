import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import { kysely } from './adapter.ts'

async function up(...lines: string[]) {
  const path = 'migrations/20240101T000000_x.ts'
  const place = kysely.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(
    `import { Kysely, sql } from 'kysely'\nexport async function up(db: Kysely<any>) {\n${lines.join('\n')}\n}\nexport async function down(db: Kysely<any>) {}\n`,
  )
  const step = await kysely.read({ place, up: { path, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

const AT = { region: { startLine: 3, endLine: 3 } }

test.each([
  [
    "alterTable('a').addColumn('b', 'varchar(40)', (col) => col.notNull().defaultTo('x'))",
    [
      {
        kind: 'add-column',
        table: 'a',
        column: {
          name: 'b',
          type: 'varchar',
          typeText: 'varchar(40)',
          notNull: true,
          default: { text: "'x'", volatile: false },
          ...AT,
        },
      },
    ],
  ],
  [
    "withSchema('s').alterTable('a').alterColumn('b', (col) => col.setNotNull())",
    [{ kind: 'set-not-null', table: 's.a', column: 'b' }],
  ],
  [
    "alterTable('a').alterColumn('b', (col) => col.setDataType('bigint'))",
    [{ kind: 'change-type', table: 'a', column: 'b', to: { name: 'b', type: 'int8', typeText: 'int8' } }],
  ],
  [
    "alterTable('a').dropColumn('b').renameColumn('c', 'd')",
    [
      { kind: 'drop-column', table: 'a', column: 'b' },
      { kind: 'rename-column', table: 'a', column: 'c', to: 'd' },
    ],
  ],
  ["alterTable('a').renameTo('b')", [{ kind: 'rename-table', table: 'a', to: 'b' }]],
  [
    "alterTable('a').addForeignKeyConstraint('f', ['b_id'], 'b', ['id']).onDelete('cascade')",
    [
      {
        kind: 'add-constraint',
        table: 'a',
        constraint: {
          kind: 'foreign-key',
          name: 'f',
          columns: ['b_id'],
          references: { table: 'b', columns: ['id'] },
        },
      },
    ],
  ],
  [
    "createIndex('i').on('a').columns(['b', 'c desc']).unique().using('btree')",
    [
      {
        kind: 'create-index',
        index: { name: 'i', table: 'a', columns: ['b', 'c'], unique: true, method: 'btree' },
      },
    ],
  ],
  ["dropIndex('i').ifExists()", [{ kind: 'drop-index', name: 'i', ifExists: true }]],
  ["dropTable('a').cascade()", [{ kind: 'drop-table', table: 'a', cascade: true }]],
  [
    "createType('mood').asEnum(['sad', 'ok'])",
    [{ kind: 'create-type', type: 'mood', values: ['sad', 'ok'] }],
  ],
])('%s', async (call, expected) => {
  expect(await up(`await db.schema.${call}.execute()`)).toMatchObject(expected)
})

test('rows, chosen or all', async () => {
  expect(
    await up(
      "await db.updateTable('a').set({ b: 1 }).where('b', 'is', null).execute()",
      "await db.deleteFrom('a').execute()",
    ),
  ).toMatchObject([
    { kind: 'write', verb: 'update', table: 'a', where: true },
    { kind: 'write', verb: 'delete', table: 'a', where: false },
  ])
})

test('each alteration at its own line, and a table that is not known whole', async () => {
  const found = await up(
    "await db.schema.alterTable('a')",
    "  .addColumn('b', 'text')",
    "  .dropColumn('c')",
    '  .execute()',
    "await db.schema.createTable('t').addColumn('id', 'serial', (c) => c.primaryKey()).addColumn(name, 'text').execute()",
  )
  expect(found).toMatchObject([
    { kind: 'add-column', region: { startLine: 4, endLine: 4 } },
    { kind: 'drop-column', region: { startLine: 5, endLine: 5 } },
    {
      kind: 'create-table',
      table: 't',
      partial: true,
      columns: [{ name: 'id', identity: true, primaryKey: true }],
    },
  ])
})

test('what is built and never executed is no operation, and SQL in a tag is read', async () => {
  expect(await up("db.schema.dropTable('a')", 'await sql`DROP TABLE b`.execute(db)')).toMatchObject([
    { kind: 'code' },
    { kind: 'drop-table', table: 'b' },
  ])
})
