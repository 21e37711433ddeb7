import type { SyntaxNode } from '../../code/node.ts'
import type { Ways } from './script-adapter.ts'

/**
 * The `up` and `down` methods of the first class that `isMigration` takes for one.
 * @param isMigration gets what the class extends and implements, as written, and its `up`
 */
export function classWays(
  root: SyntaxNode,
  isMigration: (heritage: string, up: SyntaxNode) => boolean,
): Ways {
  for (const node of root.walk()) {
    if (node.type !== 'class_declaration' && node.type !== 'class') continue
    const [up, down] = [methodOf(node, 'up'), methodOf(node, 'down')]
    const heritage = node.childOfType('class_heritage')?.text ?? ''
    if (up && isMigration(heritage, up)) return { up, ...(down && { down }) }
  }
  return {}
}

/** A method, or a property that holds a function. */
function methodOf(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const member of node.child('body')?.namedChildren ?? []) {
    if (member.child('name')?.text !== name && member.child('property')?.text !== name) continue
    if (member.type === 'method_definition') return member
    const value = member.child('value')
    if (value && /^(?:arrow_function|function_expression)$/.test(value.type)) return value
  }
  return undefined
}
