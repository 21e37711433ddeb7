import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { runRule } from '../../../src/engine/run-rule.ts'
import definition from './rule.ts'

const php = (body: string, use = 'Illuminate\\Database\\Migrations\\Migration'): string =>
  `<?php\nuse ${use};\nreturn new class extends Migration {\n    public function up(): void\n    {\n        Schema::drop('notes');\n    }\n\n    public function down(): void\n    {\n        ${body}\n    }\n};\n`
const script = (down: string): string =>
  `module.exports = {\n  up: (queryInterface) => queryInterface.dropTable('notes'),\n  down: ${down},\n}\n`
const rails = (body: string): string =>
  `class DropNotes < ActiveRecord::Migration[8.0]\n  def up\n    drop_table :notes\n  end\n\n  def down\n    ${body}\n  end\nend\n`
const alembic = (body: string): string =>
  `from alembic import op\nrevision = "1a"\ndown_revision = None\n\ndef upgrade():\n    op.drop_table("notes")\n\ndef downgrade():\n    ${body}\n`
const ecto = (body: string): string =>
  `defmodule Shop.Repo.Migrations.DropNotes do\n  use Ecto.Migration\n\n  def up do\n    drop table(:notes)\n  end\n\n  def down do\n    ${body}\n  end\nend\n`
const rust = (body: string): string =>
  `use sea_orm_migration::prelude::*;\n\n#[derive(DeriveMigrationName)]\npub struct Migration;\n\n#[async_trait::async_trait]\nimpl MigrationTrait for Migration {\n    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n        manager.drop_table(Table::drop().table(Notes::Table).to_owned()).await\n    }\n\n    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {\n        ${body}\n    }\n}\n`
const doctrine = (body: string): string =>
  `<?php\nnamespace DoctrineMigrations;\nuse Doctrine\\DBAL\\Schema\\Schema;\nuse Doctrine\\Migrations\\AbstractMigration;\n\nfinal class Version20260101120000 extends AbstractMigration\n{\n    public function up(Schema $schema): void\n    {\n        $this->addSql('DROP TABLE notes');\n    }\n\n    public function down(Schema $schema): void\n    {\n        ${body}\n    }\n}\n`
const csharp = (body: string): string =>
  `using Microsoft.EntityFrameworkCore.Migrations;\n\nnamespace Shop.Migrations\n{\n    public partial class DropNotes : Migration\n    {\n        protected override void Up(MigrationBuilder migrationBuilder)\n        {\n            migrationBuilder.DropTable(name: "notes");\n        }\n\n        protected override void Down(MigrationBuilder migrationBuilder)\n        {\n            ${body}\n        }\n    }\n}\n`

const UP = 'm/1_notes.up.sql'
const DOWN = 'm/1_notes.down.sql'
const LARAVEL = 'database/migrations/2026_01_01_120000_drop_notes.php'
const RAILS = 'db/migrate/20260101120000_drop_notes.rb'
const SEQUELIZE = 'migrations/20260101120000-drop-notes.js'

test.each<[string, Record<string, string>]>([
  ['Rails: IrreversibleMigration', { [RAILS]: rails('raise ActiveRecord::IrreversibleMigration') }],
  ['Rails: NotImplementedError', { [RAILS]: rails('raise NotImplementedError') }],
  ['Alembic: raise', { 'alembic/versions/1a.py': alembic('raise NotImplementedError()') }],
  ['Alembic: raise a class', { 'alembic/versions/1a.py': alembic('raise NotImplementedError') }],
  ['Sequelize: throw', { [SEQUELIZE]: script("() => { throw new Error('irreversible') }") }],
  ['Sequelize: async throw', { [SEQUELIZE]: script("async () => { throw new Error('irreversible') }") }],
  ['Sequelize: reject', { [SEQUELIZE]: script("() => Promise.reject(new Error('irreversible'))") }],
  ['Laravel: throw', { [LARAVEL]: php("throw new \\Exception('irreversible');") }],
  [
    'Doctrine: throwIrreversible',
    { 'migrations/Version20260101120000.php': doctrine('$this->throwIrreversibleMigrationException();') },
  ],
  [
    'Doctrine: throw',
    { 'migrations/Version20260101120000.php': doctrine('throw new IrreversibleMigration();') },
  ],
  [
    'EF Core: throw',
    { 'Migrations/20260101120000_DropNotes.cs': csharp('throw new NotSupportedException();') },
  ],
  ['Ecto: raise', { 'priv/repo/migrations/20260101120000_drop_notes.exs': ecto('raise "irreversible"') }],
  ['SeaORM: unimplemented', { 'migration/src/m20260101_120000_drop_notes.rs': rust('unimplemented!()') }],
  ['SeaORM: panic', { 'migration/src/m20260101_120000_drop_notes.rs': rust('panic!("irreversible")') }],
  [
    'PostgreSQL: RAISE',
    { [UP]: 'DROP TABLE notes;', [DOWN]: "DO $$ BEGIN RAISE EXCEPTION 'irreversible'; END $$;" },
  ],
  [
    'MySQL: SIGNAL',
    { [UP]: 'DROP TABLE `notes`;', [DOWN]: "SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'irreversible';" },
  ],
])('%s, and no word why', async (_name, files) => {
  const changeSet = memoryChangeSet({}, files)
  const { reports } = await runRule({
    rule: {
      ...definition,
      id: 'migration-rollback/irreversible-without-reason',
      family: 'migration-rollback',
    },
    changeSet,
    changes: changeSet.changes,
    options: definition.options.parse({}),
    now: new Date('2026-01-15T12:00:00Z'),
    signal: AbortSignal.timeout(20_000),
  })
  expect(reports).toHaveLength(1)
})
