import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { withEmptyDatabase } from '../../test/empty-database.ts'
import { AcceptBatch } from './accept-batch.ts'
import { openDatabase } from './database.ts'
import { migrate } from './migrate.ts'
import { ReviewQueue } from './queue.ts'
import type { ReviewJob } from './target.ts'

test('a burst is accepted as one by one it would be: each delivery once, each target queued once', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-batch-'))
  try {
    await using database = await openDatabase({ dataDir: withEmptyDatabase(folder) })
    await migrate(database)
    const queue = new ReviewQueue({ database, concurrency: 1, onError: () => {} })
    await queue.start()
    let fails = false
    const batch = new AcceptBatch(database, async (sql, jobs) => {
      if (fails && jobs.some(({ repoId }) => repoId === 66)) throw new Error('cannot be stored')
      await queue.sendAll(
        sql,
        jobs.map((job) => ({ job, afterSeconds: 0 })),
      )
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
      // Turn 2 went to one that was queued already, and was given back.
      { of: '7', priority: -3 },
      { of: '8', priority: -1 },
      { of: '8', priority: -2 },
    ])
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
