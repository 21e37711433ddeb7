import { afterAll, beforeAll, expect, test } from 'vitest'
import { readMarker } from '../../src/report/github/index.ts'
import type { Pull, Repository } from '../stand-in/index.ts'
import { zip } from '../zip.ts'
import { GitHubWithApp } from './github.ts'

// Coverage that workflows leave: looked up by the commit, taken into account when it comes, trusted by where it comes from.
let github: GitHubWithApp
beforeAll(async () => {
  github = await GitHubWithApp.start()
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const FAMILY = 'Critical-path tests'
const BEFORE = 'export function pay(a: number): number {\n  return a\n}\n'
const AFTER = 'export function pay(a: number): number {\n  if (a < 0) {\n    return 0\n  }\n  return a\n}\n'
const critical = (more = ''): string =>
  `version: 1\ncritical-paths:\n  pay:\n    paths: ["src/pay/**"]\n    tests: required\n${more}`
const files = {
  '.github/workflows/ci.yml': 'on: push\n',
  '.roadmap.yml': critical(),
  'src/pay/pay.ts': BEFORE,
  'src/other.ts': BEFORE,
  'test/pay.test.ts':
    "import { expect, test } from 'vitest'\nimport { pay } from '../src/pay/pay.ts'\nimport { pay as other } from '../src/other.ts'\n\ntest('pays', () => {\n  expect(pay(1) + other(1)).toBe(2)\n})\n",
}
const lcov = (path: string, hits: readonly (number | undefined)[]): string =>
  `SF:/builds/shop/${path}\n${hits.map((count, index) => (count === undefined ? '' : `DA:${index + 1},${count}\n`)).join('')}end_of_record\n`
const artifact = (text: string, name = 'coverage') => ({
  name,
  content: zip([{ name: 'coverage/lcov.info', data: text }]),
})
const RAN = [1, 3, 1, undefined, 2]
const DID_NOT = [1, 3, 0, undefined, 2]

async function open(
  repository: Repository,
  path = 'src/pay/pay.ts',
  fork?: Repository,
): Promise<{ pull: Pull; sha: string }> {
  const sha = await github.standIn.push(fork ?? repository, 'work', { files: { [path]: AFTER } })
  const pull = await github.standIn.openPull(repository, { head: 'work', ...(fork && { fork }) })
  await github.rest()
  return { pull, sha }
}

const states = async (pull: Pull): Promise<unknown[]> =>
  (await github.standIn.reviewComments(pull)).map(({ body }) => readMarker(body)?.state)
const requests = (repository: Repository, from = 0): string[] =>
  github.standIn.requests
    .slice(from)
    .filter(({ path, kind }) => kind === 'rest' && path.includes(`/${repository.name}/`))
    .map(({ operation }) => operation ?? '')

test('coverage arrives: the earlier comment is edited to fixed, and a run without any costs one request', async () => {
  const { standIn } = github
  const repository = await github.repository(files)
  const { pull, sha } = await open(repository)
  expect(await states(pull)).toEqual(['open'])
  expect(github.check(repository, sha, FAMILY).output.summary).not.toContain('Static only')
  expect(requests(repository).filter((one) => one.includes('/actions/'))).toEqual([])

  const before = standIn.requests.length
  await standIn.runWorkflow(repository, { sha, name: 'lint', artifacts: [artifact('', 'dist')] })
  await standIn.runWorkflow(repository, { sha, name: 'broken', conclusion: 'failure' })
  await standIn.runWorkflow(repository, { sha, name: 'slow', conclusion: null })
  await github.rest()
  expect(requests(repository, before)).toEqual(['GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts'])

  // The same commit in another repository, and what a fork ran on it here.
  const copy = await standIn.createRepository({ name: 'copy', from: repository.git.directory })
  const coverage = { sha, artifacts: [artifact(lcov('src/pay/pay.ts', RAN))] }
  const alone = standIn.requests.length
  await standIn.runWorkflow(copy, coverage)
  await github.rest()
  expect(standIn.requests.slice(alone)).toEqual([])
  await standIn.runWorkflow(repository, { ...coverage, headRepository: copy })
  await github.rest()
  expect(await states(pull)).toEqual(['open'])

  // Coverage of which one line never ran: the comment says that, too.
  await standIn.runWorkflow(repository, { sha, artifacts: [artifact(lcov('src/pay/pay.ts', DID_NOT))] })
  await github.rest()
  const [comment, ...more] = await standIn.reviewComments(pull)
  expect(comment?.body).toContain('line 3 never ran, as coverage shows')
  expect(more).toEqual([])

  await standIn.runWorkflow(repository, coverage)
  await github.rest()
  expect(await states(pull)).toEqual(['fixed'])
  const published = github.checks(repository, sha)[FAMILY]
  expect(published?.split(', ')).toHaveLength(4)

  const again = standIn.requests.length
  await standIn.runWorkflow(repository, { sha, name: 'lint' })
  await standIn.labelPull(pull, 'bug')
  await github.rest()
  expect(requests(repository, again).filter((one) => !one.startsWith('GET'))).toEqual([])
  expect(github.checks(repository, sha)[FAMILY]).toBe(published)
})

test("a fork's coverage clears nothing, and that is said", async () => {
  const { standIn } = github
  const repository = await github.repository(files)
  const fork = await standIn.fork(repository, 'stranger')
  const { pull, sha } = await open(repository, undefined, fork)
  await standIn.runWorkflow(repository, {
    sha,
    headRepository: fork,
    artifacts: [artifact(lcov('src/pay/pay.ts', RAN))],
  })
  await github.rest()
  expect(await states(pull)).toEqual(['open'])
  expect(github.check(repository, sha, FAMILY).output.summary).toContain('the change comes from a fork')
})

test('what the base branch had uncovered is not said of the change', async () => {
  const { standIn } = github
  const text = (line: string): string => `export function pay(a: number): number {\n  ${line}\n}\n`
  const repository = await github.repository({ ...files, 'src/other.ts': text('return a') })
  const tip = await repository.git.resolve('main')
  const sides = { 'src/other.ts': text('return a + 0') }
  await standIn.runWorkflow(repository, {
    sha: tip ?? '',
    branch: 'main',
    event: 'push',
    artifacts: [artifact(lcov('src/other.ts', [1, 0]))],
  })
  const sha = await standIn.push(repository, 'work', { files: sides })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await standIn.runWorkflow(repository, { sha, artifacts: [artifact(lcov('src/other.ts', [1, 0]))] })
  await github.rest()
  expect(await states(pull)).toEqual([])
  // Beside it: without that, it is said.
  const other = await github.repository({ ...files, 'src/other.ts': text('return a') })
  const head = await standIn.push(other, 'work', { files: sides })
  const said = await standIn.openPull(other, { head: 'work' })
  await standIn.runWorkflow(other, { sha: head, artifacts: [artifact(lcov('src/other.ts', [1, 0]))] })
  await github.rest()
  expect(await states(said)).toEqual(['open'])
})

test('a run on a merge says nothing of a file that the base branch has changed since', async () => {
  const { standIn } = github
  const repository = await github.repository(files)
  const sha = await standIn.push(repository, 'work', { files: { 'src/other.ts': AFTER } })
  await standIn.push(repository, 'main', { files: { 'src/other.ts': `${BEFORE}// More\n` } })
  const pull = await standIn.openPull(repository, { head: 'work' })
  await standIn.runWorkflow(repository, { sha, artifacts: [artifact(lcov('src/other.ts', DID_NOT))] })
  await github.rest()
  expect(await states(pull)).toEqual([])
})

test('a minimum is never passed by what could not be had: why, and what to do', async () => {
  const { standIn } = github
  const minimum = critical('    minimum-coverage: { lines: 80 }\n')
  const repository = await github.repository({ ...files, '.roadmap.yml': minimum })
  const { sha } = await open(repository)
  const summary = (): string => github.check(repository, sha, FAMILY).output.summary ?? ''
  expect(summary()).toContain('no workflow that passed has left coverage')

  const run = (...contents: Buffer[]) =>
    standIn.runWorkflow(repository, {
      sha,
      artifacts: contents.map((content, index) => ({ name: `coverage-${index}`, content })),
    })
  await run(Buffer.from('no zip'), zip([{ name: '../lcov.info', data: 'SF:a\n' }]))
  await github.rest()
  expect(summary()).toContain('coverage: coverage-0: not a zip archive')
  expect(summary()).toMatch(/coverage-1: .*relative path/)
  await run(artifact('SF:src/pay/pay.ts\nDA:one\n').content)
  await github.rest()
  expect(summary()).toMatch(/coverage report .*lcov\.info/)
  await run(artifact(lcov('src/pay/pay.ts', RAN)).content)
  await github.rest()
  expect(summary()).not.toMatch(/Static only|coverage report|not a zip/)
  expect(github.checks(repository, sha)[FAMILY]).toMatch(/success$/)
})

test('without the permission the review is as ever; who asks for a minimum hears where to grant it', async () => {
  const { standIn } = github
  const installation = [...standIn.state.installations.values()][0]
  if (!installation) throw new Error('no installation')
  const { permissions } = installation
  const { actions: _actions, ...least } = permissions
  standIn.expireTokens()
  installation.permissions = least
  try {
    const minimum = critical('    minimum-coverage: { lines: 80 }\n')
    const asking = await github.repository({ ...files, '.roadmap.yml': minimum })
    const { pull, sha } = await open(asking)
    expect(await states(pull)).toEqual(['open'])
    expect(github.check(asking, sha, FAMILY).output.summary).toMatch(
      /Static only: .*permission actions: read.*installations\/new/,
    )
  } finally {
    standIn.expireTokens()
    installation.permissions = permissions
  }
})
