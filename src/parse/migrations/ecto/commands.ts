import type { SyntaxNode } from '../../code/node.ts'
import { withOneKey } from '../code-operations.ts'
import type { ColumnFacts, ConstraintFacts, IndexFacts, OperationFacts } from '../operation.ts'
import { columnOf, tableName, timestampColumns } from './columns.ts'
import { kindOf } from './effects.ts'
import { type ElixirCall, elixirCall, elixirLiteral } from './elixir.ts'

/** What a command does, and where, if that is narrower than the command. */
export interface EctoCommand {
  facts: OperationFacts
  node: SyntaxNode
}

/** What one command of `Ecto.Migration` does; undefined where it is none, or its names are not written out. */
export function commandFacts(call: ElixirCall): EctoCommand[] | undefined {
  const object = elixirCall(call.positional[0])
  const kind = object && kindOf(object)
  if (!object || kind === undefined) return undefined
  const table = tableName(object)
  if (table === undefined) return undefined
  const one = (facts: OperationFacts): EctoCommand[] => [{ facts, node: call.node }]
  switch (call.name) {
    case 'create':
    case 'create_if_not_exists': {
      const guarded = call.name === 'create' ? {} : { ifNotExists: true }
      if (kind === 'table') return one({ ...created(table, object, call), ...guarded })
      if (kind === 'constraint') return constraint(table, object, one)
      const index = indexOf(table, object)
      return index && one({ kind: 'create-index', index, ...guarded })
    }
    case 'drop':
    case 'drop_if_exists': {
      const guarded = call.name === 'drop' ? {} : { ifExists: true }
      const cascade = call.keywords.get('mode')?.text === ':cascade' ? { cascade: true } : {}
      if (kind === 'table') return one({ kind: 'drop-table', table, ...guarded, ...cascade })
      if (kind === 'constraint') {
        const name = elixirLiteral(object.positional[1])
        return one({ kind: 'drop-constraint', table, ...(name !== undefined && { name }), ...cascade })
      }
      const index = indexOf(table, object)
      if (!index) return undefined
      const { name, columns, concurrently } = index
      return one({
        kind: 'drop-index',
        ...(name !== undefined && { name }),
        table,
        columns,
        ...(concurrently && { concurrently }),
        ...guarded,
      })
    }
    case 'rename':
      return renamed(table, kind, object, call, one)
    case 'alter':
      return kind === 'table' ? (call.block ?? []).flatMap((node) => inAlter(table, node)) : undefined
    default:
      return undefined
  }
}

type One = (facts: OperationFacts) => EctoCommand[]

function renamed(
  table: string,
  kind: string,
  object: ElixirCall,
  call: ElixirCall,
  one: One,
): EctoCommand[] | undefined {
  const to = call.keywords.get('to')
  if (kind === 'index') {
    const [name, next] = [indexOf(table, object)?.name, elixirLiteral(to)]
    return name === undefined || next === undefined
      ? undefined
      : one({ kind: 'rename-index', table, name, to: next })
  }
  const column = elixirLiteral(call.positional[1])
  if (call.positional[1]) {
    const next = elixirLiteral(to)
    return column === undefined || next === undefined
      ? undefined
      : one({ kind: 'rename-column', table, column, to: next })
  }
  const next = tableName(elixirCall(to))
  return next === undefined ? undefined : one({ kind: 'rename-table', table, to: next })
}

function created(table: string, object: ElixirCall, call: ElixirCall): OperationFacts {
  const columns: ColumnFacts[] = []
  const constraints: ConstraintFacts[] = []
  const id = object.keywords.get('primary_key')
  if (id?.text !== 'false') columns.push(keyColumn(table, id))
  let partial = false
  for (const node of call.block ?? []) {
    for (const { facts } of inAlter(table, node)) {
      if (facts.kind === 'add-column') columns.push({ ...facts.column, region: node.region })
      else if (facts.kind === 'add-constraint') constraints.push({ ...facts.constraint, region: node.region })
      else partial = true
    }
  }
  return { kind: 'create-table', table, ...withOneKey(columns, constraints), ...(partial && { partial }) }
}

/** `primary_key: [name: :uuid, type: :binary_id]`; without it a bigint that counts by itself. */
function keyColumn(table: string, options: SyntaxNode | undefined): ColumnFacts {
  const given = new Map<string, SyntaxNode>()
  for (const node of options?.walk() ?? []) {
    const [key, value] = node.type === 'pair' ? [node.child('key'), node.child('value')] : []
    if (key && value) given.set(key.text.replace(/:\s*$/, ''), value)
  }
  const name = elixirLiteral(given.get('name')) ?? 'id'
  const type = given.get('type')
  if (!type) return { name, type: 'int8', typeText: 'int8', primaryKey: true, notNull: true, identity: true }
  return { ...columnOf(table, name, type, given).column, primaryKey: true, notNull: true }
}

/** One line of `alter table(…) do … end` or `create table(…) do … end`. */
function inAlter(table: string, node: SyntaxNode): EctoCommand[] {
  const call = elixirCall(node)
  const facts = call && columnFacts(table, call)
  if (facts) return facts.map((one) => ({ facts: one, node }))
  return node.type === 'comment' ? [] : [{ facts: { kind: 'other', what: `alters ${table}` }, node }]
}

function columnFacts(table: string, call: ElixirCall): OperationFacts[] | undefined {
  const { name: command, positional, keywords } = call
  if (command === 'timestamps')
    return timestampColumns(keywords).map((column) => ({ kind: 'add-column', table, column }))
  const name = elixirLiteral(positional[0])
  if (name === undefined) return undefined
  switch (command) {
    case 'add':
    case 'add_if_not_exists': {
      const { column, key } = columnOf(table, name, positional[1], keywords)
      const guarded = command === 'add' ? {} : { ifNotExists: true }
      return [
        { kind: 'add-column', table, column, ...guarded },
        ...(key ? [{ kind: 'add-constraint' as const, table, constraint: key }] : []),
      ]
    }
    case 'remove':
    case 'remove_if_exists':
      return [{ kind: 'drop-column', table, column: name, ...(command !== 'remove' && { ifExists: true }) }]
    case 'modify':
      return modified(table, name, call)
    default:
      return undefined
  }
}

/** `modify` writes the type in any case; NULL and the default where they are given (`column_change` of the adapter). */
function modified(table: string, name: string, { positional, keywords }: ElixirCall): OperationFacts[] {
  const { column, key } = columnOf(table, name, positional[1], keywords)
  const { default: fallback, notNull: _notNull, ...to } = column
  const nullable = keywords.get('null')?.text
  const found: OperationFacts[] = [{ kind: 'change-type', table, column: name, to }]
  if (nullable === 'false') found.push({ kind: 'set-not-null', table, column: name })
  if (nullable === 'true') found.push({ kind: 'drop-not-null', table, column: name })
  if (fallback) found.push({ kind: 'set-default', table, column: name, default: fallback })
  else if (keywords.has('default')) found.push({ kind: 'drop-default', table, column: name })
  if (key) found.push({ kind: 'add-constraint', table, constraint: key })
  return found
}

function constraint(table: string, object: ElixirCall, one: One): EctoCommand[] | undefined {
  const name = elixirLiteral(object.positional[1])
  const check = elixirLiteral(object.keywords.get('check'))
  const isExclude = object.keywords.has('exclude')
  if (check === undefined && !isExclude) return undefined
  return one({
    kind: 'add-constraint',
    table,
    constraint: {
      kind: isExclude ? 'exclude' : 'check',
      columns: [],
      ...(name !== undefined && { name }),
      ...(check !== undefined && { expression: check }),
      ...(object.keywords.get('validate')?.text === 'false' && { notValid: true }),
    },
  })
}

function indexOf(table: string, object: ElixirCall): IndexFacts | undefined {
  const listed = object.positional[1]
  const parts = listed?.type === 'list' ? listed.namedChildren : listed ? [listed] : []
  const columns = parts.map((part) => indexedOf(part))
  const named = elixirLiteral(object.keywords.get('name'))
  if (columns.includes(undefined) && named === undefined) return undefined
  const known = columns.filter((one) => one !== undefined)
  const where = elixirLiteral(object.keywords.get('where'))
  const method = elixirLiteral(object.keywords.get('using'))
  const is = (option: string): boolean => object.keywords.get(option)?.text === 'true'
  return {
    name:
      named ??
      defaultName(
        table,
        parts.map((part) => elixirLiteral(part) ?? indexedOf(part) ?? ''),
      ),
    table,
    columns: known,
    ...((object.name === 'unique_index' || is('unique')) && { unique: true }),
    ...(is('concurrently') && { concurrently: true }),
    ...(method !== undefined && { method: method.split(/\W/)[0]?.toLowerCase() ?? method }),
    ...(where !== undefined && { where }),
  }
}

/** A column; `asc: :a`; an expression, which stands for itself in brackets. */
function indexedOf(node: SyntaxNode): string | undefined {
  if (node.type === 'keywords') return elixirLiteral(node.namedChildren[0]?.child('value'))
  const text = elixirLiteral(node)?.trim()
  // With its order or the class of its operators it is still a column.
  const column = /^(\w+)(?:\s+(?:asc|desc|nulls\s+\w+|\w+_ops))*$/i.exec(text ?? '')?.[1]
  return text === undefined ? undefined : (column ?? (/^\(.*\)$/s.test(text) ? text : `(${text})`))
}

/** `Ecto.Migration.index/3` on names: table, columns and `index`, with what is no letter as `_`. */
function defaultName(table: string, columns: readonly string[]): string {
  const bare = table.slice(table.lastIndexOf('.') + 1)
  const words = [bare, ...columns, 'index']
  return words.map((word) => word.replaceAll(/\W/g, '_').replace(/_+$/, '')).join('_')
}
