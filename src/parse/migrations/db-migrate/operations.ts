import type { SyntaxNode } from '../../code/node.ts'
import type { Call, Placed } from '../javascript/operations.ts'
import { constantText, constantTexts, defaultOf, isTrue, optionsOf } from '../javascript/values.ts'
import type { ColumnFacts, OperationFacts } from '../operation.ts'
import { writtenType } from '../written-type.ts'

/** What a method of db-migrate's drivers does; undefined where its arguments are not constant. */
export function dbMigrateCommand({ name, owner, args, node }: Call): readonly Placed[] | undefined {
  if (!/^db\b/.test(owner)) return undefined
  return factsOf(name, args)?.map((facts) => ({ facts, node }))
}

function factsOf(name: string, args: readonly SyntaxNode[]): readonly OperationFacts[] | undefined {
  const [table, second, third] = args.slice(0, 3).map((one) => constantText(one))
  if (table === undefined) return undefined
  if (name === 'createTable') return createTable(table, args[1])
  if (name === 'dropTable') {
    const ifExists = isTrue(optionsOf(args[1])?.get('ifExists'))
    return [{ kind: 'drop-table', table, ...(ifExists && { ifExists }) }]
  }
  if (second === undefined) return undefined
  switch (name) {
    case 'renameTable':
      return [{ kind: 'rename-table', table, to: second }]
    case 'addColumn': {
      const column = columnOf(second, args[2])
      return column && [{ kind: 'add-column', table, column }]
    }
    case 'removeColumn':
      return [{ kind: 'drop-column', table, column: second }]
    case 'renameColumn':
      return third === undefined ? undefined : [{ kind: 'rename-column', table, column: second, to: third }]
    case 'addIndex': {
      const columns = constantTexts(args[2])
      const unique = isTrue(args[3])
      return (
        columns && [
          { kind: 'create-index', index: { name: second, table, columns, ...(unique && { unique }) } },
        ]
      )
    }
    case 'removeIndex':
      return [{ kind: 'drop-index', table, name: second }]
    case 'removeForeignKey':
      return [{ kind: 'drop-constraint', table, of: 'foreign-key', name: second }]
    case 'addForeignKey': {
      const mapping = optionsOf(args[3])
      if (third === undefined || !mapping) return undefined
      const to = [...mapping.values()].map((one) => constantText(one) ?? one.text)
      return [
        {
          kind: 'add-constraint',
          table,
          constraint: {
            kind: 'foreign-key',
            name: third,
            columns: [...mapping.keys()],
            references: { table: second, columns: to },
          },
        },
      ]
    }
    default:
      return undefined
  }
}

/** `db.createTable('a', { id: { … } })`, or with `columns` among other options. */
function createTable(table: string, node: SyntaxNode | undefined): readonly OperationFacts[] {
  const options = optionsOf(node)
  const inner = options?.get('columns')
  const given = inner?.type === 'object' ? optionsOf(inner) : options
  const columns = [...(given ?? [])].flatMap(([name, value]) => columnOf(name, value) ?? [])
  const isPartial = !given || columns.length < given.size
  const ifNotExists = isTrue(options?.get('ifNotExists'))
  return [
    {
      kind: 'create-table',
      table,
      columns,
      constraints: [],
      ...(ifNotExists && { ifNotExists }),
      ...(isPartial && { partial: true }),
    },
  ]
}

/** A column's specification: `{ type: 'string', length: 40, notNull: true, … }`, or its type alone. */
function columnOf(name: string, node: SyntaxNode | undefined): ColumnFacts | undefined {
  const plain = constantText(node)
  const options = optionsOf(node)
  if (!node || (!options && plain === undefined)) return undefined
  const given = plain ?? constantText(options?.get('type'))
  const length = options?.get('length')?.text
  const type = given === 'string' ? 'varchar' : given
  const fallback = defaultOf(options?.get('defaultValue'))
  return {
    name,
    ...writtenType(type && length ? `${type}(${length})` : type),
    ...(isTrue(options?.get('notNull')) && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(isTrue(options?.get('autoIncrement')) && { identity: true }),
    ...(isTrue(options?.get('primaryKey')) && { primaryKey: true, notNull: true }),
    ...(isTrue(options?.get('unique')) && { unique: true }),
    region: node.region,
  }
}
