import type { FileContent, Snapshot, TreeEntry } from '../model/index.ts'
import { matcher } from '../model/index.ts'
import type { Git } from './git.ts'
import type { ChangeSetLimits } from './limits.ts'
import type { ObjectReader } from './object-reader.ts'
import { byPath, entryOf, parseTree } from './tree.ts'

/** One commit's tree, read from a repository's objects; nothing is ever written to disk. */
export class GitSnapshot implements Snapshot {
  readonly sha: string
  readonly #git: Git
  readonly #reader: ObjectReader
  readonly #limits: ChangeSetLimits
  readonly #known = new Map<string, TreeEntry>()
  #listing: Promise<readonly TreeEntry[]> | undefined

  constructor(git: Git, reader: ObjectReader, limits: ChangeSetLimits, sha: string) {
    this.sha = sha
    this.#git = git
    this.#reader = reader
    this.#limits = limits
  }

  /** Tells it an entry that the diff has shown, so that reading changed files needs no listing of the tree. */
  learn(path: string, mode: string, oid: string): void {
    this.#known.set(path, entryOf(path, mode, oid))
  }

  entries(): Promise<readonly TreeEntry[]> {
    this.#listing ??= this.#list()
    return this.#listing
  }

  async list(globs: string | readonly string[]): Promise<string[]> {
    const matches = matcher(globs)
    const entries = await this.entries()
    return entries.filter((entry) => entry.kind === 'file' && matches(entry.path)).map((entry) => entry.path)
  }

  async read(path: string): Promise<FileContent> {
    let entry = this.#known.get(path)
    if (!entry) {
      await this.entries()
      entry = this.#known.get(path)
    }
    if (!entry) return { kind: 'unread', reason: 'absent' }
    return entry.kind === 'file' ? this.#reader.read(entry.oid) : { kind: 'unread', reason: entry.kind }
  }

  async readMany(paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    const unique = [...new Set(paths)]
    const contents = await Promise.all(unique.map(async (path) => [path, await this.read(path)] as const))
    return new Map(contents)
  }

  async #list(): Promise<readonly TreeEntry[]> {
    const output = await this.#git.run(['ls-tree', '-r', '-z', '--full-tree', this.sha], {
      maxBytes: this.#limits.treeBytes,
    })
    const entries = parseTree(output).toSorted(byPath)
    for (const entry of entries) this.#known.set(entry.path, entry)
    return entries
  }
}
