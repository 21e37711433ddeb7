import { afterAll, beforeAll, expect, test } from 'vitest'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

/** Mistakes on lines 2, 4, 5 and 8. */
const BROKEN = `version: 1
mode: enforced
review:
  max-inlin: 3
gate: { fail-on: critical }
waivers:
  - check: migration-rollback/missing-down
    paths: "db/**"
    expires: 2027-01-31
`
const LINES = [2, 4, 5]

test('a broken configuration of the base: every mistake with its line, on every family, and no check passes', async () => {
  const { standIn } = github
  const repository = await github.repository({ 'src/server.js': SAFE, '.roadmap.yml': BROKEN })
  const sha = await standIn.push(repository, 'work', { files: { 'src/new.js': SAFE } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(new Set(Object.values(github.checks(repository, sha)))).toEqual(new Set(['action_required']))
  for (const { output, actions } of standIn.checkRuns(repository, sha)) {
    for (const line of LINES) expect(output.summary).toContain(`\`.roadmap.yml:${line}:`)
    expect(output.summary).toMatch(/waivers.*reason/)
    expect(output.summary).toContain('max-inline')
    expect(output.title).toMatch(/^\.roadmap\.yml is not valid: \d mistakes$/)
    expect(actions).toHaveLength(1)
  }
  expect(await standIn.reviewComments(pull)).toEqual([])
})

test('a pull request that breaks it: the base is in force, and the mistakes stand on their lines', async () => {
  const { standIn } = github
  const repository = await github.repository()
  const sha = await standIn.push(repository, 'work', {
    files: { '.roadmap.yml': BROKEN, 'src/server.js': UNSAFE },
  })
  await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  const checks = github.checks(repository, sha)
  expect(checks['Insecure patterns']).toBe('failure')
  const runs = standIn.checkRuns(repository, sha)
  const annotations = runs.flatMap(({ output }) => output.annotations)
  const own = annotations.filter(({ path }) => path === '.roadmap.yml')
  expect(own.map(({ start_line: line }) => line)).toEqual(expect.arrayContaining(LINES))
  expect(new Set(own.map(({ message }) => message)).size).toBe(own.length)
  for (const { output } of runs) expect(output.summary).toMatch(/\.roadmap\.yml/)
})

test('a pull request that only breaks it may not pass', async () => {
  const { standIn } = github
  const repository = await github.repository()
  const sha = await standIn.push(repository, 'work', { files: { '.roadmap.yml': BROKEN } })
  await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(new Set(Object.values(github.checks(repository, sha)))).toEqual(new Set(['action_required']))
  const annotations = standIn.checkRuns(repository, sha).flatMap(({ output }) => output.annotations)
  expect(annotations.length).toBeGreaterThanOrEqual(LINES.length)
})

test('a YAML bomb in the base is a mistake with a line', async () => {
  const { standIn } = github
  const bomb = `a: &a [x, x]\n${Array.from({ length: 30 }, (_, n) => `b${n}: &b${n} [*${n === 0 ? 'a' : `b${n - 1}`}, *${n === 0 ? 'a' : `b${n - 1}`}]\n`).join('')}`
  const repository = await github.repository({ 'src/server.js': SAFE, '.roadmap.yml': bomb })
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(new Set(Object.values(github.checks(repository, sha)))).toEqual(new Set(['action_required']))
  expect(standIn.checkRuns(repository, sha)[0]?.output.summary).toMatch(/`\.roadmap\.yml:\d+:\d+`/)
})

test('`drafts: skip`, `advisory` and `off` do what they say, and are never a plain pass', async () => {
  const { standIn } = github
  const config = 'version: 1\nmode: advisory\nreview: { drafts: skip }\n'
  const repository = await github.repository({ 'src/server.js': SAFE, '.roadmap.yml': config })
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'work', draft: true })
  await github.rest()
  expect(new Set(Object.values(github.checks(repository, sha)))).toEqual(new Set(['neutral']))
  expect(await standIn.reviewComments(pull)).toEqual([])
  await standIn.convertToReady(pull)
  await github.rest()
  expect(github.checks(repository, sha)['Insecure patterns']).toBe('neutral')
  expect(await standIn.reviewComments(pull)).toHaveLength(1)
})
