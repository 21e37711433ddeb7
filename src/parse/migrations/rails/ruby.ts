import type { SyntaxNode } from '../../code/node.ts'
import { literal } from '../code-part.ts'

/** The arguments of a Ruby call. */
export interface Arguments {
  positional: SyntaxNode[]
  /** Keyword arguments and those of a literal hash at the end, by key. */
  options: Map<string, SyntaxNode>
  /** `*args`, `**options` or `&block` hide some: nothing can be said about what is not there. */
  splat: boolean
}

export function argumentsOf(call: SyntaxNode): Arguments {
  const result: Arguments = { positional: [], options: new Map(), splat: false }
  for (const argument of call.child('arguments')?.namedChildren ?? []) {
    if (argument.type === 'pair') addPair(result.options, argument)
    else if (argument.type === 'hash') {
      for (const pair of argument.namedChildren) {
        if (pair.type === 'pair') addPair(result.options, pair)
        else result.splat = true
      }
    } else if (/splat_argument|block_argument|forward/.test(argument.type)) result.splat = true
    else if (argument.type !== 'heredoc_body') result.positional.push(argument)
  }
  return result
}

function addPair(options: Map<string, SyntaxNode>, pair: SyntaxNode): void {
  const [key, value] = [pair.child('key'), pair.child('value')]
  // `{ name: }` has no value of its own.
  if (key) options.set(key.type === 'hash_key_symbol' ? key.text : (literal(key) ?? key.text), value ?? key)
}

/** Name of the method that a node calls, with or without arguments. */
export function calledMethod(node: SyntaxNode): string | undefined {
  if (node.type === 'call') return node.child('method')?.text
  return node.type === 'identifier' ? node.text : undefined
}

/** The statements of a method, block or class. */
export function statementsOf(node: SyntaxNode): SyntaxNode[] {
  const body = node.child('body')
  if (!body) return []
  return body.type === 'body_statement' || body.type === 'block_body' ? body.namedChildren : [body]
}

/** The text of a string argument, also where it is a heredoc, which the grammar keeps beside the call. */
export function textArgument(argument: SyntaxNode | undefined): string | undefined {
  if (!argument) return undefined
  const heredoc = argument.type === 'heredoc_beginning' ? argument : argument.childOfType('heredoc_beginning')
  if (!heredoc) return literal(argument)
  const body = following(heredoc)
  return body && literal(body)
}

/** The first heredoc body that begins after its `<<~SQL`. */
function following(beginning: SyntaxNode): SyntaxNode | undefined {
  for (let node = beginning.parent; node; node = node.parent) {
    const body = node.children.find((child) => child.type === 'heredoc_body' && child.start >= beginning.end)
    if (body) return body
  }
  return undefined
}
