import type { SyntaxNode } from '../../code/node.ts'
import type { OperationFacts } from '../operation.ts'
import { parameterOf } from './body.ts'
import type { Placed } from './operations.ts'

/** One call of a chain of a fluent builder. */
export interface Link {
  /** Empty for what the chain begins with, where that is called itself: `knex('users')`. */
  name: string
  args: readonly SyntaxNode[]
  /** From the beginning of the chain to this call. */
  node: SyntaxNode
}

export interface Chain {
  /** What the chain begins with, and properties that are not called: `db.schema`. */
  root: string
  links: Link[]
}

/** The calls of `db.schema.createTable('a').addColumn(…).execute()`, first to last. */
export function chainOf(call: SyntaxNode): Chain {
  const links: Link[] = []
  const words: string[] = []
  let node: SyntaxNode | undefined = call
  while (node) {
    if (node.type === 'call_expression') {
      const callee: SyntaxNode | undefined = node.child('function')
      const given = node.child('arguments')
      const args = (given?.namedChildren ?? []).filter(({ type }) => type !== 'comment')
      const isMember: boolean = callee?.type === 'member_expression'
      links.unshift({ name: isMember ? (callee?.child('property')?.text ?? '') : '', args, node })
      if (!isMember && callee) words.unshift(callee.text)
      node = isMember ? callee?.child('object') : undefined
    } else if (node.type === 'member_expression') {
      words.unshift(node.child('property')?.text ?? '')
      node = node.child('object')
    } else {
      words.unshift(node.text.slice(0, 100))
      node = undefined
    }
  }
  return { root: words.join('.'), links }
}

/** Chains on the parameter of a callback: `(table) => { table.string('a').notNullable() }`, `(column) => column.notNull()`. */
export function chainsOn(callback: SyntaxNode | undefined): Chain[] {
  const parameter = callback && nameOf(parameterOf(callback))
  const body = callback?.child('body')
  if (parameter === undefined || !body) return []
  const found: Chain[] = []
  const stack = [body]
  for (let node = stack.pop(); node; node = stack.pop()) {
    const chain = node.type === 'call_expression' ? chainOf(node) : undefined
    if (chain && chain.root === parameter) found.push(chain)
    else stack.push(...node.namedChildren.toReversed())
  }
  return found
}

/** A command at the lines of its own call: a chain's nodes all begin where the chain begins. */
export function placed(facts: OperationFacts, { node }: Link): Placed {
  const { startLine } = (node.child('function')?.child('property') ?? node).region
  return { facts, node, region: { startLine, endLine: node.region.endLine } }
}

function nameOf(parameter: SyntaxNode | undefined): string | undefined {
  return (parameter?.child('pattern') ?? parameter)?.text
}
