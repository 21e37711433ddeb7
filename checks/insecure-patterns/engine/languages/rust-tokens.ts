import type { SyntaxNode } from '../../../../src/parse/code/index.ts'
import type { Argument, Expression } from '../ir.ts'
import { name } from './build.ts'

type Lower = (node: SyntaxNode) => Expression
/** Names of fields that hold numbers alone. */
type Numbers = ReadonlySet<string>

/** The arguments of a macro: the grammar gives its text as tokens alone. */
export function tokensOf(tree: SyntaxNode, lower: Lower, numbers: Numbers = new Set()): Argument[] {
  const groups: SyntaxNode[][] = [[]]
  const tokens = tree.children.filter((child) => !child.type.includes('comment'))
  for (const token of tokens.slice(1, -1)) {
    if (token.text === ',' || token.text === ';') groups.push([])
    else groups.at(-1)?.push(token)
  }
  return groups.filter((group) => group.length > 0).map((group) => argumentOf(group, tree, lower, numbers))
}

function argumentOf(
  tokens: readonly SyntaxNode[],
  tree: SyntaxNode,
  lower: Lower,
  numbers: Numbers,
): Argument {
  const [first, second, ...rest] = tokens
  if (first?.type === 'identifier' && second?.text === '=' && rest.length > 0)
    return { name: first.text, value: valueOf(rest, first, lower, numbers), spread: false }
  return { value: valueOf(tokens, first ?? tree, lower, numbers), spread: false }
}

/** A chain of names, fields and calls; of anything else all that is in it. */
function valueOf(tokens: readonly SyntaxNode[], at: SyntaxNode, lower: Lower, numbers: Numbers): Expression {
  const used = tokens.filter((token) => !/^(?:&|&mut|mut|\*|\?|await|mutable_specifier)$/.test(token.text))
  const [first] = used
  if (!first) return { kind: 'other', parts: [], node: at }
  let value: Expression | undefined = isName(first)
    ? name(first)
    : first.type === 'token_tree'
      ? valueOf(first.children.slice(1, -1), first, lower, numbers)
      : lower(first)
  for (let index = 1; index < used.length && value; index++) {
    const token = used[index]
    const next = used[index + 1]
    if (token?.type === 'token_tree' && token.text.startsWith('('))
      value = {
        kind: 'call',
        callee: value,
        args: tokensOf(token, lower, numbers),
        isNew: false,
        node: token,
      }
    else if (token?.type === 'token_tree') value = { kind: 'index', object: value, node: token }
    else if (/^(?:\.|::)$/.test(token?.text ?? '') && next && isName(next)) {
      const isNumber = numbers.has(next.text) && !used[index + 2]?.text.startsWith('(')
      value = isNumber
        ? { kind: 'call', callee: name(next, 'number!'), args: [], isNew: false, node: next }
        : { kind: 'member', object: value, property: next.text, node: next }
      index++
    } else if (token?.text !== '.' && token?.text !== '::') value = undefined
  }
  if (value) return value
  const parts = used.filter((token) => isName(token)).map((token) => name(token))
  return { kind: 'other', parts, operator: 'tokens', node: first }
}

const isName = (node: SyntaxNode): boolean =>
  /^(?:identifier|self|type_identifier|primitive_type|crate|integer_literal)$/.test(node.type)
