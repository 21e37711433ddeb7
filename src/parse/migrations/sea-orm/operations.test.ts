import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Step } from '../step.ts'
import { seaOrm } from './adapter.ts'

const PATH = 'migration/src/m20240101_000001_x.rs'

/** A migration whose `up` begins on line 4. */
async function read(up: string, names = ''): Promise<Step> {
  const place = seaOrm.place(PATH)
  if (!place) throw new Error('no place')
  const source = new Source(
    `use sea_orm_migration::prelude::*;\nimpl MigrationTrait for Migration {\n  async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n${up}\n  }\n  async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n    manager.drop_table(Table::drop().table(Users::Table).to_owned()).await\n  }\n}\n${names}\n`,
  )
  const step = await seaOrm.read({ place, up: { path: PATH, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step
}

async function facts(body: string, names?: string) {
  const { up } = await read(body, names)
  return (up.operations ?? []).map(({ path, region, text, ...own }) => {
    expect([path, region.startLine, text.length > 0]).toEqual([PATH, 4, true])
    return own
  })
}

const column = (name: string, type: string, more = {}) => ({
  kind: 'add-column',
  table: 'users',
  column: { name, type: type.replace(/\(.*/, ''), typeText: type, ...more },
})
const notNull = { notNull: true }

test.each<[string, unknown[]]>([
  [
    'add_column(ColumnDef::new(Users::FirstName).string_len(20).not_null())',
    [column('first_name', 'varchar(20)', notNull)],
  ],
  [
    'add_column(ColumnDef::new(Alias::new("a")).big_integer().default(0))',
    [column('a', 'int8', { default: { text: '0', volatile: false } })],
  ],
  [
    'add_column(ColumnDef::new("a").uuid().default(Expr::cust("gen_random_uuid()")))',
    [column('a', 'uuid', { default: { text: 'gen_random_uuid()', volatile: true } })],
  ],
  ['add_column(string_null(Users::A))', [column('a', 'varchar')]],
  ['add_column(integer(Users::A))', [column('a', 'int4', notNull)]],
  ['add_column_if_not_exists(boolean(Users::A))', [{ ...column('a', 'bool', notNull), ifNotExists: true }]],
  ['drop_column(Users::A)', [{ kind: 'drop-column', table: 'users', column: 'a' }]],
  ['rename_column(Users::A, Users::B)', [{ kind: 'rename-column', table: 'users', column: 'a', to: 'b' }]],
  [
    'modify_column(ColumnDef::new(Users::A).text().not_null())',
    [
      { kind: 'change-type', table: 'users', column: 'a', to: { name: 'a', type: 'text', typeText: 'text' } },
      { kind: 'set-not-null', table: 'users', column: 'a' },
    ],
  ],
  [
    'add_foreign_key(TableForeignKey::new().name("fk").from_tbl(Users::Table).from_col(Users::TeamId).to_tbl(Teams::Table).to_col(Teams::Id))',
    [
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: {
          kind: 'foreign-key',
          columns: ['team_id'],
          name: 'fk',
          references: { table: 'teams', columns: ['id'] },
        },
      },
    ],
  ],
  [
    'drop_foreign_key(Alias::new("fk"))',
    [{ kind: 'drop-constraint', table: 'users', of: 'foreign-key', name: 'fk' }],
  ],
])('%s', async (change, expected) => {
  expect(
    await facts(`manager.alter_table(Table::alter().table(Users::Table).${change}.to_owned()).await`),
  ).toEqual(expected)
})

test.each<[string, unknown[]]>([
  [
    'create_index(Index::create().name("i").table(Users::Table).col(Users::A).col((Users::B, IndexOrder::Desc)).unique().to_owned())',
    [{ kind: 'create-index', index: { name: 'i', table: 'users', columns: ['a', 'b'], unique: true } }],
  ],
  ['drop_index(Index::drop().name("i").to_owned())', [{ kind: 'drop-index', name: 'i' }]],
  [
    'drop_table(Table::drop().if_exists().table(Users::Table).to_owned())',
    [{ kind: 'drop-table', table: 'users', ifExists: true }],
  ],
  [
    'rename_table(Table::rename().table(Users::Table, People::Table).to_owned())',
    [{ kind: 'rename-table', table: 'users', to: 'people' }],
  ],
  [
    'create_foreign_key(ForeignKey::create().name("fk").from(Users::Table, Users::A).to(Teams::Table, Teams::Id).to_owned())',
    [
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: {
          kind: 'foreign-key',
          columns: ['a'],
          name: 'fk',
          references: { table: 'teams', columns: ['id'] },
        },
      },
    ],
  ],
  ['get_connection().execute_unprepared("DROP TABLE users")', [{ kind: 'drop-table', table: 'users' }]],
  ['get_connection().execute_unprepared(&sql)', [{ kind: 'other', what: 'runs SQL' }]],
  ['create_table(users())', [{ kind: 'other', what: 'calls create_table' }]],
])('manager.%s', async (call, expected) => {
  expect(await facts(`manager.${call}.await?;`)).toEqual(expected)
})

test('an attribute gives another name', async () => {
  const found = await facts(
    'manager.alter_table(Table::alter().table(Users::Table).drop_column(Users::Kind).to_owned()).await',
    '#[derive(DeriveIden)]\nenum Users {\n  #[sea_orm(iden = "app_users")]\n  Table,\n  #[sea_orm(iden = "type")]\n  Kind,\n}',
  )
  expect(found).toEqual([{ kind: 'drop-column', table: 'app_users', column: 'type' }])
})

test('code that asks for the database, and code that is none of the schema, is told as code', async () => {
  const kinds = async (body: string) => (await facts(body)).map(({ kind }) => kind)
  expect(
    await kinds('if manager.get_database_backend() == DbBackend::Postgres { manager.drop_table(x).await?; }'),
  ).toEqual(['code'])
  expect(await kinds('seed(db).await?;')).toEqual(['code'])
})

test('a table with its columns and keys, each on its line; both ways', async () => {
  const { up, down } = await read(
    [
      'manager.create_table(',
      '  Table::create().table(Users::Table).if_not_exists()',
      '    .col(pk_auto(Users::Id))',
      '    .col(ColumnDef::new(Users::TeamId).integer())',
      '    .foreign_key(ForeignKey::create().from(Users::Table, Users::TeamId).to(Teams::Table, Teams::Id))',
      '    .to_owned(),',
      ').await',
    ].join('\n'),
  )
  expect(up.operations).toMatchObject([
    {
      kind: 'create-table',
      table: 'users',
      ifNotExists: true,
      region: { startLine: 4 },
      columns: [
        { name: 'id', type: 'int4', primaryKey: true, identity: true, region: { startLine: 6 } },
        { name: 'team_id', type: 'int4', region: { startLine: 7 } },
      ],
      constraints: [
        {
          kind: 'foreign-key',
          columns: ['team_id'],
          references: { table: 'teams' },
          region: { startLine: 8 },
        },
      ],
    },
  ])
  expect(down?.operations).toMatchObject([{ kind: 'drop-table', table: 'users' }])
})
