import type { SyntaxNode } from '../../code/node.ts'

export function isFunction(node: SyntaxNode): boolean {
  return /^(?:function_(?:declaration|expression)|arrow_function)$/.test(node.type)
}

/** The name that a function is called by: its own, or that of the variable it is given to. */
export function functionName(node: SyntaxNode): string | undefined {
  const own = node.child('name')
  if (own) return own.text
  return node.parent?.type === 'variable_declarator' ? node.parent.child('name')?.text : undefined
}
