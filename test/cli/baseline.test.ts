import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { type JsonReview, reviewSchema } from '../../src/report/index.ts'
import { INSECURE, World } from './world.ts'

const FILE = '.roadmap-baseline.json'
const parse = (stdout: string): JsonReview => reviewSchema.parse(JSON.parse(stdout))
const GATE = { '.roadmap.yml': 'version: 1\nmode: enforce\n' }
const ONE = '  return pool.query("SELECT * FROM users WHERE name = \'" + name + "\'")\n'

function commit(world: World, message: string): void {
  world.git('add', '--all')
  world.git('commit', '--quiet', `--message=${message}`)
}

test('a legacy repository starts to enforce: only what comes later fails, and the baseline shrinks', async () => {
  using world = new World().repository({ ...GATE, 'src/users.ts': INSECURE }, { 'other.txt': 'x' })
  await expect(world.run('assess')).resolves.toMatchObject({ code: 1 })
  const written = await world.run('baseline')
  expect(written.code).toBe(0)
  const text = readFileSync(world.path(FILE), 'utf8')
  expect(JSON.parse(text)).toMatchObject({
    version: 1,
    findings: [{ path: 'src/users.ts', rule: 'insecure-patterns/sql-injection', count: 1 }],
  })
  commit(world, 'baseline')
  await expect(world.run('assess')).resolves.toMatchObject({ code: 0 })
  await expect(world.run('baseline', '--check')).resolves.toMatchObject({ code: 0 })
  await expect(world.run('baseline')).resolves.toMatchObject({ code: 2 })

  // One more of the same, above the old one: it is the new one that is shown.
  world.git('branch', '--force', 'main')
  world.write({ 'src/users.ts': INSECURE.replace(ONE, `${ONE}${ONE}`) })
  commit(world, 'one more')
  const more = parse((await world.run('review', '--format', 'json')).stdout)
  expect(more.conclusion).toBe('failure')
  expect(more.findings.filter(({ verdict }) => verdict.shown)).toHaveLength(1)
  // Rewritten, it is the old one.
  world.write({ 'src/users.ts': INSECURE.replace(ONE, `  ${ONE}`) })
  commit(world, 'indented')
  await expect(world.run('review')).resolves.toMatchObject({ code: 0 })
  world.write({ 'src/users.ts': INSECURE.replace(ONE, `${ONE}${ONE}`) })
  commit(world, 'one more')
  const check = await world.run('baseline', '--check')
  expect([check.code, check.stderr]).toEqual([1, expect.stringContaining('new: 1 of')])
  await world.run('baseline', '--update')
  expect(readFileSync(world.path(FILE), 'utf8')).toBe(text)
  await expect(world.run('baseline', '--update', '--accept-new')).resolves.toMatchObject({ code: 2 })
  await world.run('baseline', '--update', '--accept-new', '--reason', 'ours until May')
  expect(JSON.parse(readFileSync(world.path(FILE), 'utf8'))).toMatchObject({ findings: [{ count: 2 }] })

  world.write({ 'src/users.ts': 'export const none = 1\n', [FILE]: text })
  commit(world, 'mended')
  const { stdout } = await world.run('assess', '--format', 'json')
  expect(parse(stdout).notices).toMatchObject([
    { level: 'note', location: { path: FILE, region: { startLine: 4 } } },
  ])
  await expect(world.run('baseline', '--check')).resolves.toMatchObject({ code: 1 })
  await world.run('baseline', '--update')
  expect(JSON.parse(readFileSync(world.path(FILE), 'utf8'))).toEqual({ version: 1, findings: [] })
})

test('code that is moved keeps its entry, before and after the baseline says so', async () => {
  using world = new World().repository({ ...GATE, 'src/users.ts': INSECURE }, { 'other.txt': 'x' })
  await world.run('baseline')
  commit(world, 'baseline')
  world.git('mv', 'src/users.ts', 'src/people.ts')
  commit(world, 'moved')
  await expect(world.run('assess')).resolves.toMatchObject({ code: 0 })
  await expect(world.run('baseline', '--check')).resolves.toMatchObject({ code: 1 })
  await world.run('baseline', '--update')
  expect(JSON.parse(readFileSync(world.path(FILE), 'utf8'))).toMatchObject({
    findings: [{ path: 'src/people.ts', count: 1 }],
  })
  await expect(world.run('baseline', '--check')).resolves.toMatchObject({ code: 0 })
})

test('a change cannot put its own findings into the baseline, and is told what that would hide', async () => {
  using world = new World().repository(GATE, { 'src/users.ts': INSECURE })
  await world.run('baseline')
  commit(world, 'hide it')
  const { code, stdout } = await world.run('review', '--format', 'json')
  expect(code).toBe(1)
  expect(parse(stdout).notices).toMatchObject([
    { level: 'warning', message: expect.stringContaining('some of them are its own') },
    {
      level: 'warning',
      message: expect.stringContaining('found in this change'),
      location: { region: { startLine: 4 } },
    },
  ])
})

test('a baseline that is not valid hides nothing, and nothing passes; a change that mends it does', async () => {
  const broken = '{\n  "version": 1,\n  "findings": [\n    { "path": "a" }\n  ]\n}\n'
  using world = new World().repository({ ...GATE, [FILE]: broken }, { 'README.md': '# Shop 2\n' })
  const { code, stdout } = await world.run('review', '--format', 'json')
  expect(code).toBe(3)
  expect(parse(stdout).notices[0]).toMatchObject({
    level: 'error',
    location: { side: 'base', path: FILE, region: { startLine: 4 } },
  })
  await expect(world.run('baseline', '--update')).resolves.toMatchObject({
    code: 2,
    stderr: expect.stringContaining(`${FILE}:4:`),
  })
  world.write({ [FILE]: '{ "version": 1, "findings": [] }\n' })
  commit(world, 'mend')
  await expect(world.run('review')).resolves.toMatchObject({ code: 0 })
  world.write({ [FILE]: '['.repeat(100_000) })
  commit(world, 'break')
  await expect(world.run('review')).resolves.toMatchObject({ code: 3 })
})
