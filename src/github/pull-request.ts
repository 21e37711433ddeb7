import type { Client } from './client.ts'

/** A repository as the API names it. */
export interface RepositoryName {
  owner: string
  repo: string
}

/** What a review needs to know about a pull request; read anew for each, never taken from an event. */
export interface PullRequest extends RepositoryName {
  number: number
  open: boolean
  merged?: boolean
  /** Login; absent for a deleted account. */
  author?: string
  draft: boolean
  headSha: string
  /** False where the head lies in another repository, or in one that was deleted. */
  sameRepository: boolean
  baseRef: string
  /** Tip of the base branch when the pull request was last synchronised. */
  baseSha: string
  labels: string[]
  /** Inline comments of anybody, so that they are listed only where there are some. */
  reviewComments: number
}

export async function getPullRequest(
  client: Client,
  { owner, repo }: RepositoryName,
  number: number,
  signal?: AbortSignal,
): Promise<PullRequest> {
  const { data } = await client.request(
    'GET /repos/{owner}/{repo}/pulls/{pull_number}',
    { owner, repo, pull_number: number },
    { signal },
  )
  return {
    owner: data.base.repo.owner.login,
    repo: data.base.repo.name,
    number,
    open: data.state === 'open',
    merged: data.merged,
    ...((data.user as { login: string } | null) && { author: data.user.login }),
    draft: data.draft ?? false,
    headSha: data.head.sha,
    // GitHub's description says that `head.repo` is always there; for a deleted fork it is null.
    sameRepository: (data.head.repo as { id: number } | null)?.id === data.base.repo.id,
    baseRef: data.base.ref,
    baseSha: data.base.sha,
    labels: data.labels.map(({ name }) => name),
    reviewComments: data.review_comments,
  }
}
