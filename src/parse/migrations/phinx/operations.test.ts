import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Operation } from '../operation.ts'
import { phinx } from './adapter.ts'

const PATH = 'db/migrations/20240101000000_x.php'

/** What `change` does; its first line is line 5. */
async function up(body: string): Promise<readonly Operation[]> {
  const place = phinx.place(PATH)
  if (!place) throw new Error('no place')
  const source = new Source(
    `<?php\nuse Phinx\\Migration\\AbstractMigration;\nclass X extends AbstractMigration {\n  public function change(): void {\n${body}\n  }\n}\n`,
  )
  const step = await phinx.read({ place, up: { path: PATH, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

async function facts(body: string) {
  return (await up(body)).map(({ path, region, text, ...own }) => {
    expect([path, region.startLine, text.length > 0]).toEqual([PATH, 5, true])
    return own
  })
}

const column = (name: string, type: string, more = {}) => ({
  kind: 'add-column',
  table: 'users',
  column: { name, type: type.replace(/\(.*/, ''), typeText: type, ...more },
})

test.each<[string, unknown[]]>([
  [
    `addColumn('a', 'string', ['limit' => 20, 'null' => false])`,
    [column('a', 'varchar(20)', { notNull: true })],
  ],
  [
    `addColumn('a', 'decimal', ['precision' => 10, 'scale' => 2, 'default' => 0])`,
    [column('a', 'numeric(10,2)', { default: { text: '0', volatile: false } })],
  ],
  [
    `addColumn('a', 'uuid', ['default' => Literal::from('gen_random_uuid()')])`,
    [column('a', 'uuid', { default: { text: 'gen_random_uuid()', volatile: true } })],
  ],
  [`addColumn('a', 'integer', ['limit' => MysqlAdapter::INT_BIG])`, [column('a', 'int8')]],
  [`removeColumn('a')`, [{ kind: 'drop-column', table: 'users', column: 'a' }]],
  [`renameColumn('a', 'b')`, [{ kind: 'rename-column', table: 'users', column: 'a', to: 'b' }]],
  [
    `changeColumn('a', 'text', ['null' => true])`,
    [
      { kind: 'change-type', table: 'users', column: 'a', to: { name: 'a', type: 'text', typeText: 'text' } },
      { kind: 'drop-not-null', table: 'users', column: 'a' },
    ],
  ],
  [
    `addIndex(['a', 'b'], ['unique' => true, 'name' => 'i'])`,
    [{ kind: 'create-index', index: { name: 'i', table: 'users', columns: ['a', 'b'], unique: true } }],
  ],
  [`removeIndexByName('i')`, [{ kind: 'drop-index', table: 'users', name: 'i' }]],
  [
    `addForeignKey('team_id', 'teams', 'id', ['constraint' => 'fk'])`,
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
  [`dropForeignKey('team_id')`, [{ kind: 'drop-constraint', table: 'users', of: 'foreign-key' }]],
  [`rename('people')`, [{ kind: 'rename-table', table: 'users', to: 'people' }]],
  [`drop()`, [{ kind: 'drop-table', table: 'users' }]],
  [`addColumn($name, 'string')`, [{ kind: 'other', what: 'calls addColumn on users' }]],
])('%s', async (action, expected) => {
  expect(await facts(`$this->table('users')->${action}->update();`)).toEqual(expected)
})

test.each<[string, unknown[]]>([
  [`$this->execute('DROP TABLE a');`, [{ kind: 'drop-table', table: 'a' }]],
  ['$this->execute("DROP TABLE $a");', [{ kind: 'other', what: 'runs SQL' }]],
  [
    `if ($this->isMigratingUp()) { $this->execute('DROP TABLE a'); } else { $this->execute('DROP TABLE b'); }`,
    [{ kind: 'drop-table', table: 'a' }],
  ],
  [
    `if ($this->hasTable('a')) { $this->table('a')->drop()->save(); }`,
    [{ kind: 'drop-table', table: 'a', ifExists: true }],
  ],
  [
    `$t = $this->table('a'); $t->removeColumn('b'); $t->removeColumn('c'); $t->update();`,
    [
      { kind: 'drop-column', table: 'a', column: 'b' },
      { kind: 'drop-column', table: 'a', column: 'c' },
    ],
  ],
  [`$this->seed->run();`, [{ kind: 'code', what: 'calls run' }]],
])('%s', async (body, expected) => {
  expect(await facts(body)).toMatchObject(expected)
})

test('a table with its columns and keys, each on its line, and its indexes behind it', async () => {
  const [table, index] = await up(
    [
      `$this->table('orders', ['id' => false, 'primary_key' => ['a', 'b']])`,
      `  ->addColumn('a', 'integer')`,
      `  ->addColumn('b', 'integer')`,
      `  ->addForeignKey('b', 'users', 'id')`,
      `  ->addIndex('b')`,
      `  ->create();`,
    ].join('\n'),
  )
  expect(table).toMatchObject({
    kind: 'create-table',
    table: 'orders',
    columns: [
      { name: 'a', region: { startLine: 6 } },
      { name: 'b', region: { startLine: 7 } },
    ],
    constraints: [
      { kind: 'primary-key', columns: ['a', 'b'] },
      { kind: 'foreign-key', references: { table: 'users' }, region: { startLine: 8 } },
    ],
  })
  expect(index).toMatchObject({ kind: 'create-index', index: { columns: ['b'] }, region: { startLine: 9 } })
})

test('what save() does to a table that may be new is told of one that may be new', async () => {
  const found = await up(`$this->table('a')->addColumn('b', 'string')->save();`)
  expect(found).toMatchObject([
    { kind: 'create-table', table: 'a', ifNotExists: true, partial: true },
    { kind: 'add-column', table: 'a' },
  ])
})
