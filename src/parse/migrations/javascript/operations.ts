import type { Region } from '../../../model/index.ts'
import type { SyntaxNode } from '../../code/node.ts'
import { append, guarded, operationAt, sqlOperationsOfText } from '../code-operations.ts'
import { pushAll } from '../code-part.ts'
import type { Operation, OperationFacts } from '../operation.ts'
import { PLUMBING } from './commands.ts'
import { constantText } from './values.ts'

/** A call: `owner.name(args)`. */
export interface Call {
  name: string
  /** What it is called on, as written; long chains are cut. */
  owner: string
  args: readonly SyntaxNode[]
  node: SyntaxNode
}

/** A command with a place of its own inside of the call. */
export interface Placed {
  facts: OperationFacts
  node: SyntaxNode
  /** Where it is written, where that is narrower than the node. */
  region?: Region
}

/** How the calls of one tool are read. */
export interface Reader {
  /** Methods whose first argument is SQL, and what they are called on. */
  sql: {
    names: RegExp
    owner: RegExp
    /** How whole statements begin, where the same methods make parts of queries too. */
    statement?: RegExp
  }
  /** What a command does; undefined for a call that is none, or whose arguments are not constant. */
  command?(call: Call): readonly Placed[] | undefined
  /** Methods of the tool that change the database: not understood ones are said to be code. */
  commands?: Readonly<Record<string, unknown>>
  /** Calls that only look, or build arguments. */
  inert?: RegExp
}

/** They look whether something is there. */
const LOOKS =
  /\bhas(?:Table|Column)|[eE]xists?\b|\bdescribeTable|\bshow(?:Index|AllTables)|\bgetTable|\bfind\w*Column/
/** They ask which database it is. */
const DATABASE = /\bdialect\b|getDialect|\bclient\b|\.options\.type\b|isPostgres|isMysql|isSqlite/i

/** What a way of a migration does, call by call. */
export async function scriptOperations(
  callable: SyntaxNode,
  path: string,
  reader: Reader,
): Promise<Operation[]> {
  const found: Operation[] = []
  const body = callable.child('body')
  const stack = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    const call = node.type === 'call_expression' ? callOf(node) : undefined
    if (!call) {
      pushAll(stack, node.namedChildren)
      continue
    }
    const known = await operationsOf(call, path, reader)
    if (known) {
      append(found, inItsConditions(known, node, callable))
      continue
    }
    const isCode =
      reader.commands && Object.hasOwn(reader.commands, call.name)
        ? true
        : !PLUMBING.test(call.name) && !reader.inert?.test(call.name)
    if (isCode) found.push(operationAt({ kind: 'code', what: `calls ${call.name}` }, path, node))
    pushAll(stack, node.namedChildren)
  }
  return found
}

function callOf(node: SyntaxNode): Call {
  const member = node.child('function')
  const given = node.child('arguments')
  return {
    name: (member?.child('property') ?? member)?.text.slice(0, 100) ?? '',
    owner: member?.child('object')?.text.slice(0, 500) ?? '',
    // In a tagged template the template itself stands for the arguments.
    args: (given?.type === 'template_string' ? [given] : (given?.namedChildren ?? [])).filter(
      ({ type }) => type !== 'comment',
    ),
    node,
  }
}

async function operationsOf(call: Call, path: string, reader: Reader): Promise<Operation[] | undefined> {
  if (reader.sql.names.test(call.name) && reader.sql.owner.test(call.owner)) {
    // SQL is handed over, or tagged: sql`…`.execute(db).
    const tagged = call.node.child('function')?.child('object')
    const first = [call.args[0], tagged].find((one) => constantText(one) !== undefined)
    const text = constantText(first)
    const { statement } = reader.sql
    if (text !== undefined && statement && !statement.test(text)) return []
    if (text === undefined || !first)
      return [operationAt({ kind: 'other', what: 'runs SQL' }, path, call.node)]
    return sqlOperationsOfText(text, path, first.region.startLine, call.node.text.slice(0, 1000))
  }
  return reader.command?.(call)?.map(({ facts, node, region }) => ({
    ...operationAt(facts, path, node),
    ...(region && { region }),
  }))
}

/** What is done only where something is (not) there, and what is done on some databases alone. */
function inItsConditions(operations: Operation[], node: SyntaxNode, callable: SyntaxNode): Operation[] {
  let found = operations
  for (let at: SyntaxNode | undefined = node; at && at !== callable; at = at.parent) {
    const condition = at.type === 'if_statement' ? (at.child('condition')?.text ?? '') : ''
    if (DATABASE.test(condition))
      return found.map((one) => ({ ...placeOf(one), kind: 'code', what: 'depends on the database' }))
    if (LOOKS.test(condition)) found = found.map((one) => guarded(one))
  }
  return found
}

function placeOf({ path, region, text }: Operation): Pick<Operation, 'path' | 'region' | 'text'> {
  return { path, region, text }
}
