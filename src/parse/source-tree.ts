import type { Region } from '../model/index.ts'

/** Path of a value inside a document: mapping keys and sequence indexes, from the root. */
export type Pointer = readonly (string | number)[]

/** Something wrong with a text, and where. */
export interface SyntaxProblem {
  message: string
  region?: Region
}

/** A JSON or YAML text: its value as plain data, and the place of any part of it on request. */
export interface SourceTree {
  path: string
  text: string
  /**
   * Plain data: objects may carry any key as an own property (`__proto__` too), so read with `Object.hasOwn`.
   * `undefined` when the text could not be read; `problems` then says why. Never cyclic, and small when
   * written out in full: aliases that would blow it up are a problem instead.
   */
  value: unknown
  problems: readonly SyntaxProblem[]
  /**
   * The places of many values at once (one pass over the text). A pointer that leads nowhere has the place of
   * its nearest existing parent.
   */
  locate(pointers: readonly Pointer[]): Region[]
}

/** Longest text that is parsed, in UTF-16 code units. */
export const MAX_TEXT = 64 * 1024 * 1024
/** Deepest nesting that is parsed. The deepest of GitHub's own description is 24. */
export const MAX_DEPTH = 200

/** A tree of the pointers that a pass over a text looks for; `wanted` are their indexes. */
export interface Wanted {
  wanted: number[]
  children?: Map<string, Wanted>
}

export function wantedTree(pointers: readonly Pointer[]): Wanted {
  const root: Wanted = { wanted: [] }
  for (const [index, pointer] of pointers.entries()) {
    let node = root
    for (const step of pointer) {
      node.children ??= new Map()
      let next = node.children.get(String(step))
      if (!next) {
        next = { wanted: [] }
        node.children.set(String(step), next)
      }
      node = next
    }
    node.wanted.push(index)
  }
  return root
}

/** Start and end (exclusive) offsets in a text. */
export interface Span {
  start: number
  end: number
}

/** Gives every pointer the place found for it, or that of its nearest parent that has one. */
export function placesOf(
  pointers: readonly Pointer[],
  found: ReadonlyMap<Wanted, Span>,
  root: Wanted,
  text: string,
): Region[] {
  const lines = new LineIndex(text)
  return pointers.map((pointer) => {
    let node: Wanted | undefined = root
    let span = found.get(root) ?? { start: 0, end: 0 }
    for (const step of pointer) {
      node = node?.children?.get(String(step))
      if (node) span = found.get(node) ?? span
    }
    return lines.region(span)
  })
}

/** Turns offsets into lines and columns. */
export class LineIndex {
  readonly #starts: number[] = [0]

  constructor(text: string) {
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
  }

  /** 1-based line and column of an offset. */
  position(offset: number): { line: number; column: number } {
    let low = 0
    let high = this.#starts.length
    while (low < high - 1) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return { line: low + 1, column: offset - (this.#starts[low] ?? 0) + 1 }
  }

  region({ start, end }: Span): Region {
    const from = this.position(start)
    const to = this.position(Math.max(start, end))
    return { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column }
  }
}
