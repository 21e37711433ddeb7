import type { SyntaxNode } from '../../../src/parse/code/index.ts'

/** What a function runs: its block, or the expression it stands for. */
export function bodyOfFunction(node: SyntaxNode): SyntaxNode | undefined {
  // Kotlin's grammar names no field for it.
  if (node.type === 'lambda_literal') return node
  return node.child('body') ?? node.childOfType('function_body')?.namedChildren[0]
}
