import { mkdir } from 'node:fs/promises'
import { forgetMirror, keepMirrorsOf } from '../changeset/index.ts'
import { RulePool } from '../engine/index.ts'
import { type GitHub, GitHubGone, type Logger, MissingPermission, RateLimited } from '../github/index.ts'
import type { Conclusion } from '../model/index.ts'
import { baseConfig } from './commands/base-config.ts'
import { CommandStore } from './commands/command-store.ts'
import { DecisionStore } from './commands/decisions.ts'
import { endedTargets, noteEndings } from './commands/expiry.ts'
import { type ButtonJob, runButton } from './commands/run-button.ts'
import { type CommandDependencies, type CommandJob, runCommand } from './commands/run-command.ts'
import { type CoverageJob, mayUseCoverage, takeCoverage } from './coverage/coverage-job.ts'
import { AcceptBatch } from './accept-batch.ts'
import { CoverageStore } from './coverage/coverage-store.ts'
import type { Database, Sql } from './database.ts'
import { migrate } from './migrate.ts'
import { type Attempt, ReviewQueue } from './queue.ts'
import { type JobOutcome, type RunReview, runReview } from './run-review.ts'
import { onboard, type OnboardingJob } from './onboarding/onboard.ts'
import { type Delivery, Store } from './store.ts'
import { SharedConfigs } from './shared-config/source.ts'
import { Supersession } from './supersede.ts'
import { type Job, type Reason, type ReviewJob, singletonKey, targetName } from './target.ts'
import { type KnownRepository, Tenants } from './tenants.ts'
import { Threads } from './threads.ts'
import { warmUp } from './warm-up.ts'

/** Milliseconds by which a burst of deliveries may hold up what is begun. */
const BURST_MS = 3_000

export interface ReviewsOptions {
  database: Database
  github: GitHub
  log: Logger
  dataDir: string
  apiUrl: string
  publicUrl: string | undefined
  /** Milliseconds after which a review says that it runs. */
  sayRunningAfterMs: number
  /** Seconds that a push waits for the next one, which is then reviewed instead; none by default. */
  debounceSeconds?: number
  /** Whether repositories are looked at when the app is installed, and told how a configuration begins. */
  onboarding?: boolean
  /** Reviews at a time. */
  concurrency: number
  /** Processes for rules that somebody else warms up and ends; without it, the service has its own. */
  pool?: RulePool
  /** In the place of the project's own, to measure the queue without rules and git. */
  runReview?: RunReview
  /** For metrics. `seconds` from the start of the attempt. */
  onJob?: (outcome: JobOutcome | 'deferred' | 'error', seconds: number) => void
  onReviewed?: (conclusion: Conclusion) => void
}

/** Times a job is put off because GitHub asked to wait, before it counts as failed. */
const DEFERRALS = 50

/** Accepts events and reviews what they speak of, in the background. */
export class ReviewService {
  readonly store: Store
  readonly tenants: Tenants
  readonly coverage: CoverageStore
  readonly decisions: DecisionStore
  readonly queue: ReviewQueue
  readonly #options: ReviewsOptions
  readonly #supersession: Supersession
  readonly #sharedConfigs: SharedConfigs
  readonly #pool: RulePool
  readonly #batch: AcceptBatch
  readonly #stopping = new AbortController()
  #warm: Promise<void> | undefined

  constructor(options: ReviewsOptions) {
    this.#options = options
    const { database, concurrency, log } = options
    this.store = new Store(database)
    this.tenants = new Tenants(database)
    this.coverage = new CoverageStore(database)
    this.decisions = new DecisionStore(database)
    this.#supersession = new Supersession(this.store)
    this.#sharedConfigs = new SharedConfigs(options)
    this.#pool = options.pool ?? new RulePool()
    this.#batch = new AcceptBatch(database, {
      reserve: (jobs) => this.queue.reserve(jobs),
      sendAll: (sql, jobs, turns) =>
        this.queue.sendAll(
          sql,
          jobs.map((job) => ({ job, afterSeconds: this.#waitOf(job) })),
          turns,
        ),
      release: (turns) => this.queue.release(turns),
    })
    this.queue = new ReviewQueue({
      database,
      concurrency,
      onError: (error) => log.error(`queue: ${error.message}`),
    })
  }

  /**
   * Accepts a delivery: once this resolves, the review is due, whatever becomes of this process. False where the
   * delivery was accepted before. `also` takes part in the transaction.
   */
  async accept(
    delivery: Delivery,
    jobs: readonly ReviewJob[],
    also?: (sql: Sql, store: Store) => Promise<void>,
  ): Promise<boolean> {
    const accepted = also
      ? await this.#acceptAlone(delivery, jobs, also)
      : await this.#batch.add(delivery, jobs)
    if (accepted) for (const job of jobs) this.#supersession.announce(job)
    return accepted
  }

  #acceptAlone(
    delivery: Delivery,
    jobs: readonly ReviewJob[],
    also: (sql: Sql, store: Store) => Promise<void>,
  ): Promise<boolean> {
    return this.#options.database.transaction(async (sql) => {
      if (!(await this.store.recordDelivery(sql, delivery))) return false
      await also(sql, this.store)
      for (const job of jobs) await this.#enqueue(sql, job)
      return true
    })
  }

  /**
   * Accepts a delivery that takes repositories away: `work` removes what the database has of them, and their mirrors on
   * this machine go too; those of other replicas with their next sweep.
   */
  async forget(delivery: Delivery, work: (sql: Sql) => Promise<KnownRepository[]>): Promise<boolean> {
    let gone: KnownRepository[] = []
    const accepted = await this.#options.database.transaction(async (sql) => {
      if (!(await this.store.recordDelivery(sql, delivery))) return false
      gone = await work(sql)
      return true
    })
    const { dataDir, github, log } = this.#options
    for (const { owner, repo: name } of gone) {
      const removed = forgetMirror({ dataDir, owner, name, cloneUrl: github.cloneUrl(owner, name) })
      await removed.catch((error: unknown) => log.warn(`cannot remove a mirror: ${describe(error)}`))
    }
    return accepted
  }

  /** Removes mirrors of repositories of which nothing is known any more. */
  async tidyMirrors(): Promise<void> {
    const { dataDir, github } = this.#options
    const known = (await this.tenants.repositories()).map(({ owner, repo: name }) => ({
      owner,
      name,
      cloneUrl: github.cloneUrl(owner, name),
    }))
    await keepMirrorsOf(dataDir, known)
  }

  /**
   * Asks for a review without a delivery: what the sweep found. Where events of the target wait for an answer
   * already, a job is made sure of and a running review goes on.
   */
  async request(job: ReviewJob): Promise<void> {
    await this.#options.database.transaction(async (sql) => {
      if (await this.store.isUnanswered(sql, job.repoId, targetName(job.target)))
        await this.queue.send(sql, job)
      else await this.#enqueue(sql, job)
    })
  }

  /** What counts on a waiver that ended is due again; those that end soon are spoken of. Answers how many are due. */
  async lookAfterWaivers(signal?: AbortSignal): Promise<number> {
    const { database, github, log } = this.#options
    const now = new Date()
    const due = await endedTargets(database, now)
    for (const job of due) await this.request(job)
    await noteEndings(database, github, log, now, signal)
    return due.length
  }

  /** Whether what a run left is worth a look. */
  async mayUseCoverage(job: CoverageJob): Promise<boolean> {
    // The commit of a review that waits is not known before it begins.
    const isOfReview = async (): Promise<boolean> =>
      (await this.store.hasUnanswered(job.repoId)) ||
      (await this.store.targetsAt(job.repoId, job.run.headSha)).length > 0
    return mayUseCoverage(job, this.coverage, isOfReview)
  }

  async start(): Promise<void> {
    await mkdir(this.#options.dataDir, { recursive: true })
    await migrate(this.#options.database)
    await this.queue.start()
    await this.queue.work((job, attempt) => this.#handle(job, attempt))
    if (this.#options.pool) return
    this.#warm = warmUp(this.#pool, this.#stopping.signal).catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#options.log.warn(`cannot warm up: ${describe(error)}`)
    })
  }

  /** Resolves when no event is unanswered and nothing runs. */
  async idle(): Promise<boolean> {
    if (this.queue.running > 0) return false
    const { ready, deferred, active } = await this.queue.depth()
    return ready + deferred + active === 0 && this.queue.running === 0
  }

  /** Lets running reviews end within the limit; those cut off are done by the next process. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort()
    await this.queue.stop(timeoutMs)
    await this.#warm
    if (!this.#options.pool) await this.#pool[Symbol.asyncDispose]()
  }

  async #enqueue(sql: Sql, job: ReviewJob): Promise<void> {
    await this.store.want(sql, job)
    await this.queue.send(sql, job, this.#waitOf(job))
  }

  /** A review that runs is ended at once; what it made way for may itself be overtaken within seconds. */
  #waitOf({ reason }: ReviewJob): number {
    return reason === 'synchronize' ? (this.#options.debounceSeconds ?? 0) : 0
  }

  async #handle(job: Job, attempt: Attempt): Promise<void> {
    await this.#batch.quiet(BURST_MS)
    if (await this.tenants.isSuspended(job.installationId)) {
      // When that ends, the sweep finds what was not reviewed.
      if ('target' in job) await this.store.settle(job, (await this.store.claim(job)).wanted)
      this.#options.log.info(`${singletonKey(job)}: its installation is suspended`)
      return
    }
    if ('run' in job) await this.#handleCoverage(job, attempt)
    else if ('comment' in job || 'button' in job) await this.#handleCommand(job, attempt)
    else if ('onboard' in job) await this.#handleOnboarding(job, attempt)
    else await this.#handleReview(job, attempt)
  }

  /** Puts first looks into the queue, where they are wanted. */
  async onboard(jobs: readonly OnboardingJob[]): Promise<void> {
    if (!this.#options.onboarding) return
    for (const job of jobs) await this.queue.send(this.#options.database, job)
  }

  async #handleOnboarding(job: OnboardingJob, { signal }: Attempt): Promise<void> {
    const { log, database } = this.#options
    try {
      const outcome = await onboard(job, { ...this.#options, pool: this.#pool }, signal)
      log.info(`first look ${singletonKey(job)}: ${outcome}`)
    } catch (error) {
      const deferrals = job.deferrals ?? 0
      if (!(error instanceof RateLimited) || deferrals >= DEFERRALS) throw error
      await this.queue.send(database, { ...job, deferrals: deferrals + 1 }, error.retryAfterSeconds)
    }
  }

  async #handleCoverage(job: CoverageJob, { signal }: Attempt): Promise<void> {
    const { github, log, database } = this.#options
    try {
      const outcome = await takeCoverage(job, {
        client: github.installation(job.installationId),
        store: this.coverage,
        signal,
        tell: (ids) => this.#tell(job, ids),
      })
      log.info(`workflow run ${singletonKey(job)}: ${outcome}`)
    } catch (error) {
      const deferrals = job.deferrals ?? 0
      if (!(error instanceof RateLimited) || deferrals >= DEFERRALS) throw error
      await this.queue.send(database, { ...job, deferrals: deferrals + 1 }, error.retryAfterSeconds)
    }
  }

  async #handleCommand(job: CommandJob | ButtonJob, { signal }: Attempt): Promise<void> {
    const { github, log, database } = this.#options
    const { installationId, owner, repo, repoId } = job
    const target = { kind: 'pull' as const, number: 'button' in job ? job.button.pull : job.comment.pull }
    const review = async (reason: Reason, also?: (sql: Sql) => Promise<void>): Promise<void> => {
      const again: ReviewJob = { installationId, owner, repo, repoId, target, reason }
      await database.transaction(async (sql) => {
        await this.#enqueue(sql, again)
        await also?.(sql)
      })
      this.#supersession.announce(again)
    }
    try {
      const dependencies: CommandDependencies = {
        ...this.#options,
        decisions: this.decisions,
        commands: new CommandStore(database),
        config: (pull, stop) => {
          const client = github.installation(installationId)
          const shared = this.#sharedConfigs.of({ repoId, owner: pull.owner, repo: pull.repo }, client, stop)
          return baseConfig(pull, client, this.#options, shared, stop)
        },
        review: (_, reason) => review(reason),
        showAll: () => review('asked', (sql) => this.decisions.showAll(sql, repoId, target)),
      }
      const outcome =
        'button' in job
          ? await runButton(job, dependencies, signal)
          : await runCommand(job, dependencies, signal)
      log.info(`commands ${singletonKey(job)}: ${outcome}`)
    } catch (error) {
      if (error instanceof GitHubGone || error instanceof MissingPermission) {
        log.warn(`commands ${singletonKey(job)}: ${error.message}`)
        return
      }
      const deferrals = job.deferrals ?? 0
      if (!(error instanceof RateLimited) || deferrals >= DEFERRALS) throw error
      await this.queue.send(database, { ...job, deferrals: deferrals + 1 }, error.retryAfterSeconds)
    }
  }

  /** Coverage of a commit came: what was reviewed at it is due again. */
  async #tell({ run, ...rest }: CoverageJob, ids: readonly number[]): Promise<void> {
    const { installationId, owner, repo, repoId } = rest
    const { database } = this.#options
    await database.transaction((sql) => this.coverage.recordArtifacts(sql, repoId, run.headSha, ids))
    // Only now: a review that is not seen here begins later, and sees the artifacts.
    const targets = await this.store.targetsAt(repoId, run.headSha)
    const jobs = targets.map((target): ReviewJob => ({
      installationId,
      owner,
      repo,
      repoId,
      target,
      reason: 'coverage',
    }))
    await database.transaction(async (sql) => {
      for (const job of jobs) await this.#enqueue(sql, job)
    })
    for (const job of jobs) this.#supersession.announce(job)
  }

  async #handleReview(job: ReviewJob, attempt: Attempt): Promise<void> {
    const { github, log, dataDir, apiUrl, publicUrl, sayRunningAfterMs, onReviewed, database } = this.#options
    const started = performance.now()
    const done = (outcome: JobOutcome | 'deferred' | 'error'): void => {
      const seconds = (performance.now() - started) / 1000
      this.#options.onJob?.(outcome, seconds)
      log.info(`review ${singletonKey(job)}: ${outcome} after ${seconds.toFixed(2)} s`)
    }
    try {
      const outcome = await (this.#options.runReview ?? runReview)(
        job,
        {
          github,
          store: this.store,
          coverage: this.coverage,
          threads: new Threads(database),
          decisions: this.decisions,
          supersession: this.#supersession,
          sharedConfigs: this.#sharedConfigs,
          pool: this.#pool,
          log,
          dataDir,
          apiUrl,
          publicUrl,
          sayRunningAfterMs,
          ...(this.#options.onboarding && { onboarding: true }),
          send: (again) => this.queue.send(database, again),
          ...(onReviewed && { onReviewed }),
        },
        attempt,
      )
      done(outcome)
    } catch (error) {
      const deferrals = job.deferrals ?? 0
      if (error instanceof RateLimited && deferrals < DEFERRALS) {
        await this.queue.send(database, { ...job, deferrals: deferrals + 1 }, error.retryAfterSeconds)
        return done('deferred')
      }
      done('error')
      log.warn(`review ${singletonKey(job)}: ${describe(error)}`)
      if (attempt.last && !attempt.signal.aborted)
        await this.store.settle(job, (await this.store.claim(job)).wanted)
      throw error
    }
  }
}

/** Opens the service and begins to work. */
export async function startReviews(options: ReviewsOptions): Promise<ReviewService> {
  const service = new ReviewService(options)
  await service.start()
  return service
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? ` (${error.cause.name}: ${error.cause.message})` : ''
  return `${error.name}: ${error.message}${cause}`
}
