import { timestamp } from '../state.ts'
import type { Pull, Repository } from '../state.ts'
import { labelShape } from '../shapes/label.ts'
import { pullRequestEvent } from '../webhooks/events.ts'
import type { World } from '../world.ts'
import { updatePullRef } from './push.ts'

export interface OpenPullOptions {
  /** Branch with the changes. */
  head: string
  /** Default: the default branch. */
  base?: string
  title?: string
  body?: string
  draft?: boolean
  /** The repository that `head` lives in, where it is another one. */
  fork?: Repository
  /** Default `mona`. */
  as?: string
}

export async function openPull(
  world: World,
  repository: Repository,
  options: OpenPullOptions,
): Promise<Pull> {
  const headRepository = options.fork ?? repository
  const headSha = await headRepository.git.branch(options.head)
  if (headSha === undefined) throw new Error(`No branch ${options.head}`)
  const now = timestamp()
  const pull: Pull = {
    id: world.state.nextId(),
    number: world.state.pullsOf(repository).length + 1,
    repository,
    headRepository,
    title: options.title ?? `Merge ${options.head}`,
    body: options.body ?? null,
    user: world.state.user(options.as ?? 'mona'),
    state: 'open',
    draft: options.draft ?? false,
    baseRef: options.base ?? repository.defaultBranch,
    headRef: options.head,
    headSha,
    createdAt: now,
    updatedAt: now,
    closedAt: null,
    mergedAt: null,
    mergeCommitSha: null,
    labels: [],
  }
  await updatePullRef(pull)
  world.state.pulls.push(pull)
  await pullRequestEvent(world, pull, 'opened')
  return pull
}

export async function setDraft(world: World, pull: Pull, draft: boolean): Promise<void> {
  pull.draft = draft
  pull.updatedAt = timestamp()
  await pullRequestEvent(world, pull, draft ? 'converted_to_draft' : 'ready_for_review')
}

export async function closePull(world: World, pull: Pull, options: { merge?: boolean } = {}): Promise<void> {
  const now = timestamp()
  if (options.merge === true) {
    const { git } = pull.repository
    const sha = await mergeCommit(pull, pull.baseRef, `Merge pull request #${pull.number}`)
    await git.run('update-ref', `refs/heads/${pull.baseRef}`, sha)
    Object.assign(pull, { mergedAt: now, mergeCommitSha: sha })
  }
  Object.assign(pull, { state: 'closed', closedAt: now, updatedAt: now })
  await pullRequestEvent(world, pull, 'closed')
}

export async function reopenPull(world: World, pull: Pull): Promise<void> {
  const headSha = (await pull.headRepository.git.branch(pull.headRef)) ?? pull.headSha
  Object.assign(pull, { state: 'open', closedAt: null, updatedAt: timestamp(), headSha })
  await updatePullRef(pull)
  await pullRequestEvent(world, pull, 'reopened')
}

/** Changes the title, the text or the base branch, as the edit button does. */
export async function editPull(
  world: World,
  pull: Pull,
  change: { title?: string; body?: string; base?: string },
): Promise<void> {
  const changes: Record<string, unknown> = {}
  if (change.base !== undefined && change.base !== pull.baseRef) {
    const from = (await pull.repository.git.branch(pull.baseRef)) ?? ''
    changes['base'] = { ref: { from: pull.baseRef }, sha: { from } }
    pull.baseRef = change.base
  }
  if (change.title !== undefined) {
    changes['title'] = { from: pull.title }
    pull.title = change.title
  }
  if (change.body !== undefined) {
    changes['body'] = { from: pull.body ?? '' }
    pull.body = change.body
  }
  pull.updatedAt = timestamp()
  await pullRequestEvent(world, pull, 'edited', { changes })
}

export async function labelPull(world: World, pull: Pull, name: string): Promise<void> {
  if (!pull.labels.includes(name)) pull.labels.push(name)
  await pullRequestEvent(world, pull, 'labeled', { label: labelShape(world, pull.repository, name) })
}

export async function unlabelPull(world: World, pull: Pull, name: string): Promise<void> {
  pull.labels = pull.labels.filter((each) => each !== name)
  await pullRequestEvent(world, pull, 'unlabeled', { label: labelShape(world, pull.repository, name) })
}

/** A commit of both parents' tree, on no branch. Throws GitError when they conflict. */
export async function mergeCommit(pull: Pull, base: string, message: string): Promise<string> {
  const { git } = pull.repository
  const tree = (await git.run('merge-tree', '--write-tree', base, pull.headSha)).split('\n')[0] ?? ''
  const who = ['-c', 'user.name=GitHub', '-c', 'user.email=noreply@github.com']
  const commit = await git.bytes([...who, 'commit-tree', tree, '-p', base, '-p', pull.headSha, '-m', message])
  return commit.toString().trim()
}
