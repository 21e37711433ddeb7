import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Step } from '../step.ts'
import { liquibase } from './adapter.ts'

async function steps(path: string, text: string): Promise<readonly Step[]> {
  const place = liquibase.place(path)
  if (!place) throw new Error('no place')
  const read = await liquibase.readAll?.({
    place,
    up: { path, source: new Source(text) },
    setHasDowns: false,
  })
  if (!read || 'unreadable' in read) throw new Error('not read')
  return read
}

const XML = 'db/changelog/1.xml'

/** A changeset of these changes, which begin on line 3. */
async function changeSet(changes: string, attributes = ''): Promise<Step> {
  const [step] = await steps(
    XML,
    `<databaseChangeLog>\n<changeSet id="1" author="a" ${attributes}>\n${changes}\n</changeSet>\n</databaseChangeLog>\n`,
  )
  if (!step) throw new Error('none')
  return step
}

async function facts(changes: string) {
  const { up } = await changeSet(changes)
  return (up.operations ?? []).map(({ path, region, text, ...own }) => {
    expect([path, region.startLine >= 3, text.length > 0]).toEqual([XML, true, true])
    return own
  })
}

const add = (column: string): string => `<addColumn tableName="users">${column}</addColumn>`
const column = (name: string, type: string, more = {}) => ({
  kind: 'add-column',
  table: 'users',
  column: { name, type: type.replace(/\(.*/, ''), typeText: type, ...more },
})
const key = (constraint: object) => ({ kind: 'add-constraint', table: 'users', constraint })

test.each<[string, unknown[]]>([
  [add('<column name="a" type="VARCHAR(20)"/>'), [column('a', 'varchar(20)')]],
  [
    add('<column name="a" type="BIGINT" defaultValueNumeric="0"><constraints nullable="false"/></column>'),
    [column('a', 'int8', { notNull: true, default: { text: '0', volatile: false } })],
  ],
  [
    add('<column name="a" type="uuid" defaultValueComputed="gen_random_uuid()"/>'),
    [column('a', 'uuid', { default: { text: 'gen_random_uuid()', volatile: true } })],
  ],
  [
    add('<column name="a" type="int" value="1"><constraints nullable="false"/></column>'),
    [
      column('a', 'int4'),
      { kind: 'write', verb: 'update', table: 'users', where: false },
      { kind: 'set-not-null', table: 'users', column: 'a' },
    ],
  ],
  [
    add('<column name="a" type="int"><constraints references="teams(id)" foreignKeyName="fk"/></column>'),
    [
      column('a', 'int4'),
      key({
        kind: 'foreign-key',
        columns: ['a'],
        name: 'fk',
        references: { table: 'teams', columns: ['id'] },
      }),
    ],
  ],
  [
    '<dropColumn tableName="users" schemaName="app"><column name="a"/><column name="b"/></dropColumn>',
    [
      { kind: 'drop-column', table: 'app.users', column: 'a' },
      { kind: 'drop-column', table: 'app.users', column: 'b' },
    ],
  ],
  [
    '<dropTable tableName="users" cascadeConstraints="true"/>',
    [{ kind: 'drop-table', table: 'users', cascade: true }],
  ],
  ['<renameTable oldTableName="a" newTableName="b"/>', [{ kind: 'rename-table', table: 'a', to: 'b' }]],
  [
    '<renameColumn tableName="users" oldColumnName="a" newColumnName="b"/>',
    [{ kind: 'rename-column', table: 'users', column: 'a', to: 'b' }],
  ],
  [
    '<modifyDataType tableName="users" columnName="a" newDataType="NUMBER(10, 2)"/>',
    [
      {
        kind: 'change-type',
        table: 'users',
        column: 'a',
        to: { name: 'a', type: 'numeric', typeText: 'numeric(10,2)' },
      },
    ],
  ],
  [
    '<addNotNullConstraint tableName="users" columnName="a" defaultNullValue="x"/>',
    [
      { kind: 'write', verb: 'update', table: 'users', where: true },
      { kind: 'set-not-null', table: 'users', column: 'a' },
    ],
  ],
  [
    '<addPrimaryKey tableName="users" columnNames="a, b" constraintName="pk"/>',
    [key({ kind: 'primary-key', columns: ['a', 'b'], name: 'pk' })],
  ],
  [
    '<addForeignKeyConstraint baseTableName="users" baseColumnNames="a" referencedTableName="teams" referencedColumnNames="id" constraintName="fk" validate="false"/>',
    [
      key({
        kind: 'foreign-key',
        columns: ['a'],
        name: 'fk',
        references: { table: 'teams', columns: ['id'] },
        notValid: true,
      }),
    ],
  ],
  [
    '<createIndex tableName="users" indexName="i" unique="true"><column name="a"/><column name="lower(b)" computed="true"/></createIndex>',
    [
      {
        kind: 'create-index',
        index: { name: 'i', table: 'users', columns: ['a', '(lower(b))'], unique: true },
      },
    ],
  ],
  ['<dropIndex indexName="i" tableName="users"/>', [{ kind: 'drop-index', name: 'i', table: 'users' }]],
  [
    '<update tableName="users"><column name="a" value="1"/></update>',
    [{ kind: 'write', verb: 'update', table: 'users', where: false }],
  ],
  [
    '<delete tableName="users"><where>a = 1</where></delete>',
    [{ kind: 'write', verb: 'delete', table: 'users', where: true }],
  ],
  ['<sql>DROP TABLE users</sql>', [{ kind: 'drop-table', table: 'users' }]],
  ['<sql>DROP TABLE ${schema}.users</sql>', [{ kind: 'other', what: 'runs SQL' }]],
  ['<sql dbms="mysql">DROP TABLE users</sql>', [{ kind: 'code', what: 'depends on the database' }]],
  ['<dropTable tableName="${prefix}users"/>', [{ kind: 'other', what: 'runs dropTable' }]],
  ['<customChange class="a.B"/>', [{ kind: 'code', what: 'runs a.B' }]],
  ['<tagDatabase tag="1"/>', []],
  [
    '<preConditions><not><tableExists tableName="users"/></not></preConditions><dropTable tableName="users"/>',
    [{ kind: 'drop-table', table: 'users', ifExists: true }],
  ],
])('%s', async (changes, expected) => {
  const found = await facts(changes)
  expect(found).toMatchObject(expected)
  expect(found).toHaveLength(expected.length)
})

test.each([
  ['dbms="postgresql"', 'postgresql'],
  ['dbms="mysql, mariadb"', 'mysql'],
  ['dbms="postgresql,h2"', 'postgresql'],
  ['dbms="!h2"', undefined],
  ['dbms="mysql,postgresql"', undefined],
  ['context="postgresql"', 'postgresql'],
  ['context="test"', undefined],
])('a changeset with %s is for %s', async (attributes, dialect) => {
  expect((await changeSet('<dropTable tableName="a"/>', attributes)).dialect).toBe(dialect)
})

test('a changeset runs in a transaction unless it says otherwise', async () => {
  expect((await changeSet('<dropTable tableName="a"/>')).up.transactional).toBe(true)
  expect((await changeSet('<dropTable tableName="a"/>', 'runInTransaction="false"')).up.transactional).toBe(
    false,
  )
})

test('several columns that are the key are one key, each column on its line', async () => {
  const { up } = await changeSet(
    [
      '<createTable tableName="orders">',
      '<column name="a" type="int"><constraints primaryKey="true" nullable="false"/></column>',
      '<column name="b" type="int"><constraints primaryKey="true" nullable="false"/></column>',
      '</createTable>',
    ].join('\n'),
  )
  expect(up.operations).toMatchObject([
    {
      kind: 'create-table',
      region: { startLine: 3 },
      columns: [
        { name: 'a', notNull: true, region: { startLine: 4 } },
        { name: 'b', notNull: true, region: { startLine: 5 } },
      ],
      constraints: [{ kind: 'primary-key', columns: ['a', 'b'] }],
    },
  ])
})

test('both ways are read, in YAML too', async () => {
  const [step] = await steps(
    'db/changelog/1.yaml',
    [
      'databaseChangeLog:',
      '  - changeSet:',
      '      id: 1',
      '      author: a',
      '      changes:',
      '        - dropColumn:',
      '            tableName: users',
      '            columns:',
      '              - column: { name: a }',
      '        - sql: { sql: "DROP TABLE x" }',
      '      rollback:',
      '        - addColumn:',
      '            tableName: users',
      '            columns:',
      '              - column: { name: a, type: int, constraints: { nullable: false } }',
    ].join('\n'),
  )
  expect(step?.up.operations).toMatchObject([
    { kind: 'drop-column', table: 'users', column: 'a', region: { startLine: 6 } },
    { kind: 'drop-table', table: 'x', region: { startLine: 10 } },
  ])
  expect(step?.down?.operations).toMatchObject([{ kind: 'add-column', column: { name: 'a', notNull: true } }])
})

test('statements of formatted SQL stand on their own lines, both ways', async () => {
  const [step] = await steps(
    'db/changelog/1.sql',
    '--liquibase formatted sql\n\n--changeset a:1\nDROP TABLE a;\n--rollback CREATE TABLE a (id int);\n\nDROP TABLE b;\n',
  )
  expect(step?.up.operations?.map(({ kind, region }) => [kind, region.startLine])).toEqual([
    ['drop-table', 4],
    ['drop-table', 7],
  ])
  expect(step?.down?.operations?.map(({ kind, region }) => [kind, region.startLine])).toEqual([
    ['create-table', 5],
  ])
})
