import { fullName, nodeId } from '../state.ts'
import type { Repository } from '../state.ts'
import type { World } from '../world.ts'
import { userShape } from './user.ts'

/** `archive_url`, `blobs_url`…: the templates that GitHub puts into every repository. */
const TEMPLATES: Record<string, string> = {
  archive: '/{archive_format}{/ref}',
  assignees: '/assignees{/user}',
  blobs: '/git/blobs{/sha}',
  branches: '/branches{/branch}',
  collaborators: '/collaborators{/collaborator}',
  comments: '/comments{/number}',
  commits: '/commits{/sha}',
  compare: '/compare/{base}...{head}',
  contents: '/contents/{+path}',
  contributors: '/contributors',
  deployments: '/deployments',
  downloads: '/downloads',
  events: '/events',
  forks: '/forks',
  git_commits: '/git/commits{/sha}',
  git_refs: '/git/refs{/sha}',
  git_tags: '/git/tags{/sha}',
  hooks: '/hooks',
  issue_comment: '/issues/comments{/number}',
  issue_events: '/issues/events{/number}',
  issues: '/issues{/number}',
  keys: '/keys{/key_id}',
  labels: '/labels{/name}',
  languages: '/languages',
  merges: '/merges',
  milestones: '/milestones{/number}',
  notifications: '/notifications{?since,all,participating}',
  pulls: '/pulls{/number}',
  releases: '/releases{/id}',
  stargazers: '/stargazers',
  statuses: '/statuses/{sha}',
  subscribers: '/subscribers',
  subscription: '/subscription',
  tags: '/tags',
  teams: '/teams',
  trees: '/git/trees{/sha}',
}

/** GitHub's `repository`: also what a pull request, a suite and a webhook hold. */
export function repositoryShape(world: World, repository: Repository): Record<string, unknown> {
  const name = fullName(repository)
  const api = repositoryApi(world, repository)
  const html = `${world.url}/${name}`
  const urls = Object.entries(TEMPLATES).map(([key, path]) => [`${key}_url`, `${api}${path}`])
  const open = world.state.pullsOf(repository).filter((pull) => pull.state === 'open').length
  return {
    ...minimalRepositoryShape(world, repository),
    full_name: name,
    private: repository.private,
    visibility: repository.private ? 'private' : 'public',
    owner: userShape(world, repository.owner),
    html_url: html,
    description: null,
    fork: repository.parent !== undefined,
    ...(Object.fromEntries(urls) as Record<string, string>),
    clone_url: `${html}.git`,
    git_url: `${html}.git`,
    ssh_url: `${html}.git`,
    svn_url: html,
    mirror_url: null,
    homepage: null,
    language: null,
    license: null,
    default_branch: repository.defaultBranch,
    forks: 0,
    forks_count: 0,
    stargazers_count: 0,
    watchers: 0,
    watchers_count: 0,
    open_issues: open,
    open_issues_count: open,
    size: 1,
    topics: [],
    is_template: false,
    web_commit_signoff_required: false,
    allow_forking: true,
    has_discussions: false,
    has_downloads: true,
    has_issues: true,
    has_pages: false,
    has_projects: true,
    has_wiki: true,
    archived: false,
    disabled: false,
    created_at: repository.createdAt,
    updated_at: repository.pushedAt,
    pushed_at: repository.pushedAt,
  }
}

/** Enough of a repository to find it: what check runs and suites hold of other repositories. */
export function minimalRepositoryShape(world: World, repository: Repository): Record<string, unknown> {
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    url: repositoryApi(world, repository),
  }
}

export function repositoryApi(world: World, repository: Repository): string {
  return `${world.apiUrl}/repos/${fullName(repository)}`
}
