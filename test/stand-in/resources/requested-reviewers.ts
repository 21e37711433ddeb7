import { ApiError } from '../http/errors.ts'
import { page } from '../http/pagination.ts'
import { route } from '../http/router.ts'
import type { Route } from '../http/router.ts'
import { repositoryApi } from '../shapes/repository.ts'
import { pullSimpleShape } from '../shapes/pull.ts'
import { teamShape } from '../shapes/team.ts'
import { userShape } from '../shapes/user.ts'
import { fullName, nodeId, timestamp } from '../state.ts'
import type { Pull, ReviewEvent } from '../state.ts'
import type { World } from '../world.ts'
import { roleIn } from './people.ts'
import { pullOf } from './pulls.ts'
import { authorOf } from './reviews.ts'

const READ = { permissions: { pull_requests: 'read' } } as const
const REVIEWERS = '/repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers'

/** Asked for a review, and who asks and is asked from then on. */
export const requestedReviewerRoutes: Route[] = [
  route(`GET ${REVIEWERS}`, READ, (call) => {
    const pull = pullOf(call)
    const { users = [], teams = [] } = pull.reviewers ?? {}
    return {
      status: 200,
      body: {
        users: users.map((login) => userShape(call.world, call.world.state.user(login))),
        teams: teams.map((slug) => teamShape(call.world, pull.repository, slug)),
      },
    }
  }),

  route(`POST ${REVIEWERS}`, { permissions: { pull_requests: 'write' }, creates: true }, async (call) => {
    const pull = pullOf(call)
    const { reviewers = [], team_reviewers: teams = [] } = call.body as {
      reviewers?: string[]
      team_reviewers?: string[]
    }
    refuse(call.world, pull, reviewers, teams)
    const now = (pull.reviewers ??= { users: [], teams: [] })
    const event = (more: Partial<ReviewEvent>): void => {
      const id = call.world.state.nextId()
      const { user: actor } = authorOf(call)
      const at = timestamp()
      const made: ReviewEvent = { id, event: 'review_requested', actor, createdAt: at, ...more }
      ;(pull.reviewEvents ??= []).push(made)
    }
    for (const user of reviewers.filter((login) => !now.users.includes(login))) {
      now.users.push(user)
      event({ user })
    }
    for (const team of teams.filter((slug) => !now.teams.includes(slug))) {
      now.teams.push(team)
      event({ team })
    }
    return { status: 201, body: await pullSimpleShape(call.world, pull) }
  }),

  route('GET /repos/{owner}/{repo}/issues/{issue_number}/events', READ, (call) => {
    const pull = pullOf(call)
    const path = `/repos/${fullName(pull.repository)}/issues/${pull.number}/events`
    return page(
      call,
      path,
      (pull.reviewEvents ?? []).map((event) => eventShape(call.world, pull, event)),
    )
  }),
]

/** All or nothing, as GitHub does. */
function refuse(world: World, pull: Pull, users: readonly string[], teams: readonly string[]): void {
  const { state } = world
  const { repository } = pull
  if (users.includes(pull.user.login))
    throw new ApiError(422, 'Review cannot be requested from pull request author.')
  const isCollaborator = (login: string): boolean => {
    const user = state.users.get(login)
    // Reading a public repository makes nobody a collaborator.
    return (
      user !== undefined &&
      state.roles.has(`${repository.id} ${login.toLowerCase()}`) &&
      roleIn(state, repository, user) !== 'none'
    )
  }
  const isTeam = (slug: string): boolean => state.teams.has(`${repository.owner.login}/${slug}`.toLowerCase())
  if (users.every(isCollaborator) && teams.every(isTeam)) return
  throw new ApiError(
    422,
    `Reviews may only be requested from collaborators. One or more of the users or teams you specified is not a collaborator of the ${fullName(repository)} repository.`,
  )
}

function eventShape(world: World, pull: Pull, event: ReviewEvent): Record<string, unknown> {
  const { id, actor, user, team } = event
  return {
    id,
    node_id: nodeId('ReviewRequestedEvent', id),
    url: `${repositoryApi(world, pull.repository)}/issues/events/${id}`,
    actor: userShape(world, actor),
    event: event.event,
    commit_id: null,
    commit_url: null,
    created_at: event.createdAt,
    performed_via_github_app: null,
    review_requester: userShape(world, actor),
    ...(user !== undefined && { requested_reviewer: userShape(world, world.state.user(user)) }),
    ...(team !== undefined && { requested_team: teamShape(world, pull.repository, team) }),
  }
}
