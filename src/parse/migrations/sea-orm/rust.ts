import type { SyntaxNode } from '../../code/node.ts'

/** The value of a string, or undefined for anything else. */
export function rustLiteral(node: SyntaxNode | undefined): string | undefined {
  if (node?.type === 'reference_expression') return rustLiteral(node.child('value'))
  if (node?.type !== 'string_literal' && node?.type !== 'raw_string_literal') return undefined
  return node.namedChildren
    .map((part) => (part.type === 'escape_sequence' ? unescaped(part.text) : part.text))
    .join('')
}

/** A backslash at the end of a line takes the line end and the next line's indent away. */
function unescaped(text: string): string {
  const known: Record<string, string> = { '\\n': '\n', '\\t': '\t', '\\r': '\r' }
  return known[text] ?? text.slice(1).trim()
}

export interface RustCall {
  /** Last part of the called name: `drop` of `Table::drop()`, `table` of `….table(x)`. */
  name: string
  /** What the method is called on; the path before the name of a function. */
  object: SyntaxNode | undefined
  arguments: SyntaxNode[]
}

/** A call, or undefined for any other node. */
export function rustCall(node: SyntaxNode): RustCall | undefined {
  if (node.type !== 'call_expression') return undefined
  let target = node.child('function')
  if (target?.type === 'generic_function') target = target.child('function')
  return {
    name: (target?.child('field') ?? target?.child('name') ?? target)?.text.slice(0, 200) ?? '',
    object: target?.child('value') ?? target?.child('path'),
    arguments: node.child('arguments')?.namedChildren ?? [],
  }
}
