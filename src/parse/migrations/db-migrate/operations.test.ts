import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import { dbMigrate } from './adapter.ts'

async function up(call: string) {
  const path = 'migrations/20240101000000-x.js'
  const place = dbMigrate.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(
    `exports.up = function (db, cb) {\n  ${call}\n}\nexports.down = function (db, cb) {}`,
  )
  const step = await dbMigrate.read({ place, up: { path, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

test.each([
  [
    'db.addColumn("a", "b", { type: "string", length: 40, notNull: true, defaultValue: "x" }, cb)',
    {
      kind: 'add-column',
      table: 'a',
      column: {
        name: 'b',
        typeText: 'varchar(40)',
        notNull: true,
        default: { text: '"x"', volatile: false },
      },
    },
  ],
  [
    'db.createTable("a", { columns: { id: { type: "int", primaryKey: true } }, ifNotExists: true }, cb)',
    { kind: 'create-table', table: 'a', columns: [{ name: 'id', primaryKey: true }], ifNotExists: true },
  ],
  ['db.removeColumn("a", "b", cb)', { kind: 'drop-column', table: 'a', column: 'b' }],
  ['db.renameColumn("a", "b", "c", cb)', { kind: 'rename-column', table: 'a', column: 'b', to: 'c' }],
  ['db.renameTable("a", "b", cb)', { kind: 'rename-table', table: 'a', to: 'b' }],
  ['db.dropTable("a", cb)', { kind: 'drop-table', table: 'a' }],
  [
    'db.addIndex("a", "i", ["b"], true, cb)',
    { kind: 'create-index', index: { name: 'i', table: 'a', columns: ['b'], unique: true } },
  ],
  ['db.removeIndex("a", "i", cb)', { kind: 'drop-index', table: 'a', name: 'i' }],
  [
    'db.addForeignKey("a", "b", "fk", { b_id: "id" }, {}, cb)',
    {
      kind: 'add-constraint',
      table: 'a',
      constraint: {
        kind: 'foreign-key',
        name: 'fk',
        columns: ['b_id'],
        references: { table: 'b', columns: ['id'] },
      },
    },
  ],
  ['db.runSql("DROP TABLE a", cb)', { kind: 'drop-table', table: 'a' }],
  ['db.removeColumn(table, "b", cb)', { kind: 'code', what: 'calls removeColumn' }],
])('%s', async (call, expected) => {
  expect(await up(call)).toMatchObject([{ ...expected, region: { startLine: 2, endLine: 2 } }])
})
