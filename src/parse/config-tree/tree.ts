/** A file of settings (YAML, Terraform, nginx…) as maps, lists and scalars that know where they are written. Offsets are UTF-16 code units. */
export type ConfigNode = ConfigMap | ConfigList | ConfigScalar

interface Placed {
  start: number
  end: number
}

export interface ConfigEntry {
  key: string
  /** Where the key is written. */
  at: Placed
  value: ConfigNode
}

export interface ConfigMap extends Placed {
  kind: 'map'
  entries: ConfigEntry[]
}

export interface ConfigList extends Placed {
  kind: 'list'
  items: ConfigNode[]
}

export interface ConfigScalar extends Placed {
  kind: 'scalar'
  /** As written, without quotes. */
  text: string
  value: string | number | boolean | null
}

/** The value under a key, or under keys one below the other; the last of equal keys counts. */
export function valueAt(node: ConfigNode | undefined, ...keys: readonly string[]): ConfigNode | undefined {
  let at = node
  for (const key of keys) at = entryOf(at, key)?.value
  return at
}

export function entryOf(node: ConfigNode | undefined, key: string): ConfigEntry | undefined {
  return node?.kind === 'map' ? node.entries.findLast((entry) => entry.key === key) : undefined
}

export function textAt(node: ConfigNode | undefined, ...keys: readonly string[]): string | undefined {
  const found = valueAt(node, ...keys)
  return found?.kind === 'scalar' && found.value !== null ? found.text : undefined
}

/** Items of a list; a single value stands for a list of one, as many formats have it. */
export function itemsOf(node: ConfigNode | undefined): readonly ConfigNode[] {
  if (!node) return []
  return node.kind === 'list' ? node.items : [node]
}

export function entriesOf(node: ConfigNode | undefined): readonly ConfigEntry[] {
  return node?.kind === 'map' ? node.entries : []
}

/** Every map of a tree, the outer before the inner. */
export function* mapsIn(node: ConfigNode | undefined): Generator<ConfigMap> {
  if (!node || node.kind === 'scalar') return
  if (node.kind === 'map') yield node
  for (const inner of node.kind === 'map' ? node.entries.map(({ value }) => value) : node.items)
    yield* mapsIn(inner)
}
