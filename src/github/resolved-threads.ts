import type { Client } from './client.ts'
import type { PullRequest } from './pull-request.ts'

/** Whether a thread is resolved is in GitHub's GraphQL API alone. */
const QUERY = `query ($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) {
    pullRequest(number: $number) {
      reviewThreads(first: 100, after: $after) {
        nodes { isResolved comments(first: 1) { nodes { databaseId } } }
        pageInfo { hasNextPage endCursor }
      }
    }
  }
}`

/** Pages of 100 threads. */
const PAGES = 10

interface Answer {
  repository: {
    pullRequest: {
      reviewThreads: {
        nodes: ({
          isResolved: boolean
          comments: { nodes: ({ databaseId: number | null } | null)[] }
        } | null)[]
        pageInfo: { hasNextPage: boolean; endCursor: string | null }
      }
    } | null
  } | null
}

/**
 * Ids of the first comments of the threads that were resolved. One request for every hundred threads.
 * @throws RateLimited, GitHubUnavailable, BadCredentials
 */
export async function listResolvedThreads(
  client: Client,
  { owner, repo, number }: PullRequest,
  signal?: AbortSignal,
): Promise<Set<number>> {
  const resolved = new Set<number>()
  let after: string | null = null
  for (let page = 0; page < PAGES; page += 1) {
    const answer: Answer = await client.graphql<Answer>(QUERY, { owner, repo, number, after }, { signal })
    const threads = answer.repository?.pullRequest?.reviewThreads
    for (const thread of threads?.nodes ?? []) {
      const id = thread?.comments.nodes[0]?.databaseId
      if (thread?.isResolved && typeof id === 'number') resolved.add(id)
    }
    after = threads?.pageInfo.endCursor ?? null
    if (!threads?.pageInfo.hasNextPage || after === null) break
  }
  return resolved
}
