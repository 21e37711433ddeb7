/**
 * Finds paths of a log in a tree. Tools write them relative to the root, or absolute on the machine where they ran: then the
 * root there is told by the paths themselves, the part that is left out of most of them.
 */
export class TreePaths {
  readonly #paths: ReadonlySet<string>
  readonly #root: string | undefined
  #prefix: string | undefined

  /** @param root where the tree lies on this machine, absolute, where it does. */
  constructor(paths: ReadonlySet<string>, root: string | undefined) {
    this.#paths = paths
    this.#root = root === undefined ? undefined : `${root.replaceAll('\\', '/').replace(/\/$/, '')}/`
  }

  /** Learns from all paths of a log where the tool ran. */
  learn(all: Iterable<string>): void {
    const votes = new Map<string, number>()
    for (const path of new Set(all)) {
      if (!path.startsWith('/')) continue
      const parts = path.slice(1).split('/')
      const at = parts.findIndex((_, index) => this.#paths.has(parts.slice(index).join('/')))
      if (at === -1) continue
      const prefix = at === 0 ? '/' : `/${parts.slice(0, at).join('/')}/`
      // A file at the root says little: every project has a `setup.py`.
      votes.set(prefix, (votes.get(prefix) ?? 0) + (parts.length - at > 1 ? 1_000 : 1))
    }
    const [best] = [...votes].toSorted((a, b) => b[1] - a[1] || a[0].length - b[0].length)
    this.#prefix = best?.[0]
  }

  /** The path in the tree, or undefined where there is no such file. */
  find(path: string): string | undefined {
    if (!path.startsWith('/')) return this.#has(path)
    for (const prefix of [this.#root, this.#prefix]) {
      if (prefix !== undefined && path.startsWith(prefix)) {
        const found = this.#has(path.slice(prefix.length))
        if (found !== undefined) return found
      }
    }
    return undefined
  }

  #has(path: string): string | undefined {
    return this.#paths.has(path) ? path : undefined
  }
}
