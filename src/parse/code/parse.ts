import { createRequire } from 'node:module'
import { Language as Grammar, Parser, type Tree } from 'web-tree-sitter'
import type { Language } from './languages.ts'
import { SyntaxNode } from './node.ts'
import { Source } from './source.ts'

/** Bounds of one file. Beyond them a file is named as not analysed, never half read. */
export interface ParseLimits {
  /** UTF-16 code units. */
  maxLength: number
  /** A line longer than this is minified or generated text. */
  maxLineLength: number
  /** Levels of the syntax tree: what is built on it may recurse. */
  maxDepth: number
  /** Nodes of the syntax tree. */
  maxNodes: number
  /** Milliseconds of parsing. */
  maxMilliseconds: number
}

export const PARSE_LIMITS: ParseLimits = {
  maxLength: 2_000_000,
  maxLineLength: 100_000,
  maxDepth: 1500,
  maxNodes: 2_000_000,
  maxMilliseconds: 5000,
}

export type ParsedCode =
  | {
      kind: 'parsed'
      root: SyntaxNode
      /** Share of the text, 0 to 1, that the grammar could not read. */
      errorShare: number
    }
  | {
      kind: 'unparsed'
      reason: 'oversized' | 'minified' | 'too-deep' | 'too-slow' | 'syntax'
      /** For people: what was met, and the bound. */
      detail: string
    }

/** Above this share of unreadable text a tree says too little to rest a claim on. */
const MAX_ERROR_SHARE = 0.5

/** What is parsed by the same means and is no code. */
export type GrammarName = Language | 'terraform'

const grammars = new Map<GrammarName, Promise<Grammar>>()
let ready: Promise<void> | undefined

const BUNDLE = '@vscode/tree-sitter-wasm/wasm'
/** Grammars that the bundle lacks, from packages of their own. */
const GRAMMARS: Partial<Record<GrammarName, string>> = {
  terraform: '@tree-sitter-grammars/tree-sitter-hcl/tree-sitter-terraform.wasm',
  elixir: 'tree-sitter-elixir/tree-sitter-elixir.wasm',
  kotlin: '@tree-sitter-grammars/tree-sitter-kotlin/tree-sitter-kotlin.wasm',
}

/** Loads a grammar, once per thread. */
function grammarOf(language: GrammarName): Promise<Grammar> {
  let grammar = grammars.get(language)
  if (!grammar) {
    const require = createRequire(import.meta.url)
    ready ??= Parser.init()
    grammar = ready.then(() =>
      Grammar.load(require.resolve(GRAMMARS[language] ?? `${BUNDLE}/tree-sitter-${language}.wasm`)),
    )
    grammars.set(language, grammar)
  }
  return grammar
}

/**
 * Parses source code. The tree that comes back is a copy: tree-sitter's own is freed before this returns,
 * whatever happens. Text with mistakes still gives a tree (see `errorShare`, and nodes of type `ERROR`).
 */
export async function parseCode(
  text: string,
  language: GrammarName,
  limits: Partial<ParseLimits> = {},
): Promise<ParsedCode> {
  const bounds = { ...PARSE_LIMITS, ...limits }
  const refused = refusal(text, bounds)
  if (refused) return refused
  const grammar = await grammarOf(language)
  const parser = new Parser()
  let tree: Tree | null = null
  try {
    parser.setLanguage(grammar)
    const deadline = performance.now() + bounds.maxMilliseconds
    tree = parser.parse(text, null, { progressCallback: () => performance.now() > deadline })
    if (!tree) return { kind: 'unparsed', reason: 'too-slow', detail: `over ${bounds.maxMilliseconds} ms` }
    return copy(tree, grammar, new Source(text), bounds)
  } finally {
    tree?.delete()
    parser.delete()
  }
}

/** Why a text is beyond the bounds of what is parsed, as far as its length and lines say. */
export function refusal(
  text: string,
  bounds: ParseLimits = PARSE_LIMITS,
): Extract<ParsedCode, { kind: 'unparsed' }> | undefined {
  if (text.length > bounds.maxLength) {
    const detail = `${text.length} characters, the bound is ${bounds.maxLength}`
    return { kind: 'unparsed', reason: 'oversized', detail }
  }
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start)
    const length = (end < 0 ? text.length : end) - start
    if (length > bounds.maxLineLength) {
      const detail = `a line of ${length} characters, the bound is ${bounds.maxLineLength}`
      return { kind: 'unparsed', reason: 'minified', detail }
    }
    start += length + 1
  }
  return undefined
}

function copy(tree: Tree, grammar: Grammar, source: Source, bounds: ParseLimits): ParsedCode {
  const cursor = tree.walk()
  try {
    const { types, fields } = grammar
    const named = types.map((_, id) => grammar.nodeTypeIsNamed(id))
    const nodeHere = (parent: SyntaxNode | undefined): SyntaxNode => {
      const id = cursor.nodeTypeId
      const field = fields[cursor.currentFieldId] ?? undefined
      // 65535 is tree-sitter's symbol for text it could not place.
      const type = id === 65_535 ? 'ERROR' : (types[id] ?? cursor.nodeType)
      const isNamed = id === 65_535 || (named[id] ?? true)
      return new SyntaxNode(source, type, isNamed, field, cursor.startIndex, cursor.endIndex, parent)
    }
    const root = nodeHere(undefined)
    let parent: SyntaxNode | undefined = root
    let depth = 1
    let nodes = 1
    if (!cursor.gotoFirstChild()) parent = undefined
    while (parent) {
      const node: SyntaxNode = nodeHere(parent)
      parent.add(node)
      if (++nodes > bounds.maxNodes) {
        return { kind: 'unparsed', reason: 'oversized', detail: `over ${bounds.maxNodes} syntax nodes` }
      }
      if (cursor.gotoFirstChild()) {
        parent = node
        if (++depth > bounds.maxDepth) {
          return {
            kind: 'unparsed',
            reason: 'too-deep',
            detail: `nested deeper than ${bounds.maxDepth} levels`,
          }
        }
        continue
      }
      while (parent && !cursor.gotoNextSibling()) {
        cursor.gotoParent()
        depth--
        parent = parent.parent
      }
    }
    const errorShare = tree.rootNode.hasError ? unreadable(root) / source.text.length : 0
    if (errorShare > MAX_ERROR_SHARE) {
      const percent = Math.round(errorShare * 100)
      return { kind: 'unparsed', reason: 'syntax', detail: `${percent} % of it does not parse` }
    }
    return { kind: 'parsed', root, errorShare }
  } finally {
    cursor.delete()
  }
}

/** Characters inside ERROR nodes; a construct that was read whole inside of one is not lost. */
function unreadable(root: SyntaxNode): number {
  let lost = 0
  for (const node of root.walk()) {
    if (node.type !== 'ERROR') continue
    lost += node.end - node.start
    for (const child of node.children) {
      if (child.type !== 'ERROR' && child.children.length > 0) lost -= child.end - child.start
    }
  }
  return lost
}
