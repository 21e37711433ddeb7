import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'

/** The statements of a body: of a block those in it, of anything else itself. */
export function bodyOf(node: SyntaxNode | undefined): SyntaxNode[] {
  if (!node) return []
  return /^(?:block|statement_block|statement_list|constructor_body)$/.test(node.type)
    ? node.namedChildren
    : [node]
}

/** Every child in a field. */
export function named(node: SyntaxNode, field: string): SyntaxNode[] {
  return node.children.filter((child) => child.field === field && child.named)
}
