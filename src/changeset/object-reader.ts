import type { FileContent } from '../model/index.ts'
import { CatFile } from './cat-file.ts'
import { decodeContent, oversized } from './content.ts'
import { GitLimitError } from './errors.ts'
import type { FetchObjects } from './fetch-batches.ts'
import { inBatches } from './fetch-batches.ts'
import type { Git } from './git.ts'
import type { ChangeSetLimits } from './limits.ts'
import { TextCache } from './text-cache.ts'

/** Bytes of content that are asked for at a time, so that a large change is never in memory as a whole. */
const WINDOW_BYTES = 64 * 1024 * 1024

/** Reads blobs by id: cached, bounded, and in batches (all that is asked for in one tick is one batch). */
export class ObjectReader {
  readonly #files: CatFile
  readonly #limits: ChangeSetLimits
  readonly #cache: TextCache
  readonly #fetch: FetchObjects | undefined
  /** A fetch went over its limit: what is missing now stays missing, rather than being fetched again and again. */
  #tooLarge: GitLimitError | undefined
  #batch: Map<string, PromiseWithResolvers<FileContent>> | undefined

  constructor(git: Git, limits: ChangeSetLimits, fetch?: FetchObjects) {
    this.#files = new CatFile(git)
    this.#limits = limits
    this.#cache = new TextCache(limits.cacheBytes)
    this.#fetch = fetch && inBatches(fetch)
  }

  /** The content of one blob. Rejects only where the change set is closed, aborted, or git itself fails. */
  read(oid: string): Promise<FileContent> {
    const cached = this.#cache.get(oid)
    if (cached) return Promise.resolve(cached)
    this.#batch ??= this.#begin()
    const waiting = this.#batch.get(oid) ?? Promise.withResolvers<FileContent>()
    this.#batch.set(oid, waiting)
    return waiting.promise
  }

  #begin(): Map<string, PromiseWithResolvers<FileContent>> {
    const batch = new Map<string, PromiseWithResolvers<FileContent>>()
    setImmediate(() => {
      this.#batch = undefined
      this.#readBatch(batch).catch((error: unknown) => {
        for (const waiting of batch.values()) waiting.reject(error)
      })
    })
    return batch
  }

  async #readBatch(batch: ReadonlyMap<string, PromiseWithResolvers<FileContent>>): Promise<void> {
    const sizes = await this.#sizes([...batch.keys()])
    let window: Promise<void>[] = []
    let bytes = 0
    for (const [oid, waiting] of batch) {
      const size = sizes.get(oid)
      if (size === undefined) waiting.resolve(this.#unavailable())
      else if (size > this.#limits.fileBytes) waiting.resolve(oversized(size, this.#limits.fileBytes))
      else {
        window.push(this.#readOne(oid).then(waiting.resolve))
        bytes += size
        if (bytes > WINDOW_BYTES) {
          await Promise.all(window)
          window = []
          bytes = 0
        }
      }
    }
    await Promise.all(window)
  }

  async #readOne(oid: string): Promise<FileContent> {
    const bytes = await this.#files.contents(oid)
    if (!bytes) return this.#unavailable()
    const content = decodeContent(bytes, oid)
    this.#cache.set(oid, content)
    return content
  }

  #unavailable(): FileContent {
    const detail = this.#tooLarge?.message
    return { kind: 'unread', reason: 'unavailable', ...(detail === undefined ? {} : { detail }) }
  }

  async #sizes(oids: readonly string[]): Promise<Map<string, number>> {
    const sizes = await this.#present(oids)
    const missing = oids.filter((oid) => !sizes.has(oid))
    if (missing.length === 0 || !this.#fetch) return sizes
    if (this.#tooLarge) return sizes
    try {
      await this.#fetch(missing)
    } catch (error) {
      if (error instanceof GitLimitError) this.#tooLarge = error
      else throw error
    }
    for (const [oid, size] of await this.#present(missing)) sizes.set(oid, size)
    return sizes
  }

  /** Sizes of the blobs that are here. */
  async #present(oids: readonly string[]): Promise<Map<string, number>> {
    const sizes = new Map<string, number>()
    await Promise.all(
      oids.map(async (oid) => {
        const info = await this.#files.info(oid)
        if (info?.type === 'blob') sizes.set(oid, info.bytes)
      }),
    )
    return sizes
  }

  /**
   * Fetches what is missing of these blobs, all at once, without reading them. Answers why not where that
   * would be more than the limit.
   */
  async ensure(oids: readonly string[]): Promise<string | undefined> {
    await this.#sizes([...new Set(oids)])
    return this.#tooLarge?.message
  }
}
