import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startPostgres } from '../../test/faults/postgres.ts'
import { freePort } from '../../test/faults/world.ts'
import { type Database, openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { ReviewQueue } from './queue.ts'
import { Store } from './store.ts'
import { type ReviewJob, singletonKey } from './target.ts'

let folder: string
let server: Awaited<ReturnType<typeof startPostgres>>
let replicas: Database[] = []
let databaseUrl: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'roadmap-replicas-'))
  server = await startPostgres()
  databaseUrl = server.databaseUrl
  replicas = await Promise.all([1, 2].map(() => openDatabase({ dataDir: folder, databaseUrl })))
})

afterAll(async () => {
  await Promise.all(replicas.map((replica) => replica.close()))
  await server[Symbol.asyncDispose]()
  await rm(folder, { recursive: true, force: true })
})

test('replicas that start together migrate once', async () => {
  const applied = await Promise.all(replicas.map((replica) => migrate(replica)))
  expect(applied.flat().length).toBeGreaterThan(0)
  expect(applied.filter(({ length }) => length > 0)).toHaveLength(1)
})

test('two replicas share the work: each target once, and never two of one target at a time', async () => {
  const [first, second] = replicas
  if (!first || !second) throw new Error('no replicas')
  const running = new Set<string>()
  const seen: string[] = []
  const perReplica = [0, 0]
  const queues = await Promise.all(
    replicas.map(async (database, index) => {
      const queue = new ReviewQueue({ database, concurrency: 4, onError: () => {} })
      await queue.start()
      await queue.work(async (job) => {
        const key = singletonKey(job)
        expect(running.has(key)).toBe(false)
        running.add(key)
        await new Promise((resolve) => {
          setTimeout(resolve, 20)
        })
        running.delete(key)
        seen.push(key)
        perReplica[index] = (perReplica[index] ?? 0) + 1
      })
      return queue
    }),
  )
  const store = new Store(first)
  const jobs = Array.from({ length: 40 }, (_, number): ReviewJob => ({
    installationId: 1,
    owner: 'acme',
    repo: 'shop',
    repoId: 1,
    target: { kind: 'pull', number },
    reason: 'opened',
  }))
  await Promise.all(
    jobs.map((job) =>
      first.transaction(async (sql) => {
        await store.want(sql, job)
        await queues[0]?.send(sql, job)
      }),
    ),
  )
  await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(40)
  expect(new Set(seen).size).toBe(40)
  expect(Math.min(...perReplica)).toBeGreaterThan(0)
  // A job is marked as done a moment after its handler returned.
  await expect
    .poll(() => queues[1]?.depth(), { timeout: 10_000 })
    .toMatchObject({ ready: 0, active: 0, dead: 0 })
  await Promise.all(queues.map((queue) => queue.stop(2_000)))
})

test('numbers come back as numbers', async () => {
  const [row] = await (replicas[0] as Database).query<{ big: number }>(
    'select 9007199254740991::bigint as big',
  )
  expect(row?.big).toBe(9_007_199_254_740_991)
})

test('a database that does not answer is said without its password', async () => {
  const url = databaseUrl
    .replace(/:\d+\//, `:${await freePort()}/`)
    .replace('postgres:postgres', 'ada:hunter22')
  const error = await openDatabase({ dataDir: folder, databaseUrl: url }).catch((cause: unknown) => cause)
  expect(String(error)).toMatch(/^UserError: DATABASE_URL: the database does not answer/)
  expect(String(error)).not.toContain('hunter22')
})
