import type { SyntaxNode } from '../../code/node.ts'
import type { Call, Placed } from '../javascript/operations.ts'
import {
  constantText,
  constantTexts,
  defaultOf,
  isFalse,
  isTrue,
  type Options,
  optionsOf,
} from '../javascript/values.ts'
import type { ColumnFacts, ConstraintFacts, OperationFacts } from '../operation.ts'
import { writtenType } from '../written-type.ts'

/** What a method of Sequelize's `QueryInterface` does; undefined where its arguments are not constant. */
export function sequelizeCommand({ name, args, node }: Call): readonly Placed[] | undefined {
  return factsOf(name, args)?.map((facts) => ({ facts, node }))
}

function factsOf(name: string, args: readonly SyntaxNode[]): readonly OperationFacts[] | undefined {
  const table = tableOf(args[0])
  if (table === undefined) return undefined
  const [, second, third] = args
  const text = constantText(second)
  switch (name) {
    case 'createTable':
      return createTable(table, second)
    case 'dropTable':
      // Always `DROP TABLE IF EXISTS`.
      return [{ kind: 'drop-table', table, ifExists: true }]
    case 'renameTable': {
      const to = tableOf(second)
      return to === undefined ? undefined : [{ kind: 'rename-table', table, to }]
    }
    case 'addColumn': {
      const column = text === undefined ? undefined : columnOf(text, third)
      return column && [{ kind: 'add-column', table, column }]
    }
    case 'removeColumn':
      return text === undefined ? undefined : [{ kind: 'drop-column', table, column: text }]
    case 'renameColumn': {
      const to = constantText(third)
      if (text === undefined || to === undefined) return undefined
      return [{ kind: 'rename-column', table, column: text, to }]
    }
    case 'changeColumn':
      return text === undefined ? undefined : changeColumn(table, text, third)
    case 'addIndex':
      return addIndex(table, second, third)
    case 'removeIndex': {
      const columns = second?.type === 'array' ? constantTexts(second) : undefined
      const isConcurrent = isTrue(optionsOf(third)?.get('concurrently'))
      const named = columns
        ? { name: indexName(table, columns), columns }
        : text !== undefined && { name: text }
      if (!named) return undefined
      return [{ kind: 'drop-index', table, ...named, ...(isConcurrent && { concurrently: true }) }]
    }
    case 'addConstraint':
      return addConstraint(table, second, third)
    case 'removeConstraint':
      return text === undefined ? undefined : [{ kind: 'drop-constraint', table, name: text }]
    case 'bulkInsert':
      return [{ kind: 'write', verb: 'insert', table }]
    case 'bulkUpdate':
      return [{ kind: 'write', verb: 'update', table, where: isNarrowed(third) }]
    case 'bulkDelete':
      return [{ kind: 'write', verb: 'delete', table, where: isNarrowed(second) }]
    default:
      return undefined
  }
}

/** Rows are chosen by anything but nothing, `null` and `{}`. */
function isNarrowed(where: SyntaxNode | undefined): boolean {
  return where !== undefined && !/^(?:null|undefined|\{\s*\})$/.test(where.text)
}

/** `'users'`, or `{ tableName: 'users', schema: 'app' }`. */
function tableOf(node: SyntaxNode | undefined): string | undefined {
  const plain = constantText(node)
  if (plain !== undefined) return plain
  const options = optionsOf(node)
  const [table, schema] = [constantText(options?.get('tableName')), constantText(options?.get('schema'))]
  if (table === undefined || (options?.has('schema') && schema === undefined)) return undefined
  return schema === undefined ? table : `${schema}.${table}`
}

function createTable(table: string, node: SyntaxNode | undefined): readonly OperationFacts[] {
  const attributes = optionsOf(node)
  const columns = [...(attributes ?? [])].flatMap(([name, value]) => columnOf(name, value) ?? [])
  const isPartial = !attributes || columns.length < attributes.size
  // Always `CREATE TABLE IF NOT EXISTS`.
  return [
    {
      kind: 'create-table',
      table,
      columns,
      constraints: [],
      ifNotExists: true,
      ...(isPartial && { partial: true }),
    },
  ]
}

const TYPES: Readonly<Record<string, string>> = {
  STRING: 'varchar',
  CITEXT: 'citext',
  UUIDV4: 'uuid',
  DOUBLE: 'float8',
  REAL: 'float4',
  DATEONLY: 'date',
  // On PostgreSQL; on MySQL it is a datetime.
  DATE: 'timestamptz',
  BLOB: 'bytea',
}

/** An attribute: `{ type: Sequelize.STRING(40), allowNull: false, … }`, or its type alone. */
function columnOf(name: string, node: SyntaxNode | undefined): ColumnFacts | undefined {
  if (!node) return undefined
  const options = optionsOf(node)
  if (!options) return node.type === 'object' ? undefined : { name, ...typeOf(node), region: node.region }
  const isIdentity = isTrue(options.get('autoIncrement'))
  const given = options.get('defaultValue')
  // Sequelize makes such values itself: the database knows nothing of them.
  const isOwn =
    /\bUUIDV[14]\b/.test(given?.text ?? '') || /\bDataTypes\.NOW|Sequelize\.NOW/.test(given?.text ?? '')
  const fallback = isOwn ? undefined : defaultOf(given)
  const to = referenceOf(options)
  return {
    name: constantText(options.get('field')) ?? name,
    ...typeOf(options.get('type')),
    ...(isFalse(options.get('allowNull')) && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(isIdentity && { identity: true }),
    ...(isTrue(options.get('primaryKey')) && { primaryKey: true, notNull: true }),
    ...(options.has('unique') && !isFalse(options.get('unique')) && { unique: true }),
    ...(to && { references: to }),
    region: node.region,
  }
}

function referenceOf(options: Options): ColumnFacts['references'] {
  const references = optionsOf(options.get('references'))
  const table = tableOf(references?.get('model') ?? references?.get('table'))
  if (table === undefined) return undefined
  return { table, columns: [constantText(references?.get('key')) ?? 'id'] }
}

/** `Sequelize.STRING(40)`, `DataTypes.ARRAY(DataTypes.TEXT)`, `"VARCHAR(40)"`. */
function typeOf(node: SyntaxNode | undefined): Pick<ColumnFacts, 'type' | 'typeText'> {
  const text = node?.type === 'call_expression' || node?.type === 'member_expression' ? node.text : undefined
  if (text === undefined) return writtenType(constantText(node))
  const array = /^\w+(?:\.\w+)?\.ARRAY\((.*)\)$/s.exec(text)?.[1]
  const match = /^(?:\w+\.)+([A-Z]\w*)\s*(?:\(\s*([\d\s,]*)\))?$/.exec(array ?? text)
  if (!match) return {}
  const [, name = '', size] = match
  if (name === 'ENUM' || name === 'VIRTUAL') return {}
  const type = Object.hasOwn(TYPES, name) ? (TYPES[name] ?? name) : name
  const length = name === 'STRING' ? `(${size || '255'})` : size ? `(${size})` : ''
  return writtenType(`${type}${length}${array === undefined ? '' : '[]'}`)
}

/** It sets the type, whether NULL is taken, and the default, each where it is written. */
function changeColumn(
  table: string,
  column: string,
  node: SyntaxNode | undefined,
): readonly OperationFacts[] | undefined {
  const to = columnOf(column, node)
  if (!to) return undefined
  const allows = optionsOf(node)?.get('allowNull')
  const nullable: OperationFacts[] = isTrue(allows) ? [{ kind: 'drop-not-null', table, column }] : []
  const { references } = to
  const key: OperationFacts[] = references
    ? [{ kind: 'add-constraint', table, constraint: { kind: 'foreign-key', columns: [column], references } }]
    : []
  return [{ kind: 'change-type', table, column, to }, ...nullable, ...key]
}

/** `addIndex('users', ['a'], { name, unique, concurrently, where })`, or all of it in one object. */
function addIndex(
  table: string,
  second: SyntaxNode | undefined,
  third: SyntaxNode | undefined,
): readonly OperationFacts[] | undefined {
  const options = optionsOf(second?.type === 'array' ? third : second)
  const columns = constantTexts(second?.type === 'array' ? second : options?.get('fields'))
  if (!columns || (third && second?.type === 'array' && !options)) return undefined
  const [name, method] = [
    constantText(options?.get('name') ?? options?.get('indexName')),
    constantText(options?.get('using') ?? options?.get('method')),
  ]
  const where = options?.get('where')?.text
  const type = constantText(options?.get('type') ?? options?.get('indicesType'))
  const isUnique = isTrue(options?.get('unique')) || type?.toUpperCase() === 'UNIQUE'
  return [
    {
      kind: 'create-index',
      index: {
        name: name ?? indexName(table, columns),
        table,
        columns,
        ...(isUnique && { unique: true }),
        ...(isTrue(options?.get('concurrently')) && { concurrently: true }),
        ...(method !== undefined && { method }),
        ...(where !== undefined && { where }),
      },
    },
  ]
}

/** `nameIndex` of Sequelize's utils, for names that are in snake case already. */
function indexName(table: string, columns: readonly string[]): string {
  const snake = (text: string): string =>
    text
      .replaceAll(/(?<=[a-z0-9])(?=[A-Z])/g, '_')
      .replaceAll(/\W+/g, '_')
      .toLowerCase()
  return snake([table, ...columns].join('_'))
}

const KINDS: Readonly<Record<string, ConstraintFacts['kind']>> = {
  'foreign key': 'foreign-key',
  'primary key': 'primary-key',
  unique: 'unique',
  check: 'check',
}

/** `addConstraint('a', { type, fields, name, references })`; before version 6 the fields stood between. */
function addConstraint(
  table: string,
  second: SyntaxNode | undefined,
  third: SyntaxNode | undefined,
): readonly OperationFacts[] | undefined {
  const options = optionsOf(third ?? second)
  const columns = constantTexts(options?.get('fields') ?? (second?.type === 'array' ? second : undefined))
  const kind = KINDS[constantText(options?.get('type'))?.toLowerCase() ?? '']
  if (!options || !columns || !kind) return undefined
  const name = constantText(options.get('name'))
  const references = optionsOf(options.get('references'))
  const to = tableOf(references?.get('table'))
  if (kind === 'foreign-key' && to === undefined) return undefined
  const key = constantText(references?.get('field'))
  const constraint: ConstraintFacts = {
    kind,
    columns,
    ...(name !== undefined && { name }),
    ...(to !== undefined && { references: { table: to, columns: key === undefined ? [] : [key] } }),
  }
  return [{ kind: 'add-constraint', table, constraint }]
}
