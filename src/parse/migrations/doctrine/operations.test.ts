import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Step } from '../step.ts'
import { doctrine } from './adapter.ts'

const PATH = 'migrations/Version20240101000000.php'

/** A migration whose `up` begins on line 5. */
async function read(up: string, down = ''): Promise<Step> {
  const place = doctrine.place(PATH)
  if (!place) throw new Error('no place')
  const source = new Source(
    `<?php\nuse Doctrine\\DBAL\\Schema\\Schema;\nclass X extends AbstractMigration {\n  public function up(Schema $schema): void {\n${up}\n  }\n  public function down(Schema $schema): void {\n${down}\n  }\n}\n`,
  )
  const step = await doctrine.read({ place, up: { path: PATH, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step
}

async function facts(body: string) {
  const { up } = await read(body)
  return (up.operations ?? []).map(({ path, region, text, ...own }) => {
    expect([path, region.startLine, text.length > 0]).toEqual([PATH, 5, true])
    return own
  })
}

test.each<[string, unknown[]]>([
  [
    `addColumn('a', 'string', ['length' => 20, 'notnull' => false])`,
    [{ kind: 'add-column', table: 'users', column: { name: 'a', type: 'varchar', typeText: 'varchar(20)' } }],
  ],
  [
    `addColumn('a', Types::BIGINT, ['default' => 0])`,
    [
      {
        kind: 'add-column',
        table: 'users',
        column: {
          name: 'a',
          type: 'int8',
          typeText: 'int8',
          notNull: true,
          default: { text: '0', volatile: false },
        },
      },
    ],
  ],
  [`dropColumn('a')`, [{ kind: 'drop-column', table: 'users', column: 'a' }]],
  [`modifyColumn('a', ['notnull' => true])`, [{ kind: 'set-not-null', table: 'users', column: 'a' }]],
  [
    `addUniqueIndex(['a', 'b'], 'i')`,
    [{ kind: 'create-index', index: { name: 'i', table: 'users', columns: ['a', 'b'], unique: true } }],
  ],
  [`dropIndex('i')`, [{ kind: 'drop-index', table: 'users', name: 'i' }]],
  [
    `addForeignKeyConstraint('teams', ['team_id'], ['id'], [], 'fk')`,
    [
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: {
          kind: 'foreign-key',
          columns: ['team_id'],
          references: { table: 'teams', columns: ['id'] },
          name: 'fk',
        },
      },
    ],
  ],
  [`removeForeignKey('fk')`, [{ kind: 'drop-constraint', table: 'users', of: 'foreign-key', name: 'fk' }]],
  [`addColumn($a, 'string')`, [{ kind: 'other', what: 'calls addColumn on users' }]],
])('%s', async (action, expected) => {
  expect(await facts(`$schema->getTable('users')->${action};`)).toEqual(expected)
  expect(await facts(`$t = $schema->getTable('users'); $t->${action};`)).toEqual(expected)
})

test.each<[string, unknown[]]>([
  [`$this->addSql('DROP TABLE a');`, [{ kind: 'drop-table', table: 'a' }]],
  [`$this->connection->executeStatement('DROP TABLE a');`, [{ kind: 'drop-table', table: 'a' }]],
  [`$this->addSql("DROP TABLE $a");`, [{ kind: 'other', what: 'runs SQL' }]],
  [`$schema->dropTable('a');`, [{ kind: 'drop-table', table: 'a' }]],
  [`if ($schema->hasTable('a')) { $schema->dropTable('a'); }`, [{ kind: 'drop-table', ifExists: true }]],
  [`if ($platform instanceof MySQLPlatform) { $schema->dropTable('a'); }`, [{ kind: 'code' }]],
  [`$this->container->get('x')->run();`, [{ kind: 'code', what: 'calls run' }]],
])('%s', async (body, expected) => {
  const found = await facts(body)
  expect(found).toMatchObject(expected)
  expect(found).toHaveLength(expected.length)
})

test.each([
  [`$this->abortIf($this->connection->getDatabasePlatform()->getName() !== 'mysql', 'x');`, 'mysql'],
  [
    `$this->abortIf(!$this->connection->getDatabasePlatform() instanceof PostgreSQLPlatform, 'x');`,
    'postgresql',
  ],
  [`$this->skipIf($this->connection->getDatabasePlatform() instanceof SQLitePlatform, 'x');`, undefined],
])('%s tells the database', async (line, dialect) => {
  expect((await read(`${line}\n$this->addSql('DROP TABLE a');`)).dialect).toBe(dialect)
})

test('a table with its columns and keys, each on its line; both ways', async () => {
  const { up, down } = await read(
    [
      `$orders = $schema->createTable('orders');`,
      `$orders->addColumn('id', 'integer', ['autoincrement' => true]);`,
      `$orders->setPrimaryKey(['id']);`,
      `$orders->addIndex(['id'], 'i');`,
    ].join('\n'),
    `$schema->dropTable('orders');`,
  )
  expect(up.operations).toMatchObject([
    {
      kind: 'create-table',
      table: 'orders',
      region: { startLine: 5 },
      columns: [{ name: 'id', identity: true, region: { startLine: 6 } }],
      constraints: [{ kind: 'primary-key', columns: ['id'], region: { startLine: 7 } }],
    },
    { kind: 'create-index', index: { name: 'i', table: 'orders' }, region: { startLine: 8 } },
  ])
  expect(down?.operations).toMatchObject([{ kind: 'drop-table', table: 'orders' }])
})
