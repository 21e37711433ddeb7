import { follow, locate } from '../git/anchors.ts'
import type { Anchor } from '../git/anchors.ts'
import { nodeId } from '../state.ts'
import type { IssueComment, Review, ReviewComment } from '../state.ts'
import type { World } from '../world.ts'
import { pullCommits, pullHtml } from './pull.ts'
import { repositoryApi } from './repository.ts'
import { appShape, userShape } from './user.ts'

export interface Place {
  /** Null when the comment is outdated. */
  position: number | null
  line: number | null
  startLine: number | null
  commitId: string
}

/**
 * Where a comment stands in the pull request's present diff. Its line is followed from the commit it was
 * written on to the present one; a line that was rewritten, or left the diff, makes it outdated.
 */
export async function presentPlace(comment: ReviewComment): Promise<Place> {
  const { pull, path, side } = comment
  const { git } = pull.repository
  const { mergeBase, head } = await pullCommits(pull)
  const outdated = { position: null, line: null, startLine: null, commitId: comment.originalCommitId }
  const file = (await git.diff(mergeBase, head)).find((each) => each.path === path)
  if (!file) return outdated
  if (comment.line === undefined) return { ...outdated, commitId: head }
  const [from, to] = side === 'LEFT' ? [comment.originalBase, mergeBase] : [comment.originalCommitId, head]
  const oldPath = side === 'LEFT' ? (file.previousPath ?? path) : path
  const hunks = await git.lineDiff(from, to, oldPath)
  const line = follow(hunks, comment.line)
  const startLine = comment.startLine === undefined ? undefined : follow(hunks, comment.startLine)
  if (line === undefined || (comment.startLine !== undefined && startLine === undefined)) return outdated
  const anchor: Anchor = { line, side, startLine, startSide: comment.startSide }
  const found = locate(file, anchor)
  if (!found) return outdated
  return { position: found.position, line, startLine: startLine ?? null, commitId: head }
}

/** GitHub's `pull-request-review-comment`. */
export async function reviewCommentShape(
  world: World,
  comment: ReviewComment,
): Promise<Record<string, unknown>> {
  const { pull, review } = comment
  const repository = repositoryApi(world, pull.repository)
  const url = `${repository}/pulls/comments/${comment.id}`
  const html = `${pullHtml(world, pull)}#discussion_r${comment.id}`
  const pullUrl = `${repository}/pulls/${pull.number}`
  const place = await presentPlace(comment)
  const reply = comment.inReplyTo ? { in_reply_to_id: comment.inReplyTo.id } : {}
  return {
    url,
    pull_request_review_id: review.id,
    id: comment.id,
    node_id: nodeId('PullRequestReviewComment', comment.id),
    diff_hunk: comment.diffHunk,
    path: comment.path,
    position: place.position,
    original_position: comment.originalPosition,
    commit_id: place.commitId,
    original_commit_id: comment.originalCommitId,
    user: userShape(world, comment.user),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: comment.app ? 'NONE' : 'MEMBER',
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pullUrl } },
    start_line: place.startLine,
    original_start_line: comment.startLine ?? null,
    start_side: comment.startSide ?? null,
    line: place.line,
    original_line: comment.line,
    side: comment.side,
    subject_type: comment.line === undefined ? 'file' : 'line',
    ...reply,
    reactions: noReactions(url),
  }
}

/** GitHub's `pull-request-review`. */
export function reviewShape(world: World, review: Review): Record<string, unknown> {
  const html = `${pullHtml(world, review.pull)}#pullrequestreview-${review.id}`
  const pullUrl = `${repositoryApi(world, review.pull.repository)}/pulls/${review.pull.number}`
  return {
    id: review.id,
    node_id: nodeId('PullRequestReview', review.id),
    user: userShape(world, review.user),
    body: review.body,
    state: review.state,
    html_url: html,
    pull_request_url: pullUrl,
    author_association: review.app ? 'NONE' : 'MEMBER',
    _links: { html: { href: html }, pull_request: { href: pullUrl } },
    submitted_at: review.submittedAt,
    commit_id: review.commitId,
  }
}

/** GitHub's `issue-comment`. */
export function issueCommentShape(world: World, comment: IssueComment): Record<string, unknown> {
  const repository = repositoryApi(world, comment.pull.repository)
  const url = `${repository}/issues/comments/${comment.id}`
  return {
    url,
    html_url: `${pullHtml(world, comment.pull)}#issuecomment-${comment.id}`,
    issue_url: `${repository}/issues/${comment.pull.number}`,
    id: comment.id,
    node_id: nodeId('IssueComment', comment.id),
    user: userShape(world, comment.user),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: comment.app ? 'NONE' : 'MEMBER',
    reactions: noReactions(url),
    performed_via_github_app: comment.app ? appShape(world, comment.app) : null,
  }
}

export function noReactions(url: string): Record<string, unknown> {
  const counts = { '+1': 0, '-1': 0, laugh: 0, confused: 0, heart: 0, hooray: 0, eyes: 0, rocket: 0 }
  return { url: `${url}/reactions`, total_count: 0, ...counts }
}
