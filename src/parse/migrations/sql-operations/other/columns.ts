import type { ColumnFacts, ConstraintFacts } from '../../operation.ts'
import type { Definition } from './parser.ts'

/** `name` of a table, a column or a list with one of them, with its schema where one is written. */
export function nameOf(node: unknown): string {
  if (typeof node === 'string') return node
  if (Array.isArray(node)) return nameOf(node[0])
  if (typeof node !== 'object' || node === null) return ''
  const { db, table, column, name } = node as Record<string, unknown>
  if (column !== undefined) return nameOf(column)
  if (typeof table === 'string') return typeof db === 'string' && db !== '' ? `${db}.${table}` : table
  return nameOf(name)
}

export function columnsOf(list: unknown): string[] {
  return Array.isArray(list) ? list.map((one) => nameOf(one)) : []
}

/** @param text of the definition, for what the parser passes over */
export function columnOf(definition: Definition, text: string): ColumnFacts {
  const {
    column,
    nullable,
    default_val: value,
    auto_increment: counted,
    reference_definition: of,
  } = definition
  const generated = /\bgenerated\s+always\b|\)?\s\bas\s*\(/i.test(text)
    ? /\bstored\b|\bpersistent\b/i.test(text)
      ? ('stored' as const)
      : ('virtual' as const)
    : undefined
  return {
    name: nameOf(column),
    ...typeOf(definition),
    ...(nullable?.type === 'not null' && { notNull: true }),
    ...(value && { default: defaultOf(value.value) }),
    ...(counted && { identity: true }),
    ...(generated && { generated }),
    ...(definition.primary_key && { primaryKey: true }),
    ...(definition.unique && { unique: true }),
    ...(of && { references: { table: nameOf(of.table), columns: columnsOf(of.definition) } }),
  }
}

function typeOf({ definition }: Definition): Pick<ColumnFacts, 'type' | 'typeText'> {
  if (!definition || Array.isArray(definition) || definition.dataType === undefined) return {}
  const { dataType, length, scale, suffix } = definition
  const type = dataType.toLowerCase()
  const size =
    typeof length === 'number'
      ? `(${[length, scale].filter((one) => typeof one === 'number').join(',')})`
      : listed(definition)
  const rest = Array.isArray(suffix) ? suffix.filter((one) => typeof one === 'string') : []
  return { type, typeText: [`${type}${size}`, ...rest.map((one) => one.toLowerCase())].join(' ') }
}

/** The values of an ENUM or SET: `('small','large')`. */
function listed(definition: object): string {
  const { expr } = definition as { expr?: { type?: string; value?: { value?: unknown }[] } }
  if (expr?.type !== 'expr_list' || !Array.isArray(expr.value)) return ''
  return `(${expr.value.map((one) => `'${String(one.value)}'`).join(',')})`
}

/** Functions whose value is one for the whole statement. */
const STEADY =
  /^(?:current_timestamp|now|localtime|localtimestamp|current_date|current_time|curdate|curtime)$/

function defaultOf(value: unknown): { text: string; volatile: boolean } {
  const {
    type,
    value: literal,
    name,
    parentheses,
  } = (value ?? {}) as {
    type?: string
    value?: unknown
    name?: { name?: { value?: string }[] }
    parentheses?: boolean
  }
  if (type !== 'function')
    return {
      text: typeof literal === 'string' || typeof literal === 'number' ? String(literal) : '',
      volatile: false,
    }
  const called = (name?.name ?? []).map((one) => one.value ?? '').join('.')
  // In MySQL the brackets make an expression of it: `DEFAULT (now())`.
  return { text: parentheses ? `(${called}())` : `${called}()`, volatile: !STEADY.test(called.toLowerCase()) }
}

const KINDS: Readonly<Record<string, ConstraintFacts['kind']>> = {
  'primary key': 'primary-key',
  unique: 'unique',
  'unique key': 'unique',
  'unique index': 'unique',
  'foreign key': 'foreign-key',
  check: 'check',
}

export function constraintOf(definition: Definition): ConstraintFacts | undefined {
  const {
    constraint,
    constraint_type: type,
    index,
    definition: columns,
    reference_definition: of,
  } = definition
  const kind = KINDS[(type ?? '').toLowerCase()]
  if (!kind) return undefined
  const name = constraint ?? index
  return {
    kind,
    ...(name && { name }),
    columns: kind === 'check' ? [] : columnsOf(columns),
    ...(of && { references: { table: nameOf(of.table), columns: columnsOf(of.definition) } }),
  }
}
