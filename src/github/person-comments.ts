import { readMarker, type Marker } from '../report/github/index.ts'
import type { Client } from './client.ts'
import { GitHubGone, MissingPermission, Unprocessable } from './errors.ts'
import type { RepositoryName } from './pull-request.ts'

/**
 * A comment of a pull request: on its conversation, on a line of its diff, or the text of a review. `button` is a check
 * run of ours on which somebody pressed one: it is answered on the conversation.
 */
export interface CommentRef {
  kind: 'issue' | 'line' | 'review' | 'button'
  id: number
  pull: number
}

export interface PersonComment {
  body: string
  login: string
  /** `User`, `Bot`, `Mannequin`. */
  type: string
  /** The first comment of the thread, where this one answers it. */
  inReplyTo?: number
  createdAt?: string
}

/** Undefined where it was deleted, or where it is not of that pull request. */
export async function getPersonComment(
  client: Client,
  { owner, repo }: RepositoryName,
  { kind, id, pull }: CommentRef,
  signal?: AbortSignal,
): Promise<PersonComment | undefined> {
  try {
    if (kind === 'review') {
      const { data } = await client.request(
        'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}',
        { owner, repo, pull_number: pull, review_id: id },
        { signal },
      )
      return commentOf(data.user, data.body, data.submitted_at)
    }
    if (kind === 'line') {
      const { data } = await client.request(
        'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}',
        { owner, repo, comment_id: id },
        { signal },
      )
      if (!data.pull_request_url.endsWith(`/pulls/${pull}`)) return undefined
      const comment = commentOf(data.user, data.body, data.created_at)
      return comment && { ...comment, ...(data.in_reply_to_id != null && { inReplyTo: data.in_reply_to_id }) }
    }
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
      { owner, repo, comment_id: id },
      { signal },
    )
    if (!data.issue_url.endsWith(`/issues/${pull}`)) return undefined
    return commentOf(data.user, data.body ?? '', data.created_at)
  } catch (error) {
    if (error instanceof GitHubGone) return undefined
    throw error
  }
}

function commentOf(
  user: { login: string; type?: string } | null,
  body: string,
  createdAt: string | undefined,
): PersonComment | undefined {
  return user
    ? { body, login: user.login, type: user.type ?? '', ...(createdAt !== undefined && { createdAt }) }
    : undefined
}

/** What our own comment at the head of a thread speaks of; undefined for a thread of anybody else. */
export async function findingsOfThread(
  client: Client,
  { owner, repo }: RepositoryName,
  { id, pull, botLogin }: { id: number; pull: number; botLogin: string },
  signal?: AbortSignal,
): Promise<(Marker & { path: string }) | undefined> {
  try {
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/pulls/comments/{comment_id}',
      { owner, repo, comment_id: id },
      { signal },
    )
    const user = data.user as { login: string; type: string } | null
    // Anybody can write a marker into a comment: only the app's own count.
    if (user?.type !== 'Bot' || user.login !== botLogin) return undefined
    if (!data.pull_request_url.endsWith(`/pulls/${pull}`)) return undefined
    const marker = readMarker(data.body)
    return marker && { ...marker, path: data.path }
  } catch (error) {
    if (error instanceof GitHubGone) return undefined
    throw error
  }
}

export type Reaction = '+1' | 'eyes' | 'confused'

/** Adds a reaction to a comment; GitHub answers with the one that is there where it is there. */
export async function react(
  client: Client,
  { owner, repo }: RepositoryName,
  { kind, id }: CommentRef,
  content: Reaction,
): Promise<number | undefined> {
  // The text of a review takes none by the REST API.
  if (kind === 'review' || kind === 'button') return undefined
  const parameters = { owner, repo, comment_id: id, content }
  return ifPossible(async () => {
    const { data } =
      kind === 'issue'
        ? await client.request(
            'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
            parameters,
          )
        : await client.request('POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions', parameters)
    return data.id
  })
}

export async function unreact(
  client: Client,
  { owner, repo }: RepositoryName,
  { kind, id }: CommentRef,
  reactionId: number,
): Promise<void> {
  if (kind === 'review' || kind === 'button') return
  const parameters = { owner, repo, comment_id: id, reaction_id: reactionId }
  await ifPossible(async () => {
    if (kind === 'issue') {
      await client.request(
        'DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}',
        parameters,
      )
    } else {
      await client.request(
        'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions/{reaction_id}',
        parameters,
      )
    }
  })
}

/** A reaction is a courtesy: the answer says it all where GitHub does not take one. */
async function ifPossible<T>(request: () => Promise<T>): Promise<T | undefined> {
  try {
    return await request()
  } catch (error) {
    if (error instanceof GitHubGone || error instanceof MissingPermission || error instanceof Unprocessable) {
      return undefined
    }
    throw error
  }
}
