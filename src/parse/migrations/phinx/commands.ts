import type { SyntaxNode } from '../../code/node.ts'
import { withOneKey } from '../code-operations.ts'
import type { ColumnFacts, ConstraintFacts, OperationFacts } from '../operation.ts'
import { phpDefault, phpType } from '../php-columns.ts'
import { type PhpCall, phpLiteral, phpOptions, phpStrings } from '../php.ts'

type Options = ReadonlyMap<string, SyntaxNode>

/** What is done to one table before `create()`, `update()` or `save()` runs it. */
export interface PendingTable {
  table: string
  options: Options
  node: SyntaxNode
  actions: PhpCall[]
}

export interface PhinxCommand {
  facts: OperationFacts
  node: SyntaxNode
  /** The method that says it, where that is part of a longer chain. */
  name?: SyntaxNode
}

/** What runs when a table is created, updated or saved. */
export function runTable({ table, options, node, actions }: PendingTable, how: string): PhinxCommand[] {
  const found = actions.flatMap((call): PhinxCommand[] => {
    const facts = actionFacts(table, call) ?? [{ kind: 'other', what: `calls ${call.name} on ${table}` }]
    const name = call.node.child('name')
    return facts.map((one) => ({ facts: one, node: call.node, ...(name && { name }) }))
  })
  const hasKey = options.has('id') || options.has('primary_key')
  if (how === 'create' || (how === 'save' && hasKey)) return created(table, options, node, found)
  // It creates the table where there is none, and nobody knows whether there is.
  if (how === 'save' && found.some(({ facts }) => facts.kind === 'add-column'))
    return [
      {
        facts: {
          kind: 'create-table',
          table,
          columns: [],
          constraints: [],
          partial: true,
          ifNotExists: true,
        },
        node,
      },
      ...found,
    ]
  return found
}

function created(
  table: string,
  options: Options,
  node: SyntaxNode,
  found: readonly PhinxCommand[],
): PhinxCommand[] {
  const columns = keyColumn(options)
  const constraints: ConstraintFacts[] = []
  const keys = phpStrings(options.get('primary_key'))
  if (keys && columns.length === 0) constraints.push({ kind: 'primary-key', columns: keys })
  const after: PhinxCommand[] = []
  let partial = false
  for (const one of found) {
    const region = one.name?.region ?? one.node.region
    if (one.facts.kind === 'add-column') columns.push({ ...one.facts.column, region })
    else if (one.facts.kind === 'add-constraint') constraints.push({ ...one.facts.constraint, region })
    else if (one.facts.kind === 'other') partial = true
    else after.push(one)
  }
  return [
    {
      facts: {
        kind: 'create-table',
        table,
        ...withOneKey(columns, constraints),
        ...(partial && { partial }),
      },
      node,
    },
    ...after,
  ]
}

/** `id` that counts by itself, unless the options say otherwise. */
function keyColumn(options: Options): ColumnFacts[] {
  const id = options.get('id')
  if (/^false$/i.test(id?.text ?? '') || (options.has('primary_key') && !id)) return []
  const name = phpLiteral(id) ?? 'id'
  return [{ name, type: 'int4', typeText: 'int4', primaryKey: true, notNull: true, identity: true }]
}

/** Only what is said: whether a column takes NULL by default differs between versions. */
function columnOf(name: string, type: SyntaxNode | undefined, options: Options): ColumnFacts {
  const fallback = phpDefault(options.get('default'))
  const is = (key: string, value: string): boolean => options.get(key)?.text.toLowerCase() === value
  return {
    name,
    ...phpType(type, options),
    ...(is('null', 'false') && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(is('identity', 'true') && { identity: true }),
  }
}

function actionFacts(
  table: string,
  { name: method, arguments: given }: PhpCall,
): OperationFacts[] | undefined {
  const [first, second] = [phpLiteral(given[0]), phpLiteral(given[1])]
  switch (method) {
    case 'addColumn':
      if (first === undefined) return undefined
      return [{ kind: 'add-column', table, column: columnOf(first, given[1], phpOptions(given[2])) }]
    case 'changeColumn':
      return first === undefined
        ? undefined
        : changed(table, columnOf(first, given[1], phpOptions(given[2])), phpOptions(given[2]))
    case 'removeColumn':
      return first === undefined ? undefined : [{ kind: 'drop-column', table, column: first }]
    case 'renameColumn':
      return first === undefined || second === undefined
        ? undefined
        : [{ kind: 'rename-column', table, column: first, to: second }]
    case 'addTimestamps':
    case 'addTimestampsWithTimezone': {
      const type = method === 'addTimestamps' ? 'timestamp' : 'timestamptz'
      const now = { text: 'CURRENT_TIMESTAMP', volatile: false }
      const column = (name: string | undefined, more: Partial<ColumnFacts>): OperationFacts[] =>
        name === undefined
          ? []
          : [{ kind: 'add-column', table, column: { name, type, typeText: type, ...more } }]
      const isOff = (node: SyntaxNode | undefined): boolean => /^false$/i.test(node?.text ?? '')
      return [
        ...column(isOff(given[0]) ? undefined : (first ?? 'created_at'), { notNull: true, default: now }),
        ...column(isOff(given[1]) ? undefined : (second ?? 'updated_at'), {}),
      ]
    }
    case 'addIndex': {
      const columns = phpStrings(given[0])
      return columns && indexed(table, columns, phpOptions(given[1]))
    }
    case 'removeIndex': {
      const columns = phpStrings(given[0])
      return columns && [{ kind: 'drop-index', table, columns }]
    }
    case 'removeIndexByName':
      return first === undefined ? undefined : [{ kind: 'drop-index', table, name: first }]
    case 'addForeignKey':
      return foreignKey(table, phpLiteral(phpOptions(given[3]).get('constraint')), given)
    case 'addForeignKeyWithName':
      return foreignKey(table, first, given.slice(1))
    case 'dropForeignKey': {
      const named = second ?? phpLiteral(phpOptions(given[1]).get('constraint'))
      return [
        { kind: 'drop-constraint', table, of: 'foreign-key', ...(named !== undefined && { name: named }) },
      ]
    }
    case 'changePrimaryKey': {
      const columns = phpStrings(given[0])
      return (
        columns && [
          { kind: 'drop-constraint', table, of: 'primary-key' },
          { kind: 'add-constraint', table, constraint: { kind: 'primary-key', columns } },
        ]
      )
    }
    case 'changeComment':
      return [{ kind: 'alter-table', table, what: 'comment' }]
    case 'rename':
      return first === undefined ? undefined : [{ kind: 'rename-table', table, to: first }]
    case 'drop':
      return [{ kind: 'drop-table', table }]
    case 'insert':
      return [{ kind: 'write', verb: 'insert', table }]
    case 'truncate':
      return [{ kind: 'write', verb: 'truncate', table }]
    default:
      return undefined
  }
}

function changed(table: string, column: ColumnFacts, options: Options): OperationFacts[] {
  const { notNull, default: fallback, ...to } = column
  const isNullable = /^true$/i.test(options.get('null')?.text ?? '')
  return [
    { kind: 'change-type', table, column: column.name, to },
    ...(notNull ? [{ kind: 'set-not-null' as const, table, column: column.name }] : []),
    ...(isNullable ? [{ kind: 'drop-not-null' as const, table, column: column.name }] : []),
    ...(fallback ? [{ kind: 'set-default' as const, table, column: column.name, default: fallback }] : []),
  ]
}

function indexed(table: string, columns: string[], options: Options): OperationFacts[] {
  const name = phpLiteral(options.get('name'))
  const isUnique = /^true$/i.test(options.get('unique')?.text ?? '')
  const concurrently = /^true$/i.test(options.get('concurrently')?.text ?? '')
  const type = phpLiteral(options.get('type'))
  return [
    {
      kind: 'create-index',
      index: {
        ...(name !== undefined && { name }),
        table,
        columns,
        ...(isUnique && { unique: true }),
        ...(concurrently && { concurrently }),
        ...(type !== undefined && { method: type }),
      },
    },
  ]
}

function foreignKey(
  table: string,
  name: string | undefined,
  [own, target, theirs]: readonly SyntaxNode[],
): OperationFacts[] | undefined {
  const [columns, to] = [phpStrings(own), phpLiteral(target)]
  if (!columns || to === undefined) return undefined
  return [
    {
      kind: 'add-constraint',
      table,
      constraint: {
        kind: 'foreign-key',
        columns,
        references: { table: to, columns: phpStrings(theirs) ?? ['id'] },
        ...(name !== undefined && { name }),
      },
    },
  ]
}
