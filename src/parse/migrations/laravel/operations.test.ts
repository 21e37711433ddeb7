import { expect, test } from 'vitest'
import { Source } from '../../code/source.ts'
import type { Operation } from '../operation.ts'
import { laravel } from './adapter.ts'

const PATH = 'database/migrations/2024_01_01_000000_x.php'

/** What `up` does; its first line is line 6. */
async function up(body: string): Promise<readonly Operation[]> {
  const place = laravel.place(PATH)
  if (!place) throw new Error('no place')
  const source = new Source(
    `<?php\nuse Illuminate\\Database\\Schema\\Blueprint;\nreturn new class extends Migration {\n    public function up(): void\n    {\n${body}\n    }\n};\n`,
  )
  const step = await laravel.read({ place, up: { path: PATH, source }, setHasDowns: false })
  if (!step || 'unreadable' in step) throw new Error('not read')
  return step.up.operations ?? []
}

/** Without their place, which is the first line. */
async function inTable(command: string) {
  const found = await up(`Schema::table('users', function (Blueprint $table) { ${command} });`)
  return found.map(({ path, region, text, ...facts }) => {
    expect([path, region.startLine, text.length > 0]).toEqual([PATH, 6, true])
    return facts
  })
}

const column = (name: string, type: string, more = {}) => ({
  kind: 'add-column',
  table: 'users',
  column: { name, type: type.replace(/\(.*/, ''), typeText: type, ...more },
})
const notNull = { notNull: true }

test.each<[string, unknown[]]>([
  [`$table->string('a')->nullable();`, [column('a', 'varchar(255)')]],
  [`$table->string('a', 20);`, [column('a', 'varchar(20)', notNull)]],
  [`$table->string('a', length: 20);`, [column('a', 'varchar(20)', notNull)]],
  [`$table->decimal('a', 10, 4)->nullable();`, [column('a', 'numeric(10,4)')]],
  [
    `$table->boolean('a')->default(false);`,
    [column('a', 'bool', { ...notNull, default: { text: 'false', volatile: false } })],
  ],
  [
    `$table->uuid('a')->default(DB::raw('gen_random_uuid()'));`,
    [column('a', 'uuid', { ...notNull, default: { text: 'gen_random_uuid()', volatile: true } })],
  ],
  [
    `$table->timestamp('a')->useCurrent();`,
    [column('a', 'timestamp', { ...notNull, default: { text: 'CURRENT_TIMESTAMP', volatile: false } })],
  ],
  [`$table->id('a');`, [column('a', 'int8', { ...notNull, primaryKey: true, identity: true })]],
  [`$table->integer('a')->storedAs('b * 2');`, [column('a', 'int4', { generated: 'stored' })]],
  [`$table->softDeletes();`, [column('deleted_at', 'timestamp')]],
  [`$table->timestampsTz();`, [column('created_at', 'timestamptz'), column('updated_at', 'timestamptz')]],
  [
    `$table->string('a')->unique();`,
    [
      column('a', 'varchar(255)', notNull),
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: { kind: 'unique', columns: ['a'], name: 'users_a_unique' },
      },
    ],
  ],
  [
    `$table->foreignId('team_id')->nullable()->constrained()->cascadeOnDelete();`,
    [
      column('team_id', 'int8'),
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: {
          kind: 'foreign-key',
          columns: ['team_id'],
          name: 'users_team_id_foreign',
          references: { table: 'teams', columns: ['id'] },
        },
      },
    ],
  ],
  [
    `$table->foreign('owner', 'fk')->references('uid')->on('people');`,
    [
      {
        kind: 'add-constraint',
        table: 'users',
        constraint: {
          kind: 'foreign-key',
          columns: ['owner'],
          name: 'fk',
          references: { table: 'people', columns: ['uid'] },
        },
      },
    ],
  ],
  [
    `$table->index(['a', 'b']);`,
    [{ kind: 'create-index', index: { name: 'users_a_b_index', table: 'users', columns: ['a', 'b'] } }],
  ],
  [
    `$table->fullText('a');`,
    [
      {
        kind: 'create-index',
        index: { name: 'users_a_fulltext', table: 'users', columns: ['a'], method: 'fulltext' },
      },
    ],
  ],
  [
    `$table->text('a')->nullable()->change();`,
    [
      {
        kind: 'change-type',
        table: 'users',
        column: 'a',
        to: { name: 'a', type: 'text', typeText: 'text' },
      },
      { kind: 'drop-not-null', table: 'users', column: 'a' },
    ],
  ],
  [
    `$table->text('a')->nullable(false)->change();`,
    [
      {
        kind: 'change-type',
        table: 'users',
        column: 'a',
        to: { name: 'a', type: 'text', typeText: 'text' },
      },
      { kind: 'set-not-null', table: 'users', column: 'a' },
    ],
  ],
  [`$table->renameColumn('a', 'b');`, [{ kind: 'rename-column', table: 'users', column: 'a', to: 'b' }]],
  [
    `$table->dropColumn(['a', 'b']);`,
    [
      { kind: 'drop-column', table: 'users', column: 'a' },
      { kind: 'drop-column', table: 'users', column: 'b' },
    ],
  ],
  [
    `$table->dropForeign(['team_id']);`,
    [{ kind: 'drop-constraint', table: 'users', of: 'foreign-key', name: 'users_team_id_foreign' }],
  ],
  [`$table->dropUnique('u');`, [{ kind: 'drop-constraint', table: 'users', of: 'unique', name: 'u' }]],
  [
    `$table->dropIndex(['a']);`,
    [{ kind: 'drop-index', table: 'users', name: 'users_a_index', columns: ['a'] }],
  ],
  [
    `$table->dropConstrainedForeignId('team_id');`,
    [
      { kind: 'drop-constraint', table: 'users', of: 'foreign-key', name: 'users_team_id_foreign' },
      { kind: 'drop-column', table: 'users', column: 'team_id' },
    ],
  ],
  [`$table->after('z', function ($table) { $table->json('a'); });`, [column('a', 'json', notNull)]],
  [`$table->string($name);`, [{ kind: 'other', what: 'calls string on users' }]],
  [`$table->comment('x');`, []],
])('%s', async (command, facts) => {
  expect(await inTable(command)).toEqual(facts)
})

test.each<[string, unknown[]]>([
  [`Schema::dropIfExists('a');`, [{ kind: 'drop-table', table: 'a', ifExists: true }]],
  [`Schema::rename('a', 'b');`, [{ kind: 'rename-table', table: 'a', to: 'b' }]],
  [`Schema::table('a', fn ($t) => $t->dropColumn('b'));`, [{ kind: 'drop-column', table: 'a', column: 'b' }]],
  [
    `if (Schema::hasColumn('a', 'b')) { Schema::table('a', fn ($t) => $t->dropColumn('b')); }`,
    [{ kind: 'drop-column', table: 'a', column: 'b', ifExists: true }],
  ],
  [
    `Schema::table('a', function ($t) { if (Schema::hasColumn('a', 'b')) { $t->dropColumn('b'); } });`,
    [{ kind: 'drop-column', table: 'a', column: 'b', ifExists: true }],
  ],
  [
    `Schema::table('a', function ($t) { if (DB::getDriverName() === 'sqlite') { $t->dropColumn('b'); } });`,
    [],
  ],
  [`if (DB::getDriverName() === 'sqlite') { Schema::drop('a'); }`, []],
  [`if (DB::getDriverName() !== 'sqlite') { Schema::drop('a'); }`, [{ kind: 'drop-table', table: 'a' }]],
  [`if ($driver === 'pgsql') { Schema::drop('a'); }`, [{ kind: 'code', what: 'depends on the database' }]],
  [`DB::table('a')->update(['b' => 1]);`, [{ kind: 'write', verb: 'update', table: 'a', where: false }]],
  [`DB::table('a')->where('c', 2)->delete();`, [{ kind: 'write', verb: 'delete', table: 'a', where: true }]],
  [`Team::query()->update(['b' => 1]);`, [{ kind: 'write', verb: 'update', table: 'teams', where: false }]],
  [`DB::statement('UPDATE a SET b = 1');`, [{ kind: 'write', verb: 'update', table: 'a', where: false }]],
  [`DB::statement("UPDATE $a SET b = 1");`, [{ kind: 'other', what: 'runs SQL' }]],
  [`DB::transaction(function () { Schema::drop('a'); });`, [{ kind: 'drop-table', table: 'a' }]],
  [`Schema::drop($name);`, [{ kind: 'other', what: 'calls drop' }]],
  [`Log::debug(sprintf('a'));`, []],
  [`Backfill::run();`, [{ kind: 'code', what: 'calls run' }]],
])('%s', async (command, facts) => {
  expect(await up(command)).toMatchObject(facts)
  expect(await up(command)).toHaveLength(facts.length)
})

test('a table with its columns and keys, each on its line, and its indexes behind it', async () => {
  const [table, index] = await up(
    [
      `Schema::create('orders', function (Blueprint $table) {`,
      `    $table->id();`,
      `    $table->string('state', 20)`,
      `        ->index();`,
      `    $table->foreignId('user_id')->constrained();`,
      `    $table->timestamps();`,
      `});`,
    ].join('\n'),
  )
  expect(table).toMatchObject({
    kind: 'create-table',
    table: 'orders',
    region: { startLine: 6 },
    columns: [
      { name: 'id', type: 'int8', primaryKey: true, region: { startLine: 7 } },
      { name: 'state', typeText: 'varchar(20)', region: { startLine: 8 } },
      { name: 'user_id', type: 'int8', region: { startLine: 10 } },
      { name: 'created_at' },
      { name: 'updated_at' },
    ],
    constraints: [{ kind: 'foreign-key', references: { table: 'users' }, region: { startLine: 10 } }],
  })
  expect(index).toMatchObject({ kind: 'create-index', index: { table: 'orders' }, region: { startLine: 8 } })
})

test('SQL of a heredoc is read where it stands', async () => {
  const found = await up("DB::unprepared(<<<'SQL'\nUPDATE a SET b = 1;\nDROP TABLE c;\nSQL);")
  expect(found.map(({ kind, region }) => [kind, region.startLine])).toEqual([
    ['write', 7],
    ['drop-table', 8],
  ])
})

test("methods of the class's own are looked into, once", async () => {
  const found = await up(
    `$this->roles();\n    }\n    private function roles(): void\n    {\n        Schema::drop('roles');\n        $this->roles();`,
  )
  expect(found.map(({ kind, region }) => [kind, region.startLine])).toEqual([
    ['drop-table', 10],
    ['code', 11],
  ])
})
