import { notFound } from '../http/errors.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Route } from '../http/router.ts'
import { userShape } from '../shapes/user.ts'
import type { Repository, Role, State, User } from '../state.ts'

/** Everybody reads a public repository; nobody a private one unless somebody says so. */
export function roleIn(state: State, repository: Repository, user: User): Role {
  const given = state.roles.get(`${repository.id} ${user.login.toLowerCase()}`)
  return given ?? (repository.private ? 'none' : 'read')
}

/** The roles that GitHub had first. */
const BASE: Readonly<Record<Role, string>> = {
  none: 'none',
  read: 'read',
  triage: 'read',
  write: 'write',
  maintain: 'write',
  admin: 'admin',
}

export const peopleRoutes: Route[] = [
  route(
    'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
    { permissions: { metadata: 'read' } },
    (call) => {
      const repository = repositoryOf(call)
      const { state } = call.world
      const user = [...state.users.values()].find(
        ({ login }) => login.toLowerCase() === call.params['username']?.toLowerCase(),
      )
      if (!user) throw notFound()
      const role = roleIn(state, repository, user)
      const roles = ['read', 'triage', 'write', 'maintain', 'admin']
      const has = (least: string): boolean => roles.indexOf(role) >= roles.indexOf(least)
      const permissions = {
        pull: has('read'),
        triage: has('triage'),
        push: has('write'),
        maintain: has('maintain'),
        admin: has('admin'),
      }
      const shape = { ...userShape(call.world, user), permissions, role_name: role }
      return { status: 200, body: { permission: BASE[role], role_name: role, user: shape } }
    },
  ),

  route(
    'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
    { permissions: { members: 'read' } },
    (call) => {
      const { org = '', team_slug: slug = '', username = '' } = call.params
      const members = call.world.state.teams.get(`${org}/${slug}`.toLowerCase())
      if (members?.has(username.toLowerCase()) !== true) throw notFound()
      const url = `${call.world.apiUrl}/orgs/${org}/teams/${slug}/memberships/${username}`
      return { status: 200, body: { url, role: 'member', state: 'active' } }
    },
  ),
]
