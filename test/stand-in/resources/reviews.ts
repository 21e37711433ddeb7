import { ApiError } from '../http/errors.ts'
import { page } from '../http/pagination.ts'
import { route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { reviewCommentShape, reviewShape } from '../shapes/comment.ts'
import { fullName, timestamp } from '../state.ts'
import type { App, Pull, Review, ReviewComment, User } from '../state.ts'
import { reviewCommentEvent, reviewEvent } from '../webhooks/comment-events.ts'
import { found } from '../world.ts'
import type { World } from '../world.ts'
import { diffUpTo, MisplacedComment, placeComment } from './place-comment.ts'
import type { CommentBody, Placed } from './place-comment.ts'
import { pullOf } from './pulls.ts'

const READ = { permissions: { pull_requests: 'read' } } as const
const WRITE = { permissions: { pull_requests: 'write' } } as const
const REVIEWS = '/repos/{owner}/{repo}/pulls/{pull_number}/reviews'

/** GitHub's limit on the text of a comment, in characters. */
export const MOST_BODY = 65_536

interface ReviewBody {
  commit_id?: string
  body?: string
  event?: 'APPROVE' | 'REQUEST_CHANGES' | 'COMMENT'
  comments?: CommentBody[]
}

const STATES = { APPROVE: 'APPROVED', REQUEST_CHANGES: 'CHANGES_REQUESTED', COMMENT: 'COMMENTED' } as const

/** The person or bot behind a call. */
export function authorOf(call: Call): { user: User; app: App | undefined } {
  if (call.actor.kind !== 'installation') throw new ApiError(401, 'Requires authentication')
  return { user: call.actor.app.bot, app: call.actor.app }
}

function reviewOf(call: Call): Review {
  const pull = pullOf(call)
  const review = found(call.world.state.reviews.get(Number(call.params['review_id'])))
  return found(review.pull === pull ? review : undefined)
}

export const reviewRoutes: Route[] = [
  route(`POST ${REVIEWS}`, { ...WRITE, creates: true }, async (call) => {
    const pull = pullOf(call)
    const body = call.body as ReviewBody
    const text = body.body ?? ''
    if (text === '' && body.event !== 'APPROVE' && (body.comments ?? []).length === 0) {
      throw new ApiError(422, 'Unprocessable Entity', { errors: ['Body is required'] })
    }
    checkText(text)
    const commit = body.commit_id ?? pull.headSha
    const placed = await placeAll(pull, commit, body.comments ?? [])
    const review = addReview(call.world, pull, authorOf(call), {
      body: text,
      commitId: commit,
      state: body.event ? STATES[body.event] : 'PENDING',
    })
    for (const [index, place] of placed.entries()) {
      const comment = addReviewComment(call.world, review, body.comments?.[index]?.body ?? '', place)
      call.world.background(reviewCommentEvent(call.world, comment, 'created'))
    }
    if (review.state !== 'PENDING') call.world.background(reviewEvent(call.world, review, 'submitted'))
    return { status: 200, body: reviewShape(call.world, review) }
  }),

  route(`GET ${REVIEWS}`, READ, (call) => {
    const pull = pullOf(call)
    const shapes = call.world.state.reviewsOf(pull).map((each) => reviewShape(call.world, each))
    return page(call, `/repos/${fullName(pull.repository)}/pulls/${pull.number}/reviews`, shapes)
  }),

  route(`GET ${REVIEWS}/{review_id}`, READ, (call) => ({
    status: 200,
    body: reviewShape(call.world, reviewOf(call)),
  })),

  route(`PUT ${REVIEWS}/{review_id}`, WRITE, (call) => {
    const review = reviewOf(call)
    if (review.app !== authorOf(call).app) throw new ApiError(403, 'Resource not accessible by integration')
    const text = String(call.body['body'])
    checkText(text)
    review.body = text
    return { status: 200, body: reviewShape(call.world, review) }
  }),

  route(`GET ${REVIEWS}/{review_id}/comments`, READ, async (call) => {
    const review = reviewOf(call)
    const comments = call.world.state.reviewCommentsOf(review.pull).filter((each) => each.review === review)
    const shapes = await Promise.all(comments.map((each) => reviewCommentShape(call.world, each)))
    const path = `/repos/${fullName(review.pull.repository)}/pulls/${review.pull.number}/reviews/${review.id}/comments`
    // This list alone holds no lines in GitHub's answer, only positions.
    return page(call, path, shapes)
  }),
]

/** All or nothing: one comment that cannot be placed fails the whole review, without naming it. */
async function placeAll(pull: Pull, commit: string, comments: readonly CommentBody[]): Promise<Placed[]> {
  const diff = await diffUpTo(pull, commit)
  const placed: Placed[] = []
  const errors: string[] = []
  for (const comment of comments) {
    checkText(comment.body)
    try {
      placed.push(placeComment(diff, comment))
    } catch (error) {
      if (!(error instanceof MisplacedComment)) throw error
      errors.push(error.message)
    }
  }
  if (errors.length > 0) throw new ApiError(422, 'Unprocessable Entity', { errors: [...new Set(errors)] })
  return placed
}

export function checkText(text: string): void {
  if (text.length > MOST_BODY) {
    throw new ApiError(422, 'Unprocessable Entity', {
      errors: ['Body is too long (maximum is 65536 characters)'],
    })
  }
}

export function addReview(
  world: World,
  pull: Pull,
  author: { user: User; app: App | undefined },
  review: { body: string; commitId: string; state: Review['state'] },
): Review {
  const added: Review = { id: world.state.nextId(), pull, ...author, ...review, submittedAt: timestamp() }
  world.state.reviews.set(added.id, added)
  return added
}

export function addReviewComment(
  world: World,
  review: Review,
  body: string,
  place: Placed,
  inReplyTo?: ReviewComment,
): ReviewComment {
  const comment: ReviewComment = {
    id: world.state.nextId(),
    review,
    pull: review.pull,
    user: review.user,
    app: review.app,
    body,
    path: place.path,
    line: place.line,
    side: place.side,
    startLine: place.startLine,
    startSide: place.startSide,
    originalCommitId: place.commit,
    originalBase: place.base,
    originalPosition: place.position,
    diffHunk: place.diffHunk,
    inReplyTo,
    resolved: false,
    createdAt: timestamp(),
    updatedAt: timestamp(),
  }
  world.state.reviewComments.set(comment.id, comment)
  return comment
}
