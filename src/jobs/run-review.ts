import { families } from '../../checks/index.ts'
import { GitLimitError, openMirror, type OpenedMirror, RepositoryAccessError } from '../changeset/index.ts'
import { type Client, GitHubGone, MissingPermission } from '../github/index.ts'
import { namesOf } from '../engine/fingerprint.ts'
import { UserError } from '../model/index.ts'
import { statusRuns } from '../report/github/index.ts'
import type { Decided } from './commands/decisions.ts'
import { isRedecided, noteMerge, recordDecided } from './commands/redecided.ts'
import { carryOver } from './continuity.ts'
import { hasNewCoverage } from './coverage/new-coverage.ts'
import { examine } from './examine.ts'
import { allowingLabels, sameLabels } from './labels.ts'
import { endOvertaken } from './overtaken.ts'
import { Publisher } from './publish.ts'
import type { ReviewDependencies } from './dependencies.ts'
import { permissionWords } from './missing-permission.ts'
import type { Attempt } from './queue.ts'
import { Superseded, type Watch } from './supersede.ts'
import { type Subject, subjectOf } from './subject.ts'
import type { PublishedReview } from './store.ts'
import { type Reason, type ReviewJob, reviewKey, targetName, turnKey } from './target.ts'

/** Of commits that nobody can have run anything on for long. */
const FRESH: ReadonlySet<Reason> = new Set(['opened', 'synchronize', 'merge-group', 'labels'])

/** What became of a job. */
export type JobOutcome = 'published' | 'already' | 'closed' | 'superseded' | 'gone' | 'refused'

export type RunReview = typeof runReview

/**
 * Reviews the newest commit of a job's target and publishes the answer. Repeating it after a failure at any
 * point ends in the same comments and check runs, once.
 * @throws what a later attempt may mend: RateLimited, GitHubUnavailable, errors of git and of the engine.
 */
export async function runReview(
  job: ReviewJob,
  dependencies: ReviewDependencies,
  options: Attempt,
): Promise<JobOutcome> {
  const { store, github, supersession, log } = dependencies
  const claim = await store.claim(job)
  const client = github.installation(job.installationId)
  using watch = supersession.watch(job, claim.wanted, (error) => log.warn(`cannot watch: ${String(error)}`))
  const signal = AbortSignal.any([options.signal, watch.signal])
  const finish = async (outcome: JobOutcome): Promise<JobOutcome> => {
    const newer = await store.settle(job, claim.wanted)
    // Its job may have found this one still queued and left the work to it.
    if (newer) await dependencies.send(job)
    return outcome
  }
  try {
    const subject = await subjectOf(client, job, signal)
    const subjectKey = subject && reviewKey(job, { ...subject, asked: claim.asked })
    const last = subjectKey === undefined ? undefined : await store.lastPublished(subjectKey)
    const answered = last !== undefined && (last.inline || subject?.pull?.draft !== false)
    // Answered with other labels than now: whether that matters is for the configuration to say.
    const relabelled = answered && !sameLabels(last.labels, subject?.labels ?? [])
    const covered =
      answered && (await hasNewCoverage(dependencies.coverage, job, subject?.headSha ?? '', last))
    const decided = await dependencies.decisions.decided(job.repoId, job.target, new Date())
    const redecided = answered && (await isRedecided(dependencies.decisions, job, last.key, decided))
    // The branch was put back to this commit: what stands on the pull request is about another.
    const putBack = answered && last.key !== (await store.newestPublished(job))
    const anew = relabelled || covered || redecided || putBack
    const key = anew ? turnKey(subjectKey ?? '', last.count) : (last?.key ?? subjectKey)
    await endOvertaken(job, key, dependencies, client, signal)
    if (!subject || key === undefined || subjectKey === undefined) {
      await noteMerge(dependencies.decisions, job, client, signal)
      return await finish('closed')
    }
    if (answered && !anew) return await finish('already')
    const row = await store.findReview(key)
    if (!anew) await store.beginReview(job, { key, subjectKey, ...subject })
    const mayExist = (row?.publishBegan ?? false) || (job.reason !== 'opened' && job.reason !== 'synchronize')
    const publisher = new Publisher({ dependencies, client, job, subject, key, mayExist, signal, watch })
    try {
      return await finish(
        await reviewAndPublish({
          job,
          subject,
          subjectKey,
          key,
          ...(anew && { last }),
          covered: covered || redecided || putBack,
          decided,
          attempt: options.number,
          dependencies,
          client,
          publisher,
          signal,
          watch,
        }),
      )
    } catch (error) {
      if (watch.signal.aborted) throw watch.signal.reason
      if (error instanceof MissingPermission && (await sayMissing(publisher, error, job, dependencies))) {
        // Once it is granted, the sweep finds a commit without a review.
        return await finish('refused')
      }
      if (isHopeless(error, options) && (await sayUnfinished(publisher, error, log))) {
        await store.endReview(key, 'failed')
        return await finish('refused')
      }
      // Where even that cannot be said, the sweep finds the commit without a review and tries again.
      if (options.last && !options.signal.aborted && (await sayUnfinished(publisher, error, log))) {
        await store.endReview(key, 'failed')
      }
      throw error
    }
  } catch (error) {
    if (watch.signal.aborted || error instanceof Superseded) {
      // Only what a newer event answers may be left unanswered.
      if (!(await store.isNewerWanted(job, claim.wanted))) throw error
      return finish('superseded')
    }
    if (error instanceof GitHubGone) {
      log.info(`nothing to review any more: ${error.message}`)
      return finish('gone')
    }
    if (error instanceof MissingPermission) {
      log.error(`the installation lacks a permission that app.yml asks for: ${error.message}`)
      return finish('refused')
    }
    throw error
  }
}

interface Running {
  job: ReviewJob
  subject: Subject
  subjectKey: string
  key: string
  /** The review that answered these commits, where other labels or coverage may say something else of them. */
  last?: PublishedReview
  /** Whether coverage came that it had not, people decided otherwise since, or another commit was reviewed since. */
  covered: boolean
  decided: Decided
  /** 0 for the first. */
  attempt: number
  dependencies: ReviewDependencies
  client: Client
  publisher: Publisher
  signal: AbortSignal
  watch: Watch
}

async function reviewAndPublish(running: Running): Promise<JobOutcome> {
  const { job, subject, subjectKey, key, last, dependencies, client, publisher, signal, watch } = running
  const { store } = dependencies
  const started = performance.now()
  const begin = last ? undefined : publisher.beginWhenSlow()
  try {
    await using changeSet = await openSubject(job, subject, dependencies, client, signal)
    const { owner, repo } = subject
    const shared = dependencies.sharedConfigs.of({ repoId: job.repoId, owner, repo }, client, signal)
    const allowing = await allowingLabels(changeSet, subject, shared)
    if (last) {
      if (!running.covered && sameLabels(last.allowing, allowing)) {
        await store.recordLabels(last.key, subject.labels)
        return 'already'
      }
      await store.beginReview(job, { key, subjectKey, ...subject })
    }
    const earlier = await store.shownBefore(job.repoId, targetName(job.target))
    const seen = await store.lastSeen(job)
    const continuity = seen && (await carryOver(seen, changeSet))
    const examined = await examine(
      changeSet,
      {
        ...subject,
        decided: running.decided,
        ...(earlier && { earlier }),
        ...(continuity && { continuity }),
      },
      { ...dependencies, shared },
      signal,
      {
        client,
        github: dependencies.github,
        store: dependencies.coverage,
        repoId: job.repoId,
        subject,
        // What the last review of these commits read is read again.
        isFresh: FRESH.has(job.reason) && !last?.coverage?.length,
        mayTryAgain: running.attempt < 2,
        signal,
      },
    )
    await begin?.settled()
    const { inline } = await publisher.publish(examined, changeSet.changes)
    await store.finishReview(job, {
      key,
      conclusion: examined.conclusion,
      inline,
      milliseconds: Math.round(performance.now() - started),
      labels: subject.labels,
      allowing,
      ...(examined.coverage && { coverage: examined.coverage }),
      ...(examined.review && { review: examined.review }),
      lasting: { nameOf: namesOf(changeSet, continuity), moved: continuity?.moved ?? new Map() },
    })
    await recordDecided(dependencies.decisions, key, running.decided, examined)
    dependencies.onReviewed?.(examined.conclusion)
    return 'published'
  } catch (error) {
    await begin?.settled()
    if (!watch.signal.aborted) throw error
    // A check run of an old commit must not spin for ever. Where GitHub does not take it, the next review does it.
    try {
      await publisher.cancel()
      await store.endReview(key, 'superseded')
    } catch (cause) {
      dependencies.log.warn(`cannot cancel: ${String(cause)}`)
    }
    throw error
  }
}

/** A subject's commits, by a token that GitHub takes. */
export async function openSubject(
  job: Pick<ReviewJob, 'target'>,
  subject: Subject,
  { github, dataDir, apiUrl }: Pick<ReviewDependencies, 'github' | 'dataDir' | 'apiUrl'>,
  client: Client,
  signal: AbortSignal,
): Promise<OpenedMirror> {
  const { owner, repo } = subject
  const attempt = (token: string): Promise<OpenedMirror> =>
    openMirror({
      dataDir,
      owner,
      name: repo,
      cloneUrl: github.cloneUrl(owner, repo),
      token,
      apiUrl,
      // A pull request's `base.sha` may be older than the branch: its configuration could be one that was replaced.
      ...(job.target.kind === 'pull' ? { pullNumber: job.target.number } : { baseSha: job.target.baseSha }),
      headSha: subject.headSha,
      baseRef: subject.baseRef,
      signal,
    })
  try {
    return await attempt(await client.token())
  } catch (error) {
    if (!(error instanceof RepositoryAccessError) || error.reason !== 'unauthorized') throw error
    return attempt(await client.token({ refresh: true }))
  }
}

/** Whether another attempt would end alike: no common history, or bounds of git that were met again and again. */
function isHopeless(error: unknown, { number }: Attempt): boolean {
  return error instanceof UserError || (error instanceof GitLimitError && number >= 2)
}

/** Said on the commit where that can be said: nobody reads the app's log. */
async function sayMissing(
  publisher: Publisher,
  error: MissingPermission,
  { installationId }: ReviewJob,
  { github, log }: Pick<ReviewDependencies, 'github' | 'log'>,
): Promise<boolean> {
  try {
    await publisher.publishRuns(
      statusRuns(families, {
        conclusion: 'action_required',
        title: 'A permission is missing',
        summary: `Nothing was reviewed. ${await permissionWords(error, github, installationId)}`,
      }),
    )
    return true
  } catch (cause) {
    log.warn(`cannot say which permission is missing: ${String(cause)}`)
    return false
  }
}

/** The last attempt failed too: said on the commit, so that a missing check is never taken for a pass. */
async function sayUnfinished(
  publisher: Publisher,
  error: unknown,
  log: ReviewDependencies['log'],
): Promise<boolean> {
  const name = error instanceof Error ? error.name : 'an unknown error'
  const why = error instanceof UserError ? `${error.message}.` : `It ended with ${name}, several times.`
  const payloads = statusRuns(families, {
    conclusion: 'failure',
    title: 'The review could not be finished',
    summary: `${why} Nothing was reviewed. "Review again" starts anew; the app's log says more.`,
  })
  try {
    await publisher.publishRuns(payloads)
    return true
  } catch (cause) {
    log.error(`cannot say that the review failed: ${String(cause)}`)
    return false
  }
}
