import { importNames } from './import-names.ts'
import type { ProtoSide } from './proto-side.ts'

/** One file in its two versions; at least one of the paths is there. */
export interface ProtoPair {
  base?: string
  head?: string
}

/** Which file of the head is which of the base. */
export class ProtoPairs {
  readonly all: readonly ProtoPair[]
  readonly #byBase = new Map<string, ProtoPair>()
  readonly #byHead = new Map<string, ProtoPair>()

  private constructor(all: readonly ProtoPair[]) {
    this.all = all
    for (const pair of all) {
      if (pair.base !== undefined) this.#byBase.set(pair.base, pair)
      if (pair.head !== undefined) this.#byHead.set(pair.head, pair)
    }
  }

  /**
   * Pairs files of the same path, and those that moved with the root of their module: to whoever imports it, a
   * file is the same when the name it is imported under is.
   */
  static async of(base: ProtoSide, head: ProtoSide): Promise<ProtoPairs> {
    const gone = base.paths.filter((path) => !head.has(path))
    const fresh = head.paths.filter((path) => !base.has(path))
    const twins =
      gone.length > 0 && fresh.length > 0 ? await moved(base, gone, head, fresh) : new Map<string, string>()
    const taken = new Set(twins.values())
    return new ProtoPairs(
      [
        ...head.paths.map((path) => (base.has(path) ? { base: path, head: path } : { head: path })),
        ...gone.map((path) => ({ base: path, head: twins.get(path) })),
      ].filter((pair) => 'base' in pair || !taken.has(pair.head)),
    )
  }

  get(side: 'base' | 'head', path: string): ProtoPair | undefined {
    return (side === 'base' ? this.#byBase : this.#byHead).get(path)
  }
}

async function moved(
  base: ProtoSide,
  gone: readonly string[],
  head: ProtoSide,
  fresh: readonly string[],
): Promise<Map<string, string>> {
  await Promise.all([base.load(gone), head.load(fresh)])
  const [before, after] = [importNames(base, gone), importNames(head, fresh)]
  const byName = Map.groupBy(fresh, (path) => after.get(path))
  const twins = new Map<string, string>()
  for (const [name, paths] of Map.groupBy(gone, (path) => before.get(path))) {
    const [from, to] = [paths, byName.get(name) ?? []]
    // A name that several files have tells nothing.
    if (name !== undefined && from.length === 1 && to.length === 1)
      twins.set(from[0] as string, to[0] as string)
  }
  return twins
}
