import type { SyntaxNode } from '../../code/node.ts'
import { expressionDefault } from '../code-operations.ts'
import type { ColumnFacts, ConstraintFacts } from '../operation.ts'
import { elixirCall, type ElixirCall, elixirLiteral } from './elixir.ts'

/** Ecto's types as `Ecto.Adapters.Postgres.Connection` (3.13) writes them; others are the database's own. */
const TYPES: Readonly<Record<string, string>> = {
  id: 'int4',
  integer: 'int4',
  bigint: 'int8',
  serial: 'int4',
  bigserial: 'int8',
  identity: 'int8',
  smallint: 'int2',
  boolean: 'bool',
  string: 'varchar',
  binary: 'bytea',
  bitstring: 'varbit',
  binary_id: 'uuid',
  map: 'jsonb',
  float: 'float8',
  decimal: 'numeric',
  utc_datetime: 'timestamp',
  utc_datetime_usec: 'timestamp',
  naive_datetime: 'timestamp',
  naive_datetime_usec: 'timestamp',
  timestamp: 'timestamp',
  time_usec: 'time',
  duration: 'interval',
}

const COUNTS = /^(?:(?:big)?serial|identity)$/

type Options = ElixirCall['keywords']

/** `users`, `billing.users` of `table(:users, prefix: :billing)`; undefined where it is not written out. */
export function tableName(object: ElixirCall | undefined): string | undefined {
  const name = elixirLiteral(object?.positional[0])
  const prefix = object?.keywords.get('prefix')
  if (!prefix || name === undefined) return name
  const schema = elixirLiteral(prefix)
  return schema === undefined ? undefined : `${schema}.${name}`
}

/** A column of `add :name, :type, options`, with the key that `references` makes of it. */
export function columnOf(
  table: string,
  name: string,
  typed: SyntaxNode | undefined,
  options: Options,
): { column: ColumnFacts; key?: ConstraintFacts } {
  const refers = elixirCall(typed)?.name === 'references' ? elixirCall(typed) : undefined
  const own = refers
    ? typeNamed(referenceType(elixirLiteral(refers.keywords.get('type'))), options)
    : typeOf(typed, options)
  const counts = !refers && COUNTS.test(elixirLiteral(typed) ?? '')
  const generated = elixirLiteral(options.get('generated'))
  const fallback = defaultOf(options.get('default'))
  const column: ColumnFacts = {
    name,
    ...own,
    ...(options.get('null')?.text === 'false' && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(options.get('primary_key')?.text === 'true' && { primaryKey: true, notNull: true }),
    ...(counts && { identity: true }),
    ...(generated !== undefined && { generated: /\bstored\b/i.test(generated) ? 'stored' : 'virtual' }),
  }
  return refers ? { column, key: keyOf(table, name, refers) } : { column }
}

/** A key of `references(:users)`: https://hexdocs.pm/ecto_sql/Ecto.Migration.html#references/2 */
function keyOf(table: string, name: string, refers: ElixirCall): ConstraintFacts {
  const target = tableName(refers)
  const key = elixirLiteral(refers.keywords.get('column')) ?? 'id'
  return {
    kind: 'foreign-key',
    name:
      elixirLiteral(refers.keywords.get('name')) ?? `${table.slice(table.lastIndexOf('.') + 1)}_${name}_fkey`,
    columns: [name],
    ...(target !== undefined && { references: { table: target, columns: [key] } }),
    ...(refers.keywords.get('validate')?.text === 'false' && { notValid: true }),
  }
}

/** What counts by itself in one table is a plain number in another. */
function referenceType(type: string | undefined): string {
  if (type === undefined || type === 'bigserial' || type === 'identity') return 'bigint'
  return type === 'serial' || type === 'id' ? 'integer' : type
}

type Typed = Pick<ColumnFacts, 'type' | 'typeText'>

function typeOf(node: SyntaxNode | undefined, options: Options): Typed {
  if (node?.type === 'tuple') {
    const [kind, inner] = node.namedChildren
    if (kind?.text === ':map') return { type: 'jsonb', typeText: 'jsonb' }
    const element = kind?.text === ':array' ? typeOf(inner, options) : {}
    return element.typeText === undefined ? {} : { ...element, typeText: `${element.typeText}[]` }
  }
  const name = elixirLiteral(node)
  return name === undefined ? {} : typeNamed(name, options)
}

function typeNamed(name: string, options: Options): Typed {
  const written = Object.hasOwn(TYPES, name) ? (TYPES[name] ?? name) : name
  const type = written.toLowerCase().replace(/\(.*/, '').trim()
  const number = (key: string): string | undefined => /^\d+$/.exec(options.get(key)?.text ?? '')?.[0]
  if (written !== type) return { type, typeText: written.toLowerCase().replaceAll(' ', '') }
  if (type === 'varchar') return { type, typeText: `varchar(${number('size') ?? '255'})` }
  const precision = number('precision')
  if (type !== 'numeric' || precision === undefined) return { type, typeText: type }
  return { type, typeText: `numeric(${precision},${number('scale') ?? '0'})` }
}

/** `fragment("now()")` is SQL; anything else is the same value for every row. */
export function defaultOf(node: SyntaxNode | undefined): ColumnFacts['default'] {
  if (!node || node.text === 'nil') return undefined
  const call = elixirCall(node)
  const sql = call?.name === 'fragment' ? elixirLiteral(call.positional[0]) : undefined
  return sql === undefined ? { text: node.text.slice(0, 200), volatile: false } : expressionDefault(sql)
}

/** `timestamps()`: https://hexdocs.pm/ecto_sql/Ecto.Migration.html#timestamps/1 */
export function timestampColumns(options: Options): ColumnFacts[] {
  const type = typeNamed(elixirLiteral(options.get('type')) ?? 'naive_datetime', options)
  const fallback = defaultOf(options.get('default'))
  return ['inserted_at', 'updated_at'].flatMap((usual): ColumnFacts[] => {
    const written = options.get(usual)
    if (written?.text === 'false') return []
    return [
      {
        name: elixirLiteral(written) ?? usual,
        ...type,
        ...(options.get('null')?.text !== 'true' && { notNull: true }),
        ...(fallback && { default: fallback }),
      },
    ]
  })
}
