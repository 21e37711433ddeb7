import { randomUUID } from 'node:crypto'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Database, Sql } from './database.ts'
import { type Job, singletonKey } from './target.ts'
import { advanceClock, giveTurnBack, giveTurnsBack, takeTurn, takeTurns } from './turns.ts'

const QUEUE = 'review'
const DEAD = 'review-dead'
/** With the delays below about a quarter of an hour: longer than most hiccups; the sweep has the rest. */
const RETRIES = 12

/** Turns of installations that were taken for jobs. */
export interface Turns {
  /** The last one of each. */
  last: ReadonlyMap<number, number>
  /** How many of them no job has yet. */
  unused: Map<number, number>
}

export interface QueueOptions {
  database: Database
  /** Reviews at a time in this process. */
  concurrency: number
  onError: (error: Error) => void
}

/** What a handler knows about its attempt. */
export interface Attempt {
  /** Aborted when the process stops, the job's time is over, or another process took it over. */
  signal: AbortSignal
  /** 0 for the first. */
  number: number
  /** True where a failure now is the last: the job becomes a dead letter. */
  last: boolean
}

/**
 * The durable queue: pg-boss on the app's own database. For each target at most one job is queued and one
 * runs; a job whose process died is given to another after its heartbeat is missed.
 */
export class ReviewQueue {
  readonly #boss: PgBoss
  readonly #database: Database
  readonly #concurrency: number
  #running = 0

  constructor({ database, concurrency, onError }: QueueOptions) {
    this.#database = database
    this.#concurrency = concurrency
    this.#boss = new PgBoss({
      ...database.bossOptions,
      schema: 'pgboss',
      useListenNotify: true,
      schedule: false,
      // How soon the jobs of a killed replica are found: its heartbeat, plus this.
      superviseIntervalSeconds: 5,
      monitorIntervalSeconds: 5,
      openTelemetry: { enabled: false },
    })
    this.#boss.on('error', onError)
  }

  async start(): Promise<void> {
    await this.#boss.start()
    await this.#boss.createQueue(DEAD)
    await this.#boss.createQueue(QUEUE, {
      policy: 'stately',
      deadLetter: DEAD,
      notify: true,
      retryLimit: RETRIES,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 300,
      expireInSeconds: 900,
      heartbeatSeconds: 10,
      deleteAfterSeconds: 86_400,
    })
    // The folder's lock says that no other process is alive: what is marked active was cut off with the last one.
    if (this.#database.kind === 'pglite') await this.#giveBackActive()
  }

  /** Puts a job into the queue as part of a transaction. Where one is queued for the target already, that one answers. */
  async send(sql: Sql, job: Job, afterSeconds = 0): Promise<void> {
    const turn = await takeTurn(sql, job.installationId)
    const sent = await this.#boss.send(QUEUE, job, {
      singletonKey: singletonKey(job),
      priority: -turn,
      group: { id: String(job.installationId) },
      ...(afterSeconds > 0 && { startAfter: afterSeconds }),
      db: sql.boss,
    })
    if (sent === null) await giveTurnBack(sql, job.installationId, turn)
  }

  /**
   * Takes turns for jobs that are about to be sent, in a statement of its own: within the transaction that sends them, the
   * rows of installations would be locked until it ends, and replicas that take deliveries would wait for each other.
   */
  async reserve(jobs: readonly Job[]): Promise<Turns> {
    const counts = new Map(
      [...Map.groupBy(jobs, ({ installationId }) => installationId)].map(([id, same]) => [
        id,
        new Set(same.map(singletonKey)).size,
      ]),
    )
    if (counts.size === 0) return { last: new Map(), unused: new Map() }
    return { last: await takeTurns(this.#database, counts), unused: counts }
  }

  /** `send` of many, in a few statements, with turns that were reserved; those that are left stay in `turns.unused`. */
  async sendAll(sql: Sql, jobs: readonly { job: Job; afterSeconds: number }[], turns: Turns): Promise<void> {
    const first = new Map(jobs.toReversed().map((one) => [singletonKey(one.job), one]))
    const wanted = jobs.filter((one) => first.get(singletonKey(one.job)) === one)
    const byInstallation = Map.groupBy(wanted, ({ job }) => job.installationId)
    const inserts = [...byInstallation].flatMap(([installationId, same]) => {
      const next = (turns.last.get(installationId) ?? 0) - (turns.unused.get(installationId) ?? 1) + 1
      return same.map(({ job, afterSeconds }, index) => ({
        id: randomUUID(),
        data: job,
        singletonKey: singletonKey(job),
        priority: -(next + index),
        group: { id: String(installationId) },
        ...(afterSeconds > 0 && { startAfter: afterSeconds }),
      }))
    })
    const sent = new Set(await this.#boss.insert(QUEUE, inserts, { db: sql.boss, returnId: true }))
    for (const { id, group } of inserts) {
      const of = Number(group.id)
      if (sent.has(id)) turns.unused.set(of, (turns.unused.get(of) ?? 1) - 1)
    }
  }

  /** Gives back what `sendAll` had no use for: jobs for the same targets are queued already. */
  async release({ last, unused }: Turns): Promise<void> {
    await giveTurnsBack(
      this.#database,
      [...unused].flatMap(([id, spare]) => {
        const turn = last.get(id)
        return spare > 0 && turn !== undefined ? [{ id, turn, spare }] : []
      }),
    )
  }

  async work(handler: (job: Job, attempt: Attempt) => Promise<void>): Promise<void> {
    for (let worker = 0; worker < this.#concurrency; worker += 1) {
      // After a job its worker looks for the next at once: pg-boss alone would wait for its poll.
      let again = (): void => {}
      const id = await this.#boss.work<Job>(
        QUEUE,
        { includeMetadata: true, pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 1 },
        async (jobs) => {
          for (const job of jobs as JobWithMetadata<Job>[]) {
            this.#running += 1
            try {
              await advanceClock(this.#database, -job.priority)
              await handler(job.data, {
                signal: job.signal,
                number: job.retryCount,
                last: job.retryCount >= job.retryLimit,
              })
            } finally {
              this.#running -= 1
              again()
            }
          }
        },
      )
      again = () => this.#boss.notifyWorker(id)
    }
  }

  /** Jobs being worked on by this process. */
  get running(): number {
    return this.#running
  }

  /** Jobs by state: due now, put off, running anywhere, and dead letters. */
  async depth(): Promise<{ ready: number; deferred: number; active: number; dead: number }> {
    const [row] = await this.#database.query<{
      ready: number
      deferred: number
      active: number
      dead: number
    }>(
      `select
         count(*) filter (where name = $1 and state in ('created', 'retry') and start_after <= now())::int as ready,
         count(*) filter (where name = $1 and state in ('created', 'retry') and start_after > now())::int as deferred,
         count(*) filter (where name = $1 and state = 'active')::int as active,
         count(*) filter (where name = $2 and state = 'created')::int as dead
       from pgboss.job where name in ($1, $2)`,
      [QUEUE, DEAD],
    )
    return row ?? { ready: 0, deferred: 0, active: 0, dead: 0 }
  }

  /** Takes no more jobs and lets the running ones end; after `timeoutMs` they are given back. */
  async stop(timeoutMs: number): Promise<void> {
    await this.#boss.stop({ graceful: true, timeout: timeoutMs })
  }

  async #giveBackActive(): Promise<void> {
    const rows = await this.#database.query<{ id: string }>(
      "select id from pgboss.job where name = $1 and state = 'active'",
      [QUEUE],
    )
    for (const { id } of rows) await this.#boss.fail(QUEUE, id, { reason: 'its process ended' })
  }
}
