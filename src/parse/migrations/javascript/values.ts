import type { SyntaxNode } from '../../code/node.ts'
import { expressionDefault } from '../code-operations.ts'
import { exactText } from '../literal-sql.ts'
import type { ColumnFacts } from '../operation.ts'
import { valueOf } from './commands.ts'

export type Options = ReadonlyMap<string, SyntaxNode>

/** The value of a constant text: written out, put together, named by a `const`, or handed to a tag or `literal(…)`. */
export function constantText(node: SyntaxNode | undefined): string | undefined {
  const value = node?.type === 'identifier' ? valueOf(node) : node
  if (value?.type === 'call_expression') {
    const given = value.child('arguments')
    return constantText(given?.type === 'template_string' ? given : given?.namedChildren[0])
  }
  return value && exactText(value)
}

/** A text, or several in an array; undefined where one of them is not constant. */
export function constantTexts(node: SyntaxNode | undefined): string[] | undefined {
  if (node?.type !== 'array') {
    const one = constantText(node)
    return one === undefined ? undefined : [one]
  }
  const texts = node.namedChildren.filter(({ type }) => type !== 'comment').map((one) => constantText(one))
  return texts.includes(undefined) ? undefined : (texts as string[])
}

/** What an object has by name; undefined for anything but an object, or where others are spread into it. */
export function optionsOf(node: SyntaxNode | undefined): Options | undefined {
  const object = node?.type === 'identifier' ? valueOf(node) : node
  if (object?.type !== 'object') return undefined
  const found = new Map<string, SyntaxNode>()
  for (const member of object.namedChildren) {
    const [key, value] = [member.child('key'), member.child('value')]
    if (member.type === 'comment' || member.type === 'method_definition') continue
    if (member.type !== 'pair' || !key || !value) return undefined
    found.set(exactText(key) ?? key.text, value)
  }
  return found
}

export function isTrue(node: SyntaxNode | undefined): boolean {
  return node?.type === 'true'
}

export function isFalse(node: SyntaxNode | undefined): boolean {
  return node?.type === 'false'
}

/** A default: a value, or an expression of SQL where a call makes it (`literal('now()')`, `knex.fn.now()`). */
export function defaultOf(node: SyntaxNode | undefined): ColumnFacts['default'] {
  if (!node || node.type === 'null' || node.type === 'undefined') return undefined
  const isCode = node.type === 'call_expression' || node.type === 'member_expression'
  return isCode ? expressionDefault(constantText(node) ?? node.text) : { text: node.text, volatile: false }
}
