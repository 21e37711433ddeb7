import type { SyntaxNode } from '../../../../../src/parse/code/index.ts'
import type { Expression, Statement } from '../../ir.ts'

export type Lower = (node: SyntaxNode) => Expression

/** The statements of a body: of a block those in it, of anything else itself. */
export function bodyOf(node: SyntaxNode | undefined): SyntaxNode[] {
  if (!node) return []
  return /^(?:block|colon_block|compound_statement|statement_block|statement_list|constructor_body)$/.test(
    node.type,
  )
    ? node.namedChildren
    : [node]
}

/** Every child in a field. */
export function named(node: SyntaxNode, field: string): SyntaxNode[] {
  return node.children.filter((child) => child.field === field && child.named)
}

/** What leaves a function, with what it may hand over. */
export function leaving(kind: 'return' | 'throw', node: SyntaxNode, lower: Lower): Statement {
  const [value] = node.namedChildren
  return { kind, ...(value && { value: lower(value) }), node }
}
