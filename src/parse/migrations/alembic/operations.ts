import type { SyntaxNode } from '../../code/node.ts'
import { sqlOperationsOfText } from '../code-operations.ts'
import { literal, pushAll } from '../code-part.ts'
import type { Operation, OperationFacts } from '../operation.ts'
import { argumentsOf, calledName, textOf, valueOf } from '../python.ts'
import { commandFacts, inText, tableNamed } from './commands.ts'

/** Text of an operation that is kept. */
const MAX_TEXT = 1000

/** Calls that change nothing themselves: what they are called on or given is looked at. */
const SILENT =
  /^(?:f|get_bind|get_context|inline_literal|text|print|info|warning|warn|debug|error|exception|format|strip|lower|upper|join|split|append|items|keys|values|len|range|enumerate|zip|str|int|isinstance|get_inspector|inspect|get_columns|get_indexes|get_table_names|get_foreign_keys|get_unique_constraints|has_table|has_column|is_offline_mode|select|fetchall|fetchone|scalar|scalars|all|first|one|one_or_none|Table|table|column|MetaData|Column|declarative_base|sessionmaker|Session|close|getLogger|batch_alter_table|autocommit_block|literal_column|bindparam)$/

/** They only build what others are given. */
const BUILDS = /^(?:(?:sa|sqlalchemy|postgresql|mysql|sqlite)(?:\.|$)|(?:Enum|ENUM)$)/

/** What a function of a revision does, operation by operation, on the lines of the calls. */
export async function alembicOperations(method: SyntaxNode, path: string): Promise<Operation[]> {
  const found: Operation[] = []
  const body = method.child('body')
  const hasBlocks = /\bautocommit_block\s*\(/.test(body?.text ?? '')
  const place = (node: SyntaxNode): Pick<Operation, 'path' | 'region' | 'text'> => ({
    path,
    region: node.region,
    text: node.text.slice(0, MAX_TEXT),
  })
  const border = (what: 'begin' | 'commit', node: SyntaxNode): Operation => {
    const { startLine } = node.region
    return {
      kind: 'transaction',
      what,
      path,
      region: { startLine, endLine: startLine },
      text: node.text.slice(0, 40),
    }
  }
  // Alembic's transaction is interrupted by such a block, and begun again behind it.
  if (hasBlocks && body) found.push(border('begin', body))
  const entered = new Set<SyntaxNode>()
  const stack: SyntaxNode[] = body ? [body] : []
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (entered.has(node)) {
      found.push(border('begin', node))
      continue
    }
    if (node.type === 'function_definition' || node.type === 'class_definition') continue
    if (node.type === 'with_statement' && isAutocommit(node)) {
      found.push(border('commit', node))
      entered.add(node)
      stack.push(node)
      pushAll(stack, node.child('body')?.namedChildren ?? [])
      continue
    }
    if (node.type !== 'call') {
      pushAll(stack, node.namedChildren)
      continue
    }
    const name = calledName(node)
    if (name === 'execute') {
      found.push(...(await executed(node, path)))
      continue
    }
    const owner = node.child('function')?.child('object')
    if (name === 'commit') {
      if (isConnection(owner)) found.push(border('commit', node))
      continue
    }
    const facts = owner && factsOf(name, node, owner)
    if (facts) found.push(...facts.map((one): Operation => ({ ...one, ...place(node) })))
    else if (SILENT.test(name) || BUILDS.test(owner?.text ?? name)) {
      const inner = node.child('function')?.child('object')
      pushAll(stack, [...(inner ? [inner] : []), ...(node.child('arguments')?.namedChildren ?? [])])
    } else if (isOperation(owner)) found.push({ kind: 'other', what: `calls ${name}`, ...place(node) })
    else found.push({ kind: 'code', what: `calls ${name}`, ...place(node) })
  }
  return found
}

/** Alembic's own: a session that is bound to it commits nothing of what was begun before it (SQLAlchemy's `join_transaction_mode`). */
function isConnection(owner: SyntaxNode | undefined): boolean {
  const value = owner?.type === 'identifier' ? valueOf(owner) : owner
  return /^op\.get_bind\(\)$/.test(value?.text ?? '')
}

function isAutocommit(statement: SyntaxNode): boolean {
  const head = statement.children.find(({ type }) => type === 'with_clause')
  return /\bautocommit_block\s*\(/.test(head?.text ?? '')
}

function isOperation(owner: SyntaxNode | undefined): boolean {
  return owner?.text === 'op'
}

function factsOf(name: string, call: SyntaxNode, owner: SyntaxNode): readonly OperationFacts[] | undefined {
  const given = argumentsOf(call)
  if (isOperation(owner)) return commandFacts(name, given)
  const batch = owner.type === 'identifier' ? batchTable(owner) : undefined
  if (batch !== undefined) return commandFacts(name, given, batch)
  // `sa.Enum(…, name="mood").create(bind)`
  const made = owner.type === 'identifier' ? valueOf(owner) : owner
  if (made?.type === 'call' && /^(?:Enum|ENUM)$/.test(calledName(made)) && /^(?:create|drop)$/.test(name)) {
    const { positional, keywords } = argumentsOf(made)
    const type = textOf(keywords.get('name'))
    if (type === undefined) return undefined
    const values = positional.flatMap((one) => textOf(one) ?? [])
    return [name === 'create' ? { kind: 'create-type', type, values } : { kind: 'drop-type', type }]
  }
  return undefined
}

/** Table of the `with op.batch_alter_table("t") as batch_op:` that gives a name its value. */
function batchTable(name: SyntaxNode): string | undefined {
  for (let at = name.ancestor('with_statement'); at; at = at.ancestor('with_statement')) {
    for (const item of at.children.find(({ type }) => type === 'with_clause')?.walk() ?? []) {
      if (item.type !== 'as_pattern') continue
      const [call, alias] = item.namedChildren
      if (call?.type !== 'call' || calledName(call) !== 'batch_alter_table' || alias?.text !== name.text)
        continue
      const { positional, keywords } = argumentsOf(call)
      const table = textOf(positional[0] ?? keywords.get('table_name'))
      const schema = textOf(keywords.get('schema') ?? positional[1])
      return table === undefined || schema === undefined ? table : `${schema}.${table}`
    }
  }
  return undefined
}

/** A query that calls nothing but what every database has: it may change nothing. */
function isLook(sql: string): boolean {
  const known = sql.replaceAll(
    /\b(?:array_agg|coalesce|count|exists|in|lower|max|min|now|sum|upper)\s*\(/gi,
    '',
  )
  return /^\s*select\b[^(]*$/i.test(known)
}

const WRITES = /^(?:insert|update|delete)$/

async function executed(call: SyntaxNode, path: string): Promise<Operation[]> {
  const { positional, keywords } = argumentsOf(call)
  const given = positional[0] ?? keywords.get('sqltext') ?? keywords.get('statement')
  const about = { path, region: call.region, text: call.text.slice(0, MAX_TEXT) }
  const value = given?.type === 'identifier' ? (valueOf(given) ?? given) : given
  const inner = inText(value)
  const string = inner?.type === 'identifier' ? valueOf(inner) : inner
  const text = literal(string)
  if (text !== undefined && string) {
    // SQLAlchemy's parameters stand where values do.
    const sql = text.replaceAll(/(?<![:\w\\]):[a-z_]\w*/gi, '$$1')
    const run = await sqlOperationsOfText(sql, path, string.region.startLine, about.text)
    return run.filter((one) => one.kind !== 'other' || !isLook(one.text))
  }
  const rows = value && rowsWritten(value)
  if (rows) return [{ ...rows, ...about }]
  // An expression of SQLAlchemy that writes nothing reads; text that is put together may do anything.
  const reads = value?.type === 'call' && /\bselect\s*\(/.test(value.text)
  return reads ? [] : [{ kind: 'other', what: 'runs SQL', ...about }]
}

/** `users.update().where(…).values(…)`, `sa.delete(users)`: one statement over the rows of a table. */
function rowsWritten(expression: SyntaxNode): OperationFacts | undefined {
  const narrowed = /\.(?:where|filter|filter_by)\s*\(/.test(expression.text)
  for (let node: SyntaxNode | undefined = expression; node; node = node.child('function')?.child('object')) {
    if (node.type !== 'call') return undefined
    const name = calledName(node)
    if (!WRITES.test(name)) continue
    const owner = node.child('function')?.child('object')
    const target = argumentsOf(node).positional[0] ?? owner
    const table = tableNamed(target)
    if (table === undefined) return undefined
    const verb = name as 'insert' | 'update' | 'delete'
    const from = /\.from_select\s*\(/.test(expression.text)
    return { kind: 'write', verb, table, where: narrowed, ...(from && { select: true }) }
  }
  return undefined
}
