import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withEmptyDatabase } from '../../../test/empty-database.ts'
import { type Database, openDatabase } from '../database.ts'
import { migrate } from '../migrate.ts'
import { Store } from '../store.ts'
import type { ReviewJob } from '../target.ts'
import { DecisionStore, digestOf, type NewDecision } from './decisions.ts'
import { endedTargets } from './expiry.ts'

let folder: string
let database: Database
let decisions: DecisionStore

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-commands-'))
  database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
  await migrate(database)
  decisions = new DecisionStore(database)
})
afterAll(async () => {
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)
const FP = 'a'.repeat(32)
const given = (repoId: number, more: Partial<NewDecision> = {}): NewDecision => ({
  repoId,
  pull: 1,
  ruleId: 'f/r',
  fingerprints: [FP],
  reason: 'known',
  expires: day(30),
  askedBy: 'ada',
  approvedBy: 'ada',
  givenAt: 'issue/1',
  ...more,
})
const held = async (repoId: number, number = 1, at = new Date()): Promise<string[]> =>
  (await decisions.inForce(repoId, { kind: 'pull', number }, at)).map(({ reason }) => reason)

test('what waits hides nothing until it is approved, and nothing holds after its day', async () => {
  const { approvedBy: _, ...asked } = given(1)
  await decisions.give(asked)
  expect(await held(1)).toEqual([])
  const [waiting] = await decisions.waiting(1, 1, { fingerprints: [FP] })
  await decisions.approve([waiting?.id ?? 0], 'wes')
  expect(await held(1)).toEqual(['known'])
  expect(await held(1, 1, new Date(`${day(30)}T23:59:59Z`))).toEqual(['known'])
  expect(await held(1, 1, new Date(`${day(31)}T00:00:00Z`))).toEqual([])
  // Of another pull request, of another repository.
  expect([await held(1, 2), await held(99)]).toEqual([[], []])
  await decisions.revoke(1, 1, { ruleId: 'f/r' }, 'wes')
  expect(await held(1)).toEqual([])
})

test('given again it takes the place of what was there; asking again does not', async () => {
  await decisions.give(given(2))
  await decisions.give(given(2, { reason: 'second', expires: day(3) }))
  expect(await held(2)).toEqual(['second'])
  const { approvedBy: _, ...asked } = given(2, { reason: 'third' })
  await decisions.give(asked)
  expect(await held(2)).toEqual(['second'])
})

test('merged, it holds for its findings everywhere; the whole rule only where they are', async () => {
  const { fingerprints: _, ...whole } = given(3)
  await decisions.give(whole)
  const job: ReviewJob = {
    installationId: 5,
    owner: 'acme',
    repo: 'shop',
    repoId: 3,
    target: { kind: 'pull', number: 1 },
    reason: 'opened',
  }
  await new Store(database).want(database, job)
  await database.query(
    `insert into roadmap.findings (repo_id, target, fingerprint, rule_id, level, path, verdict, first_seen_sha, last_seen_sha)
     values (3, 'pull/1', $1, 'f/r', 'error', 'a', 'waived', 's', 's')`,
    [FP],
  )
  expect(await held(3, 2)).toEqual([])
  await decisions.markMerged(3, 1)
  const [one, ...more] = await decisions.inForce(3, { kind: 'pull', number: 2 }, new Date())
  expect([one?.fingerprint, more]).toEqual([FP, []])
  // In the merge queue its own decisions hold.
  const group = { kind: 'merge-group', headSha: 'h', baseSha: 'b', baseRef: 'main', pull: 1 } as const
  expect(await decisions.inForce(3, group, new Date())).toHaveLength(1)
})

test('a false positive has no end and holds in its repository alone', async () => {
  const { expires: _, ...forGood } = given(4)
  await decisions.give(forGood)
  expect(await held(4, 7, new Date('2050-01-01'))).toEqual(['known'])
  expect(await held(5, 7)).toEqual([])
  expect(await decisions.counts()).toContainEqual({ rule: 'f/r', kind: 'false-positive', findings: 1 })
})

test('only decisions about its findings change a review', async () => {
  const mine = { id: 1, ruleId: 'f/r', fingerprint: FP, reason: '', askedBy: 'a', pull: 1 }
  const findings = new Map([[FP, 'f/r']])
  expect(digestOf([mine], findings)).not.toBe('')
  expect(digestOf([{ ...mine, fingerprint: 'b' }], findings)).toBe('')
  const { fingerprint: _, ...whole } = mine
  expect(digestOf([whole], findings)).not.toBe('')
  expect(digestOf([{ ...whole, ruleId: 'f/s' }], findings)).toBe('')
  expect(digestOf([{ ...mine, id: 2 }], findings)).not.toBe(digestOf([mine], findings))
})

test('a review that counts on what ended is due again, the newest alone, and never that of a closed pull request', async () => {
  const store = new Store(database)
  const job: ReviewJob = {
    installationId: 5,
    owner: 'acme',
    repo: 'shop',
    repoId: 6,
    target: { kind: 'pull', number: 3 },
    reason: 'opened',
  }
  await store.want(database, job)
  const publish = async (key: string, until: string): Promise<void> => {
    await store.beginReview(job, { key, subjectKey: 's', headSha: 'h', baseRef: 'main' })
    await database.query("update roadmap.reviews set state = 'published' where key = $1", [key])
    await decisions.recordReview(key, { digest: '', until })
  }
  const due = async (): Promise<unknown[]> =>
    (await endedTargets(database, new Date()))
      .filter(({ repoId }) => repoId === 6)
      .map(({ target }) => target)
  await publish('one', day(0))
  expect(await due()).toEqual([])
  await publish('two', day(-1))
  expect(await due()).toEqual([{ kind: 'pull', number: 3 }])
  await publish('three', day(1))
  expect(await due()).toEqual([])
  await publish('four', day(-1))
  await decisions.forgetEnd(6, 3)
  expect(await due()).toEqual([])
})
