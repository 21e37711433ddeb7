import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMarker } from '../../src/report/github/index.ts'
import type { Repository } from '../stand-in/index.ts'
import { GitHubWithApp } from './github.ts'

let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const MAX_INLINE = 10
const LARGEST = 65_535
const UNSAFE = (count: number): string =>
  `import https from 'node:https'\n${Array.from(
    { length: count },
    (_, n) => `export const agent${n} = new https.Agent({ rejectUnauthorized: false })\n`,
  ).join('')}`
/** Fifty findings in each of so many files: a rule names a hundred a file. */
const many = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/${n}.js`, UNSAFE(50)]))

test('500 findings: one grouped comment, annotations in chunks of 50, nothing over the limits', async () => {
  const { standIn } = github
  const repository = await github.repository({ 'README.md': '# Shop\n' })
  const { sha, pull, requests } = await open(repository, many(10))
  const run = github.check(repository, sha, 'Insecure patterns')
  expect(run).toMatchObject({ conclusion: 'failure', status: 'completed' })
  // A slow review says first that it runs.
  expect([10, 11]).toContain(run.writes)
  expect(run.output.title).toBe('500 errors in 10 files')
  expect(run.output.annotations).toHaveLength(500)
  const lines = run.output.annotations.map(({ path, start_line: line }) => `${path}:${line}`)
  expect(new Set(lines).size).toBe(500)
  const text = run.output.text ?? ''
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(LARGEST)
  expect(text).toMatch(/\d+ more findings not listed here/)
  const comments = await standIn.reviewComments(pull)
  expect(comments).toHaveLength(1)
  expect(comments[0]?.body).toContain('500 places')
  expect(readMarker(comments[0]?.body ?? '')?.fingerprints).toHaveLength(500)
  // Nine further chunks, and the six of any review.
  expect(requests).toBeLessThanOrEqual(15)
  await standIn.push(repository, 'work', { files: { 'src/0.js': UNSAFE(49) } })
  await github.rest()
  expect((await standIn.reviewComments(pull)).map(({ id }) => id)).toEqual([comments[0]?.id])
})

test('findings that are not grouped: ten comments, and the review says how many are left', async () => {
  const { standIn } = github
  const config = 'version: 1\nreview: { group-after: 50 }\n'
  const repository = await github.repository({ '.roadmap.yml': config })
  const migrations = Object.fromEntries(
    Array.from({ length: 50 }, (_, n) => [
      `db/migrations/${100_000 + n}_t${n}.up.sql`,
      `CREATE TABLE t${n} (id int);\n`,
    ]),
  )
  const { sha, pull } = await open(repository, { ...many(1), ...migrations })
  expect(await standIn.reviewComments(pull)).toHaveLength(MAX_INLINE)
  const [review] = standIn.state.reviewsOf(pull)
  expect(review?.body).toContain('90 more findings in the checks')
  expect(github.check(repository, sha, 'Insecure patterns').output.annotations).toHaveLength(50)
  expect(github.check(repository, sha, 'Migrations').output.annotations).toHaveLength(50)
  // A push does not fill up with the next ten.
  const next = await standIn.push(repository, 'work', { files: { 'src/more.py': 'eval(input())\n' } })
  await github.rest()
  expect(await standIn.reviewComments(pull)).toHaveLength(MAX_INLINE)
  expect(github.check(repository, next, 'Migrations').output.title).toBe('50 errors in 50 files')
})

test('5,000 changed files: every family answers, with no request more than for one file', async () => {
  const repository = await github.repository({ 'README.md': '# Shop\n' })
  const files = Object.fromEntries(
    Array.from({ length: 5_000 }, (_, n) => [
      `src/module-${n % 50}/file-${n}.js`,
      `export const n${n} = ${n}\n`,
    ]),
  )
  const { sha, pull, requests } = await open(repository, { ...files, 'src/last.js': UNSAFE(1) })
  expect(github.checks(repository, sha)).toEqual({
    'API compatibility': 'success',
    'Critical-path tests': 'success',
    'Insecure patterns': 'failure',
    Migrations: 'success',
  })
  expect(requests).toBeLessThanOrEqual(6)
  expect(await github.standIn.reviewComments(pull)).toHaveLength(1)
}, 180_000)

/** Opens a pull request and waits for its review; tells how many requests it took, tokens and `in_progress` apart. */
async function open(repository: Repository, files: Record<string, string>) {
  const { standIn } = github
  const sha = await standIn.push(repository, 'work', { files })
  const before = standIn.requests.length
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  const made = standIn.requests
    .slice(before)
    .filter(({ kind, path }) => kind === 'rest' && !path.endsWith('/access_tokens'))
  const begun = standIn.state.deliveries.filter(
    ({ event, action, payload }) =>
      event === 'check_run' &&
      action === 'created' &&
      (payload['check_run'] as { head_sha: string; status: string }).head_sha === sha &&
      (payload['check_run'] as { status: string }).status === 'in_progress',
  )
  return { sha, pull, requests: made.length - begun.length }
}
