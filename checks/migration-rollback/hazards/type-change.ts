import type { ColumnFacts } from '../../../src/parse/migrations/index.ts'

/**
 * What a change of type costs in PostgreSQL 12 and later: `none` where the old values are valid as they lie, `rewrite` where every row is
 * written again, `unless-utc` between timestamps with and without zone (12's release notes), `unknown` where the
 * old type is not known. Source: pg_cast's binary-coercible casts and the support functions of length coercions
 * (varchar_support, numeric_support, timestamp_support… in PostgreSQL's source).
 */
export type TypeChangeCost = 'none' | 'rewrite' | 'unless-utc' | 'unknown'

export function typeChangeCost(
  from: ColumnFacts | undefined,
  to: ColumnFacts,
  using: string | undefined,
): TypeChangeCost {
  const target = partsOf(to)
  if (!target) return 'unknown'
  if (using !== undefined && !isPlainCast(using, to.name)) return 'rewrite'
  const source = from && partsOf(from)
  if (!source) return ALWAYS_WRITTEN.has(target.name) && target.array === '' ? 'rewrite' : 'unknown'
  if (source.array !== target.array) return 'rewrite'
  if (source.array !== '' && source.name !== target.name) return 'rewrite'
  if (source.name === target.name) return sameType(target.name, source.modifiers, target.modifiers)
  if (isStamp(source.name) && isStamp(target.name)) return 'unless-utc'
  const pair = `${source.name} ${target.name}`
  if (!COERCIBLE.has(pair)) return 'rewrite'
  // A length on the way in is checked, and cut, row by row.
  return target.modifiers.length === 0 || fits(source.modifiers, target.modifiers) ? 'none' : 'rewrite'
}

/** Casts WITHOUT FUNCTION in pg_cast, and citext's. */
const COERCIBLE = new Set([
  'varchar text',
  'text varchar',
  'citext text',
  'text citext',
  'varchar citext',
  'citext varchar',
  'cidr inet',
  'int4 oid',
  'oid int4',
  'varbit bit',
  'bit varbit',
  'xml text',
])

/** Nothing but itself becomes one of these without a rewrite. */
const ALWAYS_WRITTEN = new Set(['int8', 'int2', 'uuid', 'jsonb', 'bool', 'date', 'float8', 'float4', 'bytea'])

function isStamp(name: string): boolean {
  return name === 'timestamp' || name === 'timestamptz'
}

function sameType(name: string, from: readonly number[], to: readonly number[]): TypeChangeCost {
  if (to.length === 0) return name === 'char' && from[0] !== 1 ? 'rewrite' : 'none'
  if (from.join() === to.join()) return 'none'
  // Padded, or of a fixed length: no other length holds the same bytes.
  if (name === 'char' || name === 'bit') return 'rewrite'
  if (from.length === 0) return 'rewrite'
  if (name === 'numeric') {
    const sameScale = (from[1] ?? 0) === (to[1] ?? 0)
    return sameScale && (from[0] ?? 0) <= (to[0] ?? 0) ? 'none' : 'rewrite'
  }
  return fits(from, to) ? 'none' : 'rewrite'
}

function fits(from: readonly number[], to: readonly number[]): boolean {
  return from.length > 0 && (from[0] ?? 0) <= (to[0] ?? 0)
}

/** `total::numeric(12,2)`, `CAST(total AS numeric)`: what PostgreSQL would do by itself. */
function isPlainCast(using: string, column: string): boolean {
  const name = column.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const type = '[\\w ]+(?:\\([\\d, ]+\\))?(?:\\[\\])*'
  return new RegExp(
    `^\\(?\\s*(?:"?${name}"?\\s*::\\s*${type}|cast\\s*\\(\\s*"?${name}"?\\s+as\\s+${type}\\))\\s*\\)?$`,
    'i',
  ).test(using.trim())
}

function partsOf({
  type,
  typeText,
}: ColumnFacts): { name: string; modifiers: number[]; array: string } | undefined {
  if (type === undefined) return undefined
  const name = SAME[type.toLowerCase()] ?? type.toLowerCase()
  const text = typeText ?? type
  const modifiers = /\(([\d,\s]+)\)/.exec(text)?.[1]?.split(',').map(Number) ?? []
  return { name, modifiers, array: /(?:\[\d*\])+$/.exec(text)?.[0].replaceAll(/\d/g, '') ?? '' }
}

/** Other words for a type, of SQL and of frameworks. */
const SAME: Readonly<Record<string, string>> = {
  int: 'int4',
  integer: 'int4',
  serial: 'int4',
  serial4: 'int4',
  bigint: 'int8',
  bigserial: 'int8',
  serial8: 'int8',
  smallint: 'int2',
  smallserial: 'int2',
  boolean: 'bool',
  decimal: 'numeric',
  'character varying': 'varchar',
  string: 'varchar',
  bpchar: 'char',
  character: 'char',
  'timestamp with time zone': 'timestamptz',
  'timestamp without time zone': 'timestamp',
  datetime: 'timestamp',
  'double precision': 'float8',
  real: 'float4',
}
