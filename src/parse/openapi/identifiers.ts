import type { SourceTree } from '../source-tree.ts'
import { child, isMapping, rootNode, type SpecNode } from './node.ts'
import { DATA_KEYS } from './references.ts'

/** The names that parts of a file give themselves. */
export interface Identifiers {
  /** By `$anchor` or `$dynamicAnchor`; the first of a name counts. */
  anchors: ReadonlyMap<string, SpecNode>
  /** By `$id` or, of the whole description, `$self`. Without an empty fragment. */
  ids: ReadonlyMap<string, SpecNode>
}

const known = new WeakMap<SourceTree, Identifiers>()

/** Walks the whole file, once: ask only where a reference is no plain pointer. */
export function identifiersOf(tree: SourceTree): Identifiers {
  const found = known.get(tree)
  if (found) return found
  const anchors = new Map<string, SpecNode>()
  const ids = new Map<string, SpecNode>()
  const open = [rootNode(tree)]
  for (let at = open.pop(); at; at = open.pop()) {
    if (typeof at.value !== 'object' || at.value === null) continue
    for (const key of Object.keys(at.value)) {
      if (DATA_KEYS.has(key)) continue
      const inner = child(at, Array.isArray(at.value) ? Number(key) : key)
      if (!inner) continue
      if (typeof inner.value === 'object') open.push(inner)
      else if (typeof inner.value !== 'string' || !isMapping(at.value)) continue
      else if (key === '$anchor' || key === '$dynamicAnchor') keep(anchors, inner.value, at)
      else if (key === '$id' || (key === '$self' && at.parent === undefined)) {
        keep(ids, inner.value.replace(/#$/, ''), at)
      }
    }
  }
  const identifiers = { anchors, ids }
  known.set(tree, identifiers)
  return identifiers
}

function keep(names: Map<string, SpecNode>, name: string, node: SpecNode): void {
  if (!names.has(name)) names.set(name, node)
}
