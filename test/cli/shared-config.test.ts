import { symlinkSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseOrigin } from '../../src/changeset/shared/git-source.ts'
import { INSECURE, World } from './world.ts'

const OFF = 'version: 1\nchecks: { "*": off }\n'
const EXTENDS = 'version: 1\nextends:\n  - org:roadmap\n'

function shop(): World {
  const world = new World().repository({ '.roadmap.yml': EXTENDS }, { 'src/users.ts': INSECURE })
  world.git('remote', 'add', 'origin', 'git@github.com:acme/shop.git')
  return world
}

/** The organisation's `.github` and a repository of others with a tag, as clones under one folder. */
function clones(organisation: string): World {
  const world = new World()
  world.write({
    'acme/.github/.roadmap.yml': organisation,
    'others/rules/config/strict.yml': 'version: 1\ngate:\n  fail-on: note\n',
  })
  for (const folder of ['acme/.github', 'others/rules']) {
    world.git('-C', folder, 'init', '--quiet', '--initial-branch=main')
    world.git('-C', folder, 'add', '--all')
    world.git('-C', folder, 'commit', '--quiet', '--message=first')
  }
  world.git('-C', 'others/rules', 'tag', '--annotate', '--message=first', 'v1')
  world.write({ 'others/rules/config/strict.yml': 'version: 1\ngate:\n  fail-on: never\n' })
  world.git('-C', 'others/rules', 'commit', '--quiet', '--all', '--message=second')
  return world
}

test('reviews by what clones hold at their tags, and explains each value with its place', async () => {
  using world = shop()
  using shared = clones(
    'version: 1\nextends: ["others/rules:config/strict.yml@v1"]\nchecks:\n  "*": off\n  insecure-patterns/sql-injection: note\n',
  )
  const from = ['--shared-config', shared.dir]
  const checked = await world.run('config', 'check', ...from)
  expect(checked).toMatchObject({ code: 0, stderr: '' })
  // Failing on notes is what the tag says; the branch says never.
  expect(await world.run('review', ...from)).toMatchObject({ code: 1 })
  const { stdout } = await world.run('config', 'explain', 'src/users.ts', ...from)
  expect(stdout).toMatch(
    /acme\/\.github:\.roadmap\.yml@[0-9a-f]{10} checks, line 5 \(insecure-patterns\/sql-injection\): note/,
  )
})

test('says at its line what cannot be read, and reviews nothing', async () => {
  using world = shop()
  using empty = new World()
  const missing = await world.run('review', '--shared-config', empty.dir)
  expect(missing.code).toBe(2)
  expect(missing.stderr).toMatch(
    /^\.roadmap\.yml:3:5: org:roadmap cannot be read: there is no folder acme\/\.github/,
  )
  const env = { GITHUB_SERVER_URL: 'http://127.0.0.1:9' }
  const remote = await world.runWith({ env }, 'config', 'check')
  expect(remote.code).toBe(2)
  expect(remote.stderr).toMatch(
    /^\.roadmap\.yml:3:5: org:roadmap cannot be read: .*could not be reached.*--shared-config/,
  )
})

test('names the lines of a broken one', async () => {
  using world = shop()
  using shared = clones('version: 1\nmode: advisory\ngate:\n  fail-on: sometimes\n')
  const { code, stderr } = await world.run('config', 'check', '--shared-config', shared.dir)
  expect(code).toBe(2)
  expect(stderr).toMatch(/\nacme\/\.github:\.roadmap\.yml@[0-9a-f]{10}:4:12: gate\.fail-on must be/)
})

test('takes plain files, says that they have no tags, and stays in their folder', async () => {
  using world = shop()
  using shared = new World()
  shared.write({ 'acme/.github/.roadmap.yml': 'version: 1\nmode: advisory\n', 'secret.yml': 'version: 1\n' })
  const { code, stderr } = await world.run('config', 'check', '--shared-config', shared.dir)
  expect(code).toBe(0)
  expect(stderr).toContain('was read from a plain folder')
  symlinkSync(shared.path('secret.yml'), shared.path('acme/.github/rules.yml'))
  world.write({ '.roadmap.yml': 'version: 1\nextends: ["acme/.github:rules.yml@v1"]\n' })
  const left = await world.run('config', 'check', '--shared-config', shared.dir)
  expect(left.stderr).toContain('rules.yml leaves acme/.github')
})

test('a change that extends something new is told that it was not looked at', async () => {
  using world = new World().repository({ '.roadmap.yml': OFF }, { '.roadmap.yml': EXTENDS })
  world.git('remote', 'add', 'origin', 'https://github.com/acme/shop')
  const { stdout } = await world.run('review')
  expect(stdout).toContain('org:roadmap was not followed')
})

test.each([
  ['https://github.com/acme/shop.git', 'https://github.com'],
  ['https://user:secret@github.com/acme/shop', 'https://github.com'],
  ['git@git.acme.example:acme/shop.git', 'https://git.acme.example'],
  ['ssh://git@git.acme.example:2222/acme/shop.git', 'https://git.acme.example'],
])('reads %s', (url, server) => {
  expect(parseOrigin(url)).toEqual({ server, repository: { owner: 'acme', repo: 'shop' } })
})

test.each(['/srv/git/shop.git', 'file:///srv/acme/shop', 'https://github.com/acme', '../shop'])(
  'knows no owner in %s',
  (url) => expect(parseOrigin(url)).toBeUndefined(),
)
