import type { Sides } from './compare.ts'
import { changedBlobs, compare, compareNames } from './compare.ts'
import type { FetchObjects } from './fetch-batches.ts'
import { Git } from './git.ts'
import { GitSnapshot } from './git-snapshot.ts'
import type { ChangeSetLimits } from './limits.ts'
import { withDefaults } from './limits.ts'
import { ObjectReader } from './object-reader.ts'
import type { OpenedChangeSet } from './opened.ts'
import { defaultBranch, findRepository, findMergeBase, resolveCommit } from './revisions.ts'

export interface OpenGitOptions {
  /** A work tree, a folder inside one, or a bare repository. */
  repo: string
  /** Revision; the change set begins at its merge base with `head`. Default: the default branch. */
  base?: string
  /** Revision. Default: `HEAD`. */
  head?: string
  signal?: AbortSignal
  limits?: Partial<ChangeSetLimits>
}

/**
 * What a local repository's `head` changes since its merge base with `base`. Only commits count: the
 * work tree and the index are never looked at.
 * Throws UserError for a folder without repository, an unknown revision, or no common history.
 */
export async function openGit(options: OpenGitOptions): Promise<OpenedChangeSet> {
  const limits = withDefaults(options.limits)
  const repository = await findRepository(options.repo, options.signal)
  const git = new Git({
    ...repository,
    signal: options.signal,
    timeoutMs: limits.commandMs,
    config: diffConfig(limits),
  })
  return closeOnFailure(git, async () => {
    const head = await resolveCommit(git, options.head ?? 'HEAD')
    const base = await resolveCommit(git, options.base ?? (await defaultBranch(git)))
    const mergeBase = await findMergeBase(git, base, head)
    return openRange({ git, limits, mergeBase, headSha: head, tip: base })
  })
}

/** The revisions that `openGit` compares where none are given. Throws UserError where there is no default branch. */
export async function defaultRevisions(
  repo: string,
  signal?: AbortSignal,
): Promise<{ base: string; head: string }> {
  const limits = withDefaults()
  const git = new Git({ ...(await findRepository(repo, signal)), signal, timeoutMs: limits.commandMs })
  try {
    return { base: await defaultBranch(git), head: 'HEAD' }
  } finally {
    git.dispose()
  }
}

/** git itself compares no lines of a file over the threshold: it never loads one that we would not read. */
export function diffConfig(limits: ChangeSetLimits): Record<string, string> {
  return { 'core.bigFileThreshold': String(limits.fileBytes) }
}

export interface Range {
  git: Git
  limits: ChangeSetLimits
  /** Commit, or tree, on the left. */
  mergeBase: string
  headSha: string
  /** Tip of the base branch. */
  tip?: string
  /** Where objects that the repository lacks come from; asked once for all changed files. */
  fetch?: FetchObjects
  /** Blobs to fetch together with those of the changed files. */
  alsoFetch?: () => Promise<string[]>
  onDispose?: () => Promise<void>
}

/** Compares two commits that a repository already holds. Owns `git` from now on. */
export async function openRange(range: Range): Promise<OpenedChangeSet> {
  const { git, limits, mergeBase, headSha, tip } = range
  const reader = new ObjectReader(git, limits, range.fetch)
  const snapshot = (sha: string): GitSnapshot => new GitSnapshot(git, reader, limits, sha)
  const sides = { baseTree: mergeBase, base: snapshot(mergeBase), head: snapshot(headSha) }
  const tooLarge = range.fetch && (await fetchContents(range, reader, sides))
  const { changes, incomplete } = tooLarge
    ? await compareNames(git, sides, limits, tooLarge)
    : await compare(git, reader, sides, limits)
  let disposing: Promise<void> | undefined
  const dispose = (): Promise<void> => {
    git.dispose()
    disposing ??= range.onDispose?.() ?? Promise.resolve()
    return disposing
  }
  return {
    base: sides.base,
    head: sides.head,
    ...(tip !== undefined && tip !== mergeBase && { tip: snapshot(tip) }),
    changes,
    incomplete,
    mergeBase,
    snapshotAt: async (revision) => snapshot(await resolveCommit(git, revision)),
    dispose,
    [Symbol.asyncDispose]: dispose,
  }
}

/** Everything the review will surely read, in one fetch. Answers why not where it would be too much. */
async function fetchContents(range: Range, reader: ObjectReader, sides: Sides): Promise<string | undefined> {
  const [changed, extra] = await Promise.all([
    changedBlobs(range.git, sides, range.limits),
    range.alsoFetch?.() ?? [],
  ])
  return reader.ensure([...changed, ...extra])
}

export async function closeOnFailure<T>(git: Git, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    git.dispose()
    throw error
  }
}
