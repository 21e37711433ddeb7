import type { SyntaxNode } from '../../code/node.ts'
import { expressionDefault } from '../code-operations.ts'
import type { ColumnFacts } from '../operation.ts'
import { type ChainedCall, type NameOf, rustChain } from './names.ts'
import { rustCall, rustLiteral } from './rust.ts'

/** Types of sea-query's `ColumnDef` as it writes them for PostgreSQL. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'varchar',
  string_len: 'varchar',
  char: 'char',
  char_len: 'char',
  text: 'text',
  integer: 'int4',
  big_integer: 'int8',
  small_integer: 'int2',
  tiny_integer: 'int2',
  unsigned: 'int4',
  big_unsigned: 'int8',
  small_unsigned: 'int2',
  tiny_unsigned: 'int2',
  float: 'float4',
  double: 'float8',
  decimal: 'numeric',
  decimal_len: 'numeric',
  date_time: 'timestamp',
  timestamp: 'timestamp',
  timestamp_with_time_zone: 'timestamptz',
  date: 'date',
  time: 'time',
  interval: 'interval',
  boolean: 'bool',
  json: 'json',
  json_binary: 'jsonb',
  uuid: 'uuid',
  binary: 'bytea',
  binary_len: 'bytea',
  var_binary: 'bytea',
  blob: 'bytea',
  money: 'money',
  inet: 'inet',
  cidr: 'cidr',
  ltree: 'ltree',
}

/** `ColumnDef::new(Users::Id).integer().not_null()`, or a word of `sea_orm_migration::schema`: `string_null(Users::Name)`. */
export function columnOf(node: SyntaxNode | undefined, nameOf: NameOf): ColumnFacts | undefined {
  const [first, ...calls] = rustChain(node)
  if (!first) return undefined
  const name = nameOf(first.arguments[0])
  if (name === undefined) return undefined
  const column: ColumnFacts = { name }
  if (first.name === 'new') for (const call of calls) applied(column, call)
  else {
    const match = /^(\w+?)(?:_(null|uniq))?$/.exec(first.name)
    const [, type = '', more] = match ?? []
    if (first.name === 'pk_auto') applied(column, { ...first, name: 'integer', arguments: [] })
    else if (first.name === 'pk_uuid') applied(column, { ...first, name: 'uuid', arguments: [] })
    else if (Object.hasOwn(TYPES, type))
      applied(column, { ...first, name: type, arguments: first.arguments.slice(1) })
    else if (!/^(?:enumeration|custom|array|timestamps)/.test(type)) return undefined
    if (more !== 'null') column.notNull = true
    if (more === 'uniq') column.unique = true
    if (first.name.startsWith('pk_')) column.primaryKey = true
    if (first.name === 'pk_auto') column.identity = true
    for (const call of calls) applied(column, call)
  }
  return column
}

function applied(column: ColumnFacts, { name, arguments: given }: ChainedCall): void {
  switch (name) {
    case 'not_null':
      column.notNull = true
      break
    case 'null':
      delete column.notNull
      break
    case 'primary_key':
      column.primaryKey = true
      column.notNull = true
      break
    case 'auto_increment':
      column.identity = true
      break
    case 'unique_key':
      column.unique = true
      break
    case 'default':
      column.default = defaultOf(given[0])
      break
    case 'generated':
      column.generated = given[1]?.text === 'true' ? 'stored' : 'virtual'
      break
    default: {
      const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
      if (type === undefined) return
      const sizes = given.map(({ text }) => text).filter((text) => /^\d+$/.test(text))
      const isSized = /^(?:varchar|char|numeric)$/.test(type) && sizes.length > 0
      column.type = type
      column.typeText = isSized ? `${type}(${sizes.join(',')})` : type
    }
  }
}

/** `Expr::cust("…")` is SQL; anything else is the same value for every row. */
function defaultOf(node: SyntaxNode | undefined): { text: string; volatile: boolean } {
  const call = node && rustCall(node)
  const sql = call && /^(?:cust|Custom)$/.test(call.name) ? literalIn(call.arguments[0]) : undefined
  return sql === undefined
    ? { text: node?.text.slice(0, 200) ?? '', volatile: false }
    : expressionDefault(sql)
}

function literalIn(node: SyntaxNode | undefined): string | undefined {
  return rustLiteral(node) ?? rustLiteral(node && rustCall(node)?.object)
}
