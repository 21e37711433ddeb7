import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Repository, type StandIn, startStandIn } from '../../../test/stand-in/index.ts'
import { zip } from '../../../test/zip.ts'
import { type Client, GitHub, RateLimited } from '../index.ts'
import { listCoverageArtifacts } from './list.ts'
import { READING, readArtifacts } from './read.ts'

const content = zip([{ name: 'lcov.info', data: 'SF:a.js\nDA:1,1\nend_of_record\n' }])
const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
let standIn: StandIn
let client: Client
let count = 0

beforeAll(async () => {
  standIn = await startStandIn({ rateLimits: false })
  await standIn.install('acme')
  client = clientOf('acme')
})
afterAll(async () => {
  await standIn.close()
  expect(standIn.violations).toEqual([])
})

function clientOf(owner: string): Client {
  const { id: appId, privateKey } = standIn.app
  const installation = [...standIn.state.installations.values()].find(
    ({ account }) => account.login === owner,
  )
  return new GitHub({ appId, privateKey, apiUrl: standIn.apiUrl, log }).installation(installation?.id ?? 0)
}

async function commit(owner = 'acme') {
  count += 1
  const repository = await standIn.createRepository({
    name: `shop-${count}`,
    owner,
    files: { 'a.js': '1\n' },
  })
  const sha = (await repository.git.resolve('main')) ?? ''
  return { repository, sha, name: { owner, repo: repository.name } }
}

async function readAll({ name, sha }: { name: { owner: string; repo: string }; sha: string }, of = client) {
  const listed = await listCoverageArtifacts(of, name, sha)
  if (listed.kind !== 'listed') throw new Error(listed.kind)
  return { listed, ...(await readArtifacts(of, name, listed.artifacts)) }
}

const asked = (repository: Repository): number =>
  standIn.requests.filter(({ path }) => path.includes(`/${repository.name}/actions`)).length

test('archives that say coverage are read; the store gets no credentials', async () => {
  const { repository, sha, name } = await commit()
  const artifacts = [
    { name: 'coverage', content },
    { name: 'dist', content },
    { name: 'recovery', content },
  ]
  await standIn.runWorkflow(repository, { sha, artifacts })
  const { files, unread } = await readAll({ name, sha })
  expect(files).toEqual([{ name: 'lcov.info', text: expect.stringContaining('SF:a.js') as string }])
  expect(unread).toEqual([])
  expect(asked(repository)).toBe(3)
})

test('one request where no run has ended well, and no other', async () => {
  const { repository, sha, name } = await commit()
  const artifacts = [{ name: 'coverage', content }]
  for (const conclusion of [null, 'failure', 'cancelled'])
    await standIn.runWorkflow(repository, { sha, conclusion, artifacts, name: `ci-${conclusion}` })
  expect((await readAll({ name, sha })).files).toEqual([])
  expect(asked(repository)).toBe(1)
})

test('of one workflow the newest run has the say; archives of one name count once', async () => {
  const { repository, sha, name } = await commit()
  const run = { sha, artifacts: [{ name: 'coverage', content }] }
  await standIn.runWorkflow(repository, run)
  const newest = await standIn.runWorkflow(repository, {
    ...run,
    artifacts: [...run.artifacts, ...run.artifacts],
  })
  const { listed } = await readAll({ name, sha })
  expect(listed.artifacts.map((one) => one.run.id)).toEqual([newest.id])
})

test('thousands of artifacts: so many are asked for and no more, and what is left is said', async () => {
  const { repository, sha, name } = await commit()
  const many = Array.from({ length: 2_000 }, (_, index) => ({ name: `coverage-${index}`, content }))
  await standIn.runWorkflow(repository, { sha, artifacts: many })
  const { listed, files, unread } = await readAll({ name, sha })
  expect(listed.leftOut).toEqual([expect.stringContaining('artifacts beyond the first 500')])
  expect(files).toHaveLength(READING.artifacts)
  expect(unread).toEqual([expect.stringContaining('470 more artifacts')])
})

test('expired, too large by its word, too large in truth, no zip: each by name', async () => {
  const { repository, sha, name } = await commit()
  const large = Buffer.alloc(READING.archiveBytes + 1)
  const artifacts = [
    { name: 'coverage-old', content, expired: true },
    { name: 'coverage-huge', content, bytes: READING.archiveBytes + 1 },
    { name: 'coverage-lies', content: large, bytes: 10 },
    { name: 'coverage-text', content: Buffer.from('no archive') },
    { name: 'coverage-good', content },
  ]
  await standIn.runWorkflow(repository, { sha, artifacts })
  const { files, unread, expired } = await readAll({ name, sha })
  expect(files).toHaveLength(1)
  expect(expired).toEqual(['coverage-old'])
  expect(unread).toEqual([
    expect.stringMatching(/^coverage-huge: .*too large/),
    expect.stringMatching(/^coverage-lies: .*too large/),
    expect.stringMatching(/^coverage-text: not a zip archive/),
  ])
})

test('a permission that was not granted is an answer; a limit of GitHub is not', async () => {
  const least = standIn.addApp({
    permissions: { contents: 'read', metadata: 'read' },
    events: [],
    owner: 'other',
  })
  await standIn.install('other', { app: least })
  const { name, sha } = await commit('other')
  const { id: appId, privateKey } = least
  const installation = [...standIn.state.installations.values()].find(({ app }) => app === least)
  const github = new GitHub({ appId, privateKey, apiUrl: standIn.apiUrl, log })
  const limited = github.installation(installation?.id ?? 0)
  expect(await listCoverageArtifacts(limited, name, sha)).toEqual({ kind: 'not-permitted' })
  standIn.faults.add({ match: { path: /actions/ }, what: { secondaryLimit: { retryAfter: 7 } } })
  await expect(listCoverageArtifacts(client, name, sha)).rejects.toThrow(RateLimited)
})
