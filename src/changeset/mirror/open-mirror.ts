import { createHash, randomUUID } from 'node:crypto'
import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CommitGoneError, GitError } from '../errors.ts'
import { Git } from '../git.ts'
import type { ChangeSetLimits } from '../limits.ts'
import { withDefaults } from '../limits.ts'
import { closeOnFailure, diffConfig, openRange } from '../open-git.ts'
import type { OpenedChangeSet } from '../opened.ts'
import { findMergeBase } from '../revisions.ts'
import { NEW, evictMirrors, touchMirror } from './evict.ts'
import type { Lock } from './file-lock.ts'
import { lock } from './file-lock.ts'
import type { MirrorLocation } from './location.ts'
import { allowedProtocol, locateMirror, mirrorRoot } from './location.ts'
import { Remote } from './remote.ts'

export interface OpenMirrorOptions {
  /** The App's data folder; mirrors lie in `mirrors/` below it. */
  dataDir: string
  owner: string
  name: string
  cloneUrl: string
  /** Installation token. Passed by environment, for the fetches only. */
  token?: string
  /** Tip of the base branch as the review saw it; the change set begins at its merge base with the head. */
  baseSha: string
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
  /** Bytes that all mirrors of the data folder may take. */
  maxMirrorBytes?: number
  signal?: AbortSignal
  limits?: Partial<ChangeSetLimits>
}

const ALSO_FETCH = ['.roadmap.yml']
const MAX_MIRROR_BYTES = 10 * 1024 ** 3
const MAX_PACKS = 1000

/**
 * What a pull request changes, from a bare mirror without blobs: one fetch for the history, one for the
 * blobs of all changed files, and one for each later batch of reads, however many files there are.
 * Throws RepositoryAccessError, RepositoryNetworkError, CommitGoneError, NoMergeBaseError or GitLimitError.
 */
export async function openMirror(options: OpenMirrorOptions): Promise<OpenedChangeSet> {
  const limits = withDefaults(options.limits)
  const protocol = allowedProtocol(options)
  const location = locateMirror(options)
  const waiting = { timeoutMs: limits.fetchMs * 2, signal: options.signal }
  const pin = await lock(location.useLock, 'shared', waiting)
  const close = async (): Promise<void> => {
    pin.release()
    await evictMirrors(options.dataDir, {
      maxBytes: options.maxMirrorBytes ?? MAX_MIRROR_BYTES,
      maxPacks: MAX_PACKS,
    })
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
    const mirror = new Mirror(options, location, protocol, limits, writeLock)
    return await mirror.open(close)
  } catch (error) {
    await close()
    throw error
  }
}

class Mirror {
  readonly #options: OpenMirrorOptions
  readonly #git: Git
  readonly #remote: Remote
  readonly #limits: ChangeSetLimits
  readonly #writeLock: () => Promise<Lock>

  constructor(
    options: OpenMirrorOptions,
    location: MirrorLocation,
    protocol: string,
    limits: ChangeSetLimits,
    writeLock: () => Promise<Lock>,
  ) {
    const { gitDir } = location
    const { cloneUrl, token, signal } = options
    this.#options = options
    this.#limits = limits
    this.#writeLock = writeLock
    this.#git = new Git({ gitDir, signal, timeoutMs: limits.commandMs, config: diffConfig(limits) })
    this.#remote = new Remote({ gitDir, cloneUrl, protocol, token, signal: this.#git.signal, limits })
  }

  open(onDispose: () => Promise<void>): Promise<OpenedChangeSet> {
    const { baseSha, alsoFetch = ALSO_FETCH } = this.#options
    return closeOnFailure(this.#git, async () => {
      const headSha = await this.#history()
      const mergeBase = await findMergeBase(this.#git, baseSha, headSha)
      return openRange({
        git: this.#git,
        limits: this.#limits,
        mergeBase,
        headSha,
        fetch: (oids) => this.#locked(() => this.#remote.objects(oids)),
        alsoFetch: () => blobsAt(this.#git, [baseSha, mergeBase, headSha], alsoFetch),
        onDispose,
      })
    })
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const writing = await this.#writeLock()
    try {
      return await work()
    } finally {
      writing.release()
    }
  }

  /** Makes both commits available and returns the head's id. Costs nothing where they are here already. */
  async #history(): Promise<string> {
    const { baseSha, headSha, baseRef, pullNumber } = this.#options
    if (headSha === undefined && pullNumber === undefined)
      throw new TypeError('headSha or pullNumber is needed')
    const base = `refs/mirror/base-${createHash('sha256').update(baseRef).digest('hex').slice(0, 16)}`
    const head = `refs/mirror/${pullNumber === undefined ? `commit-${headSha?.slice(0, 16)}` : `pull-${pullNumber}`}`
    return this.#locked(async () => {
      const wanted = [
        ...((await this.#has(baseSha)) ? [] : [`+${baseSha}:${base}`]),
        ...(headSha === undefined
          ? [`+refs/pull/${pullNumber}/head:${head}`]
          : (await this.#has(headSha))
            ? []
            : [`+${headSha}:${head}`]),
      ]
      if (wanted.length > 0) await this.#fetchHistory(wanted, { base, head })
      const found = headSha ?? (await this.#git.text(['rev-parse', '--verify', head]))
      for (const sha of [baseSha, found]) {
        if (!(await this.#has(sha))) throw new CommitGoneError(`the remote no longer has commit ${sha}`)
      }
      return found
    })
  }

  /** By id first, which needs no listing of refs; a server that allows no ids is asked for the refs. */
  async #fetchHistory(wanted: readonly string[], to: { base: string; head: string }): Promise<void> {
    const { baseRef, pullNumber } = this.#options
    try {
      await this.#remote.history(wanted)
    } catch (error) {
      if (!(error instanceof CommitGoneError) || !isRefName(baseRef)) throw error
      const pull = pullNumber === undefined ? [] : [`+refs/pull/${pullNumber}/head:${to.head}`]
      await this.#remote.history([`+refs/heads/${baseRef}:${to.base}`, ...pull])
    }
  }

  async #has(sha: string): Promise<boolean> {
    try {
      await this.#git.run(['cat-file', '-e', `${sha}^{commit}`])
      return true
    } catch (error) {
      if (error instanceof GitError && error.exitCode !== null) return false
      throw error
    }
  }
}

/** What `git check-ref-format` lets through, as far as a refspec could be misread. */
function isRefName(name: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return name !== '' && !/[\u0000-\u0020\u007f~^:?*[\\]|\.\.|@\{/.test(name)
}

/** Ids of the blobs at some paths of some commits, those that exist. */
async function blobsAt(git: Git, commits: readonly string[], paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return []
  const listings = await Promise.all(
    [...new Set(commits)].map((commit) =>
      git.text(['--literal-pathspecs', 'ls-tree', '-z', '--full-tree', commit, '--', ...paths]),
    ),
  )
  const blobs = listings.join('\0').matchAll(/(?:^|\0)100\d{3} blob ([0-9a-f]+)\t/g)
  return [...blobs].map((match) => match[1] ?? '')
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
