import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import { sequelize } from './adapter.ts'

async function up(...lines: string[]) {
  const path = 'migrations/20240101000000-x.js'
  const place = sequelize.place(path)
  if (!place) throw new Error('no place')
  const source = new Source(
    `module.exports = {\nasync up(queryInterface, Sequelize) {\n${lines.join('\n')}\n},\nasync down() {}\n}`,
  )
  const step = await sequelize.read({ place, up: { path, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

test.each([
  [
    'addColumn("users", "age", { type: Sequelize.INTEGER, allowNull: false, defaultValue: 0 })',
    [
      {
        kind: 'add-column',
        table: 'users',
        column: { name: 'age', type: 'int4', notNull: true, default: { text: '0', volatile: false } },
      },
    ],
  ],
  [
    'addColumn("users", "name", Sequelize.STRING)',
    [{ kind: 'add-column', table: 'users', column: { name: 'name', typeText: 'varchar(255)' } }],
  ],
  [
    'addColumn({ tableName: "users", schema: "app" }, "t_id", { type: Sequelize.UUID, references: { model: "teams" } })',
    [
      {
        kind: 'add-column',
        table: 'app.users',
        column: { name: 't_id', type: 'uuid', references: { table: 'teams', columns: ['id'] } },
      },
    ],
  ],
  ['removeColumn("users", "age")', [{ kind: 'drop-column', table: 'users', column: 'age' }]],
  ['renameColumn("users", "a", "b")', [{ kind: 'rename-column', table: 'users', column: 'a', to: 'b' }]],
  [
    'changeColumn("users", "a", { type: Sequelize.TEXT, allowNull: true })',
    [
      { kind: 'change-type', table: 'users', column: 'a', to: { name: 'a', type: 'text' } },
      { kind: 'drop-not-null', table: 'users', column: 'a' },
    ],
  ],
  [
    'addIndex("users", ["teamId", "name"], { unique: true, concurrently: true })',
    [
      {
        kind: 'create-index',
        index: {
          name: 'users_team_id_name',
          table: 'users',
          columns: ['teamId', 'name'],
          unique: true,
          concurrently: true,
        },
      },
    ],
  ],
  ['removeIndex("users", "i")', [{ kind: 'drop-index', table: 'users', name: 'i' }]],
  [
    'addConstraint("a", { fields: ["b_id"], type: "foreign key", name: "fk", references: { table: "b", field: "id" } })',
    [
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
  ],
  ['removeConstraint("a", "fk")', [{ kind: 'drop-constraint', table: 'a', name: 'fk' }]],
  ['renameTable("a", "b")', [{ kind: 'rename-table', table: 'a', to: 'b' }]],
  ['dropTable("a")', [{ kind: 'drop-table', table: 'a', ifExists: true }]],
  ['bulkDelete("a", {})', [{ kind: 'write', verb: 'delete', table: 'a', where: false }]],
  ['sequelize.query("DROP TABLE a")', [{ kind: 'drop-table', table: 'a' }]],
  ['sequelize.query(`DROP TABLE ${a}`)', [{ kind: 'other', what: 'runs SQL' }]],
  ['removeColumn(table, "a")', [{ kind: 'code', what: 'calls removeColumn' }]],
])('%s', async (call, expected) => {
  const found = await up(`await queryInterface.${call}`)
  expect(found).toMatchObject(expected)
  expect(found.map(({ region }) => region.startLine)).toEqual(expected.map(() => 3))
})

test('knows which columns a table has, and that one is not known where attributes are spread', async () => {
  const [known] = await up(
    'await queryInterface.createTable("a", { id: { type: Sequelize.INTEGER, primaryKey: true, autoIncrement: true } })',
  )
  expect(known).toMatchObject({
    kind: 'create-table',
    table: 'a',
    columns: [{ name: 'id', type: 'int4', primaryKey: true, identity: true }],
  })
  const [spread] = await up('await queryInterface.createTable("a", { ...base })')
  expect(spread).toMatchObject({ kind: 'create-table', partial: true })
})
