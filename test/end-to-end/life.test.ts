import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMarker } from '../../src/report/github/index.ts'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

// What people do to a pull request, over HTTP. `src/app/server.test.ts` has the plain life of one: opened, pushed to, fixed.
let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const FAMILIES = ['API compatibility', 'Critical-path tests', 'Insecure patterns', 'Migrations']
const failing = (family: string): Record<string, string> =>
  Object.fromEntries(FAMILIES.map((name) => [name, name === family ? 'failure' : 'success']))
const FAILING = failing('Insecure patterns')
const PASSING = failing('')

test('a force-push: the comment stays with its finding, the lines of the old commit are forgotten', async () => {
  const { standIn } = github
  const repository = await github.repository()
  await standIn.push(repository, 'work', { files: { 'src/server.js': `// Old\n${UNSAFE}` } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  const [before] = await standIn.reviewComments(pull)
  const rewritten = await standIn.push(repository, 'work', {
    force: true,
    files: { 'src/server.js': `// New\n// New\n// New\n${UNSAFE}`, 'src/other.js': UNSAFE },
  })
  await github.rest()
  expect(github.checks(repository, rewritten)).toEqual(FAILING)
  const after = await standIn.reviewComments(pull)
  expect(after.map(({ path }) => path).toSorted()).toEqual(['src/other.js', 'src/server.js'])
  expect(after.find(({ path }) => path === 'src/server.js')).toMatchObject({
    id: before?.id,
    body: before?.body,
  })
  const back = await standIn.push(repository, 'work', {
    force: true,
    from: 'main',
    files: { 'a.txt': 'a\n' },
  })
  await github.rest()
  expect(github.checks(repository, back)).toEqual(PASSING)
  const states = (await standIn.reviewComments(pull)).map(({ body }) => readMarker(body)?.state)
  expect(states).toEqual(['fixed', 'fixed'])
})

test('another base branch: the same commit is reviewed against it', async () => {
  const { standIn } = github
  const repository = await github.repository()
  await standIn.push(repository, 'release', { files: { 'src/old.js': UNSAFE } })
  const sha = await standIn.push(repository, 'work', { from: 'release', files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(await standIn.reviewComments(pull)).toHaveLength(2)
  await standIn.editPull(pull, { base: 'release' })
  await github.rest()
  const newest = github.check(repository, sha, 'Insecure patterns')
  expect(newest).toMatchObject({ status: 'completed', conclusion: 'failure' })
  expect(newest.output.title).toBe('1 error in 1 file')
  const comments = await standIn.reviewComments(pull)
  expect(comments.map(({ path, body }) => [path, readMarker(body)?.state])).toEqual([
    ['src/old.js', 'fixed'],
    ['src/server.js', 'open'],
  ])
  const before = standIn.requests.length
  await standIn.editPull(pull, { title: 'Another title' })
  await github.rest()
  expect(standIn.requests).toHaveLength(before)
})

test('a merge group is answered on its own commit under the names that branch protection knows', async () => {
  const { standIn } = github
  const repository = await github.repository()
  const sha = await standIn.push(repository, 'work', { files: { 'src/new.js': SAFE } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  const unsafe = await standIn.push(repository, 'unsafe', { files: { 'src/server.js': UNSAFE } })
  const second = await standIn.openPull(repository, { head: 'unsafe' })
  await github.rest()
  expect([github.checks(repository, sha), github.checks(repository, unsafe)]).toEqual([PASSING, FAILING])
  const group = await standIn.mergeGroup(pull)
  const both = await standIn.mergeGroup(pull, second)
  await github.rest()
  expect(github.checks(repository, group.headSha)).toEqual(PASSING)
  expect(github.checks(repository, both.headSha)).toEqual(FAILING)
  // Comments belong to pull requests; a group has none.
  expect(await standIn.reviewComments(second)).toHaveLength(1)
  expect(standIn.state.reviewsOf(second)).toHaveLength(1)
})

test('"Re-run all checks" and the button of a check run review anew, and say nothing twice', async () => {
  const { standIn } = github
  const repository = await github.repository()
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  await standIn.rerequestSuite(await standIn.checkSuite(repository, sha))
  await github.rest()
  expect(github.checks(repository, sha)['Insecure patterns']).toBe('failure, failure')
  const run = github.check(repository, sha, 'Insecure patterns')
  const [action] = run.actions
  await standIn.requestAction(run, action?.identifier ?? '')
  await github.rest()
  expect(github.checks(repository, sha)['Insecure patterns']).toBe('failure, failure, failure')
  expect(github.checks(repository, sha)['Migrations']).toBe('success, success, success')
  expect(await standIn.reviewComments(pull)).toHaveLength(1)
  expect(standIn.state.reviewsOf(pull)).toHaveLength(1)
})

test('one check run asked for again leaves nothing spinning', async () => {
  const { standIn } = github
  const repository = await github.repository()
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  await standIn.rerequestCheck(github.check(repository, sha, 'Insecure patterns'))
  await github.rest()
  expect(github.checks(repository, sha)['Insecure patterns']).toBe('cancelled, failure')
  expect(standIn.checkRuns(repository, sha).every(({ status }) => status === 'completed')).toBe(true)
})

test('closed while its review runs: nothing is left open; opened again: it is reviewed', async () => {
  const { standIn } = github
  const repository = await github.repository()
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  standIn.faults.add({
    match: { method: 'POST', path: /\/check-runs$/ },
    what: { pushInTheMiddle: () => standIn.closePull(pull) },
  })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(standIn.checkRuns(repository, sha).every(({ status }) => status === 'completed')).toBe(true)
  await standIn.reopenPull(pull)
  await github.rest()
  expect(github.checks(repository, sha)).toEqual(FAILING)
  expect(await standIn.reviewComments(pull)).toHaveLength(1)
})

test("a private repository is read with the installation's token", async () => {
  const { standIn } = github
  const repository = await standIn.createRepository({
    name: 'secret',
    private: true,
    files: { 'src/server.js': SAFE },
  })
  const sha = await standIn.push(repository, 'work', { files: { 'src/server.js': UNSAFE } })
  await standIn.openPull(repository, { head: 'work' })
  await github.rest()
  expect(github.checks(repository, sha)).toEqual(FAILING)
})
