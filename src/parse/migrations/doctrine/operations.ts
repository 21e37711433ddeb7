import type { SyntaxNode } from '../../code/node.ts'
import {
  append,
  guarded,
  MAX_OPERATION_TEXT,
  operationAt,
  sqlOperationsOfText,
  withOneKey,
} from '../code-operations.ts'
import { pushAll } from '../code-part.ts'
import type { Dialect, Operation, OperationFacts } from '../operation.ts'
import { guardOf } from '../php-guards.ts'
import { ownMethods, type PhpCall, phpCall, phpChain, type PhpChain, phpLiteral } from '../php.ts'
import { tableFacts } from './schema-tool.ts'

const RUNS_SQL = /^(?:addSql|executeStatement|executeQuery|executeUpdate|exec)$/
const QUIET =
  /^(?:abortIf|skipIf|warnIf|throwIrreversibleMigrationException|write|info|notice|sprintf|free|prevent\w*|(?:has|get|fetch|is|quote|find|generate)\w*|set(?:Length|Notnull|Default|Comment|Unsigned|Autoincrement|Precision|Scale|Fixed|Type|Column\w*|Parameter\w*|Option\w*))$/

/** A table that a variable holds, and where it is made here what was made of it. */
interface Held {
  table: string
  made?: Extract<Operation, { kind: 'create-table' }>
}

/** What a method does: the SQL that it adds, and the changes of the schema that it is given. */
export async function doctrineOperations(method: SyntaxNode, path: string): Promise<Operation[]> {
  const found: Operation[] = []
  const own = ownMethods(method)
  const tables = new Map<string, Held>()
  const body = method.child('body')
  const stack = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    const at = node
    const chain = phpChain(node)
    const last = chain?.calls.at(-1)
    if (!chain || !last) {
      pushAll(stack, node.namedChildren)
      continue
    }
    const add = (facts: OperationFacts): void => {
      const one = operationAt(facts, path, at)
      const guard = guardOf(at)
      if (guard.database === 'sqlite') return
      if (guard.database) found.push(operationAt({ kind: 'code', what: 'depends on the database' }, path, at))
      else found.push(guard.exists ? guarded(one) : one)
    }
    const called = own(last)
    if (RUNS_SQL.test(last.name)) {
      const [first] = last.arguments
      const sql = phpLiteral(first)
      if (!first || sql === undefined || guardOf(at).database) add({ kind: 'other', what: 'runs SQL' })
      else {
        const line = (first.child('value') ?? first).region.startLine
        const text = node.text.slice(0, MAX_OPERATION_TEXT)
        const read = await sqlOperationsOfText(sql, path, line, text)
        append(found, guardOf(at).exists ? read.map((one) => guarded(one)) : read)
      }
    } else if (called) stack.push(called)
    else {
      const held = heldBy(chain, tables)
      const calls = held && !tables.has(chain.root) ? chain.calls.slice(1) : chain.calls
      if (held) {
        if (chain.calls[0]?.name === 'createTable' && !tables.has(chain.root)) {
          add({ kind: 'create-table', table: held.table, columns: [], constraints: [] })
          const made = found.at(-1)
          if (made?.kind === 'create-table') held.made = made
        }
        const target =
          node.parent?.type === 'assignment_expression' && node.field === 'right'
            ? node.parent.child('left')
            : undefined
        if (target) tables.set(target.text, held)
        for (const call of calls) changeTable(held, call, add)
      } else if (/^\$\w+$|^\$this->\w+$/.test(chain.root) && schemaFacts(chain, add)) continue
      else {
        if (node.type !== 'function_call_expression' && !chain.calls.every(({ name }) => QUIET.test(name)))
          add({ kind: 'code', what: `calls ${last.name}` })
        pushAll(stack, node.namedChildren)
      }
    }
  }
  return found
}

function heldBy({ root, calls: [first] }: PhpChain, tables: ReadonlyMap<string, Held>): Held | undefined {
  const held = tables.get(root)
  if (held) return held
  if (first?.name !== 'createTable' && first?.name !== 'getTable') return undefined
  const table = phpLiteral(first.arguments[0])
  return table === undefined ? undefined : { table }
}

/** A change of a table; what is said of one that is made here is part of making it. */
function changeTable(held: Held, call: PhpCall, add: (facts: OperationFacts) => void): void {
  const facts = tableFacts(held.table, call)
  if (!facts) {
    if (QUIET.test(call.name)) return
    if (held.made) held.made.partial = true
    else add({ kind: 'other', what: `calls ${call.name} on ${held.table}` })
    return
  }
  const { region } = call.node
  for (const one of facts) {
    const { made } = held
    if (made && one.kind === 'add-column') made.columns = [...made.columns, { ...one.column, region }]
    else if (made && one.kind === 'add-constraint')
      Object.assign(made, withOneKey(made.columns, [...made.constraints, { ...one.constraint, region }]))
    else if (!made || one.kind !== 'alter-table') add(one)
  }
}

function schemaFacts({ calls }: PhpChain, add: (facts: OperationFacts) => void): boolean {
  const [first] = calls
  if (!first) return false
  const [name, second] = first.arguments.map((one) => phpLiteral(one))
  if (first.name === 'dropTable')
    add(name === undefined ? { kind: 'other', what: 'drops a table' } : { kind: 'drop-table', table: name })
  else if (first.name === 'renameTable')
    add(
      name === undefined || second === undefined
        ? { kind: 'other', what: 'renames a table' }
        : { kind: 'rename-table', table: name, to: second },
    )
  else if (/^(?:create|get)Table$/.test(first.name)) add({ kind: 'other', what: `calls ${first.name}` })
  else return /^(?:create|drop)Sequence$|^createNamespace$/.test(first.name)
  return true
}

const NAMES: readonly [Dialect, RegExp][] = [
  ['postgresql', /postgre/i],
  ['mysql', /mysql|mariadb/i],
  ['sqlite', /sqlite/i],
  ['sqlserver', /mssql|sqlserver/i],
  ['oracle', /oracle/i],
]

/** The database that a migration stops without: `$this->abortIf($platform->getName() !== 'mysql', …)`, as Doctrine writes it itself. */
export function platformOf(method: SyntaxNode): Dialect | undefined {
  for (const node of method.child('body')?.namedChildren ?? []) {
    const call = node.namedChildren[0] && phpCall(node.namedChildren[0])
    if (!call || !/^(?:abortIf|skipIf)$/.test(call.name)) continue
    const condition = call.arguments[0]?.text ?? ''
    if (!/!==?|^!|\bnot\b/.test(condition) || !/platform|driver/i.test(condition)) continue
    const found = NAMES.filter(([, sign]) => sign.test(condition.replaceAll(/getDatabasePlatform/g, '')))
    if (found.length === 1) return found[0]?.[0]
  }
  return undefined
}
