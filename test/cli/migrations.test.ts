import { Ajv } from 'ajv'
import { expect, test } from 'vitest'
import { migrationsJsonSchema } from '../../src/report/migrations/schema.ts'
import { World } from './world.ts'

const GOOSE = (up: string, down: string): string => `-- +goose Up\n${up}\n\n-- +goose Down\n${down}\n`
const FILES = {
  'db/1_users.sql': GOOSE('CREATE TABLE users (id int PRIMARY KEY, email text);', 'DROP TABLE users;'),
  'db/2_name.sql': GOOSE('ALTER TABLE users ADD name text;', 'ALTER TABLE users DROP COLUMN email;'),
  'db/3_age.sql': GOOSE('ALTER TABLE users ADD age int;', '\nALTER TABLE members DROP COLUMN age;'),
  'db/4_seed.sql': GOOSE('INSERT INTO users (id) VALUES (1);', ''),
  'shop/db/migrate/20260101120000_drop_notes.rb':
    'class DropNotes < ActiveRecord::Migration[8.0]\n  def up\n    drop_table :notes\n  end\n\n  def down\n    raise ActiveRecord::IrreversibleMigration, "the notes were exported and are gone"\n  end\nend\n',
}

interface Report {
  totals: unknown
  sets: {
    framework: string
    migrations: { path: string; rollback: string; proof?: { kind: string; failure?: unknown } }[]
  }[]
  notLookedAt: string[]
}

test('every migration of a folder is listed with its rollback, several frameworks apart', async () => {
  using world = new World()
  world.write(FILES)
  const { code, stdout } = await world.run('migrations')
  expect({ code, stdout }).toMatchSnapshot()
  for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(100)
})

test('a proof says of each what became of it, on lines of the files', async () => {
  using world = new World()
  world.write(FILES)
  const { code, stdout } = await world.run('migrations', '--prove', '--format', 'json')
  expect(code).toBe(0)
  const report = JSON.parse(stdout) as Report
  const valid = new Ajv({ strict: false }).compile(JSON.parse(migrationsJsonSchema()) as object)
  expect(valid(report) || valid.errors).toBe(true)
  const proofs = report.sets.flatMap(({ migrations }) =>
    migrations.map(({ path, rollback, proof }) => [path, rollback, proof?.kind]),
  )
  expect(proofs).toEqual([
    ['db/1_users.sql', 'explicit', 'proven'],
    ['db/2_name.sql', 'explicit', 'differs'],
    ['db/3_age.sql', 'explicit', 'fails'],
    // The row is still there when it is put in again.
    ['db/4_seed.sql', 'empty', 'fails'],
    ['shop/db/migrate/20260101120000_drop_notes.rb', 'declared-irreversible', 'not-provable'],
  ])
  expect(report.sets[0]?.migrations[2]?.proof?.failure).toMatchObject({ way: 'down', code: '42P01', line: 6 })
})

test('what could not be read is named, and the exit code says so', async () => {
  using world = new World()
  world.write({ ...FILES, 'db/5_bytes.sql': Buffer.from([0x2d, 0x2d, 0xff, 0xfe, 0x41]) })
  const { code, stdout } = await world.run('migrations')
  expect(code).toBe(3)
  expect(stdout).toContain('Not looked at')
  expect(stdout).toContain('db/5_bytes.sql')
})

test('a folder without migrations says so', async () => {
  using world = new World()
  world.write({ 'README.md': '# Shop\n' })
  await expect(world.run('migrations')).resolves.toMatchObject({
    code: 0,
    stdout: 'No migrations were found.\n',
  })
})

test('names from the tree cannot draw tables or colour terminals', async () => {
  using world = new World()
  world.write({ 'db/1_a\u001b[31m|b.sql': GOOSE('CREATE TABLE a (id int);', 'DROP TABLE a;') })
  const plain = await world.run('migrations')
  expect(plain.stdout).not.toContain('\u001b')
  const { stdout } = await world.run('migrations', '--format', 'markdown')
  expect(stdout).toContain('\\|b')
  expect(stdout).not.toContain('\u001b')
})
