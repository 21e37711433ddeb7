import type { SyntaxNode } from '../../code/node.ts'
import { append, MAX_OPERATION_TEXT, operationAt, sqlOperationsOfText } from '../code-operations.ts'
import { pushAll } from '../code-part.ts'
import type { Operation } from '../operation.ts'
import { commandFacts } from './commands.ts'
import { SILENT } from './effects.ts'
import { elixirCall, type ElixirCall, elixirLiteral, statementsOf } from './elixir.ts'

/** What a function of a migration does on the way up, command by command, on the lines of the calls. */
export async function ectoOperations(definition: SyntaxNode, path: string): Promise<Operation[]> {
  const found: Operation[] = []
  const stack = statementsOf(definition).toReversed()
  for (let node = stack.pop(); node; node = stack.pop()) {
    const call = elixirCall(node)
    if (!call) {
      pushAll(stack, node.namedChildren)
      continue
    }
    const at = node
    if (/^(?:if|unless)$/.test(call.name) && /\bdirection\b/.test(call.positional[0]?.text ?? '')) {
      pushAll(stack, waysUp(call))
      continue
    }
    const facts = commandFacts(call)
    if (facts)
      append(
        found,
        facts.map((one) => operationAt(one.facts, path, one.node)),
      )
    else if (/^(?:execute|repo\(\)\.query!?)$/.test(call.name)) append(found, await executed(call, path))
    else if (
      /^(?:create|create_if_not_exists|drop|drop_if_exists|alter|rename|execute_file)$/.test(call.name)
    )
      found.push(operationAt({ kind: 'other', what: `calls ${call.name}` }, path, at))
    else {
      if (!SILENT.test(call.name) && isOutermost(node))
        found.push(operationAt({ kind: 'code', what: `calls ${call.name}` }, path, node))
      pushAll(stack, node.namedChildren)
    }
  }
  return found
}

/** `if direction() == :up do … else … end`: what of it runs on the way up. */
function waysUp({ node, name, positional }: ElixirCall): SyntaxNode[] {
  const block = node.childOfType('do_block')
  const otherwise = block?.childOfType('else_block')
  const isUp = /:up\b/.test(positional[0]?.text ?? '') === (name === 'if')
  if (isUp) return (block?.namedChildren ?? []).filter((child) => child !== otherwise)
  return otherwise?.namedChildren ?? []
}

/** A call among the arguments of another is part of that. */
function isOutermost(node: SyntaxNode): boolean {
  return node.parent?.type !== 'arguments' && node.parent?.type !== 'dot'
}

/** `execute(up)` and `execute(up, down)`. */
async function executed(call: ElixirCall, path: string): Promise<Operation[]> {
  const { node, positional } = call
  const [first] = positional
  const sql = elixirLiteral(first)
  if (first && sql !== undefined) {
    // The text of a heredoc begins with the end of the line that its mark is on.
    const { startLine } = first.region
    return sqlOperationsOfText(sql, path, startLine, node.text.slice(0, MAX_OPERATION_TEXT))
  }
  const isCode = /^(?:anonymous_function|unary_operator)$/.test(first?.type ?? '')
  return [
    operationAt(
      isCode ? { kind: 'code', what: 'runs a function' } : { kind: 'other', what: 'runs SQL' },
      path,
      node,
    ),
  ]
}
