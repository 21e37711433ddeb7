import {
  type GitHub,
  GitHubGone,
  listFailedDeliveries,
  listInstallations,
  listOpenPulls,
  type Logger,
  MissingPermission,
  RateLimited,
  redeliver,
} from '../github/index.ts'
import type { ReviewService } from './reviews.ts'
import { targetName } from './target.ts'

export interface SweepLimits {
  /** How far back deliveries are looked at, in milliseconds. */
  deliveriesMs: number
  redeliveries: number
  installations: number
  /** Of one installation. */
  repositories: number
  /** Of one repository, most recently updated first. */
  pulls: number
}

export const SWEEP_LIMITS: SweepLimits = {
  deliveriesMs: 24 * 3_600_000,
  redeliveries: 100,
  installations: 100,
  repositories: 100,
  pulls: 30,
}

/**
 * Finds what was missed while the app was not there, or what the embedded database lost in a power cut:
 * failed deliveries are asked for again, events without a job get one, and open pull requests whose head
 * was not reviewed are. Answers how many of each. One installation's failure does not stop the others.
 */
export async function sweep(
  service: ReviewService,
  github: GitHub,
  log: Logger,
  options: { limits?: Partial<SweepLimits>; signal?: AbortSignal } = {},
): Promise<{ redelivered: number; pulls: number }> {
  const limits = { ...SWEEP_LIMITS, ...options.limits }
  const { signal } = options
  const redelivered = await redeliverFailed(github, limits, log, signal)
  await service.store.cutDeliveries()
  await service.tidyMirrors()
  let pulls = 0
  for (const id of await listInstallations(github, limits.installations, signal)) {
    try {
      pulls += await requestMissing(service, github, id, limits, signal)
    } catch (error) {
      signal?.throwIfAborted()
      if (
        !(error instanceof RateLimited || error instanceof GitHubGone || error instanceof MissingPermission)
      ) {
        throw error
      }
      log.warn(`sweep of installation ${id}: ${error.message}`)
    }
  }
  pulls += await service.lookAfterWaivers(signal)
  return { redelivered, pulls }
}

async function redeliverFailed(
  github: GitHub,
  limits: SweepLimits,
  log: Logger,
  signal?: AbortSignal,
): Promise<number> {
  const since = new Date(Date.now() - limits.deliveriesMs)
  const failed = await listFailedDeliveries(github, since, { ...(signal && { signal }) })
  let count = 0
  for (const { id, event } of failed.slice(0, limits.redeliveries)) {
    try {
      await redeliver(github, id, signal)
      count += 1
    } catch (error) {
      signal?.throwIfAborted()
      if (error instanceof RateLimited) throw error
      log.warn(`cannot ask for a ${event} delivery again: ${String(error)}`)
    }
  }
  return count
}

async function requestMissing(
  service: ReviewService,
  github: GitHub,
  installationId: number,
  limits: SweepLimits,
  signal?: AbortSignal,
): Promise<number> {
  let count = 0
  for await (const pull of listOpenPulls(github.installation(installationId), limits, signal)) {
    const { owner, repo, repoId, number, headSha } = pull
    const target = { kind: 'pull' as const, number }
    if (await service.store.isReviewed(repoId, targetName(target), headSha)) continue
    await service.request({ installationId, owner, repo, repoId, target, reason: 'sweep' })
    count += 1
  }
  return count
}
