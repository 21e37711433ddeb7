import type { Problem } from './compare-protobuf.ts'
import type { ProtoPair, ProtoPairs } from './pairs.ts'
import { isWellKnown, type ProtoSide } from './proto-side.ts'

/**
 * Imports of the head that lead nowhere and did before, or that are new and name a folder of the repository's own. Others come from
 * elsewhere: a registry, a submodule, the compiler's include path.
 */
export function newlyMissing(
  selected: readonly ProtoPair[],
  { base, head }: { base: ProtoSide; head: ProtoSide },
  pairs: ProtoPairs,
): Problem[] {
  const problems: Problem[] = []
  const own = ownFolders(head)
  for (const pair of selected) {
    const { head: path, base: before } = pair
    if (path === undefined) continue
    const known =
      before === undefined ? [] : (base.file(before)?.outline.imports ?? []).map((one) => one.path)
    for (const { path: imported, line } of head.file(path)?.outline.imports ?? []) {
      if (isWellKnown(imported) || head.resolve(path, imported) !== undefined) continue
      const there = base.resolve(before ?? path, imported)
      const moved = there !== undefined && pairs.get('base', there)?.head !== undefined
      const isGone = there !== undefined && !moved
      const isTypo = there === undefined && !known.includes(imported) && own.has(folderOf(imported))
      if (!isGone && !isTypo) continue
      problems.push({
        message: `imported file ${JSON.stringify(imported)} does not exist${isGone ? ' any more' : ''}`,
        place: { side: 'head', path, line, endLine: line },
        before: false,
      })
    }
  }
  return problems
}

/** Folders, as imports name them, from which files of the repository are imported. */
function ownFolders(head: ProtoSide): Set<string> {
  const folders = new Set<string>()
  for (const path of head.paths) {
    for (const { path: imported } of head.file(path)?.outline.imports ?? []) {
      if (head.resolve(path, imported) !== undefined) folders.add(folderOf(imported))
    }
  }
  return folders
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
