import type { SyntaxNode } from '../../code/node.ts'
import type { Link } from '../javascript/chain.ts'
import { constantText, defaultOf, isFalse, isTrue, optionsOf } from '../javascript/values.ts'
import type { ColumnFacts } from '../operation.ts'
import { writtenType } from '../written-type.ts'

/** Types by the method that adds a column of them, as PostgreSQL gets them (https://knexjs.org/guide/schema-builder.html). */
const TYPES: Readonly<Record<string, string>> = {
  integer: 'integer',
  int: 'integer',
  bigInteger: 'bigint',
  bigint: 'bigint',
  tinyint: 'smallint',
  smallint: 'smallint',
  mediumint: 'integer',
  text: 'text',
  float: 'real',
  double: 'double precision',
  decimal: 'decimal',
  boolean: 'boolean',
  date: 'date',
  time: 'time',
  binary: 'bytea',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
  enu: 'text',
  enum: 'text',
  geometry: 'geometry',
  geography: 'geography',
  point: 'point',
}

/** The column that a chain on the table's builder adds or alters: `table.string('a', 40).notNullable()`. */
export function knexColumn(links: readonly Link[]): ColumnFacts | undefined {
  const [head, ...modifiers] = links
  const column = head && begun(head)
  if (!column) return undefined
  for (const link of modifiers) modify(column, link)
  return column
}

function begun({ name: method, args, node }: Link): ColumnFacts | undefined {
  const [first, second] = args
  const isKey = /^(?:big)?increments$/i.test(method)
  const name = constantText(first) ?? (isKey && !first ? 'id' : undefined)
  if (name === undefined) return undefined
  const place = { region: node.region }
  if (isKey) {
    const type = writtenType(/^big/i.test(method) ? 'bigint' : 'integer')
    const isPrimary = !isFalse(optionsOf(second)?.get('primaryKey'))
    return { name, ...type, identity: true, notNull: true, ...(isPrimary && { primaryKey: true }), ...place }
  }
  if (method === 'string')
    return {
      name,
      ...writtenType(`varchar(${/^\d+$/.test(second?.text ?? '') ? second?.text : '255'})`),
      ...place,
    }
  if (method === 'specificType') return { name, ...writtenType(constantText(second)), ...place }
  if (method === 'timestamp' || method === 'datetime' || method === 'dateTime')
    return { name, ...writtenType(hasZone(second) ? 'timestamptz' : 'timestamp'), ...place }
  return Object.hasOwn(TYPES, method) ? { name, ...writtenType(TYPES[method]), ...place } : undefined
}

/** With a zone, unless `{ useTz: false }`; before version 0.95 `true` stood for "without". */
function hasZone(options: SyntaxNode | undefined): boolean {
  return !isTrue(options) && !isFalse(optionsOf(options)?.get('useTz'))
}

function modify(column: ColumnFacts, { name, args: [first] }: Link): void {
  switch (name) {
    case 'notNullable':
    case 'notNull':
      column.notNull = true
      break
    case 'primary':
      column.primaryKey = true
      column.notNull = true
      break
    case 'unique':
      column.unique = true
      break
    case 'defaultTo':
    case 'default': {
      const value = defaultOf(first)
      if (value) column.default = value
      break
    }
    case 'references': {
      const text = constantText(first)
      const at = text?.lastIndexOf('.') ?? -1
      if (text === undefined) break
      const table = at > 0 ? text.slice(0, at) : (column.references?.table ?? '')
      column.references = { table, columns: [at > 0 ? text.slice(at + 1) : text] }
      break
    }
    case 'inTable':
    case 'on': {
      const table = constantText(first)
      if (table !== undefined) column.references = { table, columns: column.references?.columns ?? [] }
      break
    }
    default:
  }
}

/** `table.timestamps(true, true)`: `created_at` and `updated_at`. */
export function timestamps({ args, node }: Link): ColumnFacts[] {
  const [first, second] = args
  const options = optionsOf(first)
  const hasDefault = isTrue(second) || isTrue(options?.get('defaultToNow'))
  const isCamel = isTrue(args[2]) || isTrue(options?.get('useCamelCase'))
  return (isCamel ? ['createdAt', 'updatedAt'] : ['created_at', 'updated_at']).map((name) => ({
    name,
    // On PostgreSQL `datetime` and `timestamp` both have a zone.
    ...writtenType('timestamptz'),
    ...(hasDefault && { notNull: true, default: { text: 'CURRENT_TIMESTAMP', volatile: false } }),
    region: node.region,
  }))
}
