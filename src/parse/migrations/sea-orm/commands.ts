import type { SyntaxNode } from '../../code/node.ts'
import { withOneKey } from '../code-operations.ts'
import type { ColumnFacts, ConstraintFacts, OperationFacts } from '../operation.ts'
import { columnOf } from './columns.ts'
import { type ChainedCall, type NameOf, rustChain } from './names.ts'
import type { RustCall } from './rust.ts'

export interface SeaCommand {
  facts: OperationFacts
  /** Where that is narrower than the command. */
  node?: SyntaxNode
}

/** What one method of `SchemaManager` does with the statement that it is given; undefined where that is not written out. */
export function commandFacts(
  { name: method, arguments: [given] }: RustCall,
  nameOf: NameOf,
): SeaCommand[] | undefined {
  const calls = rustChain(given)
  const find = (name: string): ChainedCall | undefined => calls.find((call) => call.name === name)
  const table = nameOf(find('table')?.arguments[0])
  const name = nameOf(find('name')?.arguments[0])
  const guarded = find('if_not_exists') ? { ifNotExists: true } : {}
  switch (method) {
    case 'create_table':
      return table === undefined ? undefined : created(table, calls, nameOf, guarded)
    case 'drop_table':
      // Several may be named.
      return calls.flatMap((call): SeaCommand[] => {
        const one = call.name === 'table' ? nameOf(call.arguments[0]) : undefined
        if (one === undefined) return []
        const how = {
          ...(find('if_exists') && { ifExists: true }),
          ...(find('cascade') && { cascade: true }),
        }
        return [{ facts: { kind: 'drop-table', table: one, ...how } }]
      })
    case 'alter_table':
      return table === undefined ? undefined : calls.flatMap((call) => altered(table, call, nameOf))
    case 'rename_table': {
      const to = nameOf(find('table')?.arguments[1])
      return table === undefined || to === undefined
        ? undefined
        : [{ facts: { kind: 'rename-table', table, to } }]
    }
    case 'truncate_table':
      return table === undefined ? undefined : [{ facts: { kind: 'write', verb: 'truncate', table } }]
    case 'create_index': {
      const columns = calls.flatMap((call) => (call.name === 'col' ? [columnName(call, nameOf)] : []))
      if (table === undefined || columns.includes(undefined)) return undefined
      const index = {
        ...(name !== undefined && { name }),
        table,
        columns: columns as string[],
        ...(find('unique') && { unique: true }),
        ...(find('concurrently') && { concurrently: true }),
      }
      return [{ facts: { kind: 'create-index', index, ...guarded } }]
    }
    case 'drop_index':
      if (name === undefined) return undefined
      return [
        {
          facts: {
            kind: 'drop-index',
            name,
            ...(table !== undefined && { table }),
            ...(find('if_exists') && { ifExists: true }),
          },
        },
      ]
    case 'create_foreign_key': {
      const key = foreignKey(calls, nameOf)
      return key && [{ facts: { kind: 'add-constraint', ...key } }]
    }
    case 'drop_foreign_key':
      if (table === undefined) return undefined
      return [
        { facts: { kind: 'drop-constraint', table, of: 'foreign-key', ...(name !== undefined && { name }) } },
      ]
    case 'create_type': {
      const type = nameOf(find('as_enum')?.arguments[0])
      return type === undefined ? undefined : [{ facts: { kind: 'create-type', type } }]
    }
    case 'drop_type': {
      const type = nameOf(find('name')?.arguments[0])
      return type === undefined ? undefined : [{ facts: { kind: 'drop-type', type } }]
    }
    default:
      return undefined
  }
}

/** A column of an index, alone or with its order: `(Users::Name, IndexOrder::Desc)`. */
function columnName({ arguments: [given] }: ChainedCall, nameOf: NameOf): string | undefined {
  return nameOf(given?.type === 'tuple_expression' ? given.namedChildren[0] : given)
}

function created(
  table: string,
  calls: readonly ChainedCall[],
  nameOf: NameOf,
  guarded: { ifNotExists?: boolean },
): SeaCommand[] {
  const columns: ColumnFacts[] = []
  const constraints: ConstraintFacts[] = []
  let partial = false
  for (const {
    name,
    arguments: [given],
  } of calls) {
    const region = given?.region
    if (name === 'col') {
      const column = columnOf(given, nameOf)
      if (column) columns.push({ ...column, ...(region && { region }) })
      else partial = true
    } else if (name === 'foreign_key') {
      const key = foreignKey(rustChain(given), nameOf, table)
      if (key) constraints.push({ ...key.constraint, ...(region && { region }) })
    } else if (name === 'primary_key' || name === 'index') {
      const inner = rustChain(given)
      const keys = inner.flatMap((call) => (call.name === 'col' ? (columnName(call, nameOf) ?? []) : []))
      const isPrimary = name === 'primary_key' || inner.some((call) => call.name === 'primary')
      if (isPrimary || inner.some((call) => call.name === 'unique'))
        constraints.push({ kind: isPrimary ? 'primary-key' : 'unique', columns: keys })
    }
  }
  return [
    {
      facts: {
        kind: 'create-table',
        table,
        ...withOneKey(columns, constraints),
        ...guarded,
        ...(partial && { partial }),
      },
    },
  ]
}

/** One call of `Table::alter()…`. */
function altered(table: string, { name, arguments: given, node }: ChainedCall, nameOf: NameOf): SeaCommand[] {
  const [first, second] = given.map((one) => nameOf(one))
  const at = given[0] ?? node
  const one = (facts: OperationFacts): SeaCommand[] => [{ facts, node: at }]
  const unknown = (): SeaCommand[] => one({ kind: 'other', what: `calls ${name} on ${table}` })
  switch (name) {
    case 'add_column':
    case 'add_column_if_not_exists': {
      const column = columnOf(given[0], nameOf)
      const guarded = name === 'add_column' ? {} : { ifNotExists: true }
      return column ? one({ kind: 'add-column', table, column, ...guarded }) : unknown()
    }
    case 'modify_column': {
      const column = columnOf(given[0], nameOf)
      if (!column) return unknown()
      const { notNull, default: fallback, ...to } = column
      const isNullable = rustChain(given[0]).some((call) => call.name === 'null')
      return [
        ...(to.type === undefined ? [] : one({ kind: 'change-type', table, column: column.name, to })),
        ...(notNull ? one({ kind: 'set-not-null', table, column: column.name }) : []),
        ...(isNullable ? one({ kind: 'drop-not-null', table, column: column.name }) : []),
        ...(fallback ? one({ kind: 'set-default', table, column: column.name, default: fallback }) : []),
      ]
    }
    case 'drop_column':
      return first === undefined ? unknown() : one({ kind: 'drop-column', table, column: first })
    case 'rename_column':
      return first === undefined || second === undefined
        ? unknown()
        : one({ kind: 'rename-column', table, column: first, to: second })
    case 'add_foreign_key': {
      const key = foreignKey(rustChain(given[0]), nameOf, table)
      return key ? one({ kind: 'add-constraint', ...key }) : unknown()
    }
    case 'drop_foreign_key':
      return one({
        kind: 'drop-constraint',
        table,
        of: 'foreign-key',
        ...(first !== undefined && { name: first }),
      })
    default:
      return []
  }
}

/** `ForeignKey::create().name("fk").from(A::Table, A::X).to(B::Table, B::Id)`, and `TableForeignKey::new().from_tbl(…)…`. */
function foreignKey(
  calls: readonly ChainedCall[],
  nameOf: NameOf,
  within?: string,
): { table: string; constraint: ConstraintFacts } | undefined {
  const named = (method: string, at = 0): string | undefined =>
    nameOf(calls.find((call) => call.name === method)?.arguments[at])
  const table = named('from') ?? named('from_tbl') ?? within
  const column = named('from', 1) ?? named('from_col')
  const [target, key] = [named('to') ?? named('to_tbl'), named('to', 1) ?? named('to_col')]
  const name = named('name')
  if (table === undefined || column === undefined) return undefined
  return {
    table,
    constraint: {
      kind: 'foreign-key',
      columns: [column],
      ...(name !== undefined && { name }),
      ...(target !== undefined && { references: { table: target, columns: key === undefined ? [] : [key] } }),
    },
  }
}
