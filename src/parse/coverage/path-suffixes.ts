interface Node {
  next: Map<string, Node>
  /** The path that ends here, read backwards. */
  whole?: string
}

/** What of a path was found: the last `length` parts of both are the same. */
export interface SuffixMatch {
  path: string
  length: number
}

/** More paths than this under one suffix tell nothing apart. */
const maxMatches = 64

/** The paths of a tree by their last parts. */
export class PathSuffixes {
  readonly #root: Node = { next: new Map() }

  constructor(paths: Iterable<string>) {
    for (const path of paths) {
      let node = this.#root
      for (const part of path.split('/').reverse()) {
        let next = node.next.get(part)
        if (!next) node.next.set(part, (next = { next: new Map() }))
        node = next
      }
      node.whole = path
    }
  }

  /**
   * The paths that end as `parts` do: those that are a suffix of it, and those that share the longest one.
   * Undefined where there are too many of the latter.
   */
  matches(parts: readonly string[]): { within: SuffixMatch[]; beyond: SuffixMatch[] | undefined } {
    let node = this.#root
    let length = 0
    const within: SuffixMatch[] = []
    for (let index = parts.length - 1; index >= 0; index--) {
      const next = node.next.get(parts[index] ?? '')
      if (!next) break
      node = next
      length++
      if (node.whole !== undefined) within.push({ path: node.whole, length })
    }
    if (length === 0) return { within, beyond: [] }
    const beyond: SuffixMatch[] = []
    const open = [...node.next.values()]
    for (let one = open.pop(); one; one = open.pop()) {
      if (one.whole !== undefined) beyond.push({ path: one.whole, length })
      if (beyond.length > maxMatches || open.length > 100_000) return { within, beyond: undefined }
      for (const child of one.next.values()) open.push(child)
    }
    return { within, beyond }
  }
}
