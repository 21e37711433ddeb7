import { expressionDefault } from '../code-operations.ts'
import type { ColumnFacts } from '../operation.ts'
import { type PhpCall, phpCall, phpLiteral } from '../php.ts'

/**
 * Types of `Illuminate\Database\Schema\Blueprint` as its grammar for PostgreSQL writes them (`PostgresGrammar`, 12.x). By method, in
 * lower case, as PHP compares them.
 */
const TYPES: Readonly<Record<string, string>> = {
  biginteger: 'int8',
  integer: 'int4',
  mediuminteger: 'int4',
  smallinteger: 'int2',
  tinyinteger: 'int2',
  unsignedbiginteger: 'int8',
  unsignedinteger: 'int4',
  unsignedmediuminteger: 'int4',
  unsignedsmallinteger: 'int2',
  unsignedtinyinteger: 'int2',
  year: 'int4',
  boolean: 'bool',
  binary: 'bytea',
  date: 'date',
  datetime: 'timestamp',
  datetimetz: 'timestamptz',
  timestamp: 'timestamp',
  timestamptz: 'timestamptz',
  time: 'time',
  timetz: 'timetz',
  decimal: 'numeric',
  unsigneddecimal: 'numeric',
  double: 'float8',
  float: 'float8',
  foreignid: 'int8',
  foreignidfor: 'int8',
  foreignuuid: 'uuid',
  uuid: 'uuid',
  foreignulid: 'char',
  ulid: 'char',
  char: 'char',
  string: 'varchar',
  enum: 'varchar',
  text: 'text',
  tinytext: 'text',
  mediumtext: 'text',
  longtext: 'text',
  json: 'json',
  jsonb: 'jsonb',
  ipaddress: 'inet',
  macaddress: 'macaddr',
  geometry: 'geometry',
  geography: 'geography',
  vector: 'vector',
  set: 'set',
  tsvector: 'tsvector',
  computed: '',
}

const LENGTHS: Readonly<Record<string, string>> = { string: '255', enum: '255', char: '255' }

/** Keys that count by themselves. */
const INCREMENTS: Readonly<Record<string, string>> = {
  id: 'int8',
  bigincrements: 'int8',
  increments: 'int4',
  integerincrements: 'int4',
  mediumincrements: 'int4',
  smallincrements: 'int2',
  tinyincrements: 'int2',
}

/** The column that the first call of a chain makes; undefined where it makes none, or its name is not written out. */
export function columnOf(calls: readonly PhpCall[], names: { nameOf?: string }): ColumnFacts | undefined {
  const [first, ...modifiers] = calls
  if (!first) return undefined
  const method = first.name.toLowerCase()
  const increments = Object.hasOwn(INCREMENTS, method) ? INCREMENTS[method] : undefined
  const given = phpLiteral(first.named.get('column') ?? first.arguments[0])
  if (increments !== undefined) {
    const name = first.arguments.length === 0 ? 'id' : given
    if (name === undefined) return undefined
    return { name, type: increments, typeText: increments, notNull: true, primaryKey: true, identity: true }
  }
  // `addColumn('string', 'name', ['length' => 20])`
  const isGeneric = method === 'addcolumn'
  const kind = isGeneric ? given?.toLowerCase() : method
  const name = names.nameOf ?? (isGeneric ? phpLiteral(first.arguments[1]) : given)
  if (kind === undefined || name === undefined || !Object.hasOwn(TYPES, kind)) return undefined
  const type = TYPES[kind] ?? ''
  return {
    name,
    ...(type !== '' && { type, typeText: `${type}${lengthOf(kind, type, first, isGeneric)}` }),
    ...modified(modifiers),
  }
}

function lengthOf(
  kind: string,
  type: string,
  { arguments: given, named }: PhpCall,
  generic: boolean,
): string {
  if (kind === 'ulid' || kind === 'foreignulid') return '(26)'
  if (generic || kind === 'enum') return type === 'varchar' ? '(255)' : ''
  const number = (key: string, at: number): string | undefined => {
    const text = (named.get(key) ?? (named.size > 0 ? undefined : given[at]))?.text
    return text !== undefined && /^\d+$/.test(text) ? text : undefined
  }
  if (type === 'numeric') return `(${number('total', 1) ?? '8'},${number('places', 2) ?? '2'})`
  if (type !== 'varchar' && type !== 'char') return ''
  // A length that is a constant of the project's is not known.
  const written = named.get('length') ?? given[1]
  if (written && number('length', 1) === undefined) return ''
  return `(${number('length', 1) ?? LENGTHS[kind] ?? '255'})`
}

/** What the calls behind a column say of it. Columns take no NULL unless they are told to. */
function modified(modifiers: readonly PhpCall[]): Partial<ColumnFacts> {
  const found: Partial<ColumnFacts> = { notNull: true }
  for (const { name, arguments: given } of modifiers) {
    const isOff = /^false$/i.test(given[0]?.text ?? '')
    switch (name.toLowerCase()) {
      case 'nullable':
        if (isOff) found.notNull = true
        else delete found.notNull
        break
      case 'default': {
        const value = defaultOf(given[0])
        if (value) found.default = value
        break
      }
      case 'usecurrent':
        found.default = { text: 'CURRENT_TIMESTAMP', volatile: false }
        break
      case 'autoincrement':
      case 'generatedas':
        found.identity = true
        break
      case 'primary':
        found.primaryKey = true
        break
      case 'storedas':
      case 'virtualas':
        found.generated = name.toLowerCase() === 'storedas' ? 'stored' : 'virtual'
        delete found.notNull
        break
      default:
    }
  }
  return found
}

/** `DB::raw('gen_random_uuid()')` and `new Expression('…')` are SQL; anything else is the same value for every row. */
export function defaultOf(node: PhpCall['arguments'][number] | undefined): ColumnFacts['default'] {
  if (!node || /^null$/i.test(node.text)) return undefined
  const call = phpCall(node)
  const raw =
    call?.name === 'raw'
      ? call.arguments[0]
      : node.type === 'object_creation_expression'
        ? node.childOfType('arguments')?.namedChildren[0]?.namedChildren[0]
        : undefined
  const sql = phpLiteral(raw)
  if (sql !== undefined) return expressionDefault(sql)
  return { text: node.text.slice(0, 200), volatile: false }
}
