import { describe, expect, test } from 'vitest'
import { Source } from '../code/source.ts'
import { adapters, type Step } from './index.ts'

/** The step that the one adapter which recognises these files makes of them. */
async function stepOf(files: Record<string, string>): Promise<Step | undefined> {
  const found: Step[] = []
  for (const adapter of adapters) {
    const placed = Object.entries(files).flatMap(([path, text]) => {
      const place = adapter.place(path)
      return place ? [{ place, file: { path, source: new Source(text) } }] : []
    })
    const up = placed.find(({ place }) => place.role !== 'down')
    const down = placed.find(({ place }) => place.role === 'down')
    if (!up) continue
    const step = await adapter.read({
      place: up.place,
      up: up.file,
      ...(down && { down: down.file }),
      setHasDowns: true,
    })
    if (step && !('unreadable' in step)) found.push(step)
  }
  expect(found.length).toBeLessThanOrEqual(1)
  return found[0]
}

const ruby = (body: string): Record<string, string> => ({
  'db/migrate/20260101120000_x.rb': `class X < ActiveRecord::Migration[8.0]\n${body}\nend\n`,
})
const python = (body: string): Record<string, string> => ({
  'migrations/versions/1a_x.py': `from alembic import op\nrevision = "1a"\ndown_revision = None\ndef upgrade():\n    op.drop_column("t", "c")\n${body}\n`,
})
const kysely = (down: string): Record<string, string> => ({
  'migrations/2026-01-01-x.ts': `import { Kysely } from 'kysely'
export async function up(db: Kysely<any>) { await db.schema.dropTable('t').execute() }
export async function down(db: Kysely<any>) { ${down} }`,
})
const phinx = (change: string): Record<string, string> => ({
  'db/migrations/20260101120000_x.php': `<?php use Phinx\\Migration\\AbstractMigration;
class X extends AbstractMigration { public function change() { ${change} } }`,
})
const efCore = `public partial class X : Migration {
  protected override void Up(MigrationBuilder m) { m.DropColumn("c", "t"); }
  protected override void Down(MigrationBuilder m) { } }`
const go = (down: string, add = 'AddMigrationContext(up1, down1)'): Record<string, string> => ({
  'migrations/1_x.go': `package migrations
import "github.com/pressly/goose/v3"
func init() { goose.${add} }
func up1(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "DROP TABLE t")
	return err
}
${down}
`,
})
const goDown = (body: string): Record<string, string> =>
  go(`func down1(ctx context.Context, tx *sql.Tx) error {\n${body}\n}`)
const django = (operations: string): Record<string, string> => ({
  'shop/migrations/0002_x.py': `class Migration(migrations.Migration):\n    operations = [${operations}]\n`,
})
const knex = (down: string): Record<string, string> => ({
  'migrations/1_x.ts': `export async function up(knex: Knex) { await knex.schema.dropTable('t') }\n${down}\n`,
})

describe('what a way back is worth', () => {
  test.each([
    ['golang-migrate', { 'm/1_x.up.sql': 'drop table t', 'm/1_x.down.sql': '-- nothing' }, 'empty'],
    ['golang-migrate', { 'm/1_x.up.sql': 'drop table t', 'm/1_x.down.sql': 'select 1' }, 'fake'],
    ['golang-migrate', { 'm/1_x.up.sql': 'drop table t' }, 'missing'],
    ['golang-migrate', { 'm/1_x.up.sql': 'drop table t', 'm/1_x.down.go': 'package m' }, 'explicit'],
    ['golang-migrate', { 'm/1_x.up.sql': '-- nothing' }, 'explicit'],
    ['goose', goDown('\t_, err := tx.Exec(`CREATE TABLE t (a int)`)\n\treturn err'), 'explicit'],
    ['goose', goDown('\treturn restore(ctx, tx)'), 'explicit'],
    ['goose', goDown('\t// later\n\treturn nil'), 'empty'],
    ['goose', goDown('\tlog.Println("down")\n\treturn nil'), 'fake'],
    ['goose', goDown('\treturn errors.New("the rows are gone")'), 'declared-irreversible'],
    ['goose', goDown('\t// intentionally a no-op: the rows are gone\n\treturn nil'), 'declared-irreversible'],
    ['goose', go('', 'AddMigrationNoTxContext(up1, nil)'), 'missing'],
    [
      'rails',
      ruby('def change; reversible { |dir| dir.up { execute "CREATE VIEW v AS SELECT 1" } }; end'),
      'not-invertible',
    ],
    [
      'rails',
      ruby(
        'def change; reversible { |d| d.up { execute "CREATE VIEW v AS SELECT 1" }; d.down { execute "DROP VIEW v" } }; end',
      ),
      'automatic',
    ],
    [
      'rails',
      ruby('def change; reversible { |dir| dir.up { execute "UPDATE t SET a = 1" } }; end'),
      'automatic',
    ],
    ['django', django('migrations.RunSQL("CREATE VIEW v AS SELECT 1", "")'), 'not-invertible'],
    [
      'django',
      django('migrations.RunSQL("CREATE VIEW v AS SELECT 1", reverse_sql="SELECT 1")'),
      'not-invertible',
    ],
    ['django', django('migrations.RunSQL("CREATE VIEW v AS SELECT 1", "DROP VIEW v")'), 'automatic'],
    ['django', django('migrations.RunSQL("UPDATE t SET a = 1", "")'), 'automatic'],
    [
      'django',
      django(
        'migrations.AddField("t", "a", f), migrations.RunSQL("ALTER TABLE t ALTER a SET DEFAULT 1", "")',
      ),
      'automatic',
    ],
    // A way in Go, as concourse has it, and `_up` as maragu.dev/migrate allows.
    ['golang-migrate', { 'm/1_x.up.go': 'package m', 'm/1_x.down.sql': 'drop table t' }, 'explicit'],
    ['golang-migrate', { 'm/1_x.up.go': 'package m', 'm/1_x.down.sql': '' }, 'empty'],
    ['golang-migrate', { 'm/1_x.up.go': 'package m' }, 'missing'],
    ['golang-migrate', { 'm/1_x_up.sql': 'drop table t', 'm/1_x_down.sql': 'create table t ()' }, 'explicit'],
    ['golang-migrate', { 'm/1_x_up.sql': 'drop table t', 'm/1_x_down.sql': '' }, 'empty'],
    // It stops every rollback past it, though it has nothing to undo.
    [
      'rails',
      ruby('def up; end\ndef down; raise ActiveRecord::IrreversibleMigration; end'),
      'declared-irreversible',
    ],
    // Only looks at rows of a table named like a command, and stops.
    [
      'diesel',
      {
        'm/1_x/up.sql': "DO $$ BEGIN IF EXISTS (SELECT FROM comment) THEN RAISE 'no'; END IF; END $$",
        'm/1_x/down.sql': 'SELECT;',
      },
      'explicit',
    ],
    ['goose', { 'm/1_x.sql': '-- +goose Up\ndrop table t;\n-- +goose Down\nselect 1;' }, 'fake'],
    ['sql-migrate', { 'm/1_x.sql': '-- +migrate Up\ndrop table t;\n-- +migrate Down\n' }, 'empty'],
    ['dbmate', { 'm/1_x.sql': '-- migrate:up transaction:false\ndrop table t;\n' }, 'missing'],
    ['diesel', { 'm/2026-01-01-000000_x/up.sql': 'drop table t' }, 'missing'],
    ['flyway', { 'm/V1__x.sql': 'drop table t', 'm/U1__x.sql': 'create table t (a int)' }, 'explicit'],
    ['rails', ruby('def change; add_column :t, :c, :string; end'), 'automatic'],
    ['rails', ruby('def change; remove_column :t, :c; end'), 'not-invertible'],
    ['rails', ruby('def up; drop_table :t; end'), 'missing'],
    ['rails', ruby('def up; drop_table :t; end\ndef down; end'), 'empty'],
    ['rails', ruby('def up; drop_table :t; end\ndef down; say "no"; end'), 'fake'],
    ['rails', ruby('def self.up; drop_table :t; end\ndef self.down; nil; end'), 'empty'],
    [
      'rails',
      ruby('def up; drop_table :t; end\ndef down; raise ActiveRecord::IrreversibleMigration; end'),
      'declared-irreversible',
    ],
    ['rails', ruby('def up; drop_table :t; end\ndef down; raise "x" if y; create_table :t; end'), 'explicit'],
    ['rails', ruby('def up; User.update_all(a: 1); end'), 'missing'],
    ['alembic', python(''), 'missing'],
    ['alembic', python('def downgrade():\n    ...'), 'empty'],
    ['alembic', python('def downgrade():\n    print("no")'), 'fake'],
    ['alembic', python('def downgrade():\n    raise NotImplementedError()'), 'declared-irreversible'],
    ['alembic', python('def downgrade():\n    op.add_column("t", c)'), 'explicit'],
    ['knex', knex(''), 'missing'],
    ['knex', knex('export async function down() {}'), 'empty'],
    ['knex', knex('export const down = () => Promise.resolve()'), 'empty'],
    ['knex', knex('exports.down = async () => { return null }'), 'empty'],
    ['knex', knex("export function down() { console.log('no') }"), 'fake'],
    [
      'knex',
      knex("export function down() { console.log('No way back: the mails are sent') }"),
      'declared-irreversible',
    ],
    ['knex', knex("export function down() { console.log('clean-old-mails.ts: no way back') }"), 'fake'],
    ['knex', knex("export function down(knex) { return knex.schema.table('t', (table) => {}) }"), 'fake'],
    ['kysely', kysely("await db.schema.createTable('t')"), 'fake'],
    ['kysely', kysely("await db.schema.createTable('t').execute()"), 'explicit'],
    ['kysely', kysely("const made = db.schema.createTable('t'); await made.execute()"), 'explicit'],
    ['phinx', phinx("$this->table('t')->insert(['a' => 1])->save();"), 'not-invertible'],
    ['phinx', phinx("$this->query('UPDATE t SET a = 1');"), 'not-invertible'],
    ['phinx', phinx("$this->table('t')->addColumn('a', 'integer')->save();"), 'automatic'],
    ['knex', knex("export function down() { throw new Error('no') }"), 'declared-irreversible'],
    ['knex', knex("export const down = (knex) => knex.schema.createTable('t')"), 'explicit'],
  ])('%s %j: %s', async (framework, files, reversibility) => {
    expect(await stepOf(files)).toMatchObject({ framework, reversibility })
  })

  test.each([
    ['a query beside migrations', { 'migrations/1_report.sql': 'select * from t' }],
    ['a model named Migration', { 'app/models/1_x.rb': 'class Migration < ApplicationRecord; end' }],
    [
      'a service with up and down',
      { 'src/lift.ts': 'export function up(knex) {}\nexport function down(knex) {}' },
    ],
    ['a script whose title ends in up', { 'migrations/12_clean_up.sql': 'drop table t' }],
    [
      'a migration of Go tests',
      { 'db/testdata/1_x.up.sql': 'create table t (a int)', 'db/testdata/1_x.down.sql': '' },
    ],
    ['a migration of a test project', { 'Shop.Data.Tests/Migrations/20260101_X.cs': efCore }],
    ['a script beside Django migrations', { 'shop/migrations/helpers.py': 'def lower(apps): pass' }],
  ])('%s is no migration', async (_, files) => {
    expect(await stepOf(files)).toBeUndefined()
  })
})

test.each(['Add name', '2026-01-01_00_AddName'])('a migration of EF Core may be named %s', async (name) => {
  const step = await stepOf({ [`Data/Migrations/20260101120000_${name}.cs`]: efCore })
  expect(step).toMatchObject({ framework: 'ef-core', name, reversibility: 'empty' })
})

test('a migration of Sequelize that takes no query interface is known by its type', async () => {
  const body = `module.exports = { async up() { execSync('node fill.js') }, async down() {} }`
  const path = 'server/migrations/20260101000000-fill.js'
  const typed = `/** @type {import('sequelize-cli').Migration} */\n${body}`
  expect(await stepOf({ [path]: typed })).toMatchObject({ framework: 'sequelize', reversibility: 'empty' })
  expect(await stepOf({ [path]: `// sequelize\n${body}` })).toBeUndefined()
})

test('a comment above the way back of Rails gives the reason why it raises', async () => {
  const down =
    '# The rows came from a shop that is closed.\ndef down\n  raise ActiveRecord::IrreversibleMigration\nend'
  const step = await stepOf(ruby(`def up\n  drop_table :t\nend\n${down}`))
  expect(step?.reason).toContain('a shop that is closed')
})

test('in a change of Phinx, rows beside a column that is taken away again are a note', async () => {
  const column = "$this->table('t')->addColumn('a', 'integer')->save();"
  const step = await stepOf(phinx(`${column} $this->execute('UPDATE t SET a = 1');`))
  expect(step?.obstacles).toMatchObject([{ operation: 'execute UPDATE t SET', level: 'note' }])
})

describe('an edit that changes nothing that runs', () => {
  test.each([
    [
      ruby('def change; add_column :t, :c, :string, :null => false; end'),
      ruby('# why\ndef change\n  add_column :t, :c, :string, null: false\nend'),
    ],
    [{ 'm/1_x.up.sql': 'create table T (A INT)' }, { 'm/1_x.up.sql': 'CREATE TABLE t (a integer);' }],
    [
      { 'm/1_x.up.sql': 'do $$ begin delete from t; end $$' },
      {
        'm/1_x.up.sql': 'DO $$\nBEGIN\n  delete from t; -- all\nEND\n$$'
          .replaceAll('BEGIN', 'begin')
          .replace('END', 'end'),
      },
    ],
    [python('def downgrade():\n    pass'), python('def downgrade():\n    op.add_column("t", c)')],
    [
      {
        'shop/migrations/0001_x.py':
          'class Migration(migrations.Migration):\n    operations = [migrations.AddField("t", "a", f)]\n',
      },
      {
        'shop/migrations/0001_x.py':
          'from safe import Safe\nclass Migration(migrations.Migration):\n    safe = Safe.always\n    dependencies = []\n    operations = [\n        migrations.AddField("t", "a", f),\n    ]\n',
      },
    ],
    [
      { 'm/1_x.up.sql': 'CREATE TABLE t (a int, b int)' },
      { 'm/1_x.up.sql': '-- t\nCREATE TABLE t (\n  a int, -- key\n  b int\n);\n' },
    ],
  ])('%#', async (before, after) => {
    const [a, b] = [await stepOf(before), await stepOf(after)]
    expect(a?.up.code).toBe(b?.up.code)
  })

  test.each([
    [{ 'm/1_x.up.sql': "INSERT INTO t VALUES ('a  b')" }, { 'm/1_x.up.sql': "INSERT INTO t VALUES ('a b')" }],
    [{ 'm/1_x.up.sql': 'ALTER TABLE `a b` ADD c int' }, { 'm/1_x.up.sql': 'ALTER TABLE `a  b` ADD c int' }],
    [ruby('def change; add_column :t, :c, :string; end'), ruby('def change; add_column :t, :c, :text; end')],
  ])('but %# does', async (before, after) => {
    const [a, b] = [await stepOf(before), await stepOf(after)]
    expect(a?.up.code).not.toBe(b?.up.code)
  })
})

describe('hostile files', () => {
  test.each([
    ['deep Ruby', { 'db/migrate/1_x.rb': `class X < Migration\ndef change\n${'['.repeat(20_000)}` }],
    [
      'deep Python',
      { 'migrations/1.py': `down_revision = 1\nclass Migration:\n  operations = ${'('.repeat(20_000)}` },
    ],
    [
      'many operations',
      {
        'x/migrations/0001_x.py': `class Migration(m.Migration):\n    operations = [${'m.RunSQL("x"),'.repeat(20_000)}]\n`,
      },
    ],
    ['deep SQL', { 'm/1_x.up.sql': `create view v as select ${'1+'.repeat(4000)}1`, 'm/1_x.down.sql': '' }],
    ['deeper SQL', { 'm/1_x.up.sql': `create view v as select ${'1+'.repeat(9000)}1`, 'm/1_x.down.sql': '' }],
    ['many sections', { 'm/1_x.sql': '-- +goose Up\n-- +goose Down\n'.repeat(20_000) }],
    [
      'long comments',
      { 'm/1_x.up.sql': 'drop table t', 'm/1_x.down.sql': `-- ${'cannot be '.repeat(50_000)}` },
    ],
  ])('%s come to an end', async (_, files) => {
    const step = await stepOf(files)
    expect(step?.up.effects.length ?? 0).toBeLessThanOrEqual(20_000)
  })
})
