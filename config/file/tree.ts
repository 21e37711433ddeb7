import { Composer, isAlias, isMap, isScalar, isSeq, LineCounter, type YAMLError } from 'yaml'
import { MAX_VALUES } from './limits.ts'
import { readTokens, type TextProblem } from './tokens.ts'

/** A YAML value with its place. */
export interface TreeNode {
  offset: number
  /** Plain data. Undefined where the value could not be read; a problem then says why. */
  value: unknown
  entries?: ReadonlyMap<string, { keyOffset: number; node: TreeNode }>
  items?: readonly TreeNode[]
  /** Number of values in it, itself included, aliases counted as what they stand for. */
  size: number
}

export interface Tree {
  root?: TreeNode
  problems: TextProblem[]
  lines: LineCounter
}

/** Names that plain objects inherit: as keys of data they are only ever an attack or a mistake. */
const INHERITED = new Set(['__proto__', 'constructor', 'prototype'])

/** Parses YAML 1.2 into plain values with their places. Everything wrong with the text is in `problems`. */
export function parseTree(text: string): Tree {
  const lines = new LineCounter()
  const tokens = readTokens(text, lines)
  if (!Array.isArray(tokens)) return { problems: [tokens], lines }
  // Unique keys are checked below: the library compares every pair (28 s for 20,000 keys).
  const composer = new Composer({
    lineCounter: lines,
    prettyErrors: false,
    uniqueKeys: false,
    // Also where the text says %YAML 1.1, in which `off` would be false.
    schema: 'core',
    resolveKnownTags: false,
  })
  const [document, second] = composer.compose(tokens, true, text.length)
  if (!document) throw new Error('the composer gives a document for every text')
  const problems = firstOfLine([...document.errors, ...document.warnings].map(describe), lines)
  if (second) {
    problems.push({
      offset: second.range[0],
      message: 'the file holds one YAML document, this begins another',
    })
  }
  if (document.errors.some(({ code }) => code !== 'BAD_ALIAS')) return { problems, lines }
  const root = new TreeReader(problems).read(document.contents)
  return { root, problems, lines }
}

class TreeReader {
  readonly #problems: TextProblem[]
  readonly #anchors = new Map<string, TreeNode | 'open'>()
  #full = false

  constructor(problems: TextProblem[]) {
    this.#problems = problems
  }

  /** Depth is bounded by the tokens, so this recursion is. */
  read(node: unknown, fallbackOffset = 0): TreeNode {
    if (isAlias(node)) return this.#alias(node.source, node.range?.[0] ?? fallbackOffset)
    const anchor = isScalar(node) || isMap(node) || isSeq(node) ? node.anchor : undefined
    if (anchor !== undefined) this.#anchors.set(anchor, 'open')
    const result = this.#content(node, fallbackOffset)
    if (anchor !== undefined) this.#anchors.set(anchor, result)
    return result
  }

  #content(node: unknown, fallbackOffset: number): TreeNode {
    // A tag that nobody defined: the library says so, and has put the rest of the value in its place.
    if ((isScalar(node) || isMap(node) || isSeq(node)) && node.tag && !node.tag.startsWith('tag:yaml.org,')) {
      return { offset: node.range?.[0] ?? fallbackOffset, value: undefined, size: 1 }
    }
    if (isMap(node)) return this.#map(node.items, node.range?.[0] ?? fallbackOffset)
    if (isSeq(node)) {
      const offset = node.range?.[0] ?? fallbackOffset
      const items = node.items.map((item) => this.read(item, offset))
      return this.#sized({ offset, items, value: items.map(({ value }) => value), size: 1 }, items)
    }
    if (!isScalar(node)) return { offset: fallbackOffset, value: null, size: 1 }
    return { offset: node.range?.[0] ?? fallbackOffset, value: node.value, size: 1 }
  }

  #map(pairs: readonly { key: unknown; value: unknown }[], offset: number): TreeNode {
    const entries = new Map<string, { keyOffset: number; node: TreeNode }>()
    for (const { key, value } of pairs) {
      const keyOffset = isScalar(key) ? (key.range?.[0] ?? offset) : this.read(key, offset).offset
      const node = this.read(value, keyOffset)
      // `null` as a key comes of an empty key, numbers of `1: x`: both are names as written.
      const name = isScalar(key) ? (key.source ?? String(key.value)) : undefined
      if (name === undefined || name === '') {
        if (!isAlias(key)) this.#problems.push({ offset: keyOffset, message: 'a key must be a name' })
      } else if (INHERITED.has(name)) {
        this.#problems.push({ offset: keyOffset, message: `${name} cannot be used as a key` })
      } else if (entries.has(name)) {
        this.#problems.push({ offset: keyOffset, message: `${clip(name)} is given twice` })
      } else entries.set(name, { keyOffset, node })
    }
    const value = Object.fromEntries([...entries].map(([name, { node }]) => [name, node.value]))
    const children = [...entries.values()].map(({ node }) => node)
    return this.#sized({ offset, entries, value, size: 1 }, children)
  }

  #alias(name: string, offset: number): TreeNode {
    const target = this.#anchors.get(name)
    if (target === 'open') {
      this.#problems.push({ offset, message: `*${name} stands inside what it stands for` })
    } else if (target) return target
    else if (!this.#problems.some((problem) => problem.offset === offset)) {
      this.#problems.push({
        offset,
        message: `*${clip(name)} is an alias, and nothing has the anchor &${clip(name)}`,
        hint: `a glob wants quotes: '*${clip(name)}'`,
      })
    }
    return { offset, value: undefined, size: 1 }
  }

  /** Adds up sizes, and cuts off where aliases of aliases would grow beyond measure. */
  #sized(node: TreeNode, children: readonly TreeNode[]): TreeNode {
    const size = children.reduce((sum, child) => sum + child.size, 1)
    if (size <= MAX_VALUES) return { ...node, size }
    if (!this.#full) {
      this.#problems.push({
        offset: node.offset,
        message: `the file has more than ${MAX_VALUES} values, aliases counted as what they stand for`,
      })
    }
    this.#full = true
    return { offset: node.offset, value: undefined, size: 1 }
  }
}

/** What the parser says after its first complaint about a line is mostly an echo of it. */
function firstOfLine(problems: readonly TextProblem[], lines: LineCounter): TextProblem[] {
  const seen = new Set<number>()
  return problems
    .toSorted((a, b) => a.offset - b.offset)
    .filter(({ offset }) => {
      const { line } = lines.linePos(offset)
      return !seen.has(line) && seen.add(line)
    })
}

/** One error of the library, in one sentence. */
function describe({ code, message, pos }: YAMLError): TextProblem {
  const offset = pos[0]
  if (code === 'BAD_ALIAS') {
    return { offset, message: 'a * begins an alias in YAML', hint: "put it in quotes: '*'" }
  }
  if (code === 'TAG_RESOLVE_FAILED') {
    const tag = clip(message.replace(/^Unresolved tag: /, ''))
    return {
      offset,
      message: `${tag} is a YAML tag, which means nothing here`,
      hint: `a glob wants quotes: '${tag}'`,
    }
  }
  if (code === 'TAB_AS_INDENT') return { offset, message: 'YAML is indented with spaces, this is a tab' }
  return { offset, message: `this is no YAML: ${clip(message)}` }
}

/** Text of the file in a message: one line of bounded length. */
export function clip(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  return line.length > 120 ? `${line.slice(0, 117)}…` : line
}
