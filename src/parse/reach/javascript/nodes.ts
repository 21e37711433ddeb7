/** A node of oxc's ESTree; which fields it has depends on `type`. */
export interface Node {
  type: string
  start: number
  end: number
  [field: string]: unknown
}

export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

export function nodeAt(node: Node, field: string): Node | undefined {
  const value = node[field]
  return isNode(value) ? value : undefined
}

export function nodesAt(node: Node, field: string): Node[] {
  const value = node[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

export function textAt(node: Node | undefined, field: string): string | undefined {
  const value = node?.[field]
  return typeof value === 'string' ? value : undefined
}

/** The constant text of a string or a template without substitutions. */
export function constantText(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return textAt(node, 'value')
  if (node?.type !== 'TemplateLiteral' || nodesAt(node, 'expressions').length > 0) return undefined
  const cooked = nodesAt(node, 'quasis')[0]?.['value']
  return typeof cooked === 'object' &&
    cooked !== null &&
    'cooked' in cooked &&
    typeof cooked.cooked === 'string'
    ? cooked.cooked
    : undefined
}

const WRAPPERS = new Set([
  'ParenthesizedExpression',
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ChainExpression',
  'AwaitExpression',
])

/** The expression inside brackets, casts and `await`. */
export function unwrap(node: Node | undefined): Node | undefined {
  let inner = node
  while (inner && WRAPPERS.has(inner.type)) inner = nodeAt(inner, 'expression') ?? nodeAt(inner, 'argument')
  return inner
}

export interface FunctionNode extends Node {
  type: 'FunctionExpression' | 'ArrowFunctionExpression'
}

export function isFunction(node: Node | undefined): node is FunctionNode {
  return node?.type === 'FunctionExpression' || node?.type === 'ArrowFunctionExpression'
}

/** The name of a key or property, where it is constant. */
export function keyName(key: Node | undefined, computed: boolean): string | undefined {
  if (!key) return undefined
  if (!computed && (key.type === 'Identifier' || key.type === 'PrivateIdentifier')) return textAt(key, 'name')
  if (key.type === 'Literal') return String(key['value'])
  return constantText(key)
}

/** Names that a pattern binds. */
export function* boundNames(pattern: Node | undefined): Generator<string> {
  if (!pattern) return
  switch (pattern.type) {
    case 'Identifier':
      yield textAt(pattern, 'name') ?? ''
      break
    case 'AssignmentPattern':
      yield* boundNames(nodeAt(pattern, 'left'))
      break
    case 'RestElement':
      yield* boundNames(nodeAt(pattern, 'argument'))
      break
    case 'TSParameterProperty':
      yield* boundNames(nodeAt(pattern, 'parameter'))
      break
    case 'ArrayPattern':
      for (const element of nodesAt(pattern, 'elements')) yield* boundNames(element)
      break
    case 'ObjectPattern':
      for (const property of nodesAt(pattern, 'properties'))
        yield* boundNames(nodeAt(property, 'value') ?? nodeAt(property, 'argument'))
      break
    default:
  }
}
