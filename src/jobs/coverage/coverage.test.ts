import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withEmptyDatabase } from '../../../test/empty-database.ts'
import { type Repository, type StandIn, startStandIn } from '../../../test/stand-in/index.ts'
import { zip } from '../../../test/zip.ts'
import { memoryChangeSet } from '../../changeset/memory.ts'
import { GitHub } from '../../github/index.ts'
import type { CoverageFile, Snapshot } from '../../model/index.ts'
import { type Database, openDatabase } from '../database.ts'
import { migrate } from '../migrate.ts'
import { baseCoverage, type BaseCoverageContext } from './base-coverage.ts'
import { CoverageStore } from './coverage-store.ts'
import { packNumbers, readNumbers, unpackNumbers } from './numbers.ts'

const log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const signal = new AbortController().signal
const lcov = (path: string): string => `SF:${path}\nDA:1,4\nDA:2,0\nend_of_record`
const NUMBERS = lcov('src/a.js').replace('4', '1')
let folder: string
let database: Database
let store: CoverageStore
let standIn: StandIn
let repository: Repository
let context: BaseCoverageContext

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-coverage-'))
  database = await openDatabase({ dataDir: withEmptyDatabase(join(folder, 'data')) })
  await migrate(database)
  store = new CoverageStore(database)
  standIn = await startStandIn({ rateLimits: false })
  repository = await standIn.createRepository({ name: 'shop', files: { 'src/a.js': '1\n2\n' } })
  const { id: appId, privateKey } = standIn.app
  const [installation] = standIn.state.installations.values()
  const github = new GitHub({ appId, privateKey, apiUrl: standIn.apiUrl, log })
  context = {
    client: github.installation(installation?.id ?? 0),
    store,
    repository: { owner: 'acme', repo: 'shop', id: repository.id },
    signal,
  }
})
afterAll(async () => {
  await database.close()
  await standIn.close()
  await rm(folder, { recursive: true, force: true })
  expect(standIn.violations).toEqual([])
})

const commit = (line: string): Promise<string> =>
  standIn.push(repository, 'main', { files: { 'src/a.js': `${line}\n2\n` } })
const run = (sha: string, event: string, text = lcov('src/a.js'), headRepository = repository) =>
  standIn.runWorkflow(repository, {
    sha,
    event,
    headRepository,
    artifacts: [{ name: 'coverage', content: zip([{ name: 'lcov.info', data: text }]) }],
  })
const treeOf = (sha: string, text: string): Snapshot =>
  Object.assign(memoryChangeSet({}, { 'src/a.js': text }).head, { sha })
const known = (base: Snapshot, other = base): Promise<CoverageFile[] | undefined> =>
  baseCoverage(context, { branch: 'main', base, paths: ['src/a.js'] }, () => Promise.resolve(other))

test('the merge base is asked for once; runs for pull requests and of forks say nothing of a branch', async () => {
  const sha = await commit('a')
  await run(sha, 'pull_request')
  await run(sha, 'push', undefined, await standIn.fork(repository, 'stranger'))
  const before = standIn.requests.length
  expect(await known(treeOf(sha, 'a\n2\n'))).toBeUndefined()
  expect(await known(treeOf(sha, 'a\n2\n'))).toBeUndefined()
  expect(standIn.requests.slice(before).filter(({ path }) => path.includes('/actions/'))).toHaveLength(1)
})

test('of another commit only what was the same text there', async () => {
  const covered = await commit('b')
  await run(covered, 'push')
  const there = treeOf(covered, 'b\n2\n')
  expect((await known(there))?.map(({ text }) => text)).toEqual([NUMBERS])
  const later = await commit('c')
  const same = await known(treeOf(later, 'b\n2\n'), there)
  expect(same?.map(({ name }) => name)).toEqual([`main at ${covered.slice(0, 7)}, 1`])
  expect(same?.[0]?.text).toBe(NUMBERS)
  expect((await known(treeOf(later, 'c\n2\n'), there))?.[0]?.text).toBe('')
})

test('the newest few commits of a branch stay; those without coverage drive none of them out', async () => {
  const repoId = 99
  for (const index of Array.from({ length: 9 }, (_, each) => each)) {
    await store.keepBase(repoId, 'main', { headSha: `none-${index}`, numbers: null })
    if (index < 7) await store.keepBase(repoId, 'main', { headSha: `some-${index}`, numbers: 'x' })
  }
  const kept = await store.keptOf(repoId, 'main')
  const names = kept.map(({ headSha }) => headSha).toSorted()
  expect(names).toEqual([
    ...[4, 5, 6, 7, 8].map((index) => `none-${index}`),
    ...[2, 3, 4, 5, 6].map((index) => `some-${index}`),
  ])
  // What is there is not forgotten because GitHub has let it expire.
  await store.keepBase(repoId, 'main', { headSha: 'some-6', numbers: null })
  expect(await store.numbersOf(repoId, 'some-6')).toBe('x')
})

test('artifacts are noted once, by ids of any size', async () => {
  await store.recordArtifacts(database, 7, 'sha', [9_007_199_254_740_991, 4])
  await store.recordArtifacts(database, 7, 'sha', [4])
  expect(await store.artifactsOf(7, 'sha')).toEqual([4, 9_007_199_254_740_991])
  expect(await store.artifactsOf(8, 'sha')).toEqual([])
})

test('numbers are read in a thread, packed and unpacked; one broken report makes all of them unknown', async () => {
  const whole = { name: 'a', text: lcov('src/a.js') }
  expect(await readNumbers([whole], signal)).toEqual([NUMBERS])
  expect(await readNumbers([whole, { name: 'b', text: 'SF:b\n' }], signal)).toEqual([])
  expect(await unpackNumbers((await packNumbers([NUMBERS])) ?? '')).toEqual([NUMBERS])
  expect(await packNumbers([])).toBeNull()
  await expect(readNumbers([whole], AbortSignal.abort(new Error('over')))).rejects.toThrow('over')
})
