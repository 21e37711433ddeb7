import type { Client } from './client.ts'
import { GitHubGone, MissingPermission } from './errors.ts'
import type { RepositoryName } from './pull-request.ts'

/** What somebody may do in a repository, the least first. */
export type RepositoryRole = 'none' | 'read' | 'triage' | 'write' | 'maintain' | 'admin'

const ROLES: ReadonlySet<string> = new Set(['read', 'triage', 'write', 'maintain', 'admin'])

/** A person's role now: asked each time, never kept. A role of an organisation's own counts as what it builds on. */
export async function roleOf(
  client: Client,
  { owner, repo }: RepositoryName,
  username: string,
  signal?: AbortSignal,
): Promise<RepositoryRole> {
  try {
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/collaborators/{username}/permission',
      { owner, repo, username },
      { signal },
    )
    const { role_name: role, permission } = data as { role_name?: string; permission: string }
    // Older servers do not say `role_name`; custom roles have names of their own, and `permission` is their base.
    const known = role !== undefined && ROLES.has(role) ? role : permission
    return (ROLES.has(known) ? known : 'none') as RepositoryRole
  } catch (error) {
    if (error instanceof GitHubGone) return 'none'
    throw error
  }
}

/** Whether somebody is a member of a team now; `unknown` where the App may not see the organisation's teams. */
export async function isTeamMember(
  client: Client,
  team: { org: string; slug: string },
  username: string,
  signal?: AbortSignal,
): Promise<boolean | 'unknown'> {
  try {
    const { data } = await client.request(
      'GET /orgs/{org}/teams/{team_slug}/memberships/{username}',
      { org: team.org, team_slug: team.slug, username },
      { signal },
    )
    return data.state === 'active'
  } catch (error) {
    if (error instanceof GitHubGone) return false
    if (error instanceof MissingPermission) return 'unknown'
    throw error
  }
}
