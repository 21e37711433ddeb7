import type { FileChange } from '../../../src/model/index.ts'
import { pathOn } from '../../../src/model/index.ts'
import type { ProtoPair, ProtoPairs } from './pairs.ts'
import { MAX_FILES, type ProtoSide } from './proto-side.ts'

/** `.proto` files of the head that are read to find those that import a changed one. */
const MAX_SEARCHED = 3000

export interface Selection {
  /** The files that the change itself touches. */
  changed: ReadonlySet<ProtoPair>
  /** Everything that has to be compiled to compare what changed, in a stable order. */
  pairs: ProtoPair[]
  notLookedAt: string[]
}

/**
 * What changed, what imports it, where packages are compared what stands in the same one, and all that these import: on both sides alike, for a file
 * on one side only is a file that was removed.
 */
export async function select(
  changes: readonly FileChange[],
  sides: { base: ProtoSide; head: ProtoSide },
  pairs: ProtoPairs,
  wholePackages: boolean,
): Promise<Selection> {
  const { base, head } = sides
  const chosen = new Set<ProtoPair>()
  const notLookedAt: string[] = []
  for (const change of changes) {
    for (const side of [base, head]) {
      const path = pathOn(change, side.side)
      const pair = path === undefined ? undefined : pairs.get(side.side, path)
      if (pair) chosen.add(pair)
    }
  }
  const changed = new Set(chosen)
  if (chosen.size === 0) return { changed, pairs: [], notLookedAt }
  if (head.paths.length <= MAX_SEARCHED) {
    await Promise.all([head.load(head.paths), base.load([...chosen].flatMap((pair) => pair.base ?? []))])
    addRelated(sides, pairs, chosen, wholePackages)
  }
  const waiting = [...chosen]
  while (waiting.length > 0) {
    const batch = waiting.splice(0)
    for (const side of [base, head]) {
      const paths = batch.flatMap((pair) => pair[side.side] ?? [])
      await side.load(paths)
      for (const path of paths) {
        for (const { path: imported } of side.file(path)?.outline.imports ?? []) {
          const target = side.resolve(path, imported)
          const pair = target === undefined ? undefined : pairs.get(side.side, target)
          if (!pair || chosen.has(pair)) continue
          if (chosen.size >= MAX_FILES) {
            notLookedAt.push(`more than ${MAX_FILES} .proto files belong together: the rest is not compared`)
            return {
              changed,
              pairs: pairs.all.filter((one) => chosen.has(one)),
              notLookedAt: [...new Set(notLookedAt)],
            }
          }
          chosen.add(pair)
          waiting.push(pair)
        }
      }
    }
  }
  return { changed, pairs: pairs.all.filter((pair) => chosen.has(pair)), notLookedAt }
}

/** Files that import what is chosen, through however many others, and files of the same packages. */
function addRelated(
  { base, head }: { base: ProtoSide; head: ProtoSide },
  pairs: ProtoPairs,
  chosen: Set<ProtoPair>,
  wholePackages: boolean,
): void {
  const importers = new Map<ProtoPair, string[]>()
  const byPackage = Map.groupBy(head.paths, (path) => head.file(path)?.outline.package)
  for (const path of head.paths) {
    for (const { path: imported } of head.file(path)?.outline.imports ?? []) {
      const target = head.resolve(path, imported)
      // A removed file is still imported by whoever was not mended.
      const before = target === undefined ? base.resolve(path, imported) : undefined
      const pair = target === undefined ? before && pairs.get('base', before) : pairs.get('head', target)
      if (!pair) continue
      const known = importers.get(pair)
      if (known) known.push(path)
      else importers.set(pair, [path])
    }
  }
  const add = (path: string): ProtoPair | undefined => {
    const pair = pairs.get('head', path)
    if (!pair || chosen.has(pair)) return undefined
    chosen.add(pair)
    return pair
  }
  const first = wholePackages ? [...chosen] : []
  for (const pair of first) {
    const name =
      (pair.head !== undefined && head.file(pair.head)?.outline.package) ||
      (pair.base !== undefined && base.file(pair.base)?.outline.package)
    if (name) for (const same of byPackage.get(name) ?? []) add(same)
  }
  const waiting = [...chosen]
  for (let pair = waiting.pop(); pair; pair = waiting.pop()) {
    for (const path of importers.get(pair) ?? []) {
      const importer = add(path)
      if (importer) waiting.push(importer)
    }
  }
}
