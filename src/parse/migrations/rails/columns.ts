import type { SyntaxNode } from '../../code/node.ts'
import { literal } from '../code-part.ts'
import type { ColumnFacts } from '../operation.ts'
import type { Arguments } from './ruby.ts'

/** Rails' names of types and PostgreSQL's (NATIVE_DATABASE_TYPES of Active Record's PostgreSQL adapter). */
const TYPES: Readonly<Record<string, string>> = {
  string: 'varchar',
  integer: 'int4',
  bigint: 'int8',
  float: 'float8',
  decimal: 'numeric',
  binary: 'bytea',
  blob: 'bytea',
  boolean: 'bool',
  datetime: 'timestamp',
  timestamp: 'timestamp',
  primary_key: 'int8',
}

/** Methods of a table's block that add a column of the type that they are called by. */
export const COLUMN_METHODS =
  /^(?:string|text|integer|bigint|float|decimal|numeric|datetime|timestamp|timestamptz|time|date|binary|blob|boolean|jsonb?|uuid|citext|inet|cidr|macaddr|hstore|ltree|tsvector|xml|money|point|interval|virtual|bit|bit_varying|daterange|tsrange|tstzrange|int4range|int8range|numrange)$/

/** A default that is another one for every row. */
const VOLATILE = /random|uuid|clock_timestamp|nextval|timeofday/i

/** A column as a command of Rails describes it. */
export function columnOf(
  name: string,
  type: string | undefined,
  { options, splat }: Pick<Arguments, 'options' | 'splat'>,
  region?: SyntaxNode,
): ColumnFacts {
  const own = type === undefined ? undefined : nativeType(type, options)
  const fallback = defaultOf(options.get('default'), own?.type)
  const isSerial = type === 'primary_key' || type === 'serial' || type === 'bigserial'
  return {
    name,
    ...(own && { type: own.type, typeText: own.typeText }),
    ...(!splat && isFalse(options.get('null')) && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(isTrue(options.get('primary_key')) && { primaryKey: true, notNull: true }),
    ...(type === 'virtual' && { generated: isTrue(options.get('stored')) ? 'stored' : 'virtual' }),
    ...(type === 'primary_key' && { primaryKey: true }),
    ...(isSerial && { notNull: true, identity: true }),
    ...(region && { region: region.region }),
  }
}

function nativeType(
  given: string,
  options: Arguments['options'],
): { type: string; typeText: string } | undefined {
  const named = given === 'virtual' || given === 'enum' ? undefined : given
  const kind = named ?? textOf(options.get(given === 'virtual' ? 'type' : 'enum_type'))
  if (kind === undefined) return undefined
  const limit = numberOf(options.get('limit'))
  const precision = numberOf(options.get('precision'))
  const scale = numberOf(options.get('scale'))
  let type = Object.hasOwn(TYPES, kind) ? (TYPES[kind] ?? kind) : kind
  if (kind === 'integer' && limit !== undefined) type = limit > 4 ? 'int8' : limit < 3 ? 'int2' : 'int4'
  let typeText = type
  if (type === 'varchar' && limit !== undefined) typeText = `varchar(${limit})`
  if (type === 'numeric' && precision !== undefined) typeText = `numeric(${precision},${scale ?? 0})`
  const digits = precision ?? limit
  if (/^(?:time|interval)/.test(type) && digits !== undefined) typeText = `${type}(${digits})`
  if (isTrue(options.get('array'))) typeText += '[]'
  return { type, typeText }
}

/** A default; of a uuid a string with `()` is a call, as Active Record's `quote_default_expression` takes it. */
export function defaultOf(node: SyntaxNode | undefined, type?: string): ColumnFacts['default'] {
  if (!node || node.type === 'nil') return undefined
  const { text } = node
  const isCall = node.type === 'lambda' || (type === 'uuid' && node.type === 'string' && text.includes('()'))
  const sql = node.type === 'lambda' ? /^->\s*\{\s*(["'])(.*)\1\s*\}$/s.exec(text)?.[2] : undefined
  return { text: sql ?? text, volatile: isCall && VOLATILE.test(text) }
}

export function isTrue(node: SyntaxNode | undefined): boolean {
  return node?.type === 'true'
}

export function isFalse(node: SyntaxNode | undefined): boolean {
  return node?.type === 'false'
}

/** A name: a symbol or a string. */
export function textOf(node: SyntaxNode | undefined): string | undefined {
  return literal(node)
}

function numberOf(node: SyntaxNode | undefined): number | undefined {
  const value = Number(node?.type === 'integer' ? node.text.replaceAll('_', '') : Number.NaN)
  return Number.isFinite(value) ? value : undefined
}

/** The names in an argument: one, an array, or `%i[a b]`. Undefined where they are not all written out. */
export function namesOf(node: SyntaxNode | undefined): string[] | undefined {
  if (!node) return undefined
  if (node.type === 'array') {
    const names = node.namedChildren.map((one) => literal(one))
    return names.includes(undefined) ? undefined : (names as string[])
  }
  if (node.type === 'symbol_array' || node.type === 'string_array')
    return node.namedChildren.map(({ text }) => text)
  const one = literal(node)
  if (one === undefined) return undefined
  // An expression stands for itself in brackets.
  return [/^\w+$/.test(one) ? one : `(${one})`]
}

/** The plural by which Rails names a table; regular words only, which most are. */
export function plural(word: string): string {
  if (/[^aeiou]y$/.test(word)) return `${word.slice(0, -1)}ies`
  if (word.endsWith('person')) return `${word.slice(0, -'person'.length)}people`
  if (/(?:[sx]|ch|sh)$/.test(word)) return /ss$|us$|[xh]$/.test(word) ? `${word}es` : word
  return `${word}s`
}
