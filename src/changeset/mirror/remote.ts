import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  CommitGoneError,
  GitError,
  GitLimitError,
  RepositoryAccessError,
  RepositoryNetworkError,
} from '../errors.ts'
import { Git } from '../git.ts'
import type { ChangeSetLimits } from '../limits.ts'
import { packBytes } from './size.ts'

export interface RemoteOptions {
  gitDir: string
  cloneUrl: string
  protocol: string
  token?: string | undefined
  signal?: AbortSignal | undefined
  limits: ChangeSetLimits
}

const FETCH = [
  'fetch',
  '--no-tags',
  '--no-write-fetch-head',
  '--no-auto-maintenance',
  '--recurse-submodules=no',
  '--no-show-forced-updates',
  '--filter=blob:none',
  '--quiet',
  '--stdin',
  'origin',
] as const

const WATCH_MS = 100

/**
 * Fetches into a mirror. What makes the mirror a partial clone is passed by environment to these commands
 * alone: for every other command a missing blob is missing, and git never goes to the network by itself.
 */
export class Remote {
  readonly #options: RemoteOptions

  constructor(options: RemoteOptions) {
    this.#options = options
  }

  /** Commits with their trees, without blobs. A refspec is `<oid>` or `<ref>`, with or without `:<ref>`. */
  async history(refspecs: readonly string[]): Promise<void> {
    await this.#fetch(refspecs, {})
  }

  /** One commit with its trees, without its history and without blobs. */
  async commit(oid: string): Promise<void> {
    await this.#fetch([oid], {}, ['--depth=1'])
  }

  /** Refs of the remote that have these full names, with the commits of annotated tags as `<ref>^{}`. */
  async refs(names: readonly string[]): Promise<Map<string, string>> {
    const { cloneUrl } = this.#options
    const git = this.#git({})
    try {
      const out = await git.text(['ls-remote', '--quiet', cloneUrl, ...names], { maxBytes: 1024 * 1024 })
      const lines = out.split('\n').filter(Boolean)
      return new Map(lines.map((line) => line.split('\t').toReversed() as [string, string]))
    } catch (error) {
      this.#options.signal?.throwIfAborted()
      throw explain(error)
    } finally {
      git.dispose()
    }
  }

  /** Objects by id, all in one request. Negotiation is off: what the mirror has does not bear on them. */
  async objects(oids: readonly string[]): Promise<void> {
    await this.#fetch(oids, { 'fetch.negotiationAlgorithm': 'noop' })
  }

  #git(more: Record<string, string>): Git {
    const { gitDir, cloneUrl, protocol, token, signal, limits } = this.#options
    return new Git({
      gitDir,
      signal,
      timeoutMs: limits.fetchMs,
      ownGroup: true,
      env: { GIT_ALLOW_PROTOCOL: protocol },
      config: { ...fetchConfig(cloneUrl), ...(token ? authorization(cloneUrl, token) : {}), ...more },
    })
  }

  async #fetch(
    lines: readonly string[],
    more: Record<string, string>,
    options: readonly string[] = [],
  ): Promise<void> {
    const { gitDir, signal, limits } = this.#options
    await removeLeftovers(gitDir)
    const git = this.#git(more)
    const watch = await watchGrowth(git, gitDir, limits.fetchBytes)
    try {
      await git.run([FETCH[0], ...options, ...FETCH.slice(1)], {
        stdin: lines.map((line) => `${line}\n`).join(''),
      })
    } catch (error) {
      signal?.throwIfAborted()
      throw watch.exceeded() ?? explain(error)
    } finally {
      watch.stop()
      git.dispose()
    }
  }
}

function fetchConfig(cloneUrl: string): Record<string, string> {
  return {
    'remote.origin.url': cloneUrl,
    'remote.origin.promisor': 'true',
    'remote.origin.partialCloneFilter': 'blob:none',
    'protocol.version': '2',
    'fetch.writeCommitGraph': 'false',
    // One pack a fetch, never thousands of loose files.
    'fetch.unpackLimit': '1',
    'transfer.unpackLimit': '1',
    // The request that names the blobs of 10,000 files has 1 MB: not worth a second, chunked one.
    'http.postBuffer': String(32 * 1024 * 1024),
    'http.lowSpeedLimit': '1000',
    'http.lowSpeedTime': '30',
    'credential.helper': '',
  }
}

/** As GitHub wants it for an installation token: any user name, the token as the password. */
function authorization(cloneUrl: string, token: string): Record<string, string> {
  const basic = Buffer.from(`x-access-token:${token}`).toString('base64')
  return { [`http.${new URL(cloneUrl).origin}/.extraHeader`]: `Authorization: Basic ${basic}` }
}

/** A fetch that was killed leaves its unfinished pack behind. Called by the holder of the write lock alone. */
async function removeLeftovers(gitDir: string): Promise<void> {
  const folder = join(gitDir, 'objects', 'pack')
  const leftovers = (await readdir(folder)).filter((file) => file.startsWith('tmp_'))
  await Promise.all(leftovers.map((file) => rm(join(folder, file), { force: true })))
}

interface Watch {
  exceeded: () => GitLimitError | undefined
  stop: () => void
}

/** git has no limit for what a fetch may bring: the growing pack is watched. */
async function watchGrowth(git: Git, gitDir: string, maxBytes: number): Promise<Watch> {
  const before = await packBytes(gitDir)
  let error: GitLimitError | undefined
  const check = async (): Promise<void> => {
    if ((await packBytes(gitDir)) - before <= maxBytes) return
    error = new GitLimitError(`a fetch brought more than ${maxBytes} bytes`)
    git.dispose()
  }
  const timer = setInterval(() => void check(), WATCH_MS)
  return { exceeded: () => error, stop: () => clearInterval(timer) }
}

/** What git says (LC_ALL=C) when the remote refuses or is not there. Source: remote-curl.c, http.c, upload-pack.c. */
const REFUSALS: readonly (readonly [RegExp, (message: string, cause: Error) => Error])[] = [
  [
    /not our ref|unadvertised object|couldn't find remote ref|remote did not send all necessary/i,
    (message, cause) => new CommitGoneError(`the remote no longer has a commit: ${message}`, { cause }),
  ],
  [
    /returned error: 40[13]|Authentication failed|could not read (Username|Password)|HTTP 40[13]/i,
    (message, cause) =>
      new RepositoryAccessError('unauthorized', `the remote refused: ${message}`, { cause }),
  ],
  [
    /repository '.*' not found|returned error: 404|does not appear to be a git repository/i,
    (message, cause) => new RepositoryAccessError('not-found', `no such repository: ${message}`, { cause }),
  ],
  [
    /unable to access|returned error: (5\d\d|429)|RPC failed|early EOF|hung up|Connection|timed out|resolve host|unexpected disconnect|bad line length|invalid index-pack|expected flush/i,
    (message, cause) => new RepositoryNetworkError(`the fetch broke off: ${message}`, { cause }),
  ],
]

function explain(error: unknown): unknown {
  if (!(error instanceof GitError)) return error
  const message = error.stderr.trim().split('\n').slice(-3).join(' ').slice(0, 500)
  const refusal = REFUSALS.find(([pattern]) => pattern.test(error.stderr))
  return refusal ? refusal[1](message, error) : error
}
