import { posix } from 'node:path'
import type { FileChange, Snapshot, TreeEntry } from '../../model/index.ts'
import { countLines, lineDiff } from '../line-diff.ts'
import { byPath } from '../tree.ts'

/**
 * What differs between two snapshots, without git. A file counts as renamed only where its content
 * is exactly that of one that is gone.
 */
export async function compareSnapshots(
  base: Snapshot,
  head: Snapshot,
  signal?: AbortSignal,
): Promise<FileChange[]> {
  const [before, after] = await Promise.all([byName(base), byName(head)])
  const removed = [...before.values()].filter((entry) => !after.has(entry.path))
  const added = [...after.values()].filter((entry) => !before.has(entry.path))
  const renames = exactRenames(removed, added)
  const gone = new Set(renames.values())
  const changes: FileChange[] = []
  for (const entry of removed) {
    if (!gone.has(entry.path)) changes.push(await change('removed', entry, undefined, base, head))
  }
  for (const entry of after.values()) {
    signal?.throwIfAborted()
    const previous = before.get(entry.path)
    const previousPath = renames.get(entry.path)
    if (previousPath !== undefined) {
      const renamed = await change('renamed', entry, previousPath, base, head)
      changes.push({ ...renamed, previousPath })
    } else if (!previous) changes.push(await change('added', entry, undefined, base, head))
    else if (previous.oid !== entry.oid || previous.kind !== entry.kind) {
      changes.push(await change('modified', entry, entry.path, base, head))
    }
  }
  return changes.toSorted(byPath)
}

async function byName(snapshot: Snapshot): Promise<Map<string, TreeEntry>> {
  return new Map((await snapshot.entries()).map((entry) => [entry.path, entry]))
}

/** One empty file is no more another's new name than any other; git pairs none either. */
const EMPTY_BLOB = 'e69de29bb2d1d6434b8b29ae775ad8c2e48c5391'

/** Head path to base path. Of several candidates, one with the same file name. */
function exactRenames(removed: readonly TreeEntry[], added: readonly TreeEntry[]): Map<string, string> {
  const candidates = Map.groupBy(removed, (entry) => `${entry.kind} ${entry.oid}`)
  const renames = new Map<string, string>()
  for (const entry of added) {
    if (entry.oid === EMPTY_BLOB) continue
    const same = candidates.get(`${entry.kind} ${entry.oid}`) ?? []
    const name = posix.basename(entry.path)
    const index = Math.max(
      0,
      same.findIndex((other) => posix.basename(other.path) === name),
    )
    const [source] = same.splice(index, 1)
    if (source) renames.set(entry.path, source.path)
  }
  return renames
}

async function change(
  status: FileChange['status'],
  entry: TreeEntry,
  basePath: string | undefined,
  base: Snapshot,
  head: Snapshot,
): Promise<FileChange> {
  const empty = { status, path: entry.path, added: [], removed: [], hunks: [] }
  const decisive = await (status === 'removed' ? base : head).read(entry.path)
  if (decisive.kind === 'unread') return { ...empty, unread: decisive.reason }
  if (status === 'removed') return { ...empty, ...lineDiff(decisive.text, '') }
  const before = basePath === undefined ? undefined : await base.read(basePath)
  if (before?.kind !== 'unread') return { ...empty, ...lineDiff(before?.text ?? '', decisive.text) }
  // Text now, something else before: no lines can be compared, so all of them are new.
  const lines = countLines(decisive.text)
  return lines === 0 ? empty : { ...empty, added: [{ start: 1, end: lines }] }
}
