import { randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { GitError } from '../errors.ts'
import { Git } from '../git.ts'
import type { ChangeSetLimits } from '../limits.ts'
import { withDefaults } from '../limits.ts'
import { NEW, evictMirrors, removeMirror, touchMirror } from './evict.ts'
import type { Lock } from './file-lock.ts'
import { lock } from './file-lock.ts'
import type { MirrorLocation } from './location.ts'
import { allowedProtocol, locateMirror, mirrorRoot } from './location.ts'
import { Mirror, type OpenedMirror } from './mirror.ts'

export interface OpenMirrorOptions {
  /** The App's data folder; mirrors lie in `mirrors/` below it. */
  dataDir: string
  owner: string
  name: string
  cloneUrl: string
  /** Installation token. Passed by environment, for the fetches only. */
  token?: string
  /**
   * Tip of the base branch as the review saw it; the change set begins at its merge base with the head. Without it,
   * the tip that the branch has now: GitHub's `base.sha` of a pull request may be an older one.
   */
  baseSha?: string
  /** Without it, the head that the pull request has now. */
  headSha?: string
  pullNumber?: number
  /** Name of the base branch, without `refs/heads/`. */
  baseRef: string
  /** The API's address; plain http is allowed for its host and no other. */
  apiUrl?: string
  /** Allows `file:` clone addresses. For tests. */
  allowFile?: boolean
  /** Files that are fetched together with the changed ones, from the base's tip, the merge base and the head. */
  alsoFetch?: readonly string[]
  /** The head's whole tree, everything in it counting as added. */
  whole?: boolean
  /** Bytes that all mirrors of the data folder may take. */
  maxMirrorBytes?: number
  signal?: AbortSignal
  limits?: Partial<ChangeSetLimits>
}

const MAX_MIRROR_BYTES = 10 * 1024 ** 3
const MAX_PACKS = 1000

/**
 * What a pull request changes, from a bare mirror without blobs: one fetch for the history, one for the
 * blobs of all changed files, and one for each later batch of reads, however many files there are.
 * Throws RepositoryAccessError, RepositoryNetworkError, CommitGoneError, NoMergeBaseError or GitLimitError.
 */
export async function openMirror(options: OpenMirrorOptions): Promise<OpenedMirror> {
  try {
    return await openOnce(options)
  } catch (error) {
    // Refusals have classes of their own: this is git failing on what lies on disk. Begin anew, once.
    if (!(error instanceof GitError) || options.signal?.aborted) throw error
    if (!(await removeMirror(locateMirror(options), options.dataDir))) throw error
    return openOnce(options)
  }
}

async function openOnce(options: OpenMirrorOptions): Promise<OpenedMirror> {
  const limits = withDefaults(options.limits)
  const protocol = allowedProtocol(options)
  const location = locateMirror(options)
  const waiting = { timeoutMs: limits.fetchMs * 2, signal: options.signal }
  const inUse = await lock(location.useLock, 'shared', waiting)
  const close = async (): Promise<void> => {
    inUse.release()
    const maxBytes = options.maxMirrorBytes ?? MAX_MIRROR_BYTES
    await evictMirrors(options.dataDir, { maxBytes, maxPacks: MAX_PACKS })
  }
  try {
    const writeLock = (): Promise<Lock> => lock(location.writeLock, 'exclusive', waiting)
    const writing = await writeLock()
    try {
      await createMirror(location, options.dataDir, limits)
    } finally {
      writing.release()
    }
    await touchMirror(location.gitDir)
    return await new Mirror({ ...options, gitDir: location.gitDir, protocol, limits, writeLock }).open(close)
  } catch (error) {
    await close()
    throw error
  }
}

/** Creates the empty mirror where there is none, in one step that others see whole or not at all. */
async function createMirror(
  location: MirrorLocation,
  dataDir: string,
  limits: ChangeSetLimits,
): Promise<void> {
  if (
    await stat(location.gitDir).then(
      () => true,
      () => false,
    )
  )
    return
  const fresh = join(mirrorRoot(dataDir), `${NEW}${randomUUID()}`)
  await mkdir(fresh, { recursive: true })
  const git = new Git({ gitDir: fresh, timeoutMs: limits.commandMs })
  try {
    await git.run(['init', '--bare', '--quiet', '--template='])
    await rename(fresh, location.gitDir)
  } finally {
    git.dispose()
    await rm(fresh, { recursive: true, force: true })
  }
}
