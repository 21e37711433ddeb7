import { pointerOf, type SpecNode } from '../../../../src/parse/openapi/node.ts'
import type { Region } from '../../../../src/model/index.ts'
import type { Pointer, SourceTree } from '../../../../src/parse/source-tree.ts'
import { type LenientEvents, lenientEvents } from '../../../../src/parse/yaml/lenient-events.ts'
import { locateInEvents } from '../../../../src/parse/yaml/locate.ts'

/** Where an entry of a mapping, or an item of a sequence, is written. Offsets are of UTF-16 code units. */
export interface Entry {
  /** Of the key; of an item in a block sequence, its dash. */
  start: number
  /** Behind the last character, without the line end. */
  end: number
  /** 0-based column of `start`. */
  column: number
  /** White space that brings a line to that column, of the characters the file uses. */
  indent: string
  /** Written between brackets, where commas part the entries: JSON, and YAML's flow style. */
  flow: boolean
  /** Nothing but white space stands before it on its line. */
  alone: boolean
}

/** A replacement of `text.slice(start, end)`. */
export interface Edit {
  start: number
  end: number
  text: string
}

/** A text with the extents of its entries; its tree must be one that could be read. */
export class SourceText {
  readonly tree: SourceTree
  readonly json: boolean
  readonly #starts: number[] = [0]
  #events: LenientEvents | undefined

  constructor(tree: SourceTree) {
    this.tree = tree
    this.json = tree.path.endsWith('.json')
    const { text } = tree
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#starts.push(at + 1)
  }

  get text(): string {
    return this.tree.text
  }

  /** The extent of each node; undefined for the root and for what is written in a way that is not looked into. */
  entries(nodes: readonly SpecNode[]): (Entry | undefined)[] {
    const pointers = nodes.flatMap((node) => [pointerOf(node), pointerOf(node.parent ?? node)])
    const places = this.#locate(pointers).map(({ startLine, startColumn = 1, endLine, endColumn = 1 }) => ({
      start: this.#offset(startLine, startColumn),
      end: this.#offset(endLine, endColumn),
    }))
    return nodes.map((node, index) => {
      const [own, parent] = [places[2 * index], places[2 * index + 1]]
      return node.parent && own && parent ? this.#entry(node, own.start, parent) : undefined
    })
  }

  /** As the tree does, without reading the YAML again for each question. */
  #locate(pointers: readonly Pointer[]): Region[] {
    if (this.json) return this.tree.locate(pointers)
    const read = (this.#events ??= lenientEvents(this.text))
    return locateInEvents(read.text, read.events, pointers).map((region) => read.asWritten(region))
  }

  #entry(node: SpecNode, place: number, parent: { start: number; end: number }): Entry | undefined {
    // The place of a quoted YAML scalar is behind its quote.
    const quoted = !this.json && /["']/.test(this.text[place - 1] ?? '')
    const start = quoted ? place - 1 : place
    const column = start - this.#lineStart(start)
    const before = this.text.slice(start - column, start)
    if (this.json || this.#isFlow(node.parent, parent)) {
      const end = endOfFlow(this.text, start)
      return { start, end, column, indent: indentOf(before), flow: true, alone: before.trim() === '' }
    }
    if (typeof node.key !== 'number') {
      // The first key of an item stands behind the dash.
      if (!/^\s*(?:- +)*$/.test(before)) return undefined
      const list = Array.isArray(node.value)
      return {
        start,
        end: this.#endOfBlock(start, column, list),
        column,
        indent: indentOf(before),
        flow: false,
        alone: before.trim() === '',
      }
    }
    const dash = /^(\s*)- +$/.exec(before)
    if (!dash) return undefined
    const indent = dash[1]?.length ?? 0
    const from = start - column + indent
    return {
      start: from,
      end: this.#endOfBlock(from, indent, false),
      column: indent,
      indent: before.slice(0, indent),
      flow: false,
      alone: true,
    }
  }

  #isFlow(parent: SpecNode | undefined, { start, end }: { start: number; end: number }): boolean {
    if (!parent?.parent) return /^[{[]/.test(this.text.slice(start, start + 1))
    const from = typeof parent.key === 'number' ? start : end
    return /^["']?[ \t]*:?[ \t]*(?:[&!]\S+[ \t]+)*[{[]/.test(this.text.slice(from, from + 200))
  }

  /** The end of the last line that belongs to what begins at `start`. */
  #endOfBlock(start: number, column: number, list: boolean): number {
    let line = this.#line(start)
    let last = line
    for (line++; line < this.#starts.length; line++) {
      const text = this.#lineText(line)
      const indent = text.search(/\S/)
      if (indent < 0 || (text[indent] === '#' && indent <= column)) continue
      const belongs = indent > column || (list && indent === column && /^- |^-$/.test(text.slice(indent)))
      if (!belongs) break
      last = line
    }
    return (this.#starts[last] ?? 0) + this.#lineText(last).trimEnd().length
  }

  #offset(line: number, column: number): number {
    return (this.#starts[line - 1] ?? 0) + column - 1
  }

  #line(offset: number): number {
    let low = 0
    let high = this.#starts.length
    while (low < high - 1) {
      const middle = (low + high) >> 1
      if ((this.#starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return low
  }

  #lineStart(offset: number): number {
    return this.#starts[this.#line(offset)] ?? 0
  }

  #lineText(line: number): string {
    const end = this.#starts[line + 1]
    return this.text.slice(this.#starts[line], end === undefined ? undefined : end - 1)
  }
}

function indentOf(before: string): string {
  return before.replaceAll(/[^\s]/g, ' ')
}

/** The end of the entry that begins at `start`: before the comma or bracket that ends it, without white space. */
function endOfFlow(text: string, start: number): number {
  let depth = 0
  let at = start
  for (; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === '"') at = endOfQuoted(text, at)
    else if (char === "'" && !/\w/.test(text[at - 1] ?? '')) {
      const end = text.indexOf("'", at + 1)
      at = end < 0 ? text.length : end
    } else if (char === '{' || char === '[') depth++
    else if (char === '}' || char === ']') {
      if (depth-- === 0) break
    } else if (char === ',' && depth === 0) break
  }
  return start + text.slice(start, at).trimEnd().length
}

function endOfQuoted(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    if (text[at] === '\\') at++
    else if (text[at] === '"') return at
  }
  return text.length
}

/** Makes edits that do not overlap; those at one place in the order given. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  const sorted = edits.toSorted((a, b) => a.start - b.start)
  let result = ''
  let at = 0
  for (const edit of sorted) {
    result += text.slice(at, Math.max(at, edit.start)) + edit.text
    at = Math.max(at, edit.end)
  }
  return result + text.slice(at)
}
