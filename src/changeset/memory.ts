import { createHash } from 'node:crypto'
import type { ChangeSet, FileChange, FileContent, Snapshot, TreeEntry } from '../model/index.ts'
import { matcher } from '../model/index.ts'
import { lineDiff } from './line-diff.ts'

/** A snapshot over texts held in memory, by path. */
export function memorySnapshot(files: Readonly<Record<string, string>>, sha = 'memory'): Snapshot {
  const texts = new Map(Object.entries(files))
  const oids = new Map<string, string>()
  const oid = (path: string, text: string): string => {
    const known = oids.get(path) ?? createHash('sha1').update(text).digest('hex')
    oids.set(path, known)
    return known
  }
  const entries: TreeEntry[] = [...texts]
    .map(([path, text]) => ({ path, kind: 'file' as const, oid: oid(path, text) }))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  const read = (path: string): FileContent => {
    const text = texts.get(path)
    return text === undefined
      ? { kind: 'unread', reason: 'absent' }
      : { kind: 'text', text, oid: oid(path, text) }
  }
  return {
    sha,
    entries: () => Promise.resolve(entries),
    list: (globs) => {
      const matches = matcher(globs)
      return Promise.resolve(entries.map((entry) => entry.path).filter(matches))
    },
    read: (path) => Promise.resolve(read(path)),
    readMany: (paths) => Promise.resolve(new Map(paths.map((path) => [path, read(path)]))),
  }
}

/**
 * A change set between two sets of files held in memory. Renames are not detected: pass them as
 * `renames` (head path to base path).
 */
export function memoryChangeSet(
  base: Readonly<Record<string, string>>,
  head: Readonly<Record<string, string>>,
  renames: Readonly<Record<string, string>> = {},
): ChangeSet {
  const renamedFrom = new Set(Object.values(renames))
  const paths = [...new Set([...Object.keys(base), ...Object.keys(head)])].toSorted()
  const changes: FileChange[] = []
  for (const path of paths) {
    const previousPath = renames[path]
    if (previousPath !== undefined) {
      const diff = lineDiff(base[previousPath] ?? '', head[path] ?? '')
      changes.push({ status: 'renamed', path, previousPath, ...diff })
      continue
    }
    const [before, after] = [base[path], head[path]]
    if (before === after || (after === undefined && renamedFrom.has(path))) continue
    const status = before === undefined ? 'added' : after === undefined ? 'removed' : 'modified'
    changes.push({ status, path, ...lineDiff(before ?? '', after ?? '') })
  }
  return { base: memorySnapshot(base, 'base'), head: memorySnapshot(head, 'head'), changes, incomplete: [] }
}
