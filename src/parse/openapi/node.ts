import type { Pointer, SourceTree } from '../source-tree.ts'

/** Plain data with own keys only. */
export type Mapping = Readonly<Record<string, unknown>>

/** A value of a description together with the place it is written at. */
export interface SpecNode {
  readonly tree: SourceTree
  readonly value: unknown
  readonly parent?: SpecNode
  readonly key?: string | number
}

export function rootNode(tree: SourceTree): SpecNode {
  return { tree, value: tree.value }
}

export function isMapping(value: unknown): value is Mapping {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value under an own key; never one inherited from a prototype. */
export function valueAt(value: unknown, key: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
  return (value as Record<string | number, unknown>)[key]
}

export function child(node: SpecNode, key: string | number): SpecNode | undefined {
  const value = valueAt(node.value, key)
  return value === undefined ? undefined : { tree: node.tree, value, parent: node, key }
}

/** Entries of a mapping, in the order they are written; nothing for any other value. */
export function entries(node: SpecNode | undefined): [string, SpecNode][] {
  if (!node || !isMapping(node.value)) return []
  return Object.entries(node.value).map(([key, value]) => [
    key,
    { tree: node.tree, value, parent: node, key },
  ])
}

/** Items of a sequence; nothing for any other value. */
export function items(node: SpecNode | undefined): SpecNode[] {
  if (!node || !Array.isArray(node.value)) return []
  return node.value.map((value: unknown, key) => ({ tree: node.tree, value, parent: node, key }))
}

/** The node at the end of a path of keys. */
export function descend(node: SpecNode | undefined, ...keys: (string | number)[]): SpecNode | undefined {
  let at = node
  for (const key of keys) at = at && child(at, key)
  return at
}

export function stringAt(node: SpecNode | undefined, key: string): string | undefined {
  const value = node && valueAt(node.value, key)
  return typeof value === 'string' ? value : undefined
}

/** A node that is not written anywhere as such (`value` is made up) but belongs to the place of `origin`. */
export function madeUp(origin: SpecNode, value: unknown): SpecNode {
  return origin.parent && origin.key !== undefined
    ? { tree: origin.tree, value, parent: origin.parent, key: origin.key }
    : { tree: origin.tree, value }
}

export function pointerOf(node: SpecNode): Pointer {
  const steps: (string | number)[] = []
  for (let at: SpecNode | undefined = node; at; at = at.parent) if (at.key !== undefined) steps.push(at.key)
  return steps.reverse()
}
