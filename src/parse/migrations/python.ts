import type { SyntaxNode } from '../code/node.ts'
import { literal } from './code-part.ts'

/** The arguments of a Python call. */
export interface Arguments {
  positional: SyntaxNode[]
  keywords: Map<string, SyntaxNode>
  /** `*args` or `**kwargs`: nothing can be said about what is not there. */
  splat: boolean
}

export function argumentsOf(call: SyntaxNode): Arguments {
  const result: Arguments = { positional: [], keywords: new Map(), splat: false }
  for (const argument of call.child('arguments')?.namedChildren ?? []) {
    const [name, value] = [argument.child('name'), argument.child('value')]
    if (argument.type === 'keyword_argument' && name && value) result.keywords.set(name.text, value)
    else if (/splat/.test(argument.type)) result.splat = true
    else result.positional.push(argument)
  }
  return result
}

/** Last part of the called name: `RunPython` of `migrations.RunPython(…)`. */
export function calledName(call: SyntaxNode): string {
  const name = call.child('function')
  return (name?.child('attribute') ?? name)?.text ?? ''
}

const ownAssignments = new WeakMap<SyntaxNode, ReadonlyMap<string, SyntaxNode>>()

/** The value that the statements of a block or module, and none inside of them, assign to a name first; read once a block. */
export function assignedIn(block: SyntaxNode, name: string): SyntaxNode | undefined {
  const known = ownAssignments.get(block)
  if (known) return known.get(name)
  const found = new Map<string, SyntaxNode>()
  for (const statement of block.namedChildren) {
    const assignment = statement.type === 'expression_statement' ? statement.namedChildren[0] : statement
    if (assignment?.type !== 'assignment') continue
    const [left, right] = [assignment.child('left'), assignment.child('right')]
    if (left && right && !found.has(left.text)) found.set(left.text, right)
  }
  ownAssignments.set(block, found)
  return found.get(name)
}

/** What the function around a name, or the module, assigns to it. */
export function valueOf(name: SyntaxNode): SyntaxNode | undefined {
  const local = name.ancestor('function_definition')?.child('body')
  const module = name.ancestor('module')
  return (local && assignedIn(local, name.text)) ?? (module && assignedIn(module, name.text))
}

/** Names that a value leads over before it is given up. */
const MAX_LEADS = 3

/** The text of a string, of a name that one is assigned to, or of a marking call: `op.f("…")`, `quoted_name("…")`. */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  let value = node
  for (let i = 0; i < MAX_LEADS && value; i++) {
    if (value.type === 'identifier') value = valueOf(value)
    else if (value.type === 'parenthesized_expression') [value] = value.namedChildren
    else if (value.type === 'call' && /^(?:f|quoted_name|_|gettext_lazy)$/.test(calledName(value)))
      [value] = argumentsOf(value).positional
    else break
  }
  return literal(value)
}

/** The texts of a list or tuple; undefined where one of them is not written out. */
export function textsOf(node: SyntaxNode | undefined): string[] | undefined {
  const list = node?.type === 'identifier' ? valueOf(node) : node
  if (!list || !/^(?:list|tuple|set)$/.test(list.type)) return undefined
  const texts = list.namedChildren.map((one) => textOf(one))
  return texts.includes(undefined) ? undefined : (texts as string[])
}

export function isTrue(node: SyntaxNode | undefined): boolean {
  return node?.type === 'true'
}

export function isFalse(node: SyntaxNode | undefined): boolean {
  return node?.type === 'false'
}

export function numberOf(node: SyntaxNode | undefined): number | undefined {
  const value = Number(node?.type === 'integer' ? node.text.replaceAll('_', '') : Number.NaN)
  return Number.isFinite(value) ? value : undefined
}

const assignments = new WeakMap<SyntaxNode, ReadonlyMap<string, SyntaxNode>>()

/** The first value that a block gives to each name, however deep in it; read once a block. */
export function assignedWithin(block: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const known = assignments.get(block)
  if (known) return known
  const found = new Map<string, SyntaxNode>()
  for (const node of block.walk()) {
    const [left, right] = node.type === 'assignment' ? [node.child('left'), node.child('right')] : []
    if (left && right && !found.has(left.text)) found.set(left.text, right)
  }
  assignments.set(block, found)
  return found
}
