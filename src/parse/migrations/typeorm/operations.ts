import type { SyntaxNode } from '../../code/node.ts'
import { expressionDefault } from '../code-operations.ts'
import type { Call, Placed } from '../javascript/operations.ts'
import {
  constantText,
  constantTexts,
  isFalse,
  isTrue,
  type Options,
  optionsOf,
} from '../javascript/values.ts'
import type { ColumnFacts, ConstraintFacts, IndexFacts, OperationFacts } from '../operation.ts'
import { writtenType } from '../written-type.ts'

/** What a method of `QueryRunner` does; undefined where its arguments are not constant. */
export function typeormCommand({ name, args, node }: Call): readonly Placed[] | undefined {
  return factsOf(name, args)?.map((facts) => ({ facts, node }))
}

function factsOf(name: string, args: readonly SyntaxNode[]): readonly OperationFacts[] | undefined {
  if (name === 'createTable') return createTable(args)
  const table = tableOf(args[0])
  if (table === undefined) return undefined
  const [, second, third] = args
  const many = (made: (one: SyntaxNode) => OperationFacts | undefined): OperationFacts[] | undefined =>
    every(second?.type === 'array' ? second.namedChildren : second ? [second] : [], made)
  switch (name) {
    case 'dropTable':
      return [{ kind: 'drop-table', table, ...(isTrue(second) && { ifExists: true }) }]
    case 'clearTable':
      return [{ kind: 'write', verb: 'truncate', table }]
    case 'renameTable': {
      const to = tableOf(second)
      return to === undefined ? undefined : [{ kind: 'rename-table', table, to }]
    }
    case 'addColumn':
    case 'addColumns':
      return many((one) => {
        const column = columnOf(one)
        return column && { kind: 'add-column', table, column }
      })
    case 'dropColumn':
    case 'dropColumns':
      return many((one) => {
        const column = constantText(one) ?? columnOf(one)?.name
        return column === undefined ? undefined : { kind: 'drop-column', table, column }
      })
    case 'renameColumn': {
      const [column, to] = [second, third].map((one) => constantText(one) ?? columnOf(one)?.name)
      return column === undefined || to === undefined
        ? undefined
        : [{ kind: 'rename-column', table, column, to }]
    }
    case 'changeColumn': {
      const to = columnOf(third)
      const column = constantText(second) ?? columnOf(second)?.name
      return !to || column === undefined ? undefined : [{ kind: 'change-type', table, column, to }]
    }
    case 'createPrimaryKey': {
      const columns = constantTexts(second)
      return columns && [{ kind: 'add-constraint', table, constraint: { kind: 'primary-key', columns } }]
    }
    case 'dropPrimaryKey':
      return [{ kind: 'drop-constraint', table, of: 'primary-key' }]
    case 'createIndex':
    case 'createIndices':
      return many((one) => {
        const index = indexOf(one, table)
        return index && { kind: 'create-index', index }
      })
    case 'dropIndex':
    case 'dropIndices':
      return many((one) => {
        const index = constantText(one) ?? indexOf(one, table)?.name
        return { kind: 'drop-index', table, ...(index !== undefined && { name: index }) }
      })
    default:
      return constraintFacts(name, table, many)
  }
}

const CONSTRAINT = /^(create|drop)(ForeignKey|UniqueConstraint|CheckConstraint)s?$/
const KINDS = { ForeignKey: 'foreign-key', UniqueConstraint: 'unique', CheckConstraint: 'check' } as const

function constraintFacts(
  name: string,
  table: string,
  many: (made: (one: SyntaxNode) => OperationFacts | undefined) => OperationFacts[] | undefined,
): OperationFacts[] | undefined {
  const match = CONSTRAINT.exec(name)
  if (!match) return undefined
  const of = KINDS[match[2] as keyof typeof KINDS]
  if (match[1] === 'create')
    return many((one) => {
      const constraint = constraintOf(one, of)
      return constraint && { kind: 'add-constraint', table, constraint }
    })
  return many((one) => {
    const named = constantText(one) ?? constraintOf(one, of)?.name
    return { kind: 'drop-constraint', table, of, ...(named !== undefined && { name: named }) }
  })
}

function createTable([first, guard]: readonly SyntaxNode[]): readonly OperationFacts[] | undefined {
  const options = optionsIn(first)
  const table = options && constantText(options.get('name'))
  if (!options || table === undefined) return undefined
  const list = <One>(key: string, made: (one: SyntaxNode) => One | undefined): One[] | undefined => {
    const given = options.get(key)
    if (!given) return []
    return given.type === 'array' ? every(given.namedChildren, made) : undefined
  }
  const columns = list('columns', columnOf)
  const constraints = [
    list('foreignKeys', (one) => constraintOf(one, 'foreign-key')),
    list('uniques', (one) => constraintOf(one, 'unique')),
    list('checks', (one) => constraintOf(one, 'check')),
  ]
  const indexes = list('indices', (one) => indexOf(one, table))
  const isPartial = !columns || !indexes || constraints.includes(undefined)
  return [
    {
      kind: 'create-table',
      table,
      columns: columns ?? [],
      constraints: constraints.flatMap((some) => some ?? []),
      ...(isTrue(guard) && { ifNotExists: true }),
      ...(isPartial && { partial: true }),
    },
    ...(indexes ?? []).map((index): OperationFacts => ({ kind: 'create-index', index })),
  ]
}

/** The options of `new Table({ … })`, or the object alone. */
function optionsIn(node: SyntaxNode | undefined): Options | undefined {
  if (node?.type !== 'new_expression') return optionsOf(node)
  return optionsOf(node.child('arguments')?.namedChildren[0])
}

function tableOf(node: SyntaxNode | undefined): string | undefined {
  return constantText(node) ?? constantText(optionsIn(node)?.get('name'))
}

/** Columns may not be null unless they say so; defaults are SQL (`TableColumnOptions`). */
function columnOf(node: SyntaxNode | undefined): ColumnFacts | undefined {
  const options = optionsIn(node)
  const name = options && constantText(options.get('name'))
  if (!node || !options || name === undefined) return undefined
  const text = (key: string): string | undefined => constantText(options.get(key)) ?? options.get(key)?.text
  const [type, length, given] = [constantText(options.get('type')), text('length'), text('default')]
  const size = type?.includes('(') || length === undefined ? '' : `(${length})`
  const isKey = isTrue(options.get('isPrimary'))
  const makesUuid = constantText(options.get('generationStrategy')) === 'uuid'
  const isGenerated = isTrue(options.get('isGenerated'))
  const array = isTrue(options.get('isArray')) ? '[]' : ''
  return {
    name,
    ...(type !== undefined && writtenType(`${type}${size}${array}`)),
    ...(!isTrue(options.get('isNullable')) && { notNull: true }),
    ...(given !== undefined && !/^(?:null|undefined)$/i.test(given) && { default: expressionDefault(given) }),
    ...(isGenerated && makesUuid && { default: { text: 'uuid', volatile: true } }),
    ...(isGenerated && !makesUuid && { identity: true }),
    ...(isKey && { primaryKey: true }),
    ...(isTrue(options.get('isUnique')) && { unique: true }),
    region: node.region,
  }
}

function constraintOf(node: SyntaxNode, kind: ConstraintFacts['kind']): ConstraintFacts | undefined {
  const options = optionsIn(node)
  if (!options) return undefined
  const name = constantText(options.get('name'))
  const columns = options.has('columnNames') ? constantTexts(options.get('columnNames')) : []
  const to = constantText(options.get('referencedTableName'))
  const expression = constantText(options.get('expression'))
  if (!columns || (kind === 'foreign-key' && to === undefined)) return undefined
  return {
    kind,
    columns,
    ...(name !== undefined && { name }),
    ...(to !== undefined && {
      references: { table: to, columns: constantTexts(options.get('referencedColumnNames')) ?? [] },
    }),
    ...(expression !== undefined && { expression }),
    region: node.region,
  }
}

function indexOf(node: SyntaxNode, table: string): IndexFacts | undefined {
  const options = optionsIn(node)
  const columns = options && constantTexts(options.get('columnNames'))
  if (!columns) return undefined
  const [name, where] = [constantText(options.get('name')), constantText(options.get('where'))]
  return {
    table,
    columns,
    ...(name !== undefined && { name }),
    ...(where !== undefined && where !== '' && { where }),
    ...(options.has('isUnique') && !isFalse(options.get('isUnique')) && { unique: true }),
    ...(isTrue(options.get('isConcurrent')) && { concurrently: true }),
  }
}

function every<One>(
  nodes: readonly SyntaxNode[],
  made: (one: SyntaxNode) => One | undefined,
): One[] | undefined {
  const found: One[] = []
  for (const node of nodes) {
    if (node.type === 'comment') continue
    const one = made(node)
    if (one === undefined) return undefined
    found.push(one)
  }
  return found.length > 0 ? found : undefined
}
