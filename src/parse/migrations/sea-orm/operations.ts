import type { SyntaxNode } from '../../code/node.ts'
import { append, MAX_OPERATION_TEXT, operationAt, sqlOperationsOfText } from '../code-operations.ts'
import { pushAll } from '../code-part.ts'
import type { Operation } from '../operation.ts'
import { commandFacts } from './commands.ts'
import { COMMANDS, literalIn, QUIET } from './effects.ts'
import { namesIn } from './names.ts'
import { rustCall, type RustCall } from './rust.ts'

/** What an `up` or `down` does, command by command, on the lines of the calls. */
export async function seaOperations(method: SyntaxNode, path: string): Promise<Operation[]> {
  const found: Operation[] = []
  const nameOf = namesIn(method.source.text)
  const body = method.child('body')
  const stack = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    const at = node
    if (/^(?:if|match)_expression$/.test(node.type) && asksForDatabase(node)) {
      found.push(operationAt({ kind: 'code', what: 'depends on the database' }, path, node))
      continue
    }
    const call = rustCall(node)
    if (!call) {
      pushAll(stack, node.namedChildren)
      continue
    }
    if (call.object && /^(?:execute_unprepared|execute_raw|execute)$/.test(call.name))
      append(found, await executed(call, node, path))
    else if (call.object && Object.hasOwn(COMMANDS, call.name)) {
      const facts = commandFacts(call, nameOf) ?? [
        { facts: { kind: 'other' as const, what: `calls ${call.name}` } },
      ]
      append(
        found,
        facts.map((one) => operationAt(one.facts, path, one.node ?? at)),
      )
    } else {
      if (!QUIET.test(call.name) && isOutermost(node))
        found.push(operationAt({ kind: 'code', what: `calls ${call.name}` }, path, node))
      pushAll(stack, node.namedChildren)
    }
  }
  return found
}

function asksForDatabase(node: SyntaxNode): boolean {
  const condition = node.child('condition') ?? node.child('value')
  return /get_database_backend|DbBackend|DatabaseBackend|\bbackend\b/.test(condition?.text ?? '')
}

/** Neither an argument nor the beginning of a chain. */
function isOutermost({ parent }: SyntaxNode): boolean {
  return parent?.type !== 'arguments' && parent?.type !== 'field_expression'
}

async function executed(call: RustCall, node: SyntaxNode, path: string): Promise<Operation[]> {
  const sql = literalIn(call.arguments[0])
  const text = [...(call.arguments[0]?.walk() ?? [])].find((one) => one.type.endsWith('string_literal'))
  if (sql === undefined || !text) return [operationAt({ kind: 'other', what: 'runs SQL' }, path, node)]
  return sqlOperationsOfText(sql, path, text.region.startLine, node.text.slice(0, MAX_OPERATION_TEXT))
}
