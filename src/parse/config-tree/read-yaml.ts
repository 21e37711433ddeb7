import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
} from 'yaml'
import type { ConfigEntry, ConfigNode } from './tree.ts'

/** Bounds of one file. */
const MAX_LENGTH = 1_000_000
const MAX_DEPTH = 60
/** Nodes with all aliases written out. */
const MAX_NODES = 200_000

export type ReadConfig =
  | { kind: 'read'; documents: ConfigNode[] }
  /** For people: what was met, with its line. */
  | { kind: 'unread'; detail: string }

/** Reads the documents of a YAML file, with their anchors and merge keys written out. A key without a value is `null`. */
export function readYaml(text: string): ReadConfig {
  if (text.length > MAX_LENGTH)
    return { kind: 'unread', detail: `${text.length} characters, the bound is ${MAX_LENGTH}` }
  try {
    const parsed = parseAllDocuments(text, { uniqueKeys: false, logLevel: 'silent', prettyErrors: false })
    if (!Array.isArray(parsed)) return { kind: 'read', documents: [] }
    const documents: ConfigNode[] = []
    for (const document of parsed) {
      const [error] = document.errors
      if (error) {
        const line = text.slice(0, error.pos[0]).split('\n').length
        return { kind: 'unread', detail: `line ${line} is not YAML: ${error.message.slice(0, 200)}` }
      }
      const root = new Reader(document).node(document.contents, 0)
      if (root && !(root.kind === 'scalar' && root.value === null)) documents.push(root)
    }
    return { kind: 'read', documents }
  } catch (error) {
    // Nesting that exhausts the library's own stack.
    if (error instanceof RangeError || error instanceof TooMuch)
      return { kind: 'unread', detail: `it is nested too deeply, or its aliases say too much` }
    throw error
  }
}

class TooMuch extends Error {
  override name = 'TooMuch'
}

class Reader {
  #nodes = 0
  readonly #document: Document

  constructor(document: Document) {
    this.#document = document
  }

  node(node: unknown, depth: number): ConfigNode | undefined {
    if (++this.#nodes > MAX_NODES || depth > MAX_DEPTH) throw new TooMuch()
    if (isAlias(node)) return this.node(node.resolve(this.#document), depth + 1)
    if (isMap(node)) return { kind: 'map', entries: this.#entries(node.items, depth), ...placeOf(node) }
    if (isSeq(node)) {
      const items = node.items.flatMap((item) => this.node(item, depth + 1) ?? [])
      return { kind: 'list', items, ...placeOf(node) }
    }
    return isScalar(node) ? scalar(node) : undefined
  }

  #entries(pairs: readonly Pair[], depth: number): ConfigEntry[] {
    const own: ConfigEntry[] = []
    const merged: ConfigEntry[] = []
    for (const { key, value } of pairs) {
      if (!isScalar(key)) continue
      const name = String(key.value)
      const found = this.node(value, depth + 1)
      const at = placeOf(key)
      if (name === '<<') {
        for (const from of found?.kind === 'list' ? found.items : [found])
          if (from?.kind === 'map') merged.push(...from.entries)
      } else own.push({ key: name, at, value: found ?? { kind: 'scalar', text: '', value: null, ...at } })
    }
    // What is written here wins over what is merged in.
    return [...merged.filter(({ key }) => !own.some((one) => one.key === key)), ...own]
  }
}

function scalar(node: Scalar): ConfigNode {
  const { value } = node
  const known =
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
  return {
    kind: 'scalar',
    text: known === null ? '' : typeof known === 'string' ? known : (node.source ?? String(known)),
    value: known,
    ...placeOf(node),
  }
}

function placeOf({ range }: Pick<Node, 'range'>): { start: number; end: number } {
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 }
}
