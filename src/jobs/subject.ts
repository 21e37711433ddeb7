import { type Client, getPullRequest, GitHubGone, type PullRequest } from '../github/index.ts'
import type { EarlierFinding } from '../report/github/index.ts'
import type { Continuity } from '../engine/fingerprint.ts'
import type { Decided } from './commands/decisions.ts'
import type { ReviewJob } from './target.ts'

/** The commits of a review, read from GitHub when it starts. */
export interface Subject {
  owner: string
  repo: string
  headSha: string
  baseRef: string
  /** Absent for a merge group. */
  pull?: PullRequest
  /** Of the pull request, in lower case and sorted: only who may write to the repository sets them. */
  labels: string[]
  /** What the last review of it showed; absent where there was none. */
  earlier?: EarlierFinding[]
  /** What findings of the last review keep their identity by. */
  continuity?: Continuity
  /** What people decided by command. */
  decided?: Decided
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
    return { owner, repo, headSha, baseRef, labels: await labelsOfGroup(client, job, target.pull, signal) }
  }
  const pull = await getPullRequest(client, { owner, repo }, target.number, signal)
  if (!pull.open) return undefined
  const { headSha, baseRef } = pull
  return { owner: pull.owner, repo: pull.repo, headSha, baseRef, pull, labels: normal(pull.labels) }
}

/** What was allowed on the pull request is allowed in the queue. */
async function labelsOfGroup(
  client: Client,
  { owner, repo }: ReviewJob,
  number: number | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  if (number === undefined) return []
  try {
    return normal((await getPullRequest(client, { owner, repo }, number, signal)).labels)
  } catch (error) {
    if (error instanceof GitHubGone) return []
    throw error
  }
}

function normal(labels: readonly string[]): string[] {
  return labels.map((label) => label.toLowerCase()).toSorted()
}
