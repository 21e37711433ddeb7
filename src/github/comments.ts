import { type Marker, readMarker } from '../report/github/index.ts'
import type { Client } from './client.ts'
import { GitHubGone } from './errors.ts'
import type { PullRequest } from './pull-request.ts'

/** An inline comment that this app wrote, with what it hid in it. */
export interface OwnComment {
  id: number
  body: string
  marker: Marker
  /** Somebody else answered in its thread. */
  answered: boolean
}

/** Pages of 100: a pull request with more comments than that is beyond what people read. */
const PAGES = 30

/**
 * The app's own comments on a pull request, oldest first. A marker counts only in what the app itself
 * wrote: anybody can copy one into a comment of theirs.
 */
export async function listOwnComments(
  client: Client,
  { owner, repo, number }: PullRequest,
  botLogin: string,
  signal?: AbortSignal,
): Promise<OwnComment[]> {
  const own: OwnComment[] = []
  const answered = new Set<number>()
  for (let page = 1; page <= PAGES; page += 1) {
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
      { owner, repo, pull_number: number, per_page: 100, page },
      { signal },
    )
    for (const comment of data) {
      // A deleted account leaves null behind, whatever the description says.
      const user = comment.user as { login: string; type: string } | null
      const mine = user?.type === 'Bot' && user.login === botLogin
      const marker = mine && comment.in_reply_to_id === undefined ? readMarker(comment.body) : undefined
      if (marker) own.push({ id: Number(comment.id), body: comment.body, marker, answered: false })
      else if (!mine && comment.in_reply_to_id !== undefined) answered.add(comment.in_reply_to_id)
    }
    if (data.length < 100) break
  }
  return own.map((comment) => ({ ...comment, answered: answered.has(comment.id) }))
}

/** Where a person deleted the comment meanwhile, nothing is left to say. */
export async function editComment(
  client: Client,
  { owner, repo }: PullRequest,
  id: number,
  body: string,
  signal?: AbortSignal,
): Promise<void> {
  await unlessGone(() =>
    client.request(
      'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}',
      { owner, repo, comment_id: id, body },
      { signal },
    ),
  )
}

export async function removeComment(
  client: Client,
  { owner, repo }: PullRequest,
  id: number,
  signal?: AbortSignal,
): Promise<void> {
  await unlessGone(() =>
    client.request(
      'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}',
      { owner, repo, comment_id: id },
      { signal },
    ),
  )
}

async function unlessGone(request: () => Promise<unknown>): Promise<void> {
  try {
    await request()
  } catch (error) {
    if (!(error instanceof GitHubGone)) throw error
  }
}
