import { createHash } from 'node:crypto'
import type { ButtonJob } from './commands/run-button.ts'
import type { CommandJob } from './commands/run-command.ts'
import type { CoverageJob } from './coverage/coverage-job.ts'
import type { OnboardingJob } from './onboarding/onboard.ts'

/** What a review answers: a pull request, or the commit of a merge queue's group. */
export type Target =
  | { kind: 'pull'; number: number }
  /** `pull`: the pull request that the queue's branch is named after. */
  | { kind: 'merge-group'; headSha: string; baseSha: string; baseRef: string; pull?: number }

/** Why a review is due. `fresh` ones speak of a commit that nobody can have reviewed before. */
export type Reason =
  | 'opened'
  | 'synchronize'
  | 'changed'
  | 'labels'
  | 'asked'
  | 'merge-group'
  | 'sweep'
  | 'coverage'
  // Somebody waived something, took it back, or a waiver ended.
  | 'decision'

/** A job of the queue: a reference. What it refers to is read anew when the job runs. */
export interface ReviewJob {
  installationId: number
  owner: string
  repo: string
  repoId: number
  target: Target
  reason: Reason
  /** Times it was put off because GitHub asked to wait. */
  deferrals?: number
}

export type Job = ReviewJob | CoverageJob | CommandJob | ButtonJob | OnboardingJob

/** `pull/12` or `merge-group/<sha>`. */
export function targetName(target: Target): string {
  return target.kind === 'pull' ? `pull/${target.number}` : `merge-group/${target.headSha}`
}

/** One at a time for each of these is queued, and one runs. */
export function singletonKey(
  job:
    | Pick<ReviewJob, 'repoId' | 'target'>
    | Pick<CoverageJob, 'repoId' | 'run'>
    | Pick<CommandJob, 'repoId' | 'comment'>
    | Pick<ButtonJob, 'repoId' | 'button'>
    | Pick<OnboardingJob, 'repoId' | 'onboard'>,
): string {
  if ('button' in job) {
    const { runId, identifier, pull } = job.button
    return `${job.repoId}/button/${runId}/${identifier}/${pull}`
  }
  if ('comment' in job) {
    const { kind, id, digest } = job.comment
    return `${job.repoId}/comment/${kind}/${id}/${digest}`
  }
  if ('onboard' in job) return `${job.repoId}/onboarding`
  if ('run' in job) return `${job.repoId}/workflow-run/${job.run.id}`
  return `${job.repoId}/${targetName(job.target)}`
}

/** Identity of a review of the same commits that was made anew because labels changed; `turn` counts them from 1. */
export function turnKey(key: string, turn: number): string {
  return createHash('sha256').update(`${key} ${turn}`).digest('hex').slice(0, 32)
}

/** Identity of one review: repeated attempts have the same, and find what an earlier one published. */
export function reviewKey(
  job: Pick<ReviewJob, 'repoId' | 'target'>,
  what: { headSha: string; baseRef: string; asked: number },
): string {
  const parts = [singletonKey(job), what.headSha, what.baseRef, what.asked]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)
}
