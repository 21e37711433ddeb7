import type { SyntaxNode } from '../code/node.ts'
import { expressionDefault } from './code-operations.ts'
import type { ColumnFacts } from './operation.ts'
import { phpLiteral } from './php.ts'

/** Types of Phinx (https://book.cakephp.org/phinx/0/en/migrations.html#valid-column-types) and of Doctrine's DBAL, by PostgreSQL's names. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'varchar',
  ascii_string: 'varchar',
  char: 'char',
  text: 'text',
  enum: 'varchar',
  integer: 'int4',
  biginteger: 'int8',
  bigint: 'int8',
  smallinteger: 'int2',
  smallint: 'int2',
  tinyinteger: 'int2',
  mediuminteger: 'int4',
  boolean: 'bool',
  date: 'date',
  datetime: 'timestamp',
  timestamp: 'timestamp',
  datetimetz: 'timestamptz',
  timestamptimezone: 'timestamptz',
  time: 'time',
  dateinterval: 'varchar',
  float: 'float8',
  double: 'float8',
  smallfloat: 'float4',
  decimal: 'numeric',
  json: 'json',
  jsonb: 'jsonb',
  uuid: 'uuid',
  guid: 'uuid',
  binary: 'bytea',
  varbinary: 'bytea',
  blob: 'bytea',
  bytea: 'bytea',
  inet: 'inet',
  cidr: 'cidr',
  macaddr: 'macaddr',
  citext: 'citext',
  interval: 'interval',
  year: 'int4',
}

type Options = ReadonlyMap<string, SyntaxNode>

/** `string` or `Types::STRING` with its options, where both are written out. */
export function phpType(
  node: SyntaxNode | undefined,
  options: Options,
): Pick<ColumnFacts, 'type' | 'typeText'> {
  const constant = /\b(?:Types?|AdapterInterface)::(?:PHINX_TYPE_)?(\w+)$/.exec(node?.text ?? '')?.[1]
  const written = (phpLiteral(node) ?? constant)?.toLowerCase().replace(/_(?:im)?mutable$/, '')
  const type = written !== undefined && Object.hasOwn(TYPES, written) ? TYPES[written] : undefined
  if (type === undefined) return {}
  const number = (key: string): string | undefined => /^\d+$/.exec(options.get(key)?.text ?? '')?.[0]
  const given = options.get('limit') ?? options.get('length')
  const length = number('limit') ?? number('length')
  if (type === 'numeric') {
    const precision = number('precision')
    return {
      type,
      typeText: precision === undefined ? type : `numeric(${precision},${number('scale') ?? '0'})`,
    }
  }
  if (type === 'varchar' || type === 'char') {
    const isKnown = length !== undefined || !given || given.text === 'null'
    return { type, typeText: isKnown ? `${type}(${length ?? '255'})` : type }
  }
  // `MysqlAdapter::INT_BIG`: another type.
  if (given && length === undefined && given.text !== 'null' && /^int\d/.test(type))
    return given.text.endsWith('INT_BIG') ? { type: 'int8', typeText: 'int8' } : {}
  return { type, typeText: type }
}

/** A literal stands for every row; `Literal::from('uuid()')` is SQL, and so is a word like CURRENT_TIMESTAMP. */
export function phpDefault(node: SyntaxNode | undefined): ColumnFacts['default'] {
  if (!node || /^null$/i.test(node.text)) return undefined
  const sql = /^\\?(?:\w+\\)*Literal::from\(\s*['"](.*)['"]\s*\)$/s.exec(node.text)?.[1]
  return sql === undefined ? { text: node.text.slice(0, 200), volatile: false } : expressionDefault(sql)
}
