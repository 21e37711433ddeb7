import { setTimeout as sleep } from 'node:timers/promises'
import { families, findRule } from '../../checks/index.ts'
import { ruleSettings } from '../../config/index.ts'
import {
  beginCheckRun,
  cancelCheckRun,
  type CheckRun,
  type CheckRunTarget,
  type Client,
  completeCheckRun,
  editComment,
  externalId,
  listCheckRuns,
  GitHubGone,
  listOwnComments,
  listResolvedThreads,
  MissingPermission,
  type OwnComment,
  postReview,
  type PullRequest,
  type ReconcileContext,
  type Reconciled,
  reconcile,
  removeComment,
  retell,
} from '../github/index.ts'
import { rulesOf } from '../engine/rules-of.ts'
import type { FileChange, Review } from '../model/index.ts'
import { type CheckRunPayload, checkRunName, toReview } from '../report/github/index.ts'
import type { ReviewDependencies } from './dependencies.ts'
import type { Examined } from './examine.ts'
import { permissionWords, withoutComments } from './missing-permission.ts'
import { askReviewers, withReviewers } from './reviewers.ts'
import type { Subject } from './subject.ts'
import type { Watch } from './supersede.ts'
import type { ReviewJob } from './target.ts'

interface PublisherOptions {
  dependencies: ReviewDependencies
  client: Client
  job: ReviewJob
  subject: Subject
  key: string
  /** An earlier attempt, or an earlier life of the store, may have published some of it: look first. */
  mayExist: boolean
  signal: AbortSignal
  watch: Watch
}

/** Publishes one review. Every step can be repeated: what is there already is updated or left. */
export class Publisher {
  readonly #o: PublisherOptions
  readonly #target: CheckRunTarget
  #runs: Map<string, CheckRun> | undefined
  #began = false
  #mayExist: boolean

  constructor(options: PublisherOptions) {
    this.#o = options
    this.#mayExist = options.mayExist
    const { owner, repo, headSha } = options.subject
    this.#target = { owner, repo, headSha, key: options.key }
  }

  /** Check runs `in_progress`, if the review is not done in time. `settled` ends the wait. */
  beginWhenSlow(): { settled: () => Promise<void> } {
    const timer = new AbortController()
    const begun = sleep(this.#o.dependencies.sayRunningAfterMs, undefined, { signal: timer.signal })
      .then(
        () => this.#begin(),
        () => {},
      )
      .catch((error: unknown) => {
        // Some may have been created all the same: looked for before anything is created again.
        this.#runs = undefined
        this.#mayExist = true
        if (!this.#o.signal.aborted)
          this.#o.dependencies.log.warn(`cannot say that it runs: ${String(error)}`)
      })
    return {
      settled: async () => {
        timer.abort()
        await begun
      },
    }
  }

  /** Everything a review has to say. */
  async publish(examined: Examined, changes: readonly FileChange[]): Promise<{ inline: boolean }> {
    const { pull } = this.#o.subject
    const { review, config } = examined
    const payloads = await this.#askReviewers(examined)
    await this.publishRuns(payloads)
    if (!pull || !review || !config) return { inline: !pull }
    if (pull.draft && config.review.drafts !== 'full') return { inline: false }
    try {
      await this.#publishComments(pull, review, examined, changes)
    } catch (error) {
      if (!(error instanceof MissingPermission)) throw error
      await this.#sayNoComments(payloads, error)
      return { inline: false }
    }
    return { inline: true }
  }

  /** The check runs say who could not be asked, so that comes first. */
  async #askReviewers({ payloads, review, config }: Examined): Promise<readonly CheckRunPayload[]> {
    const { client, dependencies, job, signal, subject, watch } = this.#o
    const { pull } = subject
    if (!pull || !review || !config) return payloads
    if (!review.notices.some(({ reviewers }) => reviewers)) return payloads
    await watch.throwIfNewer()
    const { github, log } = dependencies
    const { installationId } = job
    const said = await askReviewers({ client, pull, review, config, github, installationId, log, signal })
    return said === undefined ? payloads : withReviewers(payloads, said)
  }

  async #sayNoComments(payloads: readonly CheckRunPayload[], error: MissingPermission): Promise<void> {
    const { dependencies, job } = this.#o
    dependencies.log.error(`inline comments need a permission that is not granted: ${error.message}`)
    const why = await permissionWords(error, dependencies.github, job.installationId)
    // What is said is new, whatever was said under the same conclusion.
    for (const [id, run] of await this.#knownRuns()) this.#runs?.set(id, { ...run, completed: false })
    await this.publishRuns(withoutComments(payloads, why))
  }

  async publishRuns(payloads: readonly CheckRunPayload[]): Promise<void> {
    const { client, signal, key, watch } = this.#o
    await watch.throwIfNewer()
    const runs = await this.#knownRuns()
    await allOrFirstError(
      payloads.map(async (payload) => {
        const id = externalId(key, payload.family)
        runs.set(id, await completeCheckRun(client, this.#target, payload, runs.get(id), signal))
      }),
    )
  }

  /** Ends the check runs that were begun for a commit that is not the newest any more. */
  async cancel(): Promise<void> {
    await this.#cancel(this.#runs?.values() ?? [], {
      title: 'Superseded by a newer commit',
      summary: 'The newest commit of this pull request is reviewed instead.',
    })
  }

  async #cancel(runs: Iterable<CheckRun>, output: { title: string; summary: string }): Promise<void> {
    const open = [...runs].filter(({ completed }) => !completed)
    await Promise.all(open.map((run) => cancelCheckRun(this.#o.client, this.#target, run, output)))
  }

  async #publishComments(
    pull: PullRequest,
    review: Review,
    { catalogue, config, coverage }: Examined,
    changes: readonly FileChange[],
  ): Promise<void> {
    const { client, signal, watch, mayExist, dependencies, job } = this.#o
    const look = pull.reviewComments > 0 || mayExist
    const own: OwnComment[] = look
      ? await listOwnComments(client, pull, await dependencies.github.botLogin(), signal)
      : []
    const said = await dependencies.threads.said(job)
    const { commented, live, liveOf, edits, removals, before, after } = await this.#reconcile(
      pull,
      own,
      review,
      {
        catalogue,
        whenFixed: config?.review.whenFixed ?? 'edit',
        said,
        isOn: (id) => {
          if (config === undefined) return false
          const rule = rulesOf(config).find((one) => one.id === id)
          return rule !== undefined && ruleSettings(config, rule).enabled
        },
      },
    )
    const draft = toReview(review, changes, {
      catalogue,
      maxInline: Math.max(0, (config?.review.maxInline ?? 0) - live),
      groupAfter: config?.review.groupAfter ?? 3,
      commented,
      live: liveOf,
    })
    await watch.throwIfNewer()
    await dependencies.threads.say(job, before)
    const { posted, refused } = await postReview(client, pull, draft, signal)
    await dependencies.threads.say(
      job,
      new Map(posted.flatMap(({ fingerprints }) => fingerprints.map((one) => [one, 'open'] as const))),
    )
    if (refused.length > 0) {
      dependencies.log.warn(
        `${refused.length} comments have no place in GitHub's diff; the check runs list them`,
      )
    }
    const hears = (id: string): boolean => findRule(id)?.readsCoverage === true
    const retold = coverage?.length ? retell(own, review, { catalogue, hears }) : []
    for (const { id, body } of [...edits, ...retold]) {
      signal.throwIfAborted()
      await editComment(client, pull, id, body, signal)
    }
    for (const id of removals) {
      signal.throwIfAborted()
      await removeComment(client, pull, id, signal)
    }
    await dependencies.threads.say(job, after)
    await dependencies.store.recordComments(
      job,
      new Map(own.flatMap(({ id, marker }) => marker.fingerprints.map((fingerprint) => [fingerprint, id]))),
    )
  }

  /** Which threads are resolved costs a request: asked where it matters. */
  async #reconcile(
    pull: PullRequest,
    own: readonly OwnComment[],
    review: Review,
    context: ReconcileContext,
  ): Promise<Reconciled> {
    const first = reconcile(own, review, context)
    if (!first.asks) return first
    const { client, signal, dependencies } = this.#o
    try {
      const resolved = await listResolvedThreads(client, pull, signal)
      return reconcile(own, review, { ...context, resolved })
    } catch (error) {
      if (!(error instanceof GitHubGone || error instanceof MissingPermission)) throw error
      dependencies.log.warn(
        `cannot tell which threads are resolved, so all count as resolved: ${error.message}`,
      )
      return first
    }
  }

  async #begin(): Promise<void> {
    const { client, signal, key, watch } = this.#o
    await watch.throwIfNewer()
    const runs = await this.#knownRuns()
    await allOrFirstError(
      families.map(async (family) => {
        const id = externalId(key, family.id)
        if (runs.has(id)) return
        const name = checkRunName(family)
        runs.set(id, await beginCheckRun(client, this.#target, { family: family.id, name }, signal))
      }),
    )
  }

  /** Check runs of this very review: listed only where some may exist, for a request costs time and quota. */
  async #knownRuns(): Promise<Map<string, CheckRun>> {
    const { client, signal, key, dependencies } = this.#o
    if (!this.#began) {
      await dependencies.store.beginPublishing(key)
      this.#began = true
    }
    if (!this.#runs) {
      const { appId } = dependencies.github
      const listed = this.#mayExist ? await listCheckRuns(client, this.#target, appId, signal) : []
      const own = listed.filter(({ externalId: id }) => id.startsWith(`${key}:`))
      await this.#cancel(
        listed.filter((run) => !own.includes(run)),
        { title: 'Reviewed again', summary: 'The newer check run of the same name has the answer.' },
      )
      this.#runs = new Map(own.map((run) => [run.externalId, run]))
    }
    return this.#runs
  }
}

/** Waits for every request, so that what was created is known, and throws the first error after that. */
async function allOrFirstError(work: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(work)).find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
}
