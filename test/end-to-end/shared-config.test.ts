import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Repository } from '../stand-in/index.ts'
import { GitHubWithApp, SAFE, UNSAFE } from './github.ts'

let github: GitHubWithApp
let organisation: Repository
let count = 0

beforeAll(async () => {
  github = await GitHubWithApp.start()
  organisation = await github.standIn.createRepository({
    name: '.github',
    private: true,
    files: { '.roadmap.yml': OFF },
  })
})
afterAll(async () => {
  await github[Symbol.asyncDispose]()
  expect(github.standIn.violations).toEqual([])
})

const EXTENDS = 'version: 1\nextends: [org:roadmap]\n'
/** One rule alone: what the others say is not the matter here. */
const OFF = 'version: 1\nchecks:\n  "*": off\n'
const ON = `${OFF}  insecure-patterns/tls-verification-disabled: error\n`
const BROKEN = 'version: 1\nchecks:\n  insecure-patterns/*: sometimes\n'

async function share(text: string): Promise<void> {
  await github.standIn.push(organisation, 'main', { files: { '.roadmap.yml': text } })
}

async function review(repository: Repository, text = UNSAFE): Promise<string> {
  const [sha = ''] = await reviewAll([repository], text)
  return sha
}

/** One pull request in each, reviewed at a time. */
async function reviewAll(repositories: readonly Repository[], text = UNSAFE): Promise<string[]> {
  count += 1
  const shas = []
  for (const repository of repositories) {
    shas.push(await github.standIn.push(repository, `work-${count}`, { files: { 'src/server.js': text } }))
    await github.standIn.openPull(repository, { head: `work-${count}` })
  }
  await github.rest()
  return shas
}

function summaries(repository: Repository, sha: string): string[] {
  return github.standIn.checkRuns(repository, sha).map(({ output }) => output.summary ?? '')
}

test('one file of the organisation is in force in two repositories; broken, its last good version is, and every check says so', async () => {
  const both = [
    await github.repository({ 'src/server.js': SAFE, '.roadmap.yml': EXTENDS }),
    await github.repository({ 'src/server.js': SAFE, '.roadmap.yml': EXTENDS }),
  ]
  await share(ON)
  for (const [index, sha] of (await reviewAll(both)).entries()) {
    expect(github.checks(both[index]!, sha)['Insecure patterns']).toBe('failure')
  }
  await share(BROKEN)
  // The third never saw it good.
  const third = await github.repository({ 'src/server.js': SAFE, '.roadmap.yml': EXTENDS })
  const [first = '', second = '', refused = ''] = await reviewAll([...both, third], `${UNSAFE}// again\n`)
  for (const [repository, sha] of [
    [both[0]!, first],
    [both[1]!, second],
  ] as const) {
    expect(github.checks(repository, sha)['Insecure patterns']).toBe('failure')
    for (const summary of summaries(repository, sha)) {
      expect(summary).toMatch(/org:roadmap.*is not valid.*last good version.*\d{4}-\d\d-\d\d/s)
    }
  }
  expect(new Set(Object.values(github.checks(third, refused)))).toEqual(new Set(['action_required']))
  const [summary] = summaries(third, refused)
  expect(summary).toContain('`.roadmap.yml:2:')
  expect(summary).toMatch(/acme\/\.github:\.roadmap\.yml@[0-9a-f]{10}:3/)
  await share(OFF)
  const sha = await review(both[0]!, `${UNSAFE}// once more\n`)
  expect(github.checks(both[0]!, sha)['Insecure patterns']).not.toBe('failure')
  expect(summaries(both[0]!, sha).join()).not.toContain('last good version')
})

test('a fork that weakens the configuration is reviewed by that of the base, and sends the app nowhere', async () => {
  await share(ON)
  const repository = await github.repository({ 'src/server.js': SAFE, '.roadmap.yml': EXTENDS })
  const secret = await github.standIn.createRepository({
    name: 'secret',
    private: true,
    files: { 'keys.yml': 'password: hunter2\n' },
  })
  const before = github.standIn.requests.length
  const fork = await github.standIn.fork(repository, 'stranger')
  const weaker = `version: 1\nextends: [acme/${secret.name}:keys.yml@v1]\nchecks:\n  insecure-patterns/*: off\n`
  const sha = await github.standIn.push(fork, 'work', {
    files: { 'src/server.js': UNSAFE, '.roadmap.yml': weaker },
  })
  await github.standIn.openPull(repository, { head: 'work', fork })
  await github.rest()
  expect(github.checks(repository, sha)['Insecure patterns']).toBe('failure')
  expect(summaries(repository, sha).join()).toMatch(/was not followed: it is new in a change from a fork/)
  expect(summaries(repository, sha).join()).not.toContain('hunter2')
  const asked = github.standIn.requests.slice(before).map(({ path }) => path)
  expect(asked.filter((path) => path.includes('secret'))).toEqual([])
})

test('a private repository that the installation does not cover is refused in clear words', async () => {
  const { standIn } = github
  await standIn.createRepository({
    owner: 'stranger',
    name: 'rules',
    private: true,
    files: { '.roadmap.yml': OFF },
  })
  const repository = await github.repository({
    'src/server.js': SAFE,
    '.roadmap.yml': 'version: 1\nextends:\n  - stranger/rules@v1\n',
  })
  const sha = await review(repository)
  expect(new Set(Object.values(github.checks(repository, sha)))).toEqual(new Set(['action_required']))
  expect(summaries(repository, sha)[0]).toMatch(/`\.roadmap\.yml:3:5`.*covers no private one/)
})

test('a pull request that edits the configuration shows what the last changes would have been told', async () => {
  const { standIn } = github
  const repository = await github.repository({ 'src/server.js': SAFE, '.roadmap.yml': OFF })
  await standIn.push(repository, 'main', { files: { 'src/client.js': UNSAFE }, message: 'Add a client (#7)' })
  const sha = await standIn.push(repository, 'stricter', { files: { '.roadmap.yml': ON } })
  await standIn.openPull(repository, { head: 'stricter' })
  await github.rest()
  const [summary] = summaries(repository, sha)
  expect(summary).toMatch(/Of 1 merged change, 1 would have been answered otherwise: 1 finding more/)
  expect(summary).toMatch(/Add a client.*7\)\*\*: `insecure-patterns` Passed → Failed/)
  expect(summary).toMatch(
    /appears \| error \| `insecure-patterns\/tls-verification-disabled` \| `src\/client.js:3`/,
  )
})
