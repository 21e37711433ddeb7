import { createHash } from 'node:crypto'
import { CommitGoneError, GitError } from '../errors.ts'
import { Git } from '../git.ts'
import { emptySnapshot } from '../folder/open-directories.ts'
import type { ChangeSetLimits } from '../limits.ts'
import { closeOnFailure, diffConfig, openRange } from '../open-git.ts'
import type { OpenedChangeSet } from '../opened.ts'
import { findMergeBase } from '../revisions.ts'
import type { Lock } from './file-lock.ts'
import { Remote } from './remote.ts'

export interface MirrorOptions {
  gitDir: string
  cloneUrl: string
  protocol: string
  token?: string
  baseSha?: string
  headSha?: string
  pullNumber?: number
  baseRef: string
  alsoFetch?: readonly string[]
  whole?: boolean
  signal?: AbortSignal
  limits: ChangeSetLimits
  writeLock: () => Promise<Lock>
}

/** A change set of a mirror, and the commit that the base branch was at. */
export type OpenedMirror = OpenedChangeSet & { baseTip: string }

const ALSO_FETCH = ['.roadmap.yml', '.roadmap-baseline.json']
/** Git knows the tree without files everywhere by this id (GitHub's repositories are SHA-1). */
const EMPTY_TREE = '4b825dc642cb6eb9a060e54bf8d69288fbee4904'

/** One review's view of a mirror that exists and that somebody else keeps from being removed. */
export class Mirror {
  readonly #options: MirrorOptions
  readonly #git: Git
  readonly #remote: Remote

  constructor(options: MirrorOptions) {
    const { gitDir, cloneUrl, protocol, token, signal, limits } = options
    this.#options = options
    this.#git = new Git({ gitDir, signal, timeoutMs: limits.commandMs, config: diffConfig(limits) })
    this.#remote = new Remote({ gitDir, cloneUrl, protocol, token, signal: this.#git.signal, limits })
  }

  open(onDispose: () => Promise<void>): Promise<OpenedMirror> {
    const { limits, alsoFetch = ALSO_FETCH, whole = false } = this.#options
    return closeOnFailure(this.#git, async () => {
      const { baseSha, headSha } = await this.#history()
      const mergeBase = whole ? EMPTY_TREE : await findMergeBase(this.#git, baseSha, headSha)
      const opened = await openRange({
        git: this.#git,
        limits,
        mergeBase,
        headSha,
        tip: baseSha,
        fetch: (oids) => this.#locked(() => this.#remote.objects(oids)),
        alsoFetch: () => blobsAt(this.#git, [baseSha, mergeBase, headSha], alsoFetch),
        onDispose,
      })
      const empty = whole ? { base: emptySnapshot(), mergeBase: 'empty' } : {}
      return { ...opened, ...empty, baseTip: baseSha }
    })
  }

  async #locked<T>(work: () => Promise<T>): Promise<T> {
    const writing = await this.#options.writeLock()
    try {
      return await work()
    } finally {
      writing.release()
    }
  }

  /** Makes both commits available. Costs nothing where both are known by id and are here already. */
  async #history(): Promise<{ baseSha: string; headSha: string }> {
    const { baseSha, headSha, baseRef, pullNumber } = this.#options
    if (headSha === undefined && pullNumber === undefined)
      throw new TypeError('headSha or pullNumber is needed')
    if (baseSha === undefined && !isRefName(baseRef))
      throw new CommitGoneError(`not the name of a branch: ${JSON.stringify(baseRef)}`)
    const base = `refs/mirror/base-${createHash('sha256').update(baseRef).digest('hex').slice(0, 16)}`
    const head = `refs/mirror/${pullNumber === undefined ? `commit-${headSha?.slice(0, 16)}` : `pull-${pullNumber}`}`
    return this.#locked(async () => {
      const wanted = [
        ...(baseSha === undefined
          ? [`+refs/heads/${baseRef}:${base}`]
          : (await this.#has(baseSha))
            ? []
            : [`+${baseSha}:${base}`]),
        ...(headSha === undefined
          ? [`+refs/pull/${pullNumber}/head:${head}`]
          : (await this.#has(headSha))
            ? []
            : [`+${headSha}:${head}`]),
      ]
      if (wanted.length > 0) await this.#fetchHistory(wanted, { base, head })
      const resolve = (ref: string): Promise<string> => this.#git.text(['rev-parse', '--verify', ref])
      const found = { baseSha: baseSha ?? (await resolve(base)), headSha: headSha ?? (await resolve(head)) }
      for (const sha of [found.baseSha, found.headSha]) {
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
