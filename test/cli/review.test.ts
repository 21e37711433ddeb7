import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type JsonReview, reviewSchema } from '../../src/report/index.ts'
import { INSECURE, World } from './world.ts'

const parse = (stdout: string): JsonReview => reviewSchema.parse(JSON.parse(stdout))

test('a clean change ends with 0', async () => {
  using world = new World().repository({}, { 'README.md': '# Shop\n\nSells.\n' })
  const { code, stdout } = await world.run('review', '--format', 'json')
  expect(code).toBe(0)
  expect(parse(stdout)).toMatchObject({ conclusion: 'success', findings: [] })
})

test('a finding at the gate ends with 1, and every option that should change that does', async () => {
  using world = new World().repository({}, { 'src/users.ts': INSECURE })
  const { code, stdout, stderr } = await world.run('review', '--format', 'json')
  expect(code).toBe(1)
  expect(stderr).toBe('')
  const { findings, conclusion, headSha, baseSha } = parse(stdout)
  expect({ conclusion, headSha, baseSha }).toEqual({
    conclusion: 'failure',
    headSha: world.git('rev-parse', 'HEAD'),
    baseSha: world.git('rev-parse', 'main'),
  })
  expect(findings.filter(({ verdict }) => verdict.shown)).toMatchObject([
    {
      ruleId: 'insecure-patterns/sql-injection',
      level: 'error',
      location: { side: 'head', path: 'src/users.ts', region: { startLine: 4, endLine: 4 } },
    },
  ])
  await expect(world.run('review', '--fail-on', 'never')).resolves.toMatchObject({ code: 0 })
  await expect(world.run('review', '--only', 'lib/**', '--only', 'docs/**')).resolves.toMatchObject({
    code: 0,
  })
  await expect(world.run('review', '--head', 'main')).resolves.toMatchObject({ code: 0 })
})

test('something that was not looked at ends with 3, and is named', async () => {
  using world = new World().repository({}, { 'src/users.ts': Buffer.from([0x61, 0x3d, 0xff, 0xfe, 0x0a]) })
  const { code, stdout } = await world.run('review')
  expect(code).toBe(3)
  expect(stdout).toContain('Not looked at')
  expect(stdout).toContain('src/users.ts')
})

test('the base decides on the configuration; a change of it is said, with its mistakes', async () => {
  using world = new World().repository(
    { '.roadmap.yml': 'version: 1\nmode: advisory\n' },
    { '.roadmap.yml': 'version: 1\nmode: silent\n', 'src/users.ts': INSECURE },
  )
  const { code, stdout } = await world.run('review', '--format', 'json')
  expect(code).toBe(0)
  const { conclusion, notices } = parse(stdout)
  expect(conclusion).toBe('neutral')
  expect(notices.map(({ level, location }) => [level, location?.path, location?.region?.startLine])).toEqual([
    ['note', '.roadmap.yml', undefined],
    ['error', '.roadmap.yml', 2],
  ])
  // Who names a gate is stopped by it, and a file that is named goes over the base's.
  await expect(world.run('review', '--fail-on', 'error')).resolves.toMatchObject({ code: 1 })
  world.write({ 'strict.yml': 'version: 1\nchecks:\n  insecure-patterns/sql-injection: note\n' })
  await expect(world.run('review', '--config', 'strict.yml')).resolves.toMatchObject({ code: 0 })
})

test('a label that the configuration names allows; the finding is said as such', async () => {
  using world = new World().repository(
    {
      '.roadmap.yml': 'version: 1\nchecks: { insecure-patterns/sql-injection: { allow-when-label: risk } }\n',
    },
    { 'src/users.ts': INSECURE },
  )
  await expect(world.run('review', '--label', 'else')).resolves.toMatchObject({ code: 1 })
  const { code, stdout } = await world.run('review', '--label', 'else', '--label', 'Risk', '--format', 'json')
  expect(code).toBe(0)
  expect(parse(stdout).findings).toMatchObject([
    { verdict: { shown: false, because: 'allowed-by-label', detail: 'risk' } },
  ])
  expect((await world.run('review', '--label', 'risk')).stdout).toContain('allowed by label')
})

test('a waiver ends by the time that is given', async () => {
  const config = `version: 1
waivers:
  - check: insecure-patterns/sql-injection
    paths: ["src/**"]
    reason: Replaced with the new store
    expires: 2027-01-31
`
  using world = new World().repository({ '.roadmap.yml': config }, { 'src/users.ts': INSECURE })
  const during = await world.run('review', '--now', '2027-01-31T23:59:59Z')
  expect(during.code).toBe(0)
  expect(during.stdout).toContain('1 waived')
  const after = await world.run('review', '--now', '2027-02-01')
  expect(after.code).toBe(1)
  expect(after.stdout).toMatch(/Notices\n.*expired/)
})

test('folders, files and revisions give the same findings', async () => {
  using world = new World().repository({ 'src/users.ts': 'export {}\n' }, { 'src/users.ts': INSECURE })
  world.write({ 'src/users.ts': 'export {}\n' }, 'a')
  world.write({ 'src/users.ts': INSECURE }, 'b')
  const git = parse((await world.run('review', '--format', 'json')).stdout)
  const folders = parse(
    (await world.run('review', '--base-dir', 'a', '--head-dir', 'b', '--format', 'json')).stdout,
  )
  expect(folders.findings).toEqual(git.findings)
  const files = parse(
    (
      await world.run(
        'review',
        '--base-file',
        'a/src/users.ts',
        '--head-file',
        'b/src/users.ts',
        '--format',
        'json',
      )
    ).stdout,
  )
  expect(files.findings.map(({ ruleId, location }) => [ruleId, location.region])).toEqual(
    git.findings.map(({ ruleId, location }) => [ruleId, location.region]),
  )
})

test('assess takes a whole tree as new, and its own configuration', async () => {
  using world = new World()
  world.write({ 'src/users.ts': INSECURE })
  const { code, stdout } = await world.run('assess', '--format', 'json')
  expect(code).toBe(1)
  expect(parse(stdout).findings.map(({ ruleId }) => ruleId)).toContain('insecure-patterns/sql-injection')
  world.write({ '.roadmap.yml': 'version: 1\nchecks: { "*": off }\n' })
  await expect(world.run('assess', '.')).resolves.toMatchObject({ code: 0 })
})

test('the report goes to a file that is named, with the source around the findings', async () => {
  using world = new World().repository({}, { 'src/users.ts': INSECURE })
  const { code, stdout, stderr } = await world.run(
    'review',
    '--format',
    'html',
    '--output',
    'out/review.html',
  )
  expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: 'wrote out/review.html\n' })
  const html = readFileSync(world.path('out/review.html'), 'utf8')
  expect(html).toContain('SELECT * FROM users')
  expect(html).toContain('insecure-patterns/sql-injection')
})

test('progress and colours are for terminals, NO_COLOR and FORCE_COLOR go over that', async () => {
  using world = new World().repository({}, { 'README.md': '# Shop\n\nSells.\n' })
  const piped = await world.run('review')
  expect(piped.stderr).toBe('')
  expect(piped.stdout).not.toContain('\u001B')
  const terminal = await world.runWith({ tty: true }, 'review')
  expect(terminal.stderr).toContain('reading the change')
  expect(terminal.stdout).toContain('\u001B[')
  const plain = await world.runWith({ tty: true, env: { NO_COLOR: '1' } }, 'review')
  expect(plain.stdout).toBe(piped.stdout)
  const forced = await world.runWith({ env: { FORCE_COLOR: '1' } }, 'review')
  expect(forced.stdout).toBe(terminal.stdout)
})

test('a review that is interrupted ends with 130 and without a report', async () => {
  using world = new World().repository({}, { 'src/users.ts': INSECURE })
  const signal = AbortSignal.abort(new Error('interrupted'))
  await expect(world.runWith({ signal }, 'review')).resolves.toEqual({ code: 130, stdout: '', stderr: '' })
})
