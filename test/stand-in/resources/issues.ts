import { ApiError } from '../http/errors.ts'
import { page } from '../http/pagination.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { issueCommentShape } from '../shapes/comment.ts'
import { ensureLabel, labelShape } from '../shapes/label.ts'
import { fullName, timestamp } from '../state.ts'
import type { App, IssueComment, Pull, User } from '../state.ts'
import { issueCommentEvent } from '../webhooks/comment-events.ts'
import { found } from '../world.ts'
import type { World } from '../world.ts'
import { pullOf } from './pulls.ts'
import { authorOf, checkText } from './reviews.ts'

// A pull request is an issue too: either permission will do.
const READ = { permissions: [{ issues: 'read' }, { pull_requests: 'read' }] } as const
const WRITE = { permissions: [{ issues: 'write' }, { pull_requests: 'write' }] } as const
const COMMENT = '/repos/{owner}/{repo}/issues/comments/{comment_id}'
const COMMENTS = '/repos/{owner}/{repo}/issues/{issue_number}/comments'
const LABELS = '/repos/{owner}/{repo}/issues/{issue_number}/labels'

function commentOf(call: Call): IssueComment {
  const repository = repositoryOf(call)
  const comment = found(call.world.state.issueComments.get(Number(call.params['comment_id'])))
  return found(comment.pull.repository === repository ? comment : undefined)
}

function ownComment(call: Call): IssueComment {
  const comment = commentOf(call)
  if (comment.app !== authorOf(call).app) throw new ApiError(403, 'Resource not accessible by integration')
  return comment
}

function listLabels(call: Call, pull: Pull) {
  const shapes = pull.labels.map((name) => labelShape(call.world, pull.repository, name))
  return page(call, `/repos/${fullName(pull.repository)}/issues/${pull.number}/labels`, shapes)
}

export const issueRoutes: Route[] = [
  route(`GET ${COMMENTS}`, READ, (call) => {
    const pull = pullOf(call)
    const shapes = call.world.state.issueCommentsOf(pull).map((each) => issueCommentShape(call.world, each))
    return page(call, `/repos/${fullName(pull.repository)}/issues/${pull.number}/comments`, shapes)
  }),

  route(`POST ${COMMENTS}`, { ...WRITE, creates: true }, (call) => {
    const comment = addIssueComment(call.world, pullOf(call), String(call.body['body']), authorOf(call))
    call.world.background(issueCommentEvent(call.world, comment, 'created'))
    return { status: 201, body: issueCommentShape(call.world, comment) }
  }),

  route(`GET ${COMMENT}`, READ, (call) => ({
    status: 200,
    body: issueCommentShape(call.world, commentOf(call)),
  })),

  route(`PATCH ${COMMENT}`, WRITE, (call) => {
    const comment = ownComment(call)
    const before = comment.body
    checkText(String(call.body['body']))
    comment.body = String(call.body['body'])
    comment.updatedAt = timestamp()
    call.world.background(
      issueCommentEvent(call.world, comment, 'edited', { changes: { body: { from: before } } }),
    )
    return { status: 200, body: issueCommentShape(call.world, comment) }
  }),

  route(`DELETE ${COMMENT}`, WRITE, (call) => {
    const comment = ownComment(call)
    call.world.state.issueComments.delete(comment.id)
    return { status: 204 }
  }),

  route(`GET ${LABELS}`, READ, (call) => listLabels(call, pullOf(call))),

  route(`POST ${LABELS}`, WRITE, (call) => {
    const pull = pullOf(call)
    const given = Array.isArray(call.body) ? call.body : (call.body['labels'] as unknown[] | undefined)
    for (const each of given ?? []) {
      const name = typeof each === 'string' ? each : String((each as { name: unknown }).name)
      ensureLabel(call.world, pull.repository, name)
      if (!pull.labels.includes(name)) pull.labels.push(name)
    }
    return listLabels(call, pull)
  }),

  route(`DELETE ${LABELS}/{name}`, WRITE, (call) => {
    const pull = pullOf(call)
    const name = call.params['name'] ?? ''
    if (!pull.labels.includes(name)) throw new ApiError(404, 'Label does not exist')
    pull.labels = pull.labels.filter((each) => each !== name)
    return listLabels(call, pull)
  }),
]

export function addIssueComment(
  world: World,
  pull: Pull,
  body: string,
  author: { user: User; app: App | undefined },
): IssueComment {
  checkText(body)
  const now = timestamp()
  const comment = { id: world.state.nextId(), pull, ...author, body, createdAt: now, updatedAt: now }
  world.state.issueComments.set(comment.id, comment)
  return comment
}
