import type { ReviewComment, ReviewDraft } from '../report/github/index.ts'
import type { Client } from './client.ts'
import { Unprocessable } from './errors.ts'
import { parseHunks, type PatchHunks } from './patch.ts'
import type { PullRequest } from './pull-request.ts'

export interface PostedReview {
  /** GitHub's id of the review; absent where there was nothing to post. */
  id?: number
  posted: ReviewComment[]
  /** Comments GitHub's diff has no place for. The check runs list their findings. */
  refused: ReviewComment[]
}

/**
 * Posts the inline comments as one review. GitHub takes all or nothing and does not say which comment it
 * refuses: then its own view of the diff is asked for, and what that can carry is posted.
 */
export async function postReview(
  client: Client,
  pull: PullRequest,
  draft: ReviewDraft,
  signal?: AbortSignal,
): Promise<PostedReview> {
  if (draft.comments.length === 0) return { posted: [], refused: [] }
  try {
    const id = await post(client, pull, draft.body, draft.comments, signal)
    return { id, posted: draft.comments, refused: [] }
  } catch (error) {
    if (!(error instanceof Unprocessable)) throw error
  }
  const hunks = await hunksOf(client, pull, new Set(draft.comments.map(({ path }) => path)), signal)
  const posted = draft.comments.filter((comment) => carries(hunks.get(comment.path), comment))
  const refused = draft.comments.filter((comment) => !posted.includes(comment))
  // The same list again would be refused again.
  if (posted.length === 0 || refused.length === 0) return { posted: [], refused: draft.comments }
  try {
    return { id: await post(client, pull, draft.body, posted, signal), posted, refused }
  } catch (error) {
    if (!(error instanceof Unprocessable)) throw error
    return { posted: [], refused: draft.comments }
  }
}

async function post(
  client: Client,
  { owner, repo, number, headSha }: PullRequest,
  body: string,
  comments: readonly ReviewComment[],
  signal?: AbortSignal,
): Promise<number> {
  const { data } = await client.request(
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
    {
      owner,
      repo,
      pull_number: number,
      commit_id: headSha,
      event: 'COMMENT',
      body,
      comments: comments.map((comment) => ({
        path: comment.path,
        body: comment.body,
        line: comment.line,
        side: comment.side,
        ...(comment.startLine !== undefined && { start_line: comment.startLine, start_side: comment.side }),
      })),
    },
    { signal, content: true },
  )
  return Number(data.id)
}

/** Pages of 100 files; GitHub lists 3,000 at most. */
const PAGES = 30

async function hunksOf(
  client: Client,
  { owner, repo, number }: PullRequest,
  wanted: Set<string>,
  signal?: AbortSignal,
): Promise<Map<string, PatchHunks>> {
  const found = new Map<string, PatchHunks>()
  for (let page = 1; page <= PAGES && found.size < wanted.size; page += 1) {
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/files',
      { owner, repo, pull_number: number, per_page: 100, page },
      { signal },
    )
    for (const { filename, patch } of data) {
      if (wanted.has(filename)) found.set(filename, parseHunks(patch ?? ''))
    }
    if (data.length < 100) break
  }
  return found
}

function carries(hunks: PatchHunks | undefined, comment: ReviewComment): boolean {
  const side = comment.side === 'LEFT' ? 'base' : 'head'
  const start = comment.startLine ?? comment.line
  return (hunks ?? []).some((hunk) => hunk[side].start <= start && comment.line <= hunk[side].end)
}
