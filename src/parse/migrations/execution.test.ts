import { describe, expect, test } from 'vitest'
import { Source } from '../code/source.ts'
import { adapters, type MigrationFiles, type Step } from './index.ts'

async function read(framework: string, texts: Record<string, string>): Promise<Step | undefined> {
  for (const adapter of adapters.filter((one) => one.framework === framework)) {
    const places = Object.keys(texts).flatMap((path) => {
      const place = adapter.place(path)
      return place ? [{ path, place }] : []
    })
    const up = places.find(({ place }) => place.role !== 'down')
    if (!up) continue
    const down = places.find(({ place }) => place.role === 'down')
    const file = (path: string): MigrationFiles['up'] => ({ path, source: new Source(texts[path] ?? '') })
    const step = await adapter.read({
      place: up.place,
      up: file(up.path),
      ...(down && { down: file(down.path) }),
      setHasDowns: true,
      configs: new Map(
        (adapter.configs?.(up.path) ?? []).flatMap((path) =>
          texts[path] === undefined ? [] : [[path, texts[path]] as const],
        ),
      ),
    })
    if (step && !('unreadable' in step)) return step
  }
  return undefined
}

describe('the SQL of a part is what stands in its lines', () => {
  test.each([
    [
      'diesel',
      {
        'm/2024-01-01-000000_a/up.sql': 'SELECT 1;\n\nDROP TABLE t;\n',
        'm/2024-01-01-000000_a/down.sql': '',
      },
    ],
    ['goose', { 'm/1_a.sql': '-- +goose Up\nDROP TABLE t;\n\n-- +goose Down\n\nCREATE TABLE t (a int);\n' }],
    ['dbmate', { 'm/1_a.sql': '-- migrate:up\nDROP TABLE t;\n-- migrate:down\nCREATE TABLE t (a int);\n' }],
    [
      'tern',
      { 'm/1_a.sql': 'DROP TABLE t;\n---- create above / drop below ----\nCREATE TABLE t (a int);\n' },
    ],
    ['flyway', { 'm/V1__a.sql': 'DROP TABLE t;\r\n', 'm/U1__a.sql': '\nCREATE TABLE t (a int);' }],
  ])('%s', async (framework, texts: Record<string, string>) => {
    const step = await read(framework, texts)
    for (const part of [step?.up, step?.down]) {
      const lines = texts[part?.path ?? '']?.split('\n') ?? []
      for (const { text, line } of part?.sql ?? [])
        for (const [index, one] of text.split('\n').entries())
          expect(lines[line - 1 + index]?.trim()).toBe(one.trim())
    }
    expect(step?.up.sql).toHaveLength(1)
    expect(step?.down?.sql).toBeDefined()
    expect(step?.down?.sql?.[0]?.text ?? '').not.toContain('DROP')
  })

  test.each([
    ['flyway', { 'm/V1__a.sql': 'DROP TABLE ${schema}.t;' }],
    ['goose', { 'm/1_a.sql': '-- +goose Up\n-- +goose ENVSUB ON\nDROP TABLE ${T};\n' }],
    ['tern', { 'm/1_a.sql': 'DROP TABLE {{.prefix}}t;\n---- create above / drop below ----\n' }],
    ['sqitch', { 'deploy/a.sql': '-- Deploy app:a to pg\n\\i other.sql\nDROP TABLE t;\n' }],
  ])('a template of %s is not exact', async (framework, texts) => {
    const step = await read(framework, texts)
    expect(step).toBeDefined()
    expect(step?.up.sql).toBeUndefined()
  })
})

describe('a transaction is said where it is known', () => {
  const two = 'DROP TABLE a;\nDROP TABLE b;\n'
  const concurrent = 'CREATE INDEX CONCURRENTLY i ON t (a);\n'
  test.each<[string, Record<string, string>, boolean | undefined]>([
    ['diesel', { 'm/2024_a/up.sql': two }, true],
    ['diesel', { 'm/2024_a/up.sql': two, 'm/2024_a/metadata.toml': 'run_in_transaction = false\n' }, false],
    ['goose', { 'm/1_a.sql': `-- +goose Up\n${two}` }, true],
    ['goose', { 'm/1_a.sql': `-- +goose NO TRANSACTION\n-- +goose Up\n${two}` }, false],
    ['dbmate', { 'm/1_a.sql': `-- migrate:up transaction:false\n${two}\n-- migrate:down\n` }, false],
    ['dbmate', { 'm/1_a.sql': `-- migrate:up\n${two}\n-- migrate:down transaction:false\n` }, true],
    ['sql-migrate', { 'm/1_a.sql': `-- +migrate Up notransaction\n${two}` }, false],
    ['golang-migrate', { 'm/1_a.up.sql': concurrent }, false],
    ['golang-migrate', { 'm/1_a.up.sql': two }, true],
    ['golang-migrate', { 'm/1_a.up.sql': `BEGIN;\n${concurrent}COMMIT;\n` }, true],
    ['flyway', { 'm/V1__a.sql': two }, true],
    ['flyway', { 'm/V1__a.sql': concurrent }, false],
    ['flyway', { 'm/V1__a.sql': two, 'm/V1__a.sql.conf': 'executeInTransaction=false' }, false],
    ['sqitch', { 'deploy/a.sql': `-- Deploy app:a to pg\nBEGIN;\n${two}COMMIT;\n` }, true],
    ['sqitch', { 'deploy/a.sql': `-- Deploy app:a to pg\n${two}` }, false],
    [
      'rails',
      {
        'db/migrate/1_a.rb':
          'class A < ActiveRecord::Migration[7.0]\n  disable_ddl_transaction!\n  def up\n    drop_table :t\n  end\nend\n',
      },
      false,
    ],
    [
      'django',
      {
        'app/migrations/a.py':
          'class Migration(migrations.Migration):\n    atomic = False\n    operations = []\n',
      },
      false,
    ],
    [
      'django',
      { 'app/migrations/a.py': 'class Migration(migrations.Migration):\n    operations = []\n' },
      true,
    ],
  ])('%s %#', async (framework, texts, expected) => {
    const step = await read(framework, texts)
    expect(step?.up.transactional).toBe(expected)
  })
})

describe('code that holds nothing but literal SQL', () => {
  const typeorm = (up: string, down: string): string =>
    `import { MigrationInterface, QueryRunner } from 'typeorm'\n\nexport class A1700000000000 implements MigrationInterface {\n  public async up(queryRunner: QueryRunner): Promise<void> {\n${up}\n  }\n\n  public async down(queryRunner: QueryRunner): Promise<void> {\n${down}\n  }\n}\n`
  const path = 'src/migrations/1700000000000-A.ts'

  test.each<[string, Record<string, string>, (readonly [string, number])[] | undefined]>([
    [
      'typeorm',
      {
        [path]: typeorm(
          '    await queryRunner.query(`ALTER TABLE a\n      ADD b int`)\n    // c\n    await queryRunner.query(\'CREATE INDEX i ON a ("b")\', undefined)',
          '',
        ),
      },
      undefined,
    ],
    [
      'typeorm',
      {
        [path]: typeorm(
          "    await queryRunner.query(`ALTER TABLE a\n      ADD b int`)\n    // c\n    await queryRunner.query('SELECT \\'x\\'' + ' FROM a')",
          '',
        ),
      },
      [
        ['ALTER TABLE a\n      ADD b int', 5],
        ["SELECT 'x' FROM a", 8],
      ],
    ],
    ['typeorm', { [path]: typeorm('    await queryRunner.query(`DROP TABLE ${name}`)', '') }, undefined],
    [
      'typeorm',
      { [path]: typeorm("    await queryRunner.query('UPDATE a SET b = $1', [1])", '') },
      undefined,
    ],
    ['typeorm', { [path]: typeorm("    if (x) await queryRunner.query('DROP TABLE a')", '') }, undefined],
    ['typeorm', { [path]: typeorm("    await queryRunner.dropTable('a')", '') }, undefined],
    [
      'node-pg-migrate',
      {
        'migrations/1700000000000_a.js':
          "exports.up = (pgm) => {\n  pgm.sql('DROP TABLE a')\n}\nexports.down = (pgm) => {\n  pgm.sql('CREATE TABLE a ()')\n}\n",
      },
      [['DROP TABLE a', 2]],
    ],
    [
      'alembic',
      {
        'alembic/versions/a.py':
          'revision = \'a\'\ndown_revision = None\n\ndef upgrade():\n    op.execute("""\n    DROP TABLE a\n    """)\n    op.execute(sa.text(\'DROP TABLE b\'))\n\ndef downgrade():\n    pass\n',
      },
      [
        ['\n    DROP TABLE a\n    ', 5],
        ['DROP TABLE b', 8],
      ],
    ],
    [
      'doctrine',
      {
        'migrations/Version20240101000000.php':
          "<?php\nuse Doctrine\\DBAL\\Schema\\Schema;\nuse Doctrine\\Migrations\\AbstractMigration;\nfinal class Version20240101000000 extends AbstractMigration\n{\n    public function up(Schema $schema): void\n    {\n        // this up() migration is auto-generated\n        $this->addSql('ALTER TABLE a ADD b VARCHAR(255) DEFAULT \\'x\\' NOT NULL');\n    }\n}\n",
      },
      [["ALTER TABLE a ADD b VARCHAR(255) DEFAULT 'x' NOT NULL", 9]],
    ],
  ])('%s %#', async (framework, texts, expected) => {
    const step = await read(framework, texts)
    expect(step).toBeDefined()
    expect(step?.up.sql?.map(({ text, line }) => [text, line])).toEqual(expected)
  })
})
