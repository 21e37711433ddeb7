import type { SyntaxNode } from '../../code/node.ts'

/** The value of a string without interpolation, or undefined for anything else. */
export function csharpLiteral(node: SyntaxNode | undefined): string | undefined {
  if (!node) return undefined
  if (node.type === 'verbatim_string_literal') return node.text.slice(2, -1).replaceAll('""', '"')
  if (node.type === 'raw_string_literal') return node.childOfType('raw_string_content')?.text ?? ''
  if (node.type === 'binary_expression' && node.child('operator')?.text === '+') {
    const [left, right] = [csharpLiteral(node.child('left')), csharpLiteral(node.child('right'))]
    return left === undefined || right === undefined ? undefined : left + right
  }
  if (node.type !== 'string_literal') return undefined
  return node.namedChildren
    .map((part) => (part.type === 'escape_sequence' ? unescaped(part.text) : part.text))
    .join('')
}

function unescaped(text: string): string {
  const known: Record<string, string> = { '\\n': '\n', '\\r': '\r', '\\t': '\t' }
  return known[text] ?? text.slice(1)
}

export interface CsharpCall {
  /** What the method is called on, as written. */
  object: string
  /** Without type arguments. */
  name: string
  positional: SyntaxNode[]
  named: Map<string, SyntaxNode>
}

/** A call of a method, or undefined for any other node. */
export function csharpCall(node: SyntaxNode): CsharpCall | undefined {
  if (node.type !== 'invocation_expression') return undefined
  const target = node.child('function')
  const method = target?.child('name') ?? target
  const call: CsharpCall = {
    object: target?.child('expression')?.text.slice(0, 2000) ?? '',
    name: /^\w+/.exec(method?.text ?? '')?.[0] ?? '',
    positional: [],
    named: new Map(),
  }
  for (const argument of node.child('arguments')?.namedChildren ?? []) {
    const value = argument.namedChildren.at(-1)
    const name = argument.child('name')
    if (!value) continue
    if (name) call.named.set(name.text, value)
    else call.positional.push(value)
  }
  return call
}
