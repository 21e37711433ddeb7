import { nodeId } from '../state.ts'
import type { Installation } from '../state.ts'
import type { World } from '../world.ts'
import { userShape } from './user.ts'

export function installationShape(world: World, installation: Installation): Record<string, unknown> {
  const { app, account, id } = installation
  return {
    id,
    node_id: nodeId('Installation', id),
    client_id: app.clientId,
    account: userShape(world, account),
    repository_selection: installation.repositoryIds === 'all' ? 'all' : 'selected',
    access_tokens_url: `${world.apiUrl}/app/installations/${id}/access_tokens`,
    repositories_url: `${world.apiUrl}/installation/repositories`,
    html_url: `${world.url}/settings/installations/${id}`,
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: installation.permissions,
    events: app.events,
    created_at: installation.createdAt,
    updated_at: installation.createdAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: null,
    suspended_at: installation.suspendedAt,
  }
}
