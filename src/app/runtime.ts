import type { Logger as Pino } from 'pino'
import { BadCredentials, GitHub, GitHubGone } from '../github/index.ts'
import { type Database, openDatabase, type ReviewService, startReviews, sweep } from '../jobs/index.ts'
import type { ReviewsOptions } from '../jobs/reviews.ts'
import { migrationKpi } from '../jobs/migration-kpi.ts'
import { SharedPace } from '../jobs/shared-pace.ts'
import { UserError } from '../model/index.ts'
import { acceptEvent, type Accepted, type ReceivedEvent } from './accept.ts'
import type { Settings } from './env.ts'
import { Metrics } from './metrics.ts'
import { onboardingJobsOf } from './onboarding-events.ts'

/** The app without a door: database, queue and workers. */
export interface Runtime {
  readonly metrics: Metrics
  readonly service: ReviewService
  accept(event: ReceivedEvent): Promise<Accepted>
  /** Whether the database answers. */
  isReady(): Promise<boolean>
  /** Whether nothing is queued, put off, running or being swept. */
  isIdle(): Promise<boolean>
  close(): Promise<void>
}

/** What tests and measurements put in the place of the real thing. */
export type RuntimeOptions = Pick<ReviewsOptions, 'runReview' | 'pool'>

/**
 * Opens the database and begins to work.
 * @throws UserError: a locked data folder, a database that does not answer, a key that is not the app's.
 */
export async function startRuntime(
  settings: Settings,
  log: Pino,
  options: RuntimeOptions = {},
): Promise<Runtime> {
  const { dataDir, databaseUrl, apiUrl, publicUrl, sayRunningAfterMs, debounceSeconds, concurrency } =
    settings
  const metrics = new Metrics()
  const logger = plainLogger(log)
  // Only replicas of one database have to share; known once it is open.
  let pacerOf: ((installationId: number) => SharedPace) | undefined
  const github = new GitHub({
    appId: settings.appId,
    privateKey: settings.privateKey,
    apiUrl,
    log: logger,
    onRequest: (seen) => metrics.request(seen),
    pacerOf: (installationId) => pacerOf?.(installationId),
  })
  await checkCredentials(github, log)
  const database = await openDatabase({ dataDir, ...(databaseUrl && { databaseUrl }) })
  if (database.kind === 'postgres') pacerOf = (installationId) => new SharedPace(database, installationId)
  let service: ReviewService
  try {
    service = await startReviews({
      database,
      github,
      log: logger,
      dataDir,
      apiUrl,
      publicUrl,
      sayRunningAfterMs,
      debounceSeconds,
      onboarding: settings.onboarding,
      concurrency,
      ...options,
      onJob: (outcome, seconds) => metrics.job(outcome, seconds),
      onReviewed: (conclusion) => metrics.reviewed(conclusion),
    })
  } catch (error) {
    await database.close()
    throw error
  }
  metrics.watchQueue(() => service.queue.depth())
  metrics.watchDecisions(() => service.decisions.counts())
  metrics.watchMigrations((since) => migrationKpi(database, { since }))
  const sweeper = startSweeper(service, github, settings.sweepMinutes, log)
  return {
    metrics,
    service,
    accept: async (event) => {
      const accepted = await acceptEvent(service, event, settings.appId, () => sweeper.soon())
      if (accepted === 'accepted') await service.onboard(onboardingJobsOf(event.name, event.payload))
      return accepted
    },
    isReady: () => isReady(database),
    isIdle: async () => !sweeper.running() && (await service.idle()),
    close: async () => {
      await sweeper.stop()
      await service.stop(settings.stopSeconds * 1000)
      await database.close()
    },
  }
}

/** A wrong key is said at the start, not at the first pull request. GitHub being away is no reason to stay away. */
async function checkCredentials(github: GitHub, log: Pino): Promise<void> {
  try {
    log.info({ login: await github.botLogin(), appId: github.appId }, 'signed in to GitHub')
  } catch (error) {
    if (error instanceof BadCredentials || error instanceof GitHubGone) {
      throw new UserError(
        'GitHub refuses APP_ID with this private key. Compare both with the settings page of the app; ' +
          'for a GitHub Enterprise Server set GITHUB_API_URL (https://<host>/api/v3).',
        { cause: error },
      )
    }
    log.warn({ err: error }, 'GitHub does not answer yet')
  }
}

interface Sweeper {
  /** An installation was added: its open pull requests are looked for at once. */
  soon(): void
  running(): boolean
  stop(): Promise<void>
}

function startSweeper(service: ReviewService, github: GitHub, minutes: number, log: Pino): Sweeper {
  const stopping = new AbortController()
  let current: Promise<void> | undefined
  let again = false
  const run = (): void => {
    if (current) {
      again = true
      return
    }
    const logger = plainLogger(log)
    current = sweep(service, github, logger, { signal: stopping.signal })
      .then(
        (found) => log.info(found, 'sweep'),
        (error: unknown) => {
          if (!stopping.signal.aborted) log.warn({ err: error }, 'sweep failed')
        },
      )
      .finally(() => {
        current = undefined
        if (again && !stopping.signal.aborted) {
          again = false
          run()
        }
      })
  }
  const timer = minutes > 0 ? setInterval(run, minutes * 60_000) : undefined
  if (minutes > 0) run()
  return {
    soon: () => {
      if (minutes > 0) run()
    },
    running: () => current !== undefined,
    stop: async () => {
      clearInterval(timer)
      stopping.abort()
      await current
    },
  }
}

async function isReady(database: Database): Promise<boolean> {
  try {
    await database.query('select 1')
    return true
  } catch {
    return false
  }
}

function plainLogger(log: Pino): { debug: Say; info: Say; warn: Say; error: Say } {
  return {
    debug: (message) => log.debug(message),
    info: (message) => log.info(message),
    warn: (message) => log.warn(message),
    error: (message) => log.error(message),
  }
}
type Say = (message: string) => void
