import { join } from 'node:path'
import type { FileSpec } from '../git/commit.ts'
import { GitRepository } from '../git/repository.ts'
import { timestamp } from '../state.ts'
import type { App, Installation, Repository } from '../state.ts'
import { installationEvent } from '../webhooks/events.ts'
import type { World } from '../world.ts'

export interface CreateRepositoryOptions {
  owner?: string
  name: string
  /** Content of the first commit. */
  files?: Record<string, FileSpec>
  private?: boolean
  defaultBranch?: string
  /** A git repository on this machine to copy with its history, instead of `files`. */
  from?: string
}

/** A new repository under `directory`. */
export async function createRepository(
  world: World,
  directory: string,
  options: CreateRepositoryOptions,
): Promise<Repository> {
  const owner = world.state.user(options.owner ?? 'acme', 'Organization')
  const branch = options.defaultBranch ?? 'main'
  const from = options.from === undefined ? {} : { from: options.from }
  const git = await GitRepository.create(join(directory, owner.login, `${options.name}.git`), {
    branch,
    ...from,
  })
  if (options.from === undefined) {
    const files = options.files ?? { 'README.md': `# ${options.name}\n` }
    await git.commit({ files, message: 'First commit', parent: undefined, branch })
  }
  const { name, private: hidden = true } = options
  return addRepository(world, { name, private: hidden, owner, git, defaultBranch: branch, parent: undefined })
}

/** A copy under another account; it borrows the parent's objects. */
export async function fork(
  world: World,
  directory: string,
  parent: Repository,
  owner: string,
): Promise<Repository> {
  const git = await GitRepository.create(join(directory, owner, `${parent.name}.git`), {
    branch: parent.defaultBranch,
    from: parent.git.directory,
    shared: true,
  })
  const { name, private: hidden, defaultBranch } = parent
  return addRepository(world, {
    name,
    private: hidden,
    owner: world.state.user(owner),
    git,
    defaultBranch,
    parent,
  })
}

function addRepository(world: World, facts: Omit<Repository, 'id' | 'createdAt' | 'pushedAt'>): Repository {
  const now = timestamp()
  const repository = { ...facts, id: world.state.nextId(), createdAt: now, pushedAt: now }
  world.state.repositories.set(repository.id, repository)
  return repository
}

/** Installs an app on an account, on all its repositories or on those named. */
export async function install(
  world: World,
  app: App,
  owner: string,
  repositories?: readonly Repository[],
): Promise<Installation> {
  const installation: Installation = {
    id: world.state.nextId(),
    app,
    account: world.state.user(owner, 'Organization'),
    repositoryIds: repositories ? new Set(repositories.map((each) => each.id)) : 'all',
    permissions: { metadata: 'read', ...app.permissions },
    suspendedAt: null,
    createdAt: timestamp(),
  }
  world.state.installations.set(installation.id, installation)
  await installationEvent(world, installation, 'created')
  return installation
}

/** Suspended by its owner: tokens do not work, and no more events come until it ends. */
export async function suspend(world: World, installation: Installation, is: boolean): Promise<void> {
  installation.suspendedAt = is ? timestamp() : null
  await installationEvent(world, installation, is ? 'suspend' : 'unsuspend')
}

/** Another name, or another owner; the id stays. The old address is forwarded by GitHub, and is not here. */
export function rename(world: World, repository: Repository, to: { name?: string; owner?: string }): void {
  if (to.name !== undefined) repository.name = to.name
  if (to.owner !== undefined) repository.owner = world.state.user(to.owner, 'Organization')
}

export async function uninstall(world: World, installation: Installation): Promise<void> {
  world.state.installations.delete(installation.id)
  for (const token of world.state.tokens.values()) {
    if (token.installation === installation) world.state.tokens.delete(token.token)
  }
  await installationEvent(world, installation, 'deleted')
}
