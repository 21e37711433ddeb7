import type { SyntaxNode } from '../../code/node.ts'
import type { ConstraintFacts, IndexFacts, OperationFacts } from '../operation.ts'
import {
  type Arguments,
  argumentsOf,
  assignedWithin,
  calledName,
  isFalse,
  isTrue,
  textOf,
  textsOf,
} from '../python.ts'
import { readColumn, readConstraint, serverDefault, typeOf } from './columns.ts'

type Facts = readonly OperationFacts[]

/**
 * What one operation of Alembic (https://alembic.sqlalchemy.org/en/latest/ops.html) does, as it does it on PostgreSQL; undefined
 * where it is none, or its names are not written out.
 * @param batch the table of the `batch_alter_table` around it: the operations inside of it do not name one
 */
export function commandFacts(name: string, given: Arguments, batch?: string): Facts | undefined {
  const read = argumentReader(given)
  const schema = textOf(given.keywords.get('schema'))
  const inSchema = (table: string): string => (schema === undefined ? table : `${schema}.${table}`)
  const tableAt = (at: number, key: string): string | undefined => {
    if (batch !== undefined) return batch
    const table = read.text(at, key)
    return table === undefined ? undefined : inSchema(table)
  }
  /** Inside of a batch the arguments after the table stand one place earlier. */
  const after = (at: number): number => (batch === undefined ? at : at - 1)
  switch (name) {
    case 'create_table': {
      const table = read.text(0, 'table_name')
      return table === undefined ? undefined : createTable(inSchema(table), given)
    }
    case 'drop_table': {
      const table = read.text(0, 'table_name')
      if (table === undefined) return undefined
      return [{ kind: 'drop-table', table: inSchema(table), ...ifExists(given) }]
    }
    case 'rename_table': {
      const [table, to] = [read.text(0, 'old_table_name'), read.text(1, 'new_table_name')]
      return table === undefined || to === undefined
        ? undefined
        : [{ kind: 'rename-table', table: inSchema(table), to: inSchema(to) }]
    }
    case 'add_column': {
      const table = tableAt(0, 'table_name')
      return table === undefined ? undefined : addColumn(table, read.node(after(1), 'column'), given)
    }
    case 'drop_column': {
      const [table, column] = [tableAt(0, 'table_name'), read.text(after(1), 'column_name')]
      return table === undefined || column === undefined
        ? undefined
        : [{ kind: 'drop-column', table, column, ...ifExists(given) }]
    }
    case 'alter_column': {
      const [table, column] = [tableAt(0, 'table_name'), read.text(after(1), 'column_name')]
      return table === undefined || column === undefined ? undefined : alterColumn(table, column, given)
    }
    case 'create_index': {
      const table = tableAt(1, 'table_name')
      const columns = namesIn(read.node(after(2), 'columns'))
      if (table === undefined || !columns) return undefined
      const index = { ...nameOf(read.text(0, 'index_name')), table, columns, ...indexOptions(given.keywords) }
      return [{ kind: 'create-index', index, ...ifNotExists(given) }]
    }
    case 'drop_index': {
      const index = read.text(0, 'index_name')
      const table = tableAt(1, 'table_name')
      if (index === undefined) return undefined
      return [
        {
          kind: 'drop-index',
          name: index,
          ...(table !== undefined && { table }),
          ...(isTrue(given.keywords.get('postgresql_concurrently')) && { concurrently: true }),
          ...ifExists(given),
        },
      ]
    }
    case 'create_foreign_key': {
      const table = tableAtSource(batch, read, given)
      const target = read.text(after(2), 'referent_table')
      const columns = textsOf(read.node(after(3), 'local_cols'))
      const remote = textsOf(read.node(after(4), 'remote_cols'))
      if (table === undefined || target === undefined || !columns || !remote) return undefined
      const within = textOf(given.keywords.get('referent_schema'))
      const references = { table: within === undefined ? target : `${within}.${target}`, columns: remote }
      return added(table, { kind: 'foreign-key', columns, references }, read, given)
    }
    case 'create_check_constraint': {
      const table = tableAt(1, 'table_name')
      const condition = read.node(after(2), 'condition')
      if (table === undefined || !condition) return undefined
      const expression = textOf(inText(condition)) ?? condition.text
      return added(table, { kind: 'check', columns: [], expression }, read, given)
    }
    case 'create_unique_constraint':
    case 'create_primary_key': {
      const table = tableAt(1, 'table_name')
      const columns = textsOf(read.node(after(2), 'columns'))
      if (table === undefined || !columns) return undefined
      const kind = name === 'create_primary_key' ? 'primary-key' : 'unique'
      return added(table, { kind, columns }, read, given)
    }
    case 'create_exclude_constraint': {
      const table = tableAt(1, 'table_name')
      return table === undefined ? undefined : added(table, { kind: 'exclude', columns: [] }, read, given)
    }
    case 'drop_constraint': {
      const [constraint, table] = [read.text(0, 'constraint_name'), tableAt(1, 'table_name')]
      if (table === undefined) return undefined
      const of = KINDS[textOf(given.keywords.get('type_')) ?? read.text(after(2), 'type_') ?? '']
      return [{ kind: 'drop-constraint', table, ...nameOf(constraint), ...(of && { of }) }]
    }
    case 'bulk_insert':
      return [{ kind: 'write', verb: 'insert', table: tableNamed(given.positional[0]) ?? '' }]
    case 'create_table_comment':
    case 'drop_table_comment':
      return []
    default:
      return undefined
  }
}

const KINDS: Readonly<Record<string, ConstraintFacts['kind']>> = {
  foreignkey: 'foreign-key',
  primary: 'primary-key',
  unique: 'unique',
  check: 'check',
}

interface Reader {
  node(at: number, key: string): SyntaxNode | undefined
  text(at: number, key: string): string | undefined
}

function argumentReader({ positional, keywords }: Arguments): Reader {
  const node: Reader['node'] = (at, key) => keywords.get(key) ?? positional[at]
  return { node, text: (at, key) => textOf(node(at, key)) }
}

function tableAtSource(batch: string | undefined, read: Reader, { keywords }: Arguments): string | undefined {
  if (batch !== undefined) return batch
  const table = read.text(1, 'source_table')
  const schema = textOf(keywords.get('source_schema'))
  return table === undefined || schema === undefined ? table : `${schema}.${table}`
}

function added(table: string, constraint: ConstraintFacts, read: Reader, { keywords }: Arguments): Facts {
  const notValid = isTrue(keywords.get('postgresql_not_valid')) ? { notValid: true } : {}
  const named = nameOf(read.text(0, 'constraint_name'))
  return [{ kind: 'add-constraint', table, constraint: { ...named, ...constraint, ...notValid } }]
}

function nameOf(name: string | undefined): { name?: string } {
  return name === undefined ? {} : { name }
}

function ifExists({ keywords }: Arguments): { ifExists?: boolean } {
  return isTrue(keywords.get('if_exists')) ? { ifExists: true } : {}
}

function ifNotExists({ keywords }: Arguments): { ifNotExists?: boolean } {
  return isTrue(keywords.get('if_not_exists')) ? { ifNotExists: true } : {}
}

function indexOptions(keywords: Arguments['keywords']): Partial<IndexFacts> {
  const method = textOf(keywords.get('postgresql_using'))
  const where = keywords.get('postgresql_where')
  return {
    ...(isTrue(keywords.get('unique')) && { unique: true }),
    ...(isTrue(keywords.get('postgresql_concurrently')) && { concurrently: true }),
    ...(method !== undefined && { method }),
    ...(where && where.type !== 'none' && { where: textOf(inText(where)) ?? where.text }),
  }
}

/** The columns of an index; an expression is its text in brackets. */
function namesIn(node: SyntaxNode | undefined): string[] | undefined {
  if (!node || !/^(?:list|tuple)$/.test(node.type)) return undefined
  return node.namedChildren.map((one) => textOf(one) ?? `(${textOf(inText(one)) ?? one.text})`)
}

/** The string in SQLAlchemy's `text("…")`. */
export function inText(node: SyntaxNode | undefined): SyntaxNode | undefined {
  return node?.type === 'call' && /^(?:text|literal_column)$/.test(calledName(node))
    ? argumentsOf(node).positional[0]
    : node
}

/** The name of a table that `sa.table("users", …)` describes, here or where a variable is assigned. */
export function tableNamed(node: SyntaxNode | undefined): string | undefined {
  if (!node) return undefined
  if (node.type === 'identifier') return textOf(node) ?? tableNamed(assigned(node))
  if (node.type !== 'call' || !/^(?:table|Table)$/.test(calledName(node))) return textOf(node)
  return textOf(argumentsOf(node).positional[0])
}

function assigned(name: SyntaxNode): SyntaxNode | undefined {
  const within = [name.ancestor('function_definition')?.child('body'), name.ancestor('module')]
  for (const block of within) {
    const value = block && assignedWithin(block).get(name.text)
    if (value?.type === 'call') return value
  }
  return undefined
}

function createTable(table: string, given: Arguments): Facts {
  const readings = given.positional.slice(1).map((node) => ({
    node,
    column: readColumn(node),
    constraint: readConstraint(node),
  }))
  const constraints = readings.flatMap(({ column, constraint, node }) => [
    ...(column?.constraints ?? []).map((one) => ({ ...one, region: node.region })),
    ...(constraint ? [{ ...constraint, region: node.region }] : []),
  ])
  const keys = new Set(constraints.flatMap((one) => (one.kind === 'primary-key' ? one.columns : [])))
  const columns = readings.flatMap(({ column }) => {
    if (!column) return []
    const numbered =
      keys.size === 1 && /^int[248]$/.test(column.column.type ?? '') && isFirst(column.constraints)
    return [
      keys.has(column.column.name)
        ? { ...column.column, notNull: true, ...(numbered && { identity: true }) }
        : column.column,
    ]
  })
  const unread = readings.some(({ node, column, constraint }) => !column && !constraint && !isIndex(node))
  return [
    {
      kind: 'create-table',
      table,
      columns,
      constraints,
      ...ifNotExists(given),
      ...((unread || given.splat) && { partial: true }),
    },
    ...readings.flatMap(({ column, node }): OperationFacts[] => [
      ...(column?.index ? [indexOn(table, column.column.name, column.index.unique)] : []),
      ...(isIndex(node) ? tableIndex(table, node) : []),
    ]),
  ]
}

/** SQLAlchemy numbers the one integer key of a table that refers to no other. */
function isFirst(constraints: readonly ConstraintFacts[]): boolean {
  return constraints.every(({ kind }) => kind !== 'foreign-key')
}

function isIndex(node: SyntaxNode): boolean {
  return node.type === 'call' && calledName(node) === 'Index'
}

function tableIndex(table: string, node: SyntaxNode): Facts {
  const { positional, keywords } = argumentsOf(node)
  const columns = positional.slice(1).map((one) => textOf(one) ?? `(${one.text})`)
  const index = { ...nameOf(textOf(positional[0])), table, columns, ...indexOptions(keywords) }
  return [{ kind: 'create-index', index }]
}

/** https://docs.sqlalchemy.org/en/20/core/constraints.html#constraint-naming-conventions: its default. */
function indexOn(table: string, column: string, unique: boolean): OperationFacts {
  const name = `ix_${table.replaceAll('.', '_')}_${column}`
  return { kind: 'create-index', index: { name, table, columns: [column], ...(unique && { unique: true }) } }
}

/** What stands beside the column follows it in statements of its own. */
function addColumn(table: string, node: SyntaxNode | undefined, given: Arguments): Facts | undefined {
  const reading = readColumn(node)
  if (!reading) return undefined
  const { region: _, ...column } = reading.column
  return [
    { kind: 'add-column', table, column, ...ifNotExists(given) },
    ...reading.constraints.map((constraint): OperationFacts => ({
      kind: 'add-constraint',
      table,
      constraint,
    })),
    ...(reading.index ? [indexOn(table, column.name, reading.index.unique)] : []),
  ]
}

/** In the order of `PostgresqlImpl.alter_column` and of `DefaultImpl.alter_column`. */
function alterColumn(table: string, column: string, { keywords }: Arguments): Facts {
  const found: OperationFacts[] = []
  const [type, nullable, fallback] = ['type_', 'nullable', 'server_default'].map((key) => keywords.get(key))
  const using = textOf(keywords.get('postgresql_using'))
  if (type && type.type !== 'none' && !isSameType(type, keywords.get('existing_type')))
    found.push({
      kind: 'change-type',
      table,
      column,
      to: { name: column, ...typeOf(type) },
      ...(using !== undefined && { using }),
    })
  if (isTrue(nullable) && !isTrue(keywords.get('existing_nullable')))
    found.push({ kind: 'drop-not-null', table, column })
  if (isFalse(nullable) && !isFalse(keywords.get('existing_nullable')))
    found.push({ kind: 'set-not-null', table, column })
  if (fallback && !isFalse(fallback)) {
    const value = serverDefault(fallback)
    found.push(
      value
        ? { kind: 'set-default', table, column, default: value }
        : { kind: 'drop-default', table, column },
    )
  }
  const to = textOf(keywords.get('new_column_name') ?? keywords.get('name'))
  if (to !== undefined && to !== column) found.push({ kind: 'rename-column', table, column, to })
  return found
}

/** Autogenerated migrations repeat the type where only its class in Python is another. */
function isSameType(type: SyntaxNode, existing: SyntaxNode | undefined): boolean {
  const [to, from] = [typeOf(type), typeOf(existing)]
  return to !== undefined && to.typeText === from?.typeText
}
