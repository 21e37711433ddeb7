import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { families, rules } from '../../checks/index.ts'
import { World } from './world.ts'

test.each([
  ['an unknown command', ['revue'], 'unknown command'],
  ['an unknown option', ['review', '--fast'], 'unknown option'],
  ['an unknown format', ['review', '--format', 'pdf'], 'Allowed choices'],
  ['a level that is none', ['review', '--fail-on', 'critical'], 'Allowed choices'],
  ['a time without zone', ['review', '--now', '2026-11-22T10:00'], '2026-01-31T12:00:00Z'],
  ['a day that is none', ['review', '--now', '2026-02-31T00:00:00+99:00'], '2026-01-31'],
  ['a glob left open', ['review', '--only', 'api/['], 'without its closing one'],
  ['an empty glob', ['review', '--only', ''], 'empty glob'],
  ['a glob from the root of the disk', ['assess', '--only', './api/**'], 'write api/**'],
  ['half a pair of folders', ['review', '--base-dir', '.'], 'go together'],
  ['half a pair of files', ['review', '--head-file', 'a'], 'go together'],
  ['two sources', ['review', '--base-dir', '.', '--head-dir', '.', '--base', 'main'], 'not several'],
  ['a folder that is none', ['review', '--base-dir', 'nowhere', '--head-dir', '.'], 'nowhere'],
  ['a folder without repository', ['review', '--repo', '.'], 'not a git repository'],
  ['a tree that is not there', ['assess', 'nowhere'], 'nowhere'],
  ['a configuration that is not there', ['config', 'check'], 'cannot read .roadmap.yml'],
  [
    'an unknown rule',
    ['explain', 'insecure-patterns/sql-injektion'],
    'did you mean insecure-patterns/sql-injection?',
  ],
  [
    'a rule without its family',
    ['explain', 'sql-injection'],
    'did you mean insecure-patterns/sql-injection?',
  ],
])('%s is bad usage: 2, a line that says so, no stack', async (_name, args, message) => {
  using world = new World()
  const { code, stdout, stderr } = await world.run(...args)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(message)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test('an unknown revision is bad usage', async () => {
  using world = new World().repository({}, { a: 'a' })
  const { code, stderr } = await world.run('review', '--base', '--upload-pack=x')
  expect(code).toBe(2)
  expect(stderr).toContain('--upload-pack=x')
  await expect(world.run('review', '--base', 'nope')).resolves.toMatchObject({ code: 2 })
})

test('a mistake in the configuration stops the review: every one with its place', async () => {
  using world = new World().repository({ '.roadmap.yml': 'version: 1\nmode: loud\ngat: 1\n' }, { a: 'a' })
  for (const args of [['review'], ['config', 'check'], ['config', 'explain', 'a']]) {
    const { code, stdout, stderr } = await world.run(...args)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(/^\.roadmap\.yml:2:7: /m)
    expect(stderr).toMatch(/^\.roadmap\.yml:3:1: .*gate/m)
  }
})

test('init writes a file that is valid, and never overwrites one', async () => {
  using world = new World()
  await expect(world.run('init')).resolves.toMatchObject({ code: 0 })
  await expect(world.run('config', 'check')).resolves.toEqual({
    code: 0,
    stdout: '.roadmap.yml is valid\n',
    stderr: '',
  })
  world.write({ '.roadmap.yml': 'version: 1\n# ours\n' })
  const { code, stderr } = await world.run('init')
  expect(code).toBe(2)
  expect(stderr).toContain('left as it is')
  const again = await world.run('config', 'explain', 'src/a.ts')
  expect(again.stdout).toContain('configuration: .roadmap.yml')
})

test('init counts who uses a file and how often it changes, where no folder says what it is', async () => {
  using world = new World()
  const users = Array.from({ length: 5 }, (_, index): [string, string] => [
    `src/user-${index}.ts`,
    "import { core } from './core.ts'\ncore()\n",
  ])
  world.git('init', '--quiet')
  world.write(Object.fromEntries(users))
  for (let round = 0; round < 10; round++) {
    world.write({ 'src/core.ts': `export const core = () => ${round}\n` })
    world.git('add', '--all')
    world.git('commit', '--quiet', '--message=change')
  }
  const { code, stdout } = await world.run('init')
  expect({ code, missing: /not looked at/.test(stdout) }).toEqual({ code: 0, missing: false })
  expect(readFileSync(join(world.dir, '.roadmap.yml'), 'utf8')).toContain(
    '#   often-changed: { paths: ["src/core.ts"] } # changed often, and much depends on it; 10 changes in a year, imported 5 times',
  )
})

test('config explain shows what holds for a path and what set it', async () => {
  using world = new World()
  world.write({
    '.roadmap.yml': `version: 1
ignore: ["dist/**"]
critical-paths:
  payments: { paths: ["services/payments/**"] }
checks:
  insecure-patterns/sql-injection: warning
overrides:
  - paths: ["services/**"]
    checks: { insecure-patterns/*: note }
`,
  })
  const { code, stdout } = await world.run('config', 'explain', './services/payments/charge.ts')
  expect(code).toBe(0)
  expect(stdout).toContain('critical: payments')
  const block = stdout.split('\n\n').find((part) => part.startsWith('insecure-patterns/sql-injection'))
  expect(block?.split('\n')[0]).toContain('note')
  expect(block).toMatch(/line 6.*warning/)
  await expect(world.run('config', 'explain', 'dist/a.js')).resolves.toMatchObject({
    stdout: expect.stringContaining('ignored: yes') as string,
  })
})

test('rules lists every rule, as text and as data', async () => {
  using world = new World()
  const { stdout } = await world.run('rules', '--format', 'json')
  const listed = JSON.parse(stdout) as Record<string, unknown>[]
  expect(listed.map(({ id }) => id)).toEqual(rules.map(({ id }) => id))
  for (const rule of listed) {
    expect(Object.keys(rule)).toEqual([
      'id',
      'family',
      'level',
      'confidence',
      'status',
      'module',
      'cwe',
      'group',
    ])
  }
  const text = (await world.run('rules')).stdout.split('\n')
  const rows = text.filter((line) => line.includes('/'))
  expect(new Set(rows.map((line) => line.split(' ')[0]))).toEqual(new Set(rules.map(({ id }) => id)))
  expect(rows).toHaveLength(rules.length)
  expect(new Set(rows.map((line) => line.search(/ (?:high|medium|low) /))).size).toBe(1)
  for (const { title } of families) expect(text.some((line) => line.startsWith(`# ${title}`))).toBe(true)
})

test('explain shows the page and where to read on', async () => {
  using world = new World()
  const { code, stdout } = await world.run('explain', 'insecure-patterns/sql-injection')
  expect(code).toBe(0)
  expect(stdout).toContain('## Why it matters')
  expect(stdout).toContain('CWE-89')
  expect(stdout).toMatch(/^Module \d+, .*: https:\/\//m)
})

test('help and version end with 0', async () => {
  using world = new World()
  await expect(world.run('--help')).resolves.toMatchObject({ code: 0, stderr: '' })
  await expect(world.run('--version')).resolves.toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^\d+\.\d+/) as string,
  })
})
