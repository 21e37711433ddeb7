import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import { nodePgMigrate } from './adapter.ts'

async function up(...lines: string[]) {
  const path = 'migrations/1700000000000_x.js'
  const place = nodePgMigrate.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(
    `exports.up = (pgm) => {\n${lines.join('\n')}\n}\nexports.down = (pgm) => { pgm.sql('select 1') }\n`,
  )
  const step = await nodePgMigrate.read({ place, up: { path, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

test.each([
  [
    "addColumns('a', { b: { type: 'varchar(40)', notNull: true, default: pgm.func('gen_random_uuid()') }, c: 'string' })",
    [
      {
        kind: 'add-column',
        table: 'a',
        column: {
          name: 'b',
          typeText: 'varchar(40)',
          notNull: true,
          default: { text: 'gen_random_uuid()', volatile: true },
        },
      },
      { kind: 'add-column', table: 'a', column: { name: 'c', type: 'text' } },
    ],
  ],
  [
    "alterColumn({ schema: 's', name: 'a' }, 'b', { type: 'bigint', notNull: true, default: null })",
    [
      { kind: 'drop-default', table: 's.a', column: 'b' },
      { kind: 'change-type', table: 's.a', column: 'b', to: { name: 'b', type: 'int8' } },
      { kind: 'set-not-null', table: 's.a', column: 'b' },
    ],
  ],
  [
    "dropColumns('a', ['b', 'c'], { ifExists: true })",
    ['b', 'c'].map((column) => ({ kind: 'drop-column', table: 'a', column, ifExists: true })),
  ],
  [
    "createIndex('a', ['b', { name: 'c', sort: 'DESC' }], { unique: true, concurrently: true })",
    [
      {
        kind: 'create-index',
        index: {
          name: 'a_b_c_unique_index',
          table: 'a',
          columns: ['b', 'c'],
          unique: true,
          concurrently: true,
        },
      },
    ],
  ],
  ["dropIndex('a', 'b')", [{ kind: 'drop-index', name: 'a_b_index', table: 'a', columns: ['b'] }]],
  [
    "addConstraint('a', 'f', { foreignKeys: { columns: 'b_id', references: 'b(id)' } })",
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
  ["renameColumn('a', 'b', 'c')", [{ kind: 'rename-column', table: 'a', column: 'b', to: 'c' }]],
  ["dropTable('a', { cascade: true })", [{ kind: 'drop-table', table: 'a', cascade: true }]],
  [
    "addTypeValue('mood', 'ok', { ifNotExists: true })",
    [{ kind: 'add-enum-value', type: 'mood', value: 'ok', ifNotExists: true }],
  ],
  [
    "createTable('a', { id: 'id', b_id: { type: 'integer', references: 'b', unique: true } }, { ifNotExists: true })",
    [
      {
        kind: 'create-table',
        table: 'a',
        ifNotExists: true,
        columns: [
          { name: 'id', identity: true, primaryKey: true },
          { name: 'b_id', references: { table: 'b', columns: [] }, unique: true },
        ],
      },
    ],
  ],
  ["sql('DROP VIEW v')", [{ kind: 'drop-view', view: 'v' }]],
])('%s', async (call, expected) => {
  expect(await up(`pgm.${call}`)).toMatchObject(expected)
})

test('what is not constant, or not known, is code', async () => {
  expect(await up('pgm.dropTable(name)', 'pgm.alterSequence("s", { start: 1 })')).toMatchObject([
    { kind: 'code', what: 'calls dropTable' },
    { kind: 'code', what: 'calls alterSequence' },
  ])
})
