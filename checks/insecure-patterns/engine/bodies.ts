import type { SyntaxNode } from '../../../src/parse/code/index.ts'

/** What a function runs: its block, or the expression it stands for. */
export function bodyOfFunction(node: SyntaxNode): SyntaxNode | undefined {
  // Kotlin's grammar names no field for it.
  if (node.type === 'lambda_literal') return node
  // Nor C#'s for that of a delegate.
  const anonymous = node.type === 'anonymous_method_expression' ? node.childOfType('block') : undefined
  return node.child('body') ?? anonymous ?? node.childOfType('function_body')?.namedChildren[0]
}
