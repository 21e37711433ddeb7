import { repositoryOf, route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { userShape } from '../shapes/user.ts'
import { nodeId, timestamp } from '../state.ts'
import type { IssueComment, Reaction, ReviewComment } from '../state.ts'
import { found } from '../world.ts'
import { authorOf } from './reviews.ts'

// A pull request is an issue too: either permission will do.
const ISSUE = { permissions: [{ issues: 'write' }, { pull_requests: 'write' }] } as const
const LINE = { permissions: { pull_requests: 'write' } } as const

function commentOf(call: Call): IssueComment | ReviewComment {
  const { state } = call.world
  const id = Number(call.params['comment_id'])
  const comment = found(state.issueComments.get(id) ?? state.reviewComments.get(id))
  return found(comment.pull.repository === repositoryOf(call) ? comment : undefined)
}

/** The same reaction again is the one that is there, with 200. */
function add(call: Call) {
  const { state } = call.world
  const { id } = commentOf(call)
  const { user } = authorOf(call)
  const content = String(call.body['content'])
  const known = state.reactions.find(
    (each) => each.commentId === id && each.user === user && each.content === content,
  )
  if (known) return { status: 200, body: reactionShape(call, known) }
  const reaction: Reaction = { id: state.nextId(), commentId: id, user, content, createdAt: timestamp() }
  state.reactions.push(reaction)
  return { status: 201, body: reactionShape(call, reaction) }
}

function remove(call: Call) {
  const { state } = call.world
  const { id } = commentOf(call)
  const reaction = found(
    state.reactions.find((each) => each.id === Number(call.params['reaction_id']) && each.commentId === id),
  )
  found(reaction.user === authorOf(call).user ? reaction : undefined)
  state.reactions.splice(state.reactions.indexOf(reaction), 1)
  return { status: 204 }
}

export const reactionRoutes: Route[] = [
  route(
    'POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions',
    { ...ISSUE, creates: true },
    add,
  ),
  route('POST /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions', { ...LINE, creates: true }, add),
  route('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}', ISSUE, remove),
  route('DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}/reactions/{reaction_id}', LINE, remove),
]

function reactionShape(call: Call, { id, user, content, createdAt }: Reaction): Record<string, unknown> {
  return {
    id,
    node_id: nodeId('Reaction', id),
    user: userShape(call.world, user),
    content,
    created_at: createdAt,
  }
}
