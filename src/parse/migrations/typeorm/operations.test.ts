import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import { typeorm } from './adapter.ts'

async function up(...lines: string[]) {
  const path = 'src/migrations/1700000000000-X.ts'
  const place = typeorm.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(
    `class X implements MigrationInterface {\nasync up(queryRunner: QueryRunner) {\n${lines.join('\n')}\n}\nasync down() {}\n}`,
  )
  const step = await typeorm.read({ place, up: { path, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

const AT = { region: { startLine: 3, endLine: 3 } }

test.each([
  [
    'addColumn("user", new TableColumn({ name: "age", type: "int", default: "0" }))',
    [
      {
        kind: 'add-column',
        table: 'user',
        column: {
          name: 'age',
          type: 'int4',
          typeText: 'int4',
          notNull: true,
          default: { text: '0', volatile: false },
          ...AT,
        },
      },
    ],
  ],
  ['dropColumn("user", "age")', [{ kind: 'drop-column', table: 'user', column: 'age' }]],
  [
    'dropColumns("user", ["a", "b"])',
    ['a', 'b'].map((column) => ({ kind: 'drop-column', table: 'user', column })),
  ],
  ['renameColumn("user", "a", "b")', [{ kind: 'rename-column', table: 'user', column: 'a', to: 'b' }]],
  ['dropTable("user", true)', [{ kind: 'drop-table', table: 'user', ifExists: true }]],
  ['renameTable("user", "users")', [{ kind: 'rename-table', table: 'user', to: 'users' }]],
  [
    'createIndex("user", new TableIndex({ name: "i", columnNames: ["a"], isUnique: true }))',
    [{ kind: 'create-index', index: { table: 'user', columns: ['a'], name: 'i', unique: true } }],
  ],
  [
    'createForeignKey("a", new TableForeignKey({ columnNames: ["b_id"], referencedTableName: "b", referencedColumnNames: ["id"] }))',
    [
      {
        kind: 'add-constraint',
        table: 'a',
        constraint: {
          kind: 'foreign-key',
          columns: ['b_id'],
          references: { table: 'b', columns: ['id'] },
          ...AT,
        },
      },
    ],
  ],
  ['dropForeignKey("a", "fk")', [{ kind: 'drop-constraint', table: 'a', of: 'foreign-key', name: 'fk' }]],
  ['query("DROP TABLE \\"user\\"")', [{ kind: 'drop-table', table: 'user' }]],
  ['query(`DROP TABLE ${name}`)', [{ kind: 'other', what: 'runs SQL' }]],
  ['dropColumn(table, name)', [{ kind: 'code', what: 'calls dropColumn' }]],
])('%s', async (call, expected) => {
  expect(await up(`await queryRunner.${call}`)).toMatchObject(expected.map((one) => ({ ...one, ...AT })))
})

test('knows of a table made here which columns it has, and its indexes', async () => {
  const [table, index] = await up(
    'await queryRunner.createTable(new Table({ name: "user", columns: [{ name: "id", type: "uuid", isPrimary: true }], indices: [{ columnNames: ["id"] }] }), true)',
  )
  expect(table).toMatchObject({ kind: 'create-table', table: 'user', ifNotExists: true })
  expect(table).toMatchObject({ columns: [{ name: 'id', primaryKey: true }] })
  expect(index).toMatchObject({ kind: 'create-index', index: { table: 'user', columns: ['id'] } })
})

test('takes what is done under a look for guarded, and what depends on the database for unknown', async () => {
  expect(
    await up('if (await queryRunner.hasTable("user")) await queryRunner.dropTable("user")'),
  ).toMatchObject([{ kind: 'drop-table', ifExists: true }])
  expect(
    await up('if (queryRunner.connection.options.type === "mysql") await queryRunner.query("DROP TABLE a")'),
  ).toMatchObject([{ kind: 'code', what: 'depends on the database' }])
})

test('puts each statement of a text on its own line', async () => {
  const found = await up('await queryRunner.query(`', 'DROP TABLE a;', 'DROP TABLE b;', '`)')
  expect(found.map(({ kind, region }) => [kind, region.startLine])).toEqual([
    ['drop-table', 4],
    ['drop-table', 5],
  ])
})

test.each([
  ['src/migrations/postgres/1700000000000-X.ts', 'postgresql'],
  ['src/migrations/mariadb/1700000000000-X.ts', 'mysql'],
  ['src/sqlite/migrations/1700000000000-X.ts', 'sqlite'],
  ['src/migrations/1700000000000-X.ts', undefined],
])('takes the database of %s from its folder', async (path, dialect) => {
  const place = typeorm.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(
    'class X implements MigrationInterface { async up(queryRunner: QueryRunner) { await queryRunner.query("DROP TABLE a") } }',
  )
  const step = await typeorm.read({ place, up: { path, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  expect(step.dialect).toBe(dialect)
})
