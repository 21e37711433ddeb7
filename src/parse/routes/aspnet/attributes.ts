import type { SyntaxNode } from '../../code/node.ts'
import { isText } from '../text-of.ts'

export interface Attribute {
  /** Without `Attribute` at the end. */
  name: string
  node: SyntaxNode
  /** Arguments by position. */
  positional: SyntaxNode[]
  named: Map<string, SyntaxNode>
}

export function attributesOf(node: SyntaxNode): Attribute[] {
  return node.children
    .filter(({ type }) => type === 'attribute_list')
    .flatMap((list) => list.namedChildren.filter(({ type }) => type === 'attribute'))
    .map((attribute) => readAttribute(attribute))
}

function readAttribute(node: SyntaxNode): Attribute {
  const name = (node.child('name')?.text.split('.').at(-1) ?? '').replace(/Attribute$/, '')
  const positional: SyntaxNode[] = []
  const named = new Map<string, SyntaxNode>()
  for (const argument of node.childOfType('attribute_argument_list')?.namedChildren ?? []) {
    const key = /^(\w+)\s*[=:]/.exec(argument.text)?.[1]
    const written = argument.namedChildren.at(-1)
    const value = written?.type === 'assignment_expression' ? written.child('right') : written
    if (!value) continue
    if (key !== undefined && !isText(argument.namedChildren[0])) named.set(key, value)
    else positional.push(value)
  }
  return { name, node, positional, named }
}
