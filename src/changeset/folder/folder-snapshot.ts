import { readdir, readlink } from 'node:fs/promises'
import type { FileContent, Snapshot, TreeEntry } from '../../model/index.ts'
import { matcher } from '../../model/index.ts'
import { decodeContent, oversized } from '../content.ts'
import { GitLimitError } from '../errors.ts'
import type { ChangeSetLimits } from '../limits.ts'
import { decodePath } from '../quoted-path.ts'
import { TextCache } from '../text-cache.ts'
import { byPath } from '../tree.ts'
import type { BytePath } from './blob-id.ts'
import { blobId, fileBlobId, openPlainFile } from './blob-id.ts'

const SEPARATOR = Buffer.from('/')
const AT_ONCE = 32

interface FolderFile {
  entry: TreeEntry
  absolute: BytePath
  /** False for a name that is not UTF-8: it is named, not read. */
  nameable: boolean
}

/** A snapshot over files on disk, listed once. Symlinks are never followed, sockets and pipes never opened. */
export class FolderSnapshot implements Snapshot {
  readonly sha: string
  readonly #limits: ChangeSetLimits
  readonly #files: ReadonlyMap<string, FolderFile>
  readonly #entries: readonly TreeEntry[]
  readonly #cache: TextCache

  private constructor(sha: string, files: readonly FolderFile[], limits: ChangeSetLimits) {
    this.sha = sha
    this.#limits = limits
    this.#files = new Map(files.map((file) => [file.entry.path, file]))
    this.#entries = files.map((file) => file.entry).toSorted(byPath)
    this.#cache = new TextCache(limits.cacheBytes)
  }

  /** Everything below a folder, but for `.git`. */
  static async ofFolder(
    sha: string,
    folder: string,
    limits: ChangeSetLimits,
    signal?: AbortSignal,
  ): Promise<FolderSnapshot> {
    const found: FolderFile[] = []
    await walk(Buffer.from(folder), Buffer.alloc(0), found, limits, signal)
    for (let start = 0; start < found.length; start += AT_ONCE) {
      signal?.throwIfAborted()
      await Promise.all(found.slice(start, start + AT_ONCE).map(identify))
    }
    return new FolderSnapshot(sha, found, limits)
  }

  /** One file, under a path of its own. */
  static async ofFile(
    sha: string,
    path: string,
    file: string,
    limits: ChangeSetLimits,
  ): Promise<FolderSnapshot> {
    const only: FolderFile = {
      entry: { path, kind: 'file', oid: '' },
      absolute: Buffer.from(file),
      nameable: true,
    }
    await identify(only)
    return new FolderSnapshot(sha, [only], limits)
  }

  entries(): Promise<readonly TreeEntry[]> {
    return Promise.resolve(this.#entries)
  }

  list(globs: string | readonly string[]): Promise<string[]> {
    const matches = matcher(globs)
    const files = this.#entries.filter((entry) => entry.kind === 'file' && matches(entry.path))
    return Promise.resolve(files.map((entry) => entry.path))
  }

  async read(path: string): Promise<FileContent> {
    const file = this.#files.get(path)
    if (!file) return { kind: 'unread', reason: 'absent' }
    if (file.entry.kind !== 'file') return { kind: 'unread', reason: file.entry.kind }
    if (!file.nameable) return { kind: 'unread', reason: 'invalid-utf8', detail: 'the name of the file' }
    const { oid } = file.entry
    const cached = this.#cache.get(oid)
    if (cached) return cached
    await using handle = await openPlainFile(file.absolute)
    if (!handle) return { kind: 'unread', reason: 'unavailable' }
    const { size } = await handle.stat()
    if (size > this.#limits.fileBytes) return oversized(size, this.#limits.fileBytes)
    const content = decodeContent(await handle.readFile(), oid)
    this.#cache.set(oid, content)
    return content
  }

  async readMany(paths: readonly string[]): Promise<ReadonlyMap<string, FileContent>> {
    const unique = [...new Set(paths)]
    const contents = new Map<string, FileContent>()
    for (let start = 0; start < unique.length; start += AT_ONCE) {
      const some = unique.slice(start, start + AT_ONCE)
      const read = await Promise.all(some.map((path) => this.read(path)))
      for (const [index, path] of some.entries())
        contents.set(path, read[index] ?? { kind: 'unread', reason: 'absent' })
    }
    return contents
  }
}

async function walk(
  folder: Buffer,
  prefix: Buffer,
  found: FolderFile[],
  limits: ChangeSetLimits,
  signal: AbortSignal | undefined,
): Promise<void> {
  signal?.throwIfAborted()
  for (const child of await readdir(folder, { withFileTypes: true, encoding: 'buffer' })) {
    const absolute = Buffer.concat([folder, SEPARATOR, child.name])
    const relative = Buffer.concat([prefix, child.name])
    if (child.isDirectory()) {
      if (child.name.toString('latin1') === '.git') continue
      await walk(absolute, Buffer.concat([relative, SEPARATOR]), found, limits, signal)
    } else {
      const { path, valid } = decodePath(relative.toString('latin1'))
      const kind = child.isSymbolicLink() ? 'symlink' : 'file'
      found.push({ entry: { path, kind, oid: '' }, absolute, nameable: valid })
      if (found.length * 100 > limits.treeBytes) throw new GitLimitError('the folder has too many files')
    }
  }
}

async function identify(file: FolderFile): Promise<void> {
  const { entry, absolute } = file
  const oid =
    entry.kind === 'symlink'
      ? blobId(await readlink(absolute, { encoding: 'buffer' }))
      : await fileBlobId(absolute)
  // Neither plain nor readable: what it holds is not known, only that it is there.
  entry.oid = oid ?? blobId(Buffer.from(`unreadable ${entry.path}`))
}
