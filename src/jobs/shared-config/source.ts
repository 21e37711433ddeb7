import type { SharedRead, SharedReference, SharedSource } from '../../../config/index.ts'
import { readShared } from '../../changeset/index.ts'
import {
  type Client,
  type GitHub,
  GitHubGone,
  GitHubUnavailable,
  MissingPermission,
} from '../../github/index.ts'
import type { Database } from '../database.ts'
import { SharedConfigStore } from './store.ts'

export interface SharedConfigsOptions {
  database: Database
  github: GitHub
  apiUrl: string
}

/** How an installation may read a repository. */
interface Access {
  /** False: the installation does not cover it, and it is read as anybody may, if at all. */
  covered: boolean
  isPrivate: boolean
}

const ACCESS_MS = 5 * 60_000
const REMEMBERED = 2_000

/** Where the app reads the configurations that repositories extend. One for the process. */
export class SharedConfigs {
  readonly #options: SharedConfigsOptions
  readonly #store: SharedConfigStore
  readonly #access = new Map<string, { value: Access; at: number }>()
  /** Texts by installation: what one may read is no other's. */
  readonly #texts = new Map<number, Map<string, string>>()

  constructor(options: SharedConfigsOptions) {
    this.#options = options
    this.#store = new SharedConfigStore(options.database)
  }

  /** For one review or command: what it reads, it reads once. */
  of(
    { repoId, owner, repo }: { repoId: number; owner: string; repo: string },
    client: Client,
    signal: AbortSignal,
  ): SharedSource {
    const read = new Map<string, Promise<SharedRead>>()
    return {
      repository: { owner, repo },
      read: (reference) => {
        const { owner: other, repo: name, path, ref = '' } = reference
        const key = `${other}/${name}`.toLowerCase() + `\0${path}\0${ref}`
        const known = read.get(key) ?? this.#read(reference, client, signal)
        read.set(key, known)
        return known
      },
      lastGood: (entry) => this.#store.lastGood(repoId, entry),
      keep: (entry, document) => this.#store.keep(repoId, entry, document),
    }
  }

  async #read(reference: SharedReference, client: Client, signal: AbortSignal): Promise<SharedRead> {
    const { github, apiUrl } = this.#options
    const { owner, repo } = reference
    let access: Access
    try {
      access = await this.#accessTo(reference, client, signal)
    } catch (error) {
      if (!(error instanceof GitHubUnavailable)) throw error
      return { kind: 'missing', why: 'GitHub does not answer', error }
    }
    const cloneUrl = github.cloneUrl(owner, repo)
    const attempt = async (refresh: boolean): Promise<SharedRead> =>
      readShared(reference, {
        cloneUrl,
        apiUrl,
        signal,
        cache: this.#textsOf(client.installationId ?? 0),
        ...(access.covered && { token: await client.token({ refresh }) }),
      })
    let read = await attempt(false)
    // A token that was taken back answers as a repository that is not there.
    if (access.covered && read.kind === 'missing' && !read.error && /may not be read/.test(read.why)) {
      read = await attempt(true)
    }
    if (read.kind === 'text') return { ...read, isPrivate: access.isPrivate }
    if (read.kind === 'missing' && !access.covered && /may not be read/.test(read.why)) {
      const why = `there is no public repository ${owner}/${repo}, and this installation of the app covers no private one of that name`
      return { ...read, why }
    }
    return read
  }

  /**
   * The token of an installation is for the repositories that it covers. Whether it covers one is asked in the name of
   * the app; another installation that does is none of this one's business.
   */
  async #accessTo({ owner, repo }: SharedReference, client: Client, signal: AbortSignal): Promise<Access> {
    const key = `${client.installationId ?? 0} ${owner}/${repo}`.toLowerCase()
    const known = this.#access.get(key)
    if (known && known.at > Date.now() - ACCESS_MS) return known.value
    const value = await this.#ask(owner, repo, client, signal)
    this.#access.delete(key)
    this.#access.set(key, { value, at: Date.now() })
    trim(this.#access, REMEMBERED)
    return value
  }

  async #ask(owner: string, repo: string, client: Client, signal: AbortSignal): Promise<Access> {
    try {
      const app = this.#options.github.app
      const route = 'GET /repos/{owner}/{repo}/installation'
      const { data: installation } = await app.request(route, { owner, repo }, { signal })
      if (installation.id !== client.installationId) return { covered: false, isPrivate: false }
      const { data } = await client.request('GET /repos/{owner}/{repo}', { owner, repo }, { signal })
      return { covered: true, isPrivate: data.private }
    } catch (error) {
      if (error instanceof GitHubGone || error instanceof MissingPermission) {
        return { covered: false, isPrivate: false }
      }
      throw error
    }
  }

  #textsOf(installationId: number): Map<string, string> {
    const texts = this.#texts.get(installationId) ?? new Map<string, string>()
    this.#texts.delete(installationId)
    this.#texts.set(installationId, texts)
    trim(this.#texts, 100)
    return texts
  }
}

function trim(map: Map<unknown, unknown>, size: number): void {
  const [oldest] = map.keys()
  if (map.size > size) map.delete(oldest)
}
