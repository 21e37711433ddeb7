import { addIssueComment } from '../resources/issues.ts'
import type { CommentBody } from '../resources/place-comment.ts'
import { addLoneComment, reply as addReply } from '../resources/review-comments.ts'
import type { IssueComment, Pull, ReviewComment } from '../state.ts'
import { issueCommentEvent, reviewCommentEvent, reviewThreadEvent } from '../webhooks/comment-events.ts'
import { found } from '../world.ts'
import type { World } from '../world.ts'

/** A person's comment: on the conversation, or with a place in the diff. */
export async function comment(world: World, pull: Pull, body: string, as?: string): Promise<IssueComment> {
  const author = { user: world.state.user(as ?? 'hubot'), app: undefined }
  const added = addIssueComment(world, pull, body, author)
  await issueCommentEvent(world, added, 'created')
  return added
}

export async function commentOnLine(
  world: World,
  pull: Pull,
  place: CommentBody,
  as = 'hubot',
): Promise<ReviewComment> {
  const author = { user: world.state.user(as), app: undefined }
  const added = await addLoneComment(world, pull, author, pull.headSha, place)
  await reviewCommentEvent(world, added, 'created')
  return added
}

/** A person's answer in the thread of a review comment. */
export async function reply(
  world: World,
  to: ReviewComment,
  body: string,
  as = 'hubot',
): Promise<ReviewComment> {
  const added = addReply(world, to.pull, to.id, body, { user: world.state.user(as), app: undefined })
  await reviewCommentEvent(world, added, 'created')
  return added
}

/** "Resolve conversation". */
export async function resolve(world: World, thread: ReviewComment, as = 'hubot'): Promise<void> {
  // What is given may be a copy from a list.
  const root = found(world.state.reviewComments.get(thread.id))
  root.resolved = true
  await reviewThreadEvent(world, root, 'resolved', world.state.user(as))
}
