import { ApiError } from '../http/errors.ts'
import { page } from '../http/pagination.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { reviewCommentShape } from '../shapes/comment.ts'
import { fullName, timestamp } from '../state.ts'
import type { App, Pull, ReviewComment, User } from '../state.ts'
import { reviewCommentEvent } from '../webhooks/comment-events.ts'
import { found } from '../world.ts'
import type { World } from '../world.ts'
import { diffUpTo, MisplacedComment, placeComment } from './place-comment.ts'
import type { CommentBody } from './place-comment.ts'
import { pullOf } from './pulls.ts'
import { addReview, addReviewComment, authorOf, checkText } from './reviews.ts'

const READ = { permissions: { pull_requests: 'read' } } as const
const WRITE = { permissions: { pull_requests: 'write' } } as const
const ONE = '/repos/{owner}/{repo}/pulls/comments/{comment_id}'

function commentOf(call: Call): ReviewComment {
  const repository = repositoryOf(call)
  const comment = found(call.world.state.reviewComments.get(Number(call.params['comment_id'])))
  return found(comment.pull.repository === repository ? comment : undefined)
}

/** An app with write access may change its own comments only. */
function ownComment(call: Call): ReviewComment {
  const comment = commentOf(call)
  if (comment.app !== authorOf(call).app) throw new ApiError(403, 'Resource not accessible by integration')
  return comment
}

async function list(call: Call, path: string, comments: readonly ReviewComment[]) {
  const since = call.query.get('since')
  const descending = call.query.get('direction') === 'desc'
  const wanted = comments.filter((each) => since === null || each.updatedAt >= since)
  const shapes = await Promise.all(
    (descending ? wanted.toReversed() : wanted).map((each) => reviewCommentShape(call.world, each)),
  )
  return page(call, path, shapes)
}

export const reviewCommentRoutes: Route[] = [
  route('GET /repos/{owner}/{repo}/pulls/comments', READ, (call) => {
    const repository = repositoryOf(call)
    const all = [...call.world.state.reviewComments.values()]
    const path = `/repos/${fullName(repository)}/pulls/comments`
    return list(
      call,
      path,
      all.filter((each) => each.pull.repository === repository),
    )
  }),

  route(`GET ${ONE}`, READ, async (call) => ({
    status: 200,
    body: await reviewCommentShape(call.world, commentOf(call)),
  })),

  route(`PATCH ${ONE}`, WRITE, async (call) => {
    const comment = ownComment(call)
    const before = comment.body
    checkText(String(call.body['body']))
    comment.body = String(call.body['body'])
    comment.updatedAt = timestamp()
    call.world.background(
      reviewCommentEvent(call.world, comment, 'edited', { changes: { body: { from: before } } }),
    )
    return { status: 200, body: await reviewCommentShape(call.world, comment) }
  }),

  route(`DELETE ${ONE}`, WRITE, (call) => {
    const comment = ownComment(call)
    call.world.background(reviewCommentEvent(call.world, comment, 'deleted'))
    call.world.state.reviewComments.delete(comment.id)
    return { status: 204 }
  }),

  route('GET /repos/{owner}/{repo}/pulls/{pull_number}/comments', READ, (call) => {
    const pull = pullOf(call)
    const path = `/repos/${fullName(pull.repository)}/pulls/${pull.number}/comments`
    return list(call, path, call.world.state.reviewCommentsOf(pull))
  }),

  route(
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments',
    { ...WRITE, creates: true },
    async (call) => {
      const body = call.body as unknown as CommentBody & { commit_id: string; in_reply_to?: number }
      const pull = pullOf(call)
      const author = authorOf(call)
      const comment =
        body.in_reply_to === undefined
          ? await addLoneComment(call.world, pull, author, body.commit_id, body)
          : reply(call.world, pull, body.in_reply_to, body.body, author)
      call.world.background(reviewCommentEvent(call.world, comment, 'created'))
      return { status: 201, body: await reviewCommentShape(call.world, comment) }
    },
  ),

  route(
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies',
    { ...WRITE, creates: true },
    async (call) => {
      const id = Number(call.params['comment_id'])
      const comment = reply(call.world, pullOf(call), id, String(call.body['body']), authorOf(call))
      call.world.background(reviewCommentEvent(call.world, comment, 'created'))
      return { status: 201, body: await reviewCommentShape(call.world, comment) }
    },
  ),
]

/** One comment outside a review: GitHub wraps it in a review of its own. Throws ApiError 422. */
export async function addLoneComment(
  world: World,
  pull: Pull,
  author: { user: User; app: App | undefined },
  commit: string,
  comment: CommentBody,
): Promise<ReviewComment> {
  checkText(comment.body)
  const diff = await diffUpTo(pull, commit)
  try {
    const place = placeComment(diff, comment)
    const review = addReview(world, pull, author, { body: '', commitId: commit, state: 'COMMENTED' })
    return addReviewComment(world, review, comment.body, place)
  } catch (error) {
    if (!(error instanceof MisplacedComment)) throw error
    const field = 'pull_request_review_thread.line'
    const problem = { resource: 'PullRequestReviewComment', code: 'custom', field, message: error.message }
    throw new ApiError(422, 'Validation Failed', { errors: [problem] })
  }
}

/** Answers to a thread all hang on its first comment. Throws ApiError 404 or 422. */
export function reply(
  world: World,
  pull: Pull,
  commentId: number,
  body: string,
  author: { user: User; app: App | undefined },
): ReviewComment {
  checkText(body)
  const answered = world.state.reviewComments.get(commentId)
  const root = found(answered?.pull === pull ? (answered.inReplyTo ?? answered) : undefined)
  const review = addReview(world, pull, author, {
    body: '',
    commitId: root.originalCommitId,
    state: 'COMMENTED',
  })
  const { path, side, startLine, startSide, originalPosition, diffHunk, originalCommitId, originalBase } =
    root
  const place = { path, side, startLine, startSide, position: originalPosition, diffHunk }
  const commits = { commit: originalCommitId, base: originalBase }
  return addReviewComment(world, review, body, { ...place, ...commits, line: root.line ?? 1 }, root)
}
