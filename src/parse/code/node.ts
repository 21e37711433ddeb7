import type { Region } from '../../model/index.ts'
import type { Source } from './source.ts'

/** Half of all nodes are leaves, and share it. */
const NONE: readonly SyntaxNode[] = []

/**
 * A node of a syntax tree, copied out of tree-sitter's memory: plain, garbage-collected, never freed by hand.
 * `type` and `field` are the grammar's own names; punctuation and keywords are nodes with `named: false`.
 */
export class SyntaxNode {
  readonly source: Source
  readonly type: string
  readonly named: boolean
  /** The field by which the parent holds it. */
  readonly field: string | undefined
  /** Offsets into `source.text` (UTF-16 code units), end exclusive. */
  readonly start: number
  readonly end: number
  readonly parent: SyntaxNode | undefined
  /** In source order. */
  children: readonly SyntaxNode[] = NONE

  constructor(
    source: Source,
    type: string,
    named: boolean,
    field: string | undefined,
    start: number,
    end: number,
    parent: SyntaxNode | undefined,
  ) {
    this.source = source
    this.type = type
    this.named = named
    this.field = field
    this.start = start
    this.end = end
    this.parent = parent
  }

  /** While the tree is made. */
  add(child: SyntaxNode): void {
    if (this.children === NONE) this.children = [child]
    else (this.children as SyntaxNode[]).push(child)
  }

  get text(): string {
    return this.source.text.slice(this.start, this.end)
  }

  get region(): Region {
    return this.source.region(this.start, this.end)
  }

  /** Named children without comments. */
  get namedChildren(): SyntaxNode[] {
    return this.children.filter((child) => child.named && !child.type.includes('comment'))
  }

  /** First child in a field. */
  child(field: string): SyntaxNode | undefined {
    return this.children.find((child) => child.field === field)
  }

  /** First child of a type. */
  childOfType(...types: string[]): SyntaxNode | undefined {
    return this.children.find((child) => types.includes(child.type))
  }

  /** Nearest ancestor of one of the types. */
  ancestor(...types: string[]): SyntaxNode | undefined {
    let node = this.parent
    while (node && !types.includes(node.type)) node = node.parent
    return node
  }

  /** This node and everything below it, in source order. Iterative: depth is no matter. */
  *walk(): Generator<SyntaxNode, void> {
    const stack: SyntaxNode[] = [this]
    for (let node = stack.pop(); node; node = stack.pop()) {
      yield node
      for (let index = node.children.length - 1; index >= 0; index--) {
        const child = node.children[index]
        if (child) stack.push(child)
      }
    }
  }
}
