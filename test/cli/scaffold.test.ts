import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { World } from './world.ts'

const USERS = 'CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL DEFAULT 1);\n'
const MAIL = 'ALTER TABLE users ALTER COLUMN email DROP DEFAULT;\nCREATE INDEX by_email ON users (email);\n'
const BACK = 'DROP INDEX by_email;\nALTER TABLE users ALTER COLUMN email SET DEFAULT 1;\n'

test('a rollback is written from the schema that the earlier migrations make, and proven', async () => {
  using world = new World()
  world.write({
    'db/001_users.up.sql': USERS,
    'db/001_users.down.sql': 'DROP TABLE users;\n',
    'db/002_mail.up.sql': MAIL,
  })
  const shown = await world.run('scaffold', 'rollback', 'db/002_mail.up.sql')
  expect(shown).toMatchObject({ code: 0, stdout: BACK })
  expect(shown.stderr).toContain('proven on PostgreSQL')
  expect(shown.stderr).toContain('db/002_mail.down.sql')
  const { stdout } = await world.run('scaffold', 'rollback', 'db/002_mail.up.sql', '--write')
  expect(stdout).toBe('wrote db/002_mail.down.sql\n')
  expect(readFileSync(world.path('db/002_mail.down.sql'), 'utf8')).toBe(BACK)
})

test('a section of the same file is filled; what stands there is left alone unless it is forced away', async () => {
  using world = new World()
  const up = '-- +goose Up\nCREATE TABLE users (id int);\n'
  world.write({
    'm/001_users.sql': up,
    'm/002_tags.sql':
      '-- +goose Up\nCREATE TABLE tags (id int);\n-- +goose Down\nSELECT 1;\nDROP TABLE tags;\n',
  })
  await expect(world.run('scaffold', 'rollback', 'm/001_users.sql', '--write')).resolves.toMatchObject({
    code: 0,
  })
  expect(readFileSync(world.path('m/001_users.sql'), 'utf8')).toMatch(
    /^-- \+goose Up\nCREATE TABLE users \(id int\);\n+-- \+goose Down\nDROP TABLE users;\n$/,
  )
  const again = await world.run('scaffold', 'rollback', 'm/002_tags.sql', '--write')
  expect(again).toMatchObject({ code: 2, stderr: expect.stringContaining('--force') })
  await world.run('scaffold', 'rollback', 'm/002_tags.sql', '--write', '--force')
  expect(readFileSync(world.path('m/002_tags.sql'), 'utf8')).toBe(
    '-- +goose Up\nCREATE TABLE tags (id int);\n-- +goose Down\nDROP TABLE tags;\n',
  )
})

test('of code it gives what it knows, says that it was not run, and leaves the rest as comments', async () => {
  using world = new World()
  world.write({
    'db/migrate/20260101000000_pay.rb':
      'class Pay < ActiveRecord::Migration[8.0]\n  def up\n    execute "UPDATE a SET b = 1"\n    add_column :users, :pay, :integer\n  end\nend\n',
  })
  const { code, stdout, stderr } = await world.run('scaffold', 'rollback', 'db/migrate/20260101000000_pay.rb')
  expect(code).toBe(0)
  expect(stderr).toMatch(/Rails: not proven, because .*runs code/)
  expect(stdout).toMatch(/^(?:# TODO: undo: .*\n)+$/)
})

test.each([
  ['a file that is not there', 'nowhere.sql', 'cannot read nowhere.sql'],
  ['a file that is no migration', 'notes.sql', 'no migration that is understood'],
])('%s is bad usage', async (_name, file, message) => {
  using world = new World()
  world.write({ 'notes.sql': 'SELECT 1;\n' })
  const { code, stderr } = await world.run('scaffold', 'rollback', file)
  expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(message) as string })
})
