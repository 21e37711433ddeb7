import { addIssueComment } from '../resources/issues.ts'
import type { CommentBody } from '../resources/place-comment.ts'
import { addLoneComment, reply as addReply } from '../resources/review-comments.ts'
import { addReview } from '../resources/reviews.ts'
import { timestamp } from '../state.ts'
import type { IssueComment, Pull, Review, ReviewComment } from '../state.ts'
import {
  issueCommentEvent,
  reviewCommentEvent,
  reviewEvent,
  reviewThreadEvent,
} from '../webhooks/comment-events.ts'
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

/** A person changes a comment: their own, or somebody else's where their role lets them. */
export async function editComment(
  world: World,
  comment: IssueComment | ReviewComment,
  body: string,
  as: string,
): Promise<void> {
  const changes = { changes: { body: { from: comment.body } } }
  const sender = world.state.user(as)
  const stored = world.state.issueComments.get(comment.id)
  if (stored) {
    Object.assign(stored, { body, updatedAt: timestamp() })
    await issueCommentEvent(world, stored, 'edited', changes, sender)
    return
  }
  const onLine = found(world.state.reviewComments.get(comment.id))
  Object.assign(onLine, { body, updatedAt: timestamp() })
  await reviewCommentEvent(world, onLine, 'edited', changes, sender)
}

/** A person's review of nothing but words. */
export async function reviewInWords(world: World, pull: Pull, body: string, as: string): Promise<Review> {
  const author = { user: world.state.user(as), app: undefined }
  const review = addReview(world, pull, author, { body, commitId: pull.headSha, state: 'COMMENTED' })
  await reviewEvent(world, review, 'submitted')
  return review
}

/** "Resolve conversation". */
export async function resolve(world: World, thread: ReviewComment, as = 'hubot'): Promise<void> {
  // What is given may be a copy from a list.
  const root = found(world.state.reviewComments.get(thread.id))
  root.resolved = true
  await reviewThreadEvent(world, root, 'resolved', world.state.user(as))
}
