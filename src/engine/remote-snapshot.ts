import type { FileContent, Snapshot, TreeEntry } from '../model/index.ts'
import { matcher } from '../model/index.ts'
import type { SnapshotOperation, SnapshotOperations, Snapshots } from './protocol.ts'

/** Text kept in a worker for one side of one review, in UTF-16 code units. */
const CACHE_LIMIT = 64 * 1024 * 1024

export type Ask = <Operation extends SnapshotOperation>(
  side: keyof Snapshots,
  operation: Operation,
  paths: readonly string[],
) => Promise<SnapshotOperations[Operation]['value']>

/**
 * A snapshot whose content lives in another process. Reads made in one turn of the event loop cross in one
 * message, and texts are kept up to a limit, since the rules of a family look at the same files.
 */
export function remoteSnapshot(side: keyof Snapshots, sha: string, ask: Ask): Snapshot {
  let entries: Promise<readonly TreeEntry[]> | undefined
  const cache = new Map<string, FileContent>()
  let cached = 0
  let waiting: { path: string; resolve: (content: FileContent) => void; reject: (error: unknown) => void }[] =
    []

  const flush = async (): Promise<void> => {
    const batch = waiting
    waiting = []
    try {
      const contents = await ask(side, 'readMany', [...new Set(batch.map(({ path }) => path))])
      for (const { path, resolve } of batch) {
        const content = contents.get(path) ?? { kind: 'unread', reason: 'absent' }
        keep(path, content)
        resolve(content)
      }
    } catch (error) {
      for (const { reject } of batch) reject(error)
    }
  }
  const keep = (path: string, content: FileContent): void => {
    const size = content.kind === 'text' ? content.text.length : 0
    if (cache.has(path) || cached + size > CACHE_LIMIT) return
    cache.set(path, content)
    cached += size
  }
  const read = (path: string): Promise<FileContent> => {
    const known = cache.get(path)
    if (known) return Promise.resolve(known)
    return new Promise((resolve, reject) => {
      waiting.push({ path, resolve, reject })
      if (waiting.length === 1) setImmediate(() => void flush())
    })
  }
  const snapshot: Snapshot = {
    sha,
    entries: () => (entries ??= ask(side, 'entries', [])),
    list: async (globs) => {
      const matches = matcher(globs)
      const all = await snapshot.entries()
      return all.filter((entry) => entry.kind === 'file' && matches(entry.path)).map(({ path }) => path)
    },
    read,
    readMany: async (paths) => {
      const contents = await Promise.all(paths.map(async (path) => [path, await read(path)] as const))
      return new Map(contents)
    },
  }
  return snapshot
}
