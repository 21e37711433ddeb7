import { issueCommentShape, reviewCommentShape, reviewShape } from '../shapes/comment.ts'
import { pullSimpleShape } from '../shapes/pull.ts'
import { nodeId } from '../state.ts'
import type { IssueComment, ReviewComment, Review, User } from '../state.ts'
import type { World } from '../world.ts'
import { issueShape } from '../shapes/issue.ts'
import { sendAll } from './send.ts'

export async function reviewEvent(world: World, review: Review, action: string): Promise<void> {
  const { pull } = review
  const shape = { ...reviewShape(world, review), state: review.state.toLowerCase() }
  const content = { review: shape, pull_request: await pullSimpleShape(world, pull) }
  await sendAll(
    world,
    pull.repository,
    { event: 'pull_request_review', action, sender: review.user },
    content,
  )
}

export async function reviewCommentEvent(
  world: World,
  comment: ReviewComment,
  action: string,
  more: Record<string, unknown> = {},
  sender: User = comment.user,
): Promise<void> {
  const { pull } = comment
  const content = {
    comment: await reviewCommentShape(world, comment),
    pull_request: await pullSimpleShape(world, pull),
    ...more,
  }
  const event = { event: 'pull_request_review_comment', action, sender }
  await sendAll(world, pull.repository, event, content)
}

export async function reviewThreadEvent(
  world: World,
  comment: ReviewComment,
  action: 'resolved' | 'unresolved',
  sender: User,
): Promise<void> {
  const { pull } = comment
  const comments = world.state
    .reviewCommentsOf(pull)
    .filter((each) => each === comment || each.inReplyTo === comment)
  const shapes = await Promise.all(comments.map((each) => reviewCommentShape(world, each)))
  const thread = { node_id: nodeId('PullRequestReviewThread', comment.id), comments: shapes }
  const content = { thread, pull_request: await pullSimpleShape(world, pull) }
  await sendAll(world, pull.repository, { event: 'pull_request_review_thread', action, sender }, content)
}

export async function issueCommentEvent(
  world: World,
  comment: IssueComment,
  action: string,
  more: Record<string, unknown> = {},
  sender: User = comment.user,
): Promise<void> {
  const content = {
    issue: issueShape(world, comment.pull),
    comment: issueCommentShape(world, comment),
    ...more,
  }
  const event = { event: 'issue_comment', action, sender }
  await sendAll(world, comment.pull.repository, event, content)
}
