import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMarker } from '../../src/report/github/index.ts'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

// `allow-when-label`: a label of the pull request lets findings pass, at once and for as long as it is there.
let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const CONFIG = 'version: 1\nchecks: { "insecure-patterns/*": { allow-when-label: Accepted-Risk } }\n'
const files = { 'src/server.js': SAFE, '.roadmap.yml': CONFIG }
const FAMILY = 'Insecure patterns'

test('a label allows, its removal takes that back, and nothing is said twice', async () => {
  const { standIn } = github
  const repository = await github.repository(files)
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  const states = async (): Promise<unknown[]> =>
    (await standIn.reviewComments(pull)).map(({ body }) => readMarker(body)?.state)
  expect(github.checks(repository, sha)[FAMILY]).toBe('failure')
  expect(await states()).toEqual(['open'])

  await standIn.labelPull(pull, 'accepted-risk')
  await github.rest()
  expect(github.checks(repository, sha)[FAMILY]).toBe('failure, success')
  const run = github.check(repository, sha, FAMILY)
  expect(run.output.title).toBe('no findings; 1 finding allowed by label')
  expect(run.output.summary).toMatch(/Allowed by label `Accepted-Risk`:\*\*\n\n- error: `src\/server.js:3`/)
  const [comment] = await standIn.reviewComments(pull)
  expect(comment?.body).toContain('allowed by label')

  await standIn.unlabelPull(pull, 'accepted-risk')
  await github.rest()
  expect(github.checks(repository, sha)[FAMILY]).toBe('failure, success, failure')
  expect(await states()).toEqual(['open'])

  await standIn.labelPull(pull, 'accepted-risk')
  await github.rest()
  expect(github.checks(repository, sha)[FAMILY]).toBe('failure, success, failure, success')
  expect(await states()).toHaveLength(1)
  expect(standIn.checkRuns(repository, sha).every(({ status }) => status === 'completed')).toBe(true)
})

test('a label that the configuration does not name changes nothing on the pull request', async () => {
  const { standIn } = github
  const repository = await github.repository(files)
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  const written = (): string[] =>
    standIn.requests
      .filter(({ method }) => method !== 'GET')
      .map(({ path }) => path)
      .filter((path) => /check-runs|pulls|comments/.test(path))
  const before = written()
  expect(before).not.toEqual([])
  await standIn.labelPull(pull, 'bug')
  await github.rest()
  await standIn.unlabelPull(pull, 'bug')
  await github.rest()
  expect(written()).toEqual(before)
  expect(github.checks(repository, sha)[FAMILY]).toBe('failure')
})

test("the head's configuration allows nothing; the base's does as soon as it says so", async () => {
  const { standIn } = github
  const repository = await github.repository({ 'src/server.js': SAFE })
  const sha = await standIn.push(repository, 'work', {
    files: { 'src/server.js': UNSAFE, '.roadmap.yml': CONFIG },
  })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await standIn.labelPull(pull, 'Accepted-Risk')
  await github.rest()
  expect(github.checks(repository, sha)[FAMILY]).toMatch(/failure$/)
  await standIn.push(repository, 'main', { files: { '.roadmap.yml': CONFIG } })
  await standIn.labelPull(pull, 'please')
  await github.rest()
  expect(github.checks(repository, sha)[FAMILY]).toMatch(/failure, success$/)
})

test('what a label allows on the pull request, it allows in the merge queue', async () => {
  const { standIn } = github
  const repository = await github.repository(files)
  await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await standIn.labelPull(pull, 'accepted-risk')
  const group = await standIn.mergeGroup(pull)
  await github.rest()
  expect(github.checks(repository, group.headSha)[FAMILY]).toBe('success')
})
