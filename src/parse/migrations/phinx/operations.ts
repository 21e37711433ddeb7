import type { SyntaxNode } from '../../code/node.ts'
import { append, guarded, MAX_OPERATION_TEXT, operationAt, sqlOperationsOfText } from '../code-operations.ts'
import { pushAll } from '../code-part.ts'
import type { Operation } from '../operation.ts'
import { guardOf } from '../php-guards.ts'
import { ownMethods, phpCall, type PhpCall, phpChain, phpLiteral, phpOptions } from '../php.ts'
import { type PendingTable, type PhinxCommand, runTable } from './commands.ts'

const RUNS = /^(?:create|update|save|saveData)$/
/** They look, or run what was collected before. */
const QUIET =
  /^(?:table|has\w*|exists|fetch\w*|get\w*|is\w+|query|quote\w*|begin\w*|commit\w*|rollback\w*|sprintf)$/

/** What a method does on the way up, action by action, on the lines of their names. */
export async function phinxOperations(method: SyntaxNode, path: string): Promise<Operation[]> {
  const found: Operation[] = []
  const own = ownMethods(method)
  /** Tables by the variables that hold them. */
  const tables = new Map<string, PendingTable>()
  const body = method.child('body')
  const stack = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.type === 'if_statement' && /\bisMigratingUp\s*\(/.test(node.child('condition')?.text ?? '')) {
      const isUp = !/!\s*\$this->isMigratingUp/.test(node.child('condition')?.text ?? '')
      const taken = isUp ? node.child('body') : node.child('alternative')
      if (taken) stack.push(taken)
      continue
    }
    const chain = phpChain(node)
    const [first] = chain?.calls ?? []
    const isTable = chain?.root === '$this' && first?.name === 'table'
    const table = isTable && first ? tableOf(first) : chain && tables.get(chain.root)
    if (chain && table) {
      const target =
        node.parent?.type === 'assignment_expression' && node.field === 'right'
          ? node.parent.child('left')
          : undefined
      if (target) tables.set(target.text, table)
      for (const call of isTable ? chain.calls.slice(1) : chain.calls) {
        if (RUNS.test(call.name)) {
          append(found, placed(runTable(table, call.name), path))
          table.actions = []
        } else if (!/^(?:has|get|exists)/.test(call.name)) table.actions.push(call)
      }
      // Without a variable nothing runs it later.
      if (!target && isTable) append(found, placed(runTable(table, 'update'), path))
      continue
    }
    const call = phpCall(node)
    const called = call && own(call)
    const known = call && (await operationsOf(call, path))
    if (known) append(found, known)
    else if (called) stack.push(called)
    else {
      if (call && node.type !== 'function_call_expression' && !QUIET.test(call.name) && !isInner(node))
        found.push(operationAt({ kind: 'code', what: `calls ${call.name}` }, path, node))
      pushAll(stack, node.namedChildren)
    }
  }
  for (const table of tables.values()) append(found, placed(runTable(table, 'update'), path))
  return found
}

function isInner(node: SyntaxNode): boolean {
  return node.field === 'object' && node.parent !== undefined && phpCall(node.parent) !== undefined
}

function tableOf({ arguments: given, node }: PhpCall): PendingTable | undefined {
  const table = phpLiteral(given[0])
  return table === undefined ? undefined : { table, options: phpOptions(given[1]), node, actions: [] }
}

function placed(commands: readonly PhinxCommand[], path: string): Operation[] {
  return commands.map(({ facts, node, name }) => {
    const one = operationAt(facts, path, node)
    const guard = guardOf(node)
    if (guard.database) return operationAt({ kind: 'code', what: 'depends on the database' }, path, node)
    const at = name
      ? {
          ...one,
          region: node.source.region(name.start, node.end),
          text: node.source.text.slice(name.start, Math.min(node.end, name.start + MAX_OPERATION_TEXT)),
        }
      : one
    return guard.exists ? guarded(at) : at
  })
}

/** SQL, and the commands that older versions have on the migration itself. */
async function operationsOf(call: PhpCall, path: string): Promise<Operation[] | undefined> {
  if (call.object !== '$this') return undefined
  const [first, second] = call.arguments
  const name = phpLiteral(first)
  switch (call.name) {
    case 'execute': {
      if (name === undefined || !first)
        return [operationAt({ kind: 'other', what: 'runs SQL' }, path, call.node)]
      if (guardOf(call.node).database)
        return [operationAt({ kind: 'code', what: 'depends on the database' }, path, call.node)]
      const line = (first.child('value') ?? first).region.startLine
      return sqlOperationsOfText(name, path, line, call.node.text.slice(0, MAX_OPERATION_TEXT))
    }
    case 'dropTable':
      return name === undefined
        ? undefined
        : [operationAt({ kind: 'drop-table', table: name }, path, call.node)]
    case 'renameTable': {
      const to = phpLiteral(second)
      return name === undefined || to === undefined
        ? undefined
        : [operationAt({ kind: 'rename-table', table: name, to }, path, call.node)]
    }
    case 'insert':
      return name === undefined
        ? undefined
        : [operationAt({ kind: 'write', verb: 'insert', table: name }, path, call.node)]
    default:
      return undefined
  }
}
