import type { TreeEntry } from '../model/index.ts'
import { decodePath } from './quoted-path.ts'

const SYMLINK = '120000'
const SUBMODULE = '160000'

/** A tree entry from git's file mode. */
export function entryOf(path: string, mode: string, oid: string): TreeEntry {
  return { path, kind: kindOf(mode), oid }
}

export function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === SYMLINK) return 'symlink'
  return mode === SUBMODULE ? 'submodule' : 'file'
}

/** Parses `git ls-tree -r -z`: `<mode> <type> <oid>\t<path>\0`. */
export function parseTree(output: Buffer): TreeEntry[] {
  const entries: TreeEntry[] = []
  for (let start = 0; start < output.length;) {
    const end = output.indexOf(0, start)
    const record = output.subarray(start, end === -1 ? output.length : end)
    start = end === -1 ? output.length : end + 1
    const tab = record.indexOf(9)
    const [mode = '', , oid = ''] = record.subarray(0, tab).toString('latin1').split(' ')
    entries.push(entryOf(decodePath(record.subarray(tab + 1).toString('latin1')).path, mode, oid))
  }
  return entries
}

/** By code unit, as `Array.prototype.toSorted` orders plain strings. */
export function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0
}
