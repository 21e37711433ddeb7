import { describe, expect, test } from 'vitest'
import { Source } from '../code/source.ts'
import { adapters, type Step } from './index.ts'

/** The one reading of a module, or of a pair of files, among all adapters. */
async function stepsOf(files: Record<string, string>, setHasDowns = true): Promise<readonly Step[]> {
  const found: Step[] = []
  for (const adapter of adapters) {
    const placed = Object.entries(files).flatMap(([path, text]) => {
      const place = adapter.place(path)
      return place ? [{ place, file: { path, source: new Source(text) } }] : []
    })
    const up = placed.find(({ place }) => place.role !== 'down')
    const down = placed.find(({ place }) => place.role === 'down')
    if (!up) continue
    const given = { place: up.place, up: up.file, ...(down && { down: down.file }), setHasDowns }
    const read = adapter.readAll ? await adapter.readAll(given) : await adapter.read(given)
    if (!read || 'unreadable' in read) continue
    found.push(...('length' in read ? read : [read]))
  }
  return found
}

async function stepOf(files: Record<string, string>, setHasDowns = true): Promise<Step | undefined> {
  const found = await stepsOf(files, setHasDowns)
  expect(found.length).toBeLessThanOrEqual(1)
  return found[0]
}

const FORMS: Record<string, (down: string) => Record<string, string>> = {
  sequelize: (down) => ({
    'server/migrations/20260101000000-x.js': `module.exports = { up: async (queryInterface) => { await queryInterface.removeColumn('t', 'c') }, ${down} }`,
  }),
  umzug: (down) => ({
    'src/migrations/2026.01.01T00.00.00.x.ts': `import type { Migration } from '../umzug'\nexport const up: Migration = async ({ context }) => { await context.dropTable('t') }\nexport const ${down.replace(/^down\(.*?\)/, 'down = async ({ context }) =>')}`,
  }),
  typeorm: (down) => ({
    'src/migration/1700000000000-X.ts': `export class X1700000000000 implements MigrationInterface {\n  public async up(queryRunner: QueryRunner): Promise<void> { await queryRunner.query(\`DROP TABLE t\`) }\n  ${down}\n}`,
  }),
  'mikro-orm': (down) => ({
    'migrations/Migration20260101000000.ts': `import { Migration } from '@mikro-orm/migrations'\nexport class Migration20260101000000 extends Migration {\n  override async up(): Promise<void> { this.addSql('drop table t;') }\n  ${down}\n}`,
  }),
  'db-migrate': (down) => ({
    'src/migrations/20260101000000-x.js': `exports.up = function (db, callback) { db.runSql('DROP TABLE t', callback) }\nexports.${down.replace(/^down\((.*?)\)/, 'down = function (db, callback)')}`,
  }),
  kysely: (down) => ({
    'migrations/2026-01-01-x.ts': `import { Kysely, sql } from 'kysely'\nexport async function up(db: Kysely<any>) { await db.schema.dropTable('t').execute() }\nexport async function ${down}`,
  }),
}

describe('what a way back in a module is worth', () => {
  test.each(Object.keys(FORMS))('%s', async (form) => {
    const framework = form === 'umzug' ? 'sequelize' : form
    const verdicts: Record<string, string> = {
      'down() { }': 'empty',
      "down() { console.log('no') }": 'fake',
      "down() { throw new Error('the old values are not kept') }": 'declared-irreversible',
      'down() { // cannot be undone: the old values are not kept\n }': 'declared-irreversible',
      'down() { restoreEverything() }': 'explicit',
    }
    for (const [down, reversibility] of Object.entries(verdicts)) {
      expect(await stepOf(FORMS[form]?.(down) ?? {})).toMatchObject({ framework, reversibility })
    }
  })

  test.each([
    ['sequelize', `down: (queryInterface) => queryInterface.sequelize.query('SELECT 1')`, 'fake'],
    ['typeorm', 'async down(queryRunner) { await queryRunner.query("SELECT 1") }', 'fake'],
    ['typeorm', '', 'missing'],
    ['mikro-orm', '', 'missing'],
    ['mikro-orm', "down() { this.addSql('select 1;') }", 'fake'],
    ['db-migrate', 'down() { callback() }', 'empty'],
    ['db-migrate', "down() { db.runSql('', callback) }", 'fake'],
  ])('%s: %s is %s', async (framework, down, reversibility) => {
    expect(await stepOf(FORMS[framework]?.(down) ?? {})).toMatchObject({ framework, reversibility })
  })
})

describe('node-pg-migrate', () => {
  const pgm = (up: string, rest = ''): Record<string, string> => ({
    'migrations/1700000000000_x.js': `exports.up = (pgm) => { ${up} }\n${rest}`,
  })
  test.each([
    [pgm("pgm.createTable('t', { id: 'id' })"), 'automatic'],
    [pgm("pgm.createTable('t', {}); pgm.sql('UPDATE t SET a = 1')"), 'not-invertible'],
    [pgm("pgm.addConstraint('t', null, { check: 'a > 0' })"), 'not-invertible'],
    [pgm("pgm.addConstraint('t', 'c', { check: 'a > 0' })"), 'automatic'],
    [pgm("pgm.dropTable('t')", 'exports.down = false'), 'declared-irreversible'],
    [pgm("pgm.dropTable('t')", 'exports.down = (pgm) => {}'), 'empty'],
    [pgm("pgm.dropTable('t')", "exports.down = (pgm) => pgm.createTable('t', {})"), 'explicit'],
    [{ 'm/1_x.sql': '-- Up Migration\nDROP TABLE t;\n-- Down Migration\n' }, 'empty'],
  ])('%j: %s', async (files, reversibility) => {
    expect(await stepOf(files)).toMatchObject({ framework: 'node-pg-migrate', reversibility })
  })
})

describe('SQL beside', () => {
  const sqls = 'migrations/sqls/20260101000000-x'
  test.each([
    ['db-migrate', { [`${sqls}-up.sql`]: 'drop table t', [`${sqls}-down.sql`]: '-- nothing' }, 'empty'],
    ['db-migrate', { [`${sqls}-up.sql`]: 'drop table t' }, 'missing'],
    ['prisma', { 'prisma/migrations/2026_x/migration.sql': 'DROP TABLE "t";' }, 'missing'],
    [
      'prisma',
      {
        'prisma/migrations/2026_x/migration.sql': 'DROP TABLE "t";',
        'prisma/migrations/2026_x/down.sql': 'CREATE TABLE "t" ();',
      },
      'explicit',
    ],
    [
      'drizzle',
      { 'drizzle/0001_x.sql': 'DROP TABLE "t";--> statement-breakpoint\n', 'drizzle/0001_x.down.sql': '' },
      'empty',
    ],
  ])('%s %j: %s', async (framework, files, reversibility) => {
    expect(await stepOf(files)).toMatchObject({ framework, reversibility })
  })

  test.each<Record<string, string>>([
    { 'prisma/migrations/2026_x/migration.sql': 'DROP TABLE "t";' },
    { 'drizzle/0001_x.sql': 'DROP TABLE "t";' },
  ])('%j is forward-only where the project keeps no scripts', async (files) => {
    expect(await stepOf(files, false)).toMatchObject({ reversibility: 'forward-only' })
  })
})

describe('Liquibase', () => {
  const xml = (inner: string, attributes = ''): Record<string, string> => ({
    'db/changelog/1.xml': `<databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog"><changeSet id="1" author="a"${attributes}>${inner}</changeSet></databaseChangeLog>`,
  })
  const yaml = (inner: string): Record<string, string> => ({
    'db/changelog/1.yaml': `databaseChangeLog:\n- changeSet:\n    id: 1\n    author: a\n    changes:\n    - dropTable: { tableName: t }\n${inner}`,
  })
  const sql = (rest: string): Record<string, string> => ({
    'db/changelog/1.sql': `--liquibase formatted sql\n\n--changeset a:1\nDROP TABLE t;\n${rest}`,
  })
  test.each([
    [xml('<createTable tableName="t"/>'), 'automatic'],
    [xml('<createView viewName="v" replaceIfExists="true">select 1</createView>'), 'not-invertible'],
    [xml('<dropTable tableName="t"/>'), 'not-invertible'],
    [xml('<dropTable tableName="t"/><rollback/>'), 'empty'],
    [xml('<dropTable tableName="t"/><rollback>SELECT 1</rollback>'), 'fake'],
    [xml('<dropTable tableName="t"/><rollback><![CDATA[CREATE TABLE t (a int)]]></rollback>'), 'explicit'],
    [xml('<dropTable tableName="t"/><rollback><createTable tableName="t"/></rollback>'), 'explicit'],
    [xml('<dropTable tableName="t"/><rollback changeSetId="0" changeSetAuthor="a"/>'), 'explicit'],
    [
      xml('<comment>irreversible: nobody reads these rows</comment><dropTable tableName="t"/><rollback/>'),
      'declared-irreversible',
    ],
    [xml('<tagDatabase tag="x"/>'), 'automatic'],
    [yaml(''), 'not-invertible'],
    [yaml('    rollback: []\n'), 'empty'],
    [yaml('    rollback: CREATE TABLE t (a int)\n'), 'explicit'],
    [yaml('    rollback:\n    - createTable: { tableName: t }\n'), 'explicit'],
    [
      {
        'liquibase/1.json':
          '{"databaseChangeLog":[{"changeSet":{"id":"1","author":"a","changes":[{"sql":{"sql":"drop table t"}}]}}]}',
      },
      'not-invertible',
    ],
    [sql(''), 'missing'],
    [sql('--rollback empty\n'), 'empty'],
    [sql('--rollback CREATE TABLE t (a int);\n'), 'explicit'],
    [sql('/* liquibase rollback\nCREATE TABLE t (a int);\n*/\n'), 'explicit'],
  ])('%j: %s', async (files, reversibility) => {
    expect(await stepOf(files)).toMatchObject({ framework: 'liquibase', reversibility })
  })

  test('each changeset of a file is a migration of its own, on its own lines', async () => {
    const text =
      '--liquibase formatted sql\n--changeset a:1\nCREATE TABLE t (a int);\n--rollback DROP TABLE t;\n\n--changeset b:2\nDROP TABLE u;\n'
    const steps = await stepsOf({ 'db/changelog/1.sql': text })
    expect(steps.map(({ name, up, reversibility }) => [name, up.region.startLine, reversibility])).toEqual([
      ['a:1', 2, 'explicit'],
      ['b:2', 6, 'missing'],
    ])
  })

  test.each([
    [xml('<sql>DROP TABLE t</sql>'), xml('<sql>\n  DROP TABLE t;\n</sql><rollback/>')],
    [
      xml('<sql>DROP TABLE t</sql>', ' runOnChange="true"'),
      xml('<sql>DROP TABLE u</sql>', ' runOnChange="true"'),
    ],
  ])('an edit that no checksum shows: %#', async (before, after) => {
    expect((await stepOf(before))?.up.code).toBe((await stepOf(after))?.up.code)
  })

  test.each([
    ['a broken changelog', '<databaseChangeLog><changeSet>'],
    ['a deep changelog', `<databaseChangeLog>${'<changeSet>'.repeat(20_000)}`],
  ])('%s is named, with its line', async (_, text) => {
    const adapter = adapters.find(({ framework }) => framework === 'liquibase')
    const place = adapter?.place('db/changelog/1.xml')
    if (!adapter || !place) throw new Error('no adapter')
    const up = { path: 'db/changelog/1.xml', source: new Source(text) }
    expect(await adapter.read({ place, up, setHasDowns: true })).toMatchObject({
      unreadable: expect.stringMatching(/line 1/) as string,
    })
  })
})

test.each([
  [
    'a repository',
    { 'src/migrations/1-x.js': 'exports.up = function (db, cb) { return db.collection.find() }' },
  ],
  [
    'a data source',
    { 'src/migrations/data-source.ts': 'export class Up { up(request) { return queryRunner } }' },
  ],
  ['a configuration', { 'db/changelog/x.yaml': 'changes: []' }],
])('%s is no migration', async (_, files) => {
  expect(await stepOf(files)).toBeUndefined()
})
