import type { SyntaxNode } from '../../code/node.ts'
import { append, guarded, operationAt, sqlOperationsOfText } from '../code-operations.ts'
import { pushAll } from '../code-part.ts'
import type { ColumnFacts, ConstraintFacts, Operation, OperationFacts } from '../operation.ts'
import { ownMethods, type PhpCall, phpCall, phpChain, phpLiteral, phpStrings } from '../php.ts'
import { guardOf } from '../php-guards.ts'
import { pluralOf, snakeOf } from '../plural.ts'
import { blueprint } from './blueprint.ts'
import { isSchema, QUIET } from './effects.ts'

/** What an `up` or `down` does, command by command, on the lines of the calls; methods of the class are looked into. */
export async function laravelOperations(method: SyntaxNode, path: string): Promise<Operation[]> {
  const found: Operation[] = []
  const own = ownMethods(method)
  const body = method.child('body')
  const stack = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    const call = phpCall(node)
    const known = call && (await operationsOf(call, path))
    const called = call && own(call)
    if (known) append(found, known)
    else if (called) stack.push(called)
    else {
      // A closure is looked into whatever takes it: `DB::transaction(function () { … })`.
      if (call && isCode(call))
        found.push(operationAt({ kind: 'code', what: `calls ${call.name}` }, path, node))
      pushAll(stack, node.namedChildren)
    }
  }
  return found
}

/** Only the last call of a chain is spoken of, and no function: PHP's own leave the database alone. */
function isCode({ node, name }: PhpCall): boolean {
  if (node.type === 'function_call_expression') return false
  if (node.parent && phpCall(node.parent) && node.field === 'object') return false
  return !QUIET.test(node.text) && !/^(?:has|get|is|count|exists|pluck|toArray|config|env|now|__)/.test(name)
}

async function operationsOf(call: PhpCall, path: string): Promise<Operation[] | undefined> {
  const { node } = call
  const facts = isSchema(call.object) ? schemaFacts(call) : undefined
  // A condition may stand around the call, or inside of its function.
  const own = facts?.flatMap(({ facts: one, node: at }) => conditional(operationAt(one, path, at), at))
  if (own) return own
  const all = (await executed(call, path)) ?? rowsWritten(call)?.map((one) => operationAt(one, path, node))
  return all?.flatMap((one) => conditional(one, node))
}

/** What an operation is under the conditions around it. */
function conditional(one: Operation, node: SyntaxNode): Operation[] {
  const guard = guardOf(node)
  // Run by the tests alone.
  if (guard.database === 'sqlite') return []
  if (guard.database) return [operationAt({ kind: 'code', what: 'depends on the database' }, one.path, node)]
  return [guard.exists ? guarded(one) : one]
}

interface Placed {
  facts: OperationFacts
  node: SyntaxNode
}

const CHANGES = /^(?:create|table|drop\w*|rename)$/i

function schemaFacts({ name, node, arguments: given }: PhpCall): Placed[] | undefined {
  const table = phpLiteral(given[0])
  if (table === undefined)
    return CHANGES.test(name) ? [{ facts: { kind: 'other', what: `calls ${name}` }, node }] : undefined
  switch (name.toLowerCase()) {
    case 'create':
      return created(table, node, given[1])
    case 'table':
      return given[1] ? blueprint(table, given[1]) : undefined
    case 'drop':
    case 'dropifexists': {
      const ifExists = name.toLowerCase() !== 'drop'
      return [{ facts: { kind: 'drop-table', table, ...(ifExists && { ifExists }) }, node }]
    }
    case 'rename': {
      const to = phpLiteral(given[1])
      return to === undefined ? undefined : [{ facts: { kind: 'rename-table', table, to }, node }]
    }
    case 'dropcolumns':
      return phpStrings(given[1])?.map((column) => ({ facts: { kind: 'drop-column', table, column }, node }))
    default:
      return undefined
  }
}

/** A table with its columns and keys; its indexes are statements of their own behind it. */
function created(table: string, node: SyntaxNode, callable: SyntaxNode | undefined): Placed[] {
  const columns: ColumnFacts[] = []
  const constraints: ConstraintFacts[] = []
  const after: Placed[] = []
  let partial = false
  for (const one of blueprint(table, callable)) {
    const { facts, node: at } = one
    if (facts.kind === 'add-column') columns.push({ ...facts.column, region: at.region })
    else if (facts.kind === 'add-constraint') constraints.push({ ...facts.constraint, region: at.region })
    else if (facts.kind === 'other') partial = true
    else after.push(one)
  }
  const temporary = /\$\w+->temporary\(/.test(callable?.text ?? '')
  return [
    {
      facts: {
        kind: 'create-table',
        table,
        columns,
        constraints,
        ...(partial && { partial }),
        ...(temporary && { temporary }),
      },
      node,
    },
    ...after,
  ]
}

async function executed(call: PhpCall, path: string): Promise<Operation[] | undefined> {
  if (!/\bDB\b|connection/i.test(call.object)) return undefined
  if (!/^(?:statement|unprepared|affectingStatement|update|delete|insert)$/.test(call.name)) return undefined
  // `DB::table('x')->update(…)` is no text.
  if (/^(?:update|delete|insert)$/.test(call.name) && !/^\\?DB$/.test(call.object)) return undefined
  const [first] = call.arguments
  const sql = phpLiteral(first)
  if (sql === undefined || !first) return [operationAt({ kind: 'other', what: 'runs SQL' }, path, call.node)]
  // The text of a heredoc begins on the line below its mark.
  const line = (first.child('value') ?? first).region.startLine
  return sqlOperationsOfText(sql, path, line, call.node.text.slice(0, 1000))
}

const ROWS: Readonly<Record<string, 'update' | 'delete' | 'insert' | 'truncate'>> = {
  update: 'update',
  increment: 'update',
  decrement: 'update',
  delete: 'delete',
  forceDelete: 'delete',
  insert: 'insert',
  insertOrIgnore: 'insert',
  insertGetId: 'insert',
  insertUsing: 'insert',
  truncate: 'truncate',
}

/** `DB::table('users')->where(…)->update(…)`, and the same on a model's class: one statement over its table. */
function rowsWritten(call: PhpCall): OperationFacts[] | undefined {
  const verb = Object.hasOwn(ROWS, call.name) ? ROWS[call.name] : undefined
  const chain = verb && phpChain(call.node)
  if (!verb || !chain) return undefined
  const calls = chain.calls.slice(0, -1)
  const from = calls.find(({ name }) => name === 'table' || name === 'from')
  const model = /^\\?(?:\w+\\)*([A-Z]\w+)$/.exec(chain.root)?.[1]
  const table = from
    ? phpLiteral(from.arguments[0])?.replace(/\s+as\s.*$/i, '')
    : model !== undefined && !/^(?:DB|Schema|Log|Cache|Artisan|File|Storage)$/.test(model)
      ? pluralOf(snakeOf(model))
      : undefined
  if (table === undefined || (!from && calls.length === 0 && verb !== 'truncate')) return undefined
  // Scopes with names of the model's own may choose rows as well.
  const plain = /^(?:table|from|connection|query|withTrashed|withoutGlobalScopes?|withoutTimestamps)$/
  const where = !calls.every(({ name }) => plain.test(name))
  return [
    {
      kind: 'write',
      verb,
      table,
      ...((verb === 'update' || verb === 'delete') && { where }),
      ...(call.name === 'insertUsing' && { select: true }),
    },
  ]
}
