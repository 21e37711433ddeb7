import { nodeId } from '../state.ts'
import type { Pull, Repository } from '../state.ts'
import type { World } from '../world.ts'
import { repositoryApi, repositoryShape } from './repository.ts'
import { teamShape } from './team.ts'
import { userShape } from './user.ts'
import { labelShape } from './label.ts'

/** Base tip, merge base and head as git has them now. */
export async function pullCommits(pull: Pull): Promise<{ base: string; mergeBase: string; head: string }> {
  const { git } = pull.repository
  const base = (await git.branch(pull.baseRef)) ?? pull.headSha
  const mergeBase = (await git.mergeBase(base, pull.headSha)) ?? base
  return { base, mergeBase, head: pull.headSha }
}

/** GitHub's `pull-request-simple`. */
export async function pullSimpleShape(world: World, pull: Pull): Promise<Record<string, unknown>> {
  const { base, head } = await pullCommits(pull)
  const api = `${repositoryApi(world, pull.repository)}/pulls/${pull.number}`
  const issue = `${repositoryApi(world, pull.repository)}/issues/${pull.number}`
  const html = pullHtml(world, pull)
  const statuses = `${repositoryApi(world, pull.repository)}/statuses/${head}`
  const labels = pull.labels.map((name) => labelShape(world, pull.repository, name))
  return {
    url: api,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: issue,
    commits_url: `${api}/commits`,
    review_comments_url: `${api}/comments`,
    review_comment_url: `${repositoryApi(world, pull.repository)}/pulls/comments{/number}`,
    comments_url: `${issue}/comments`,
    statuses_url: statuses,
    number: pull.number,
    state: pull.state,
    locked: false,
    title: pull.title,
    user: userShape(world, pull.user),
    body: pull.body,
    labels,
    milestone: null,
    active_lock_reason: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    assignee: null,
    assignees: [],
    requested_reviewers: (pull.reviewers?.users ?? []).map((login) =>
      userShape(world, world.state.user(login)),
    ),
    requested_teams: (pull.reviewers?.teams ?? []).map((slug) => teamShape(world, pull.repository, slug)),
    head: side(world, pull.headRepository, pull.headRef, head),
    base: side(world, pull.repository, pull.baseRef, base),
    _links: {
      self: { href: api },
      html: { href: html },
      issue: { href: issue },
      comments: { href: `${issue}/comments` },
      review_comments: { href: `${api}/comments` },
      review_comment: { href: `${repositoryApi(world, pull.repository)}/pulls/comments{/number}` },
      commits: { href: `${api}/commits` },
      statuses: { href: statuses },
    },
    author_association: 'CONTRIBUTOR',
    auto_merge: null,
    draft: pull.draft,
  }
}

/** GitHub's `pull-request`, with the figures that only git knows. */
export async function pullShape(world: World, pull: Pull): Promise<Record<string, unknown>> {
  const { base, mergeBase, head } = await pullCommits(pull)
  const { git } = pull.repository
  const [simple, files, commits] = await Promise.all([
    pullSimpleShape(world, pull),
    git.diff(mergeBase, head),
    git.countCommits(base, head),
  ])
  return {
    ...simple,
    merged: pull.mergedAt !== null,
    mergeable: pull.state === 'open' ? true : null,
    rebaseable: pull.state === 'open' ? true : null,
    mergeable_state: pull.draft ? 'draft' : 'clean',
    merged_by: null,
    comments: world.state.issueCommentsOf(pull).length,
    review_comments: world.state.reviewCommentsOf(pull).length,
    maintainer_can_modify: pull.headRepository !== pull.repository,
    commits,
    additions: files.reduce((sum, file) => sum + file.additions, 0),
    deletions: files.reduce((sum, file) => sum + file.deletions, 0),
    changed_files: files.length,
  }
}

/** GitHub's `pull-request-minimal`, as check runs list it; empty for forks. */
export async function pullMinimalShape(world: World, pull: Pull): Promise<Record<string, unknown>> {
  const { base, head } = await pullCommits(pull)
  const minimal = (repository: Repository) => ({
    id: repository.id,
    url: repositoryApi(world, repository),
    name: repository.name,
  })
  return {
    id: pull.id,
    number: pull.number,
    url: `${repositoryApi(world, pull.repository)}/pulls/${pull.number}`,
    head: { ref: pull.headRef, sha: head, repo: minimal(pull.headRepository) },
    base: { ref: pull.baseRef, sha: base, repo: minimal(pull.repository) },
  }
}

export function pullHtml(world: World, pull: Pull): string {
  return `${world.url}/${pull.repository.owner.login}/${pull.repository.name}/pull/${pull.number}`
}

function side(world: World, repository: Repository, ref: string, sha: string): Record<string, unknown> {
  return {
    label: `${repository.owner.login}:${ref}`,
    ref,
    sha,
    user: userShape(world, repository.owner),
    repo: repositoryShape(world, repository),
  }
}
