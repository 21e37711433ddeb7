import type { SyntaxNode } from '../../code/node.ts'
import { Scopes } from '../scopes.ts'
import { property } from './bindings.ts'

/** The call that is made on the result of an expression: `x` in `x.get('/')`. */
export function callAround(node: SyntaxNode): SyntaxNode | undefined {
  const member =
    node.parent?.type === 'member_expression' && node.field === 'object' ? node.parent : undefined
  return member?.parent?.type === 'call_expression' && member.field === 'function' ? member.parent : undefined
}

/** Whether an expression that comes first is a prefix by its name, where its value is not in this file. */
export function namesPath({ type, text }: SyntaxNode): boolean {
  if (type !== 'identifier' && type !== 'member_expression') return false
  return (
    /(?:^|[._])[A-Z][A-Z0-9_]+$|(?:prefix|path|base|root|ur[il]|version|endpoint)$/i.test(text) ||
    /(?:^|[._])[A-Z][A-Z0-9_]+$/.test(text)
  )
}

/** Whether other verbs stand in the chain that a call is part of. */
export function hasOtherVerbs(node: SyntaxNode): boolean {
  const verbs = new Set<string>()
  const note = (call: SyntaxNode): unknown => verbs.add(call.child('function')?.child('property')?.text ?? '')
  for (let at = callAround(node); at; at = callAround(at)) note(at)
  for (let at = node.child('function')?.child('object'); at; at = at.child('function')?.child('object'))
    note(at)
  return ['get', 'post', 'put', 'patch', 'delete'].some((verb) => verbs.has(verb))
}

/** The variable or field that an expression is given to. */
export function holderOf(node: SyntaxNode): { name: string; scope: SyntaxNode } | undefined {
  let at = node.parent
  while (at && /^(?:as|satisfies|parenthesized|await|non_null)_expression$/.test(at.type)) at = at.parent
  if (at?.type === 'variable_declarator') {
    const name = at.child('name')?.text
    return name === undefined ? undefined : { name, scope: Scopes.of(at) }
  }
  const left = at?.type === 'assignment_expression' ? at.child('left') : undefined
  const isField = at?.type === 'public_field_definition' || at?.type === 'field_definition'
  const field = isField ? (at?.child('name') ?? at?.child('property')) : undefined
  const owner = at?.ancestor('class_declaration', 'class')
  if (at && field && owner) return { name: `this.${field.text}`, scope: owner }
  if (!at || !left) return undefined
  if (left.text.startsWith('this.') && owner) return { name: left.text, scope: owner }
  return { name: left.text, scope: at.ancestor('program') ?? at }
}

/** `schema: { hide: true }` (Fastify). */
export function isHidden(node: SyntaxNode): boolean {
  const schema = property(node, 'schema')
  return property(schema ?? node, 'hide')?.text === 'true'
}
