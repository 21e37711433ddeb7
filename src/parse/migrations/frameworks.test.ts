import { describe, expect, test } from 'vitest'
import { Source } from '../code/source.ts'
import { adapters, type Step } from './index.ts'

/** The step of the first framework that recognises `path`, with the other files as its manifests or its way back. */
async function stepOf(framework: string, files: Record<string, string>): Promise<Step | undefined> {
  const adapter = adapters.find((one) => one.framework === framework)
  if (!adapter) throw new Error(`no adapter ${framework}`)
  const placed = Object.entries(files).flatMap(([path, text]) => {
    const place = adapter.place(path)
    return place ? [{ place, file: { path, source: new Source(text) } }] : []
  })
  const up = placed.find(({ place }) => place.role !== 'down')
  const down = placed.find(({ place }) => place.role === 'down')
  if (!up) return undefined
  const wanted = adapter.configs?.(up.file.path) ?? []
  const configs = new Map(Object.entries(files).filter(([path]) => wanted.includes(path)))
  const step = await adapter.read({
    place: up.place,
    up: up.file,
    ...(down && { down: down.file }),
    setHasDowns: down !== undefined,
    configs,
  })
  return step && 'unreadable' in step ? undefined : step
}

const laravel = (down: string): Record<string, string> => ({
  'database/migrations/2026_01_01_120000_x.php': `<?php
use Illuminate\\Database\\Migrations\\Migration;
return new class extends Migration {
    public function up(): void { Schema::create('orders', function (Blueprint $table) { $table->id(); }); }
    ${down}
};`,
})
const doctrine = (down: string): Record<string, string> => ({
  'migrations/Version20260101120000.php': `<?php
use Doctrine\\DBAL\\Schema\\Schema;
final class Version20260101120000 extends AbstractMigration {
    public function up(Schema $schema): void { $this->addSql('ALTER TABLE users ADD email TEXT'); }
    ${down}
}`,
})
const phinx = (body: string): Record<string, string> => ({
  'db/migrations/20260101120000_x.php': `<?php
use Phinx\\Migration\\AbstractMigration;
class X extends AbstractMigration { ${body} }`,
})
const ef = (down: string): Record<string, string> => ({
  'Data/Migrations/20260101120000_X.cs': `public partial class X : Migration {
    protected override void Up(MigrationBuilder b) { b.AddColumn<string>(name: "email", table: "users"); }
    ${down}
}`,
})
const ecto = (body: string): Record<string, string> => ({
  'priv/repo/migrations/20260101120000_x.exs': `defmodule X do\n  use Ecto.Migration\n${body}\nend\n`,
})
const sea = (down: string): Record<string, string> => ({
  'migration/src/m20260101_000001_x.rs': `impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        manager.create_table(Table::create().table(Post::Table).to_owned()).await
    }
    ${down}
}`,
})
const sqlx = { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"' }
const refinery = { 'Cargo.toml': '[dependencies]\nrefinery = "0.9"' }
const header = '-- Deploy shop:x to pg\ncreate table t (a int);'
const tern = '---- create above / drop below ----'

describe('what a way back is worth', () => {
  test.each([
    ['laravel', laravel(''), 'missing'],
    ['laravel', laravel('public function down(): void { /* later */ }'), 'empty'],
    ['laravel', laravel("public function down(): void { Log::info('no'); }"), 'fake'],
    ['laravel', laravel("public function down(): void { DB::statement('SELECT 1'); }"), 'fake'],
    ['laravel', laravel("public function down(): void { throw new X('no'); }"), 'declared-irreversible'],
    ['laravel', laravel("public function down(): void { Schema::drop('orders'); }"), 'explicit'],
    ['doctrine', doctrine(''), 'missing'],
    ['doctrine', doctrine('public function down(Schema $schema): void {}'), 'empty'],
    [
      'doctrine',
      doctrine("public function down(Schema $s): void { $this->skipIf(true, 'rows must stay'); }"),
      'declared-irreversible',
    ],
    [
      'doctrine',
      doctrine("public function down(Schema $s): void { $this->addSql('ALTER TABLE users DROP email'); }"),
      'explicit',
    ],
    ['doctrine', doctrine("public function down(Schema $s): void { $this->addSql('SELECT 1'); }"), 'fake'],
    [
      'doctrine',
      doctrine('public function down(Schema $s): void { $this->addSql($this->undo()); }'),
      'explicit',
    ],
    [
      'doctrine',
      doctrine("public function down(Schema $s): void { $this->addSql('SELECT undo_it()'); }"),
      'explicit',
    ],
    [
      'phinx',
      phinx("function up() { $this->table('t')->create(); } function down() { $this->execute('SELECT 1'); }"),
      'fake',
    ],
    [
      'phinx',
      phinx(
        "function up() { $this->table('t')->create(); } function down() { $this->execute('SELECT 1'); $this->undo(); }",
      ),
      'explicit',
    ],
    [
      'phinx',
      phinx("function change() { $this->table('t')->addColumn('c', 'string')->save(); }"),
      'automatic',
    ],
    ['phinx', phinx("function change() { $this->table('t')->removeColumn('c')->save(); }"), 'not-invertible'],
    ['phinx', phinx("function change() { $this->execute('UPDATE t SET a = 1'); }"), 'not-invertible'],
    [
      'phinx',
      phinx("function change() { if ($this->isMigratingUp()) { $this->execute('UPDATE t SET a = 1'); } }"),
      'automatic',
    ],
    ['phinx', phinx("function up() { $this->table('t')->drop()->save(); }"), 'missing'],
    ['ef-core', ef(''), 'missing'],
    ['ef-core', ef('protected override void Down(MigrationBuilder b) { }'), 'empty'],
    ['ef-core', ef('protected override void Down(MigrationBuilder b) { Console.WriteLine("no"); }'), 'fake'],
    [
      'ef-core',
      ef('protected override void Down(MigrationBuilder b) => throw new NotSupportedException();'),
      'declared-irreversible',
    ],
    [
      'ef-core',
      ef('protected override void Down(MigrationBuilder b) { b.DropColumn(name: "email", table: "users"); }'),
      'explicit',
    ],
    ['ecto', ecto('def change do\n  create table(:t) do\n  end\nend'), 'automatic'],
    ['ecto', ecto('def change do\n  execute "a", "b"\n  drop index(:t, [:a])\nend'), 'automatic'],
    ['ecto', ecto('def change do\n  execute "UPDATE t SET a = 1"\nend'), 'not-invertible'],
    ['ecto', ecto('def change do\n  alter table(:t) do\n    remove :c\n  end\nend'), 'not-invertible'],
    ['ecto', ecto('def change do\n  alter table(:t) do\n    remove :c, :string\n  end\nend'), 'automatic'],
    ['ecto', ecto('def up do\n  drop table(:t)\nend'), 'missing'],
    ['ecto', ecto('def up do\n  drop table(:t)\nend\ndef down, do: :ok'), 'empty'],
    ['ecto', ecto('def up do\n  drop table(:t)\nend\ndef down, do: IO.puts("no")'), 'fake'],
    ['ecto', ecto('def up do\n  drop table(:t)\nend\ndef down, do: raise "no"'), 'declared-irreversible'],
    ['sea-orm', sea(''), 'missing'],
    ['sea-orm', sea('async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> { Ok(()) }'), 'empty'],
    [
      'sea-orm',
      sea('async fn down(&self, m: &SchemaManager) -> Result<(), DbErr> { todo!() }'),
      'declared-irreversible',
    ],
    ['sqitch', { 'deploy/x.sql': header }, 'missing'],
    ['sqitch', { 'deploy/x.sql': header, 'revert/x.sql': '-- Revert shop:x from pg' }, 'empty'],
    [
      'sqitch',
      {
        'deploy/x.sql': 'drop table t;',
        'sqitch.plan': '%project=shop\nx 2026-01-01T12:00:00Z Ada <a@b> # x',
      },
      'missing',
    ],
    ['refinery', { 'migrations/V1__x.sql': 'drop table t', ...refinery }, 'forward-only'],
    ['atlas', { 'migrations/1_x.sql': 'drop table t', 'migrations/atlas.sum': 'h1:' }, 'forward-only'],
    ['sqlx', { 'migrations/1_x.sql': 'drop table t', ...sqlx }, 'forward-only'],
    ['sqlx', { 'migrations/1_x.up.sql': 'drop table t', ...sqlx }, 'missing'],
    ['tern', { 'm/001_x.sql': `drop table t;\n${tern}\n` }, 'empty'],
    ['tern', { 'm/001_x.sql': 'drop table t;', 'm/tern.conf': '' }, 'missing'],
  ])('%s %j: %s', async (framework, files, reversibility) => {
    expect(await stepOf(framework, files)).toMatchObject({ framework, reversibility })
  })
})

test.each([
  ['flyway', { 'migrations/V1__x.sql': 'drop table t', ...refinery }],
  ['golang-migrate', { 'migrations/1_x.up.sql': 'drop table t', ...sqlx }],
  ['atlas', { 'migrations/1_x.sql': 'drop table t' }],
  ['sqlx', { 'migrations/1_x.sql': 'drop table t' }],
  ['refinery', { 'migrations/V1__x.sql': 'drop table t' }],
  ['sqitch', { 'deploy/x.sql': 'drop table t' }],
  ['doctrine', laravel('')],
  ['laravel', phinx('')],
])('%s leaves to others what is not its own: %j', async (framework, files) => {
  expect(await stepOf(framework, files)).toBeUndefined()
})

test.each([
  ['laravel', laravel(''), "Schema::dropIfExists('orders');"],
  ['ef-core', ef(''), 'b.DropColumn(name: "email", table: "users");'],
  ['sea-orm', sea(''), 'manager.drop_table(Table::drop().table(Post::Table).to_owned()).await?;'],
  ['ecto', ecto('def up do\n  create table(:t) do\n  end\nend'), 'drop table(:t)'],
])('%s: what undoes a simple change is written out', async (framework, files, inverse) => {
  const step = await stepOf(framework, files)
  expect(step?.inverse).toBe(inverse)
})
