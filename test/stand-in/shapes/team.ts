import type { Repository } from '../state.ts'
import { nodeId } from '../state.ts'
import type { World } from '../world.ts'

/** GitHub's `team`. */
export function teamShape(world: World, { owner }: Repository, slug: string): Record<string, unknown> {
  const id = 1 + [...world.state.teams.keys()].indexOf(`${owner.login}/${slug}`.toLowerCase())
  const api = `${world.apiUrl}/organizations/${owner.id}/team/${id}`
  return {
    id,
    node_id: nodeId('Team', id),
    name: slug,
    slug,
    description: null,
    privacy: 'closed',
    notification_setting: 'notifications_enabled',
    permission: 'pull',
    url: api,
    html_url: `${world.url}/orgs/${owner.login}/teams/${slug}`,
    members_url: `${api}/members{/member}`,
    repositories_url: `${api}/repos`,
    type: 'organization',
    organization_id: owner.id,
    parent: null,
  }
}
