import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import { knex } from './adapter.ts'

async function up(...lines: string[]) {
  const path = 'migrations/20240101000000_x.js'
  const place = knex.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(
    `exports.up = async (knex) => {\n${lines.join('\n')}\n}\nexports.down = async (knex) => { await knex.schema.dropTable('t') }\n`,
  )
  const step = await knex.read({ place, up: { path, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

test.each([
  [
    "t.string('b', 40).notNullable().defaultTo('x')",
    [
      {
        kind: 'add-column',
        table: 'a',
        column: {
          name: 'b',
          typeText: 'varchar(40)',
          notNull: true,
          default: { text: "'x'", volatile: false },
        },
      },
    ],
  ],
  [
    "t.uuid('b').defaultTo(knex.raw('gen_random_uuid()'))",
    [{ kind: 'add-column', column: { name: 'b', default: { text: 'gen_random_uuid()', volatile: true } } }],
  ],
  [
    "t.integer('b_id').references('id').inTable('b').onDelete('CASCADE')",
    [{ kind: 'add-column', column: { name: 'b_id', references: { table: 'b', columns: ['id'] } } }],
  ],
  [
    "t.bigInteger('b').notNullable().alter()",
    [{ kind: 'change-type', table: 'a', column: 'b', to: { name: 'b', type: 'int8', notNull: true } }],
  ],
  ["t.dropColumns('b', 'c')", ['b', 'c'].map((column) => ({ kind: 'drop-column', table: 'a', column }))],
  ["t.dropNullable('b')", [{ kind: 'set-not-null', table: 'a', column: 'b' }]],
  ["t.renameColumn('b', 'c')", [{ kind: 'rename-column', table: 'a', column: 'b', to: 'c' }]],
  [
    "t.unique(['b', 'c'])",
    [
      {
        kind: 'add-constraint',
        table: 'a',
        constraint: { kind: 'unique', name: 'a_b_c_unique', columns: ['b', 'c'] },
      },
    ],
  ],
  [
    "t.foreign('b_id').references('b.id')",
    [
      {
        kind: 'add-constraint',
        constraint: {
          kind: 'foreign-key',
          name: 'a_b_id_foreign',
          references: { table: 'b', columns: ['id'] },
        },
      },
    ],
  ],
  [
    "t.index(['b'], 'i', 'gin')",
    [{ kind: 'create-index', index: { name: 'i', columns: ['b'], method: 'gin' } }],
  ],
  ["t.dropForeign('b_id')", [{ kind: 'drop-constraint', name: 'a_b_id_foreign', of: 'foreign-key' }]],
])('alterTable: %s', async (call, expected) => {
  expect(await up(`await knex.schema.alterTable('a', (t) => {`, call, '})')).toMatchObject(
    expected.map((one) => ({ ...one, region: { startLine: 3, endLine: 3 } })),
  )
})

test('several tables in one chain', async () => {
  expect(
    await up(
      'return knex.schema',
      "  .createTable('a', function (table) { table.increments(); table.timestamps(true, true) })",
      "  .dropTableIfExists('b')",
      "  .renameTable('c', 'd')",
    ),
  ).toMatchObject([
    {
      kind: 'create-table',
      table: 'a',
      columns: [
        { name: 'id', identity: true, primaryKey: true },
        { name: 'created_at', type: 'timestamptz', notNull: true },
        { name: 'updated_at' },
      ],
      region: { startLine: 3 },
    },
    { kind: 'drop-table', table: 'b', ifExists: true, region: { startLine: 4 } },
    { kind: 'rename-table', table: 'c', to: 'd' },
  ])
})

test('rows, SQL, and what is not understood', async () => {
  expect(
    await up(
      "await knex('a').where({ b: null }).update({ b: 1 })",
      "await knex.raw('ALTER TABLE a DROP COLUMN b')",
      "const rows = await knex('a').select(knex.raw('count(*)'))",
      'await knex.schema.alterTable(name, (t) => { t.dropColumn(one) })',
    ),
  ).toMatchObject([
    { kind: 'write', verb: 'update', table: 'a', where: true },
    { kind: 'drop-column', table: 'a', column: 'b' },
    { kind: 'code', what: 'calls knex' },
    { kind: 'code', what: 'calls dropColumn' },
  ])
})
