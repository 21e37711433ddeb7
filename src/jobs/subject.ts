import { type Client, getPullRequest, type PullRequest } from '../github/index.ts'
import type { ReviewJob } from './target.ts'

/** The commits of a review, read from GitHub when it starts. */
export interface Subject {
  owner: string
  repo: string
  headSha: string
  baseRef: string
  /** Absent for a merge group. */
  pull?: PullRequest
}

/** Undefined where there is nothing to review any more: the pull request was closed. */
export async function subjectOf(
  client: Client,
  job: ReviewJob,
  signal: AbortSignal,
): Promise<Subject | undefined> {
  const { owner, repo, target } = job
  if (target.kind === 'merge-group') {
    const { headSha, baseRef } = target
    return { owner, repo, headSha, baseRef }
  }
  const pull = await getPullRequest(client, { owner, repo }, target.number, signal)
  if (!pull.open) return undefined
  const { headSha, baseRef } = pull
  return { owner: pull.owner, repo: pull.repo, headSha, baseRef, pull }
}
