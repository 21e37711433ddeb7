import type { FileSpec } from '../git/commit.ts'
import { ensureSuite } from '../resources/check-runs.ts'
import { timestamp } from '../state.ts'
import type { Repository } from '../state.ts'
import { checkSuiteEvent, pullRequestEvent, pushEvent } from '../webhooks/events.ts'
import type { World } from '../world.ts'

const NOTHING = '0'.repeat(40)

export interface PushOptions {
  /** Files to write, by path. */
  files?: Record<string, FileSpec>
  /** Paths to remove. */
  delete?: readonly string[]
  message?: string
  /** Rewrites the branch: the commit goes on top of `from` (default: the parent of the present tip). */
  force?: boolean
  /** Revision to start from; default: the branch, or for a new branch the default branch. */
  from?: string
  /** Who pushes; default `mona`. */
  as?: string
}

/** Commits to a branch (made when missing) as somebody who pushes would. Answers the new commit's id. */
export async function push(
  world: World,
  repository: Repository,
  branch: string,
  options: PushOptions = {},
): Promise<string> {
  const { git } = repository
  const tip = await git.branch(branch)
  const start = options.from ?? (options.force === true ? `${tip}^` : (tip ?? repository.defaultBranch))
  const parent = await git.resolve(start)
  if (parent === undefined && options.from !== undefined) throw new Error(`No commit ${options.from}`)
  const message = options.message ?? `Change ${Object.keys(options.files ?? {}).at(0) ?? 'files'}`
  const content = {
    ...(options.files && { files: options.files }),
    ...(options.delete && { delete: options.delete }),
  }
  const sha = await git.commit({ ...content, message, parent, branch })
  await announcePush(world, repository, branch, {
    before: tip ?? NOTHING,
    forced: options.force ?? false,
    as: options.as,
  })
  return sha
}

/**
 * What GitHub does after a push: `refs/pull/N/head` follows, and apps are told. For commits that were
 * put into the repository by other means than `push`.
 */
export async function announcePush(
  world: World,
  repository: Repository,
  branch: string,
  how: { before: string; forced?: boolean; as?: string | undefined },
): Promise<void> {
  const after = (await repository.git.branch(branch)) ?? NOTHING
  const sender = world.state.user(how.as ?? 'mona')
  const { before } = how
  repository.pushedAt = timestamp()
  const moved = world.state.pulls.filter(
    (pull) => pull.state === 'open' && pull.headRepository === repository && pull.headRef === branch,
  )
  for (const pull of moved) {
    pull.headSha = after
    pull.updatedAt = timestamp()
    await updatePullRef(pull)
  }
  const suites = world.state
    .installationsOf(repository)
    .filter(({ app }) => app.events.includes('check_suite'))
    .map(async ({ app }) =>
      checkSuiteEvent(world, await ensureSuite(world, repository, app, after), 'requested', sender),
    )
  await Promise.all([
    pushEvent(
      world,
      repository,
      { ref: `refs/heads/${branch}`, before, after, forced: how.forced ?? false },
      sender,
    ),
    ...suites,
    ...moved.map((pull) => pullRequestEvent(world, pull, 'synchronize', { before, after }, sender)),
  ])
}

/** Brings the head into the base repository under `refs/pull/N/head`, from a fork too. */
export async function updatePullRef(pull: {
  repository: Repository
  headRepository: Repository
  headSha: string
  number: number
}): Promise<void> {
  const { git } = pull.repository
  if (pull.headRepository !== pull.repository) {
    await git.run('fetch', '--quiet', '--no-tags', pull.headRepository.git.directory, pull.headSha)
  }
  await git.run('update-ref', `refs/pull/${pull.number}/head`, pull.headSha)
}
