import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { withEmptyDatabase } from '../../test/empty-database.ts'
import { AcceptBatch, type BatchQueue } from './accept-batch.ts'
import { openDatabase, type Sql } from './database.ts'
import { migrate } from './migrate.ts'
import { ReviewQueue } from './queue.ts'
import type { ReviewJob } from './target.ts'

const NOWHERE: BatchQueue = {
  reserve: async () => ({ last: new Map(), unused: new Map() }),
  sendAll: async () => {},
  release: async () => {},
}

test('a burst is accepted as one by one it would be: each delivery once, each target queued once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-batch-'))
  try {
    await using database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
    await migrate(database)
    const queue = new ReviewQueue({ database, concurrency: 1, onError: () => {} })
    await queue.start()
    let fails = false
    const batch = new AcceptBatch(database, {
      reserve: (jobs) => queue.reserve(jobs),
      sendAll: async (sql, jobs, turns) => {
        if (fails && jobs.some(({ repoId }) => repoId === 66)) throw new Error('cannot be stored')
        await queue.sendAll(
          sql,
          jobs.map((job) => ({ job, afterSeconds: 0 })),
          turns,
        )
      },
      release: (turns) => queue.release(turns),
    })
    const jobOf = (installationId: number, repoId: number, number: number): ReviewJob => ({
      installationId,
      owner: 'o',
      repo: 'r',
      repoId,
      target: { kind: 'pull', number },
      reason: 'opened',
    })
    const add = (id: string, ...jobs: ReviewJob[]): Promise<boolean> =>
      batch.add({ id, event: 'pull_request', installationId: 7 }, jobs)
    const first = await Promise.all([
      add('a', jobOf(7, 1, 1)),
      add('b', jobOf(7, 1, 1)),
      add('b', jobOf(7, 1, 1)),
      add('c', jobOf(7, 1, 2)),
      add('d', jobOf(8, 2, 1), jobOf(8, 2, 2)),
    ])
    expect(first).toEqual([true, true, false, true, true])
    expect(await Promise.all([add('a', jobOf(7, 1, 9)), add('e', jobOf(7, 1, 2))])).toEqual([false, true])
    const wanted = await database.query(
      'select repo_id as repo, target, wanted from roadmap.targets order by 1, 2',
    )
    expect(wanted).toEqual([
      { repo: 1, target: 'pull/1', wanted: 2 },
      { repo: 1, target: 'pull/2', wanted: 2 },
      { repo: 2, target: 'pull/1', wanted: 1 },
      { repo: 2, target: 'pull/2', wanted: 1 },
    ])
    const jobs = await database.query(
      'select group_id as of, priority from pgboss.job where state = $1 order by 1, 2 desc',
      ['created'],
    )
    expect(jobs).toEqual([
      { of: '7', priority: -1 },
      { of: '7', priority: -2 },
      { of: '8', priority: -1 },
      { of: '8', priority: -2 },
    ])
    // Turn 3 went to one that was queued already, and was given back.
    expect(await database.query('select turn from roadmap.turns where installation_id = 7')).toEqual([
      { turn: 2 },
    ])
    fails = true
    const mixed = await Promise.allSettled([
      add('f', jobOf(7, 1, 3)),
      add('g', jobOf(7, 66, 1)),
      add('h', jobOf(7, 1, 4)),
    ])
    expect(mixed.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
    expect(
      await database.query("select id from roadmap.deliveries where id in ('f', 'g', 'h') order by 1"),
    ).toEqual([{ id: 'f' }, { id: 'h' }])
    await queue.stop(1_000)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('what comes at one time is one transaction, though the embedded database works in this thread', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-batch-'))
  try {
    await using database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
    await migrate(database)
    let transactions = 0
    const counted = {
      ...database,
      transaction: <T>(work: (sql: Sql) => Promise<T>): Promise<T> => {
        transactions += 1
        return database.transaction(work)
      },
    }
    const batch = new AcceptBatch(counted, NOWHERE)
    const later = async (index: number): Promise<boolean> => {
      // As deliveries are read: each in a turn of the event loop of its own.
      for (let turn = 0; turn < index / 10; turn += 1) await setImmediate()
      return batch.add({ id: `d${index}`, event: 'pull_request', installationId: 7 }, [])
    }
    const all = await Promise.all(Array.from({ length: 50 }, (_, index) => later(index)))
    expect(all.every(Boolean)).toBe(true)
    expect(transactions).toBeLessThan(5)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('a burst ends when nothing has come for a moment, and is waited for no longer than is said', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-batch-'))
  try {
    await using database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
    await migrate(database)
    const batch = new AcceptBatch(database, NOWHERE)
    const timed = async (work: Promise<void>): Promise<number> => {
      const from = performance.now()
      await work
      return performance.now() - from
    }
    expect(await timed(batch.quiet(10_000))).toBeLessThan(1_000)
    let sent = 0
    const end = new AbortController()
    const sending = (async () => {
      while (!end.signal.aborted) {
        await batch.add({ id: `s${(sent += 1)}`, event: 'pull_request' }, [])
        await sleep(5)
      }
    })()
    await sleep(50)
    const before = sent
    await batch.quiet(300)
    expect(sent).toBeGreaterThan(before)
    end.abort()
    await sending
    await batch.quiet(60_000)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})
