import { nodeId } from '../state.ts'
import type { Pull } from '../state.ts'
import type { World } from '../world.ts'
import { noReactions } from './comment.ts'
import { labelShape } from './label.ts'
import { pullHtml } from './pull.ts'
import { repositoryApi } from './repository.ts'
import { userShape } from './user.ts'

/** A pull request as the issue that it also is. */
export function issueShape(world: World, pull: Pull): Record<string, unknown> {
  const repository = repositoryApi(world, pull.repository)
  const url = `${repository}/issues/${pull.number}`
  const html = pullHtml(world, pull)
  return {
    url,
    repository_url: repository,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: html,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    number: pull.number,
    title: pull.title,
    user: userShape(world, pull.user),
    labels: pull.labels.map((name) => labelShape(world, pull.repository, name)),
    state: pull.state,
    locked: false,
    assignee: null,
    assignees: [],
    milestone: null,
    comments: world.state.issueCommentsOf(pull).length,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    author_association: 'CONTRIBUTOR',
    active_lock_reason: null,
    body: pull.body,
    reactions: noReactions(url),
    performed_via_github_app: null,
    state_reason: null,
    draft: pull.draft,
    pull_request: {
      url: `${repository}/pulls/${pull.number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pull.mergedAt,
    },
  }
}
