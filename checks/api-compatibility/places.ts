import type { Region } from '../../src/model/index.ts'
import { pointerOf, type SpecNode } from '../../src/parse/openapi/node.ts'
import type { SourceTree } from '../../src/parse/source-tree.ts'

/**
 * The lines of nodes. Looking one up costs a pass over its whole file, so all that may be asked for is named
 * first and each file is passed over once.
 */
export class Places {
  readonly #wanted = new Map<SourceTree, Set<SpecNode>>()
  readonly #regions = new Map<SpecNode, Region>()

  want(node: SpecNode): void {
    const nodes = this.#wanted.get(node.tree)
    if (nodes) nodes.add(node)
    else this.#wanted.set(node.tree, new Set([node]))
  }

  /** The line a node begins on; it must have been named by `want`. */
  region(node: SpecNode): Region {
    const open = this.#wanted.get(node.tree)
    if (open) {
      this.#wanted.delete(node.tree)
      const nodes = [...open]
      const regions = node.tree.locate(nodes.map((wanted) => pointerOf(wanted)))
      nodes.forEach((wanted, index) => {
        const region = regions[index]
        if (region) this.#regions.set(wanted, firstLine(region))
      })
    }
    const region = this.#regions.get(node)
    if (!region) throw new Error('a place was asked for that nobody wanted')
    return region
  }
}

/** A long value is named by its first line: a comment over a hundred lines helps nobody. */
function firstLine(region: Region): Region {
  if (region.startLine === region.endLine) return region
  const { startLine, startColumn } = region
  return { startLine, endLine: startLine, ...(startColumn !== undefined && { startColumn }) }
}
