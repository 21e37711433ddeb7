import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Sql } from './database.ts'
import type { Turns } from './queue.ts'
import type { Delivery } from './store.ts'
import { type ReviewJob, targetName } from './target.ts'

/** Where jobs go, and what keeps their order. */
export interface BatchQueue {
  reserve: (jobs: readonly ReviewJob[]) => Promise<Turns>
  sendAll: (sql: Sql, jobs: readonly ReviewJob[], turns: Turns) => Promise<void>
  release: (turns: Turns) => Promise<void>
}

interface Waiting {
  delivery: Delivery
  jobs: readonly ReviewJob[]
  resolve: (accepted: boolean) => void
  reject: (error: unknown) => void
}

/** Deliveries of one transaction at most. */
const LARGEST = 200
/** Milliseconds without a delivery after which a burst is over. */
const QUIET_MS = 40
/** Milliseconds in which nothing more has to come before a transaction begins, and those that it waits at most. */
const GATHER_MS = { step: 2, most: 20 }

/**
 * Accepts deliveries that come while another transaction is on its way together, in one transaction of a handful of
 * statements: a burst of a thousand is acknowledged as fast as a few. Each is acknowledged only when it is on disk.
 */
export class AcceptBatch {
  readonly #database: Database
  readonly #queue: BatchQueue
  #waiting: Waiting[] = []
  #running = false
  #lastAt = Number.NEGATIVE_INFINITY

  constructor(database: Database, queue: BatchQueue) {
    this.#database = database
    this.#queue = queue
  }

  /** False where the delivery was accepted before. */
  add(delivery: Delivery, jobs: readonly ReviewJob[]): Promise<boolean> {
    this.#lastAt = performance.now()
    return new Promise((resolve, reject) => {
      this.#waiting.push({ delivery, jobs, resolve, reject })
      if (!this.#running) void this.#run()
    })
  }

  /**
   * Waits for the end of a burst: GitHub gives up on a delivery after ten seconds, a review may begin a moment later. Never
   * longer than `maxMs`, or whoever sends without end would keep reviews from being done.
   */
  async quiet(maxMs: number): Promise<void> {
    const end = performance.now() + maxMs
    for (;;) {
      const now = performance.now()
      const isQuiet = !this.#running && now - this.#lastAt >= QUIET_MS
      if (isQuiet || now >= end) return
      await sleep(Math.min(QUIET_MS, end - now))
    }
  }

  async #run(): Promise<void> {
    this.#running = true
    while (this.#waiting.length > 0) {
      await this.#gather()
      const batch = this.#waiting.splice(0, LARGEST)
      try {
        await this.#accept(batch)
      } catch (error) {
        const [only, ...others] = batch
        if (others.length === 0) only?.reject(error)
        // One that cannot be accepted must not take the others with it.
        else for (const one of batch) await this.#accept([one]).catch(one.reject)
      }
    }
    this.#running = false
  }

  /**
   * Lets those come that are about to: the embedded database works in this thread, without a pause in which the next
   * delivery could be read, so that each would have a transaction of its own.
   */
  async #gather(): Promise<void> {
    const end = performance.now() + GATHER_MS.most
    for (let seen = 0; seen < Math.min(this.#waiting.length, LARGEST) && performance.now() < end;) {
      seen = this.#waiting.length
      await sleep(GATHER_MS.step)
    }
  }

  async #accept(batch: readonly Waiting[]): Promise<void> {
    const turns = await this.#queue.reserve(batch.flatMap((one) => one.jobs))
    const accepted = await this.#database
      .transaction(async (sql) => {
        const known = new Map(batch.toReversed().map((one) => [one.delivery.id, one]))
        const fresh = await recordDeliveries(
          sql,
          [...known.values()].map(({ delivery }) => delivery),
        )
        const news = batch.filter((one) => known.get(one.delivery.id) === one && fresh.has(one.delivery.id))
        const jobs = news.flatMap((one) => one.jobs)
        if (jobs.length > 0) {
          await wantAll(sql, jobs)
          await this.#queue.sendAll(sql, jobs, turns)
        }
        return new Set(news)
      })
      .catch(async (error: unknown) => {
        await this.#queue.release(turns).catch(() => {})
        throw error
      })
    for (const one of batch) one.resolve(accepted.has(one))
    // A turn too many only makes its installation wait a little longer.
    await this.#queue.release(turns).catch(() => {})
  }
}

/** Ids of those that were not accepted before. */
async function recordDeliveries(sql: Sql, deliveries: readonly Delivery[]): Promise<Set<string>> {
  const rows = await sql.query<{ id: string }>(
    `insert into roadmap.deliveries (id, event, action, installation_id)
     select id, event, action, installation_id from jsonb_to_recordset($1::jsonb)
       as new (id text, event text, action text, installation_id bigint)
     order by id
     on conflict (id) do nothing returning id`,
    [
      JSON.stringify(
        deliveries.map(({ id, event, action, installationId }) => ({
          id,
          event,
          action: action ?? null,
          installation_id: installationId ?? null,
        })),
      ),
    ],
  )
  return new Set(rows.map(({ id }) => id))
}

/** `Store.want` of many. In the order of their keys, so that replicas never wait for each other in a circle. */
async function wantAll(sql: Sql, jobs: readonly ReviewJob[]): Promise<void> {
  const byTarget = Map.groupBy(jobs, ({ repoId, target }) => `${repoId}/${targetName(target)}`)
  const rows = [...byTarget.values()].flatMap((same) => {
    const last = same.at(-1)
    if (!last) return []
    const { repoId, target, installationId, owner, repo } = last
    return [
      {
        repo_id: repoId,
        target: targetName(target),
        installation_id: installationId,
        owner,
        repo,
        wanted: same.length,
        asked: same.filter(({ reason }) => reason === 'asked').length,
      },
    ]
  })
  const given = [JSON.stringify(rows)]
  const shape = `jsonb_to_recordset($1::jsonb) as new
    (repo_id bigint, target text, installation_id bigint, owner text, repo text, wanted integer, asked integer)`
  // The id is what a repository is: transferred or renamed, what is known of it goes with it.
  await sql.query(
    `update roadmap.targets old set installation_id = new.installation_id, owner = new.owner, repo = new.repo
     from ${shape} where old.repo_id = new.repo_id
       and (old.installation_id, old.owner, old.repo) is distinct from (new.installation_id, new.owner, new.repo)`,
    given,
  )
  await sql.query(
    `insert into roadmap.targets (repo_id, target, installation_id, owner, repo, wanted, asked)
     select repo_id, target, installation_id, owner, repo, wanted, asked from ${shape} order by repo_id, target
     on conflict (repo_id, target) do update set
       wanted = targets.wanted + excluded.wanted, asked = targets.asked + excluded.asked, updated_at = now(),
       installation_id = excluded.installation_id, owner = excluded.owner, repo = excluded.repo`,
    given,
  )
}
