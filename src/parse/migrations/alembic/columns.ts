import type { SyntaxNode } from '../../code/node.ts'
import type { ColumnFacts, ConstraintFacts } from '../operation.ts'
import { argumentsOf, calledName, isFalse, isTrue, numberOf, textOf, textsOf } from '../python.ts'

/** SQLAlchemy's types in PostgreSQL's words (visit_… of `PGTypeCompiler`), by their name in lower case. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'varchar',
  unicode: 'varchar',
  nvarchar: 'varchar',
  text: 'text',
  unicodetext: 'text',
  clob: 'text',
  integer: 'int4',
  int: 'int4',
  bigint: 'int8',
  biginteger: 'int8',
  smallint: 'int2',
  smallinteger: 'int2',
  boolean: 'bool',
  float: 'float8',
  double: 'float8',
  double_precision: 'float8',
  real: 'float4',
  numeric: 'numeric',
  decimal: 'numeric',
  largebinary: 'bytea',
  uuidtype: 'uuid',
  tsvectortype: 'tsvector',
}
const SAME = new Set(
  'varchar char text date time interval json jsonb uuid bytea inet cidr macaddr hstore tsvector citext money oid bit int4range int8range numrange daterange tsrange tstzrange'.split(
    ' ',
  ),
)
/** A default that is another one for every row. */
const VOLATILE = /random|uuid|clock_timestamp|nextval|timeofday/i

/** Arrays of arrays. */
const MAX_DEPTH = 10

export interface NativeType {
  type: string
  typeText: string
}

/** The type that an expression of SQLAlchemy becomes; undefined where it is a class of the project's own. */
export function typeOf(node: SyntaxNode | undefined, depth = 0): NativeType | undefined {
  if (!node || depth > MAX_DEPTH) return undefined
  const isCall = node.type === 'call'
  if (!isCall && !/^(?:identifier|attribute)$/.test(node.type)) return undefined
  const name = isCall ? calledName(node) : (node.child('attribute') ?? node).text
  const { positional, keywords } = isCall
    ? argumentsOf(node)
    : { positional: [], keywords: new Map<string, SyntaxNode>() }
  const key = name.toLowerCase()
  if (key === 'array') {
    const inner = typeOf(positional[0] ?? keywords.get('item_type'), depth + 1)
    return inner && { type: inner.type, typeText: `${inner.typeText}[]` }
  }
  if (key === 'enum') {
    const named = textOf(keywords.get('name'))
    return named === undefined ? undefined : { type: named, typeText: named }
  }
  if (key === 'datetime' || key === 'timestamp') {
    const zoned = isTrue(keywords.get('timezone') ?? positional[0])
    return plain(zoned ? 'timestamptz' : 'timestamp')
  }
  const type = Object.hasOwn(TYPES, key) ? TYPES[key] : SAME.has(key) ? key : undefined
  if (type === undefined) return undefined
  const length = numberOf(keywords.get('length') ?? positional[0])
  if ((type === 'varchar' || type === 'char') && length !== undefined)
    return { type, typeText: `${type}(${length})` }
  const precision = numberOf(keywords.get('precision') ?? positional[0])
  if (type === 'numeric' && precision !== undefined)
    return {
      type,
      typeText: `numeric(${precision},${numberOf(keywords.get('scale') ?? positional[1]) ?? 0})`,
    }
  return plain(type)
}

function plain(type: string): NativeType {
  return { type, typeText: type }
}

/** A default of the server; undefined where there is none. */
export function serverDefault(node: SyntaxNode | undefined): ColumnFacts['default'] {
  if (!node || node.type === 'none' || isFalse(node)) return undefined
  const inner = node.type === 'call' && calledName(node) === 'text' ? argumentsOf(node).positional[0] : node
  const text = textOf(inner) ?? node.text
  return { text, volatile: VOLATILE.test(text) }
}

/** What `sa.Column(…)` describes, and what the table gets with it. */
export interface ColumnReading {
  column: ColumnFacts
  /** `sa.ForeignKey(…)`, `unique=True`: constraints of their own in an ALTER TABLE. */
  constraints: ConstraintFacts[]
  /** `index=True`; unique with `unique=True`. */
  index?: { unique: boolean }
}

/** Undefined where it is no call of `Column` with its name written out. */
export function readColumn(node: SyntaxNode | undefined): ColumnReading | undefined {
  if (node?.type !== 'call' || calledName(node) !== 'Column') return undefined
  const { positional, keywords, splat } = argumentsOf(node)
  const name = textOf(positional[0] ?? keywords.get('name'))
  if (name === undefined) return undefined
  const called = new Map(
    positional.flatMap((one) => (one.type === 'call' ? [[calledName(one), one] as const] : [])),
  )
  const native = typeOf(keywords.get('type_') ?? positional.slice(1).find((one) => typeOf(one)))
  const primaryKey = isTrue(keywords.get('primary_key'))
  const nullable = keywords.get('nullable')
  const fallback = serverDefault(keywords.get('server_default'))
  const computed = called.get('Computed')
  const identity =
    called.has('Identity') ||
    called.has('Sequence') ||
    isTrue(keywords.get('autoincrement')) ||
    (primaryKey &&
      /^int[248]$/.test(native?.type ?? '') &&
      !isFalse(keywords.get('autoincrement')) &&
      !called.has('ForeignKey'))
  const isUnique = isTrue(keywords.get('unique'))
  const isIndexed = isTrue(keywords.get('index'))
  const key = called.get('ForeignKey')
  const constraints: ConstraintFacts[] = []
  const target = key && targetOf(argumentsOf(key).positional[0] ?? argumentsOf(key).keywords.get('column'))
  if (key && target) {
    const keyName = textOf(argumentsOf(key).keywords.get('name'))
    constraints.push({
      kind: 'foreign-key',
      columns: [name],
      references: target,
      ...(keyName !== undefined && { name: keyName }),
    })
  }
  if (isUnique && !isIndexed) constraints.push({ kind: 'unique', columns: [name] })
  return {
    column: {
      name,
      ...native,
      ...(!splat && (primaryKey || isFalse(nullable)) && { notNull: true }),
      ...(fallback && { default: fallback }),
      ...(identity && { identity: true }),
      ...(primaryKey && { primaryKey: true }),
      ...(computed && {
        generated: isFalse(argumentsOf(computed).keywords.get('persisted')) ? 'virtual' : 'stored',
      }),
      region: node.region,
    },
    constraints,
    ...(isIndexed && { index: { unique: isUnique } }),
  }
}

/** `users.id`, `schema.users.id`; a project's own `table.c.column` tells no name. */
function targetOf(node: SyntaxNode | undefined): ConstraintFacts['references'] {
  const text = textOf(node)
  const match = text === undefined ? undefined : /^(.+)\.(\w+)$/.exec(text)
  return match ? { table: match[1] ?? '', columns: [match[2] ?? ''] } : undefined
}

/** `sa.PrimaryKeyConstraint("id")` and its like among the arguments of a table. */
export function readConstraint(node: SyntaxNode): ConstraintFacts | undefined {
  if (node.type !== 'call') return undefined
  const { positional, keywords } = argumentsOf(node)
  const named = textOf(keywords.get('name'))
  const name = named === undefined ? {} : { name: named }
  const names = positional.flatMap((one) => textOf(one) ?? [])
  switch (calledName(node)) {
    case 'PrimaryKeyConstraint':
      return { kind: 'primary-key', columns: names, ...name }
    case 'UniqueConstraint':
      return { kind: 'unique', columns: names, ...name }
    case 'ForeignKeyConstraint': {
      const [columns, targets] = positional.map((one) => textsOf(one) ?? [])
      const parts = (targets ?? []).map((one) => /^(.+)\.(\w+)$/.exec(one))
      const table = parts[0]?.[1]
      if (table === undefined) return undefined
      const references = { table, columns: parts.map((part) => part?.[2] ?? '') }
      return { kind: 'foreign-key', columns: columns ?? [], references, ...name }
    }
    case 'CheckConstraint':
      return { kind: 'check', columns: [], ...(names[0] !== undefined && { expression: names[0] }), ...name }
    case 'ExcludeConstraint':
      return { kind: 'exclude', columns: [], ...name }
    default:
      return undefined
  }
}
