import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { withEmptyDatabase } from '../../test/empty-database.ts'
import { keepMirrorsOf } from '../changeset/index.ts'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { ReviewQueue } from './queue.ts'
import { Store } from './store.ts'
import type { ReviewJob } from './target.ts'
import { forgetInstallation, forgetRepositories, Tenants } from './tenants.ts'
import { Threads } from './threads.ts'

let folder: string
let database: Database
let store: Store
let queue: ReviewQueue

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-tenants-'))
  database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
  await migrate(database)
  store = new Store(database)
  queue = new ReviewQueue({ database, concurrency: 1, onError: () => {} })
  await queue.start()
})

afterAll(async () => {
  await queue.stop(1_000)
  await database.close()
  await rm(folder, { recursive: true, force: true })
})

const jobOf = (installationId: number, repoId: number, number: number): ReviewJob => ({
  installationId,
  owner: `owner-${installationId}`,
  repo: `repo-${repoId}`,
  repoId,
  target: { kind: 'pull', number },
  reason: 'opened',
})
const enqueue = (job: ReviewJob): Promise<void> =>
  database.transaction(async (sql) => {
    await store.want(sql, job)
    await queue.send(sql, job)
  })

/** Every row of the database, pg-boss's too, in which an id stands in a column or a job. */
async function rowsWith(id: number): Promise<string[]> {
  const tables = await database.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.tables
     where table_schema in ('roadmap', 'pgboss') and table_type = 'BASE TABLE' order by 1`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await database.query<{ row: string }>(`select to_jsonb(t)::text as row from ${name} t`)
    if (rows.some(({ row }) => new RegExp(`\\b${id}\\b`).test(row))) found.push(name)
  }
  return found
}

test('everything of an installation goes with it, and nothing of another', async () => {
  for (const [installation, repo] of [
    [770_001, 880_001],
    [770_002, 880_002],
  ] as const) {
    const job = jobOf(installation, repo, 1)
    await database.transaction((sql) =>
      store.recordInstallation(sql, { id: installation, account: 'a', suspended: false }),
    )
    await store.recordDelivery(database, {
      id: `d${installation}`,
      event: 'pull_request',
      installationId: installation,
    })
    await enqueue(job)
    await store.beginReview(job, { key: `k${repo}`, subjectKey: `s${repo}`, headSha: 'f', baseRef: 'main' })
    await new Threads(database).say(job, new Map([['a'.repeat(32), 'open']]))
    await database.query(
      `insert into roadmap.waivers (repo_id, check_pattern, reason, asked_by) values ($1, 'r', 'why', 'ada')`,
      [repo],
    )
  }
  expect(await rowsWith(880_001)).toEqual(await rowsWith(880_002))
  const gone = await database.transaction((sql) => forgetInstallation(sql, 770_001, [880_001]))
  expect(gone).toEqual([{ repoId: 880_001, owner: 'owner-770001', repo: 'repo-880001' }])
  expect([await rowsWith(770_001), await rowsWith(880_001)]).toEqual([[], []])
  expect(await rowsWith(770_002)).toContain('pgboss.job')
  const taken = await database.transaction((sql) => forgetRepositories(sql, 770_002, [880_002]))
  expect(taken).toHaveLength(1)
  expect(await rowsWith(880_002)).toEqual([])
})

test('a repository that was transferred goes with its new owner, with what is known of it', async () => {
  await enqueue(jobOf(770_003, 880_003, 1))
  await enqueue({ ...jobOf(770_004, 880_003, 2), repo: 'renamed' })
  await database.transaction((sql) => forgetInstallation(sql, 770_003, [880_003]))
  const rows = await database.query(
    'select target, owner, repo, installation_id as id from roadmap.targets where repo_id = 880003 order by target',
  )
  const now = { owner: 'owner-770004', repo: 'renamed', id: 770_004 }
  expect(rows).toEqual([
    { target: 'pull/1', ...now },
    { target: 'pull/2', ...now },
  ])
  expect((await new Tenants(database).repositories()).map(({ repo }) => repo)).toEqual(['renamed'])
  await database.transaction((sql) => forgetInstallation(sql, 770_004))
})

test('one installation with thousands of events does not starve another', async () => {
  const begun: number[] = []
  for (let number = 1; number <= 60; number += 1) await enqueue(jobOf(1, 10, number))
  // The same pull request again takes no other turn.
  for (let again = 0; again < 20; again += 1) await enqueue(jobOf(2, 20, 1))
  for (let number = 2; number <= 5; number += 1) await enqueue(jobOf(2, 20, number))
  await enqueue(jobOf(3, 30, 1))
  const { promise, resolve } = Promise.withResolvers<void>()
  await queue.work(async (job) => {
    begun.push(job.installationId)
    // One that comes late waits for one job of each, not for all that were there before.
    if (begun.length === 20) await enqueue(jobOf(4, 40, 1))
    if (begun.length === 67) resolve()
    await Promise.resolve()
  })
  await promise
  const at = (installation: number): number[] =>
    begun.flatMap((one, index) => (one === installation ? [index] : []))
  expect(at(3)[0]).toBeLessThan(3)
  expect(at(2).at(-1)).toBeLessThan(12)
  expect(at(4)[0]).toBeLessThan(23)
  expect(at(1)).toHaveLength(60)
}, 60_000)

test('mirrors of repositories that nobody knows any more are removed', async () => {
  const dataDir = join(folder, 'mirrors-only')
  const cloneUrl = 'https://github.test/a/b.git'
  for (const name of ['github.test~a~kept.git', 'github.test~a~gone.git']) {
    await mkdir(join(dataDir, 'mirrors', name), { recursive: true })
  }
  await keepMirrorsOf(dataDir, [{ owner: 'A', name: 'Kept', cloneUrl }])
  expect(await readdir(join(dataDir, 'mirrors'))).toEqual(expect.arrayContaining(['github.test~a~kept.git']))
  expect(await readdir(join(dataDir, 'mirrors'))).not.toContain('github.test~a~gone.git')
})
