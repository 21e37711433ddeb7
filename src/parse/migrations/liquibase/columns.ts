import { expressionDefault } from '../code-operations.ts'
import type { ColumnFacts, ConstraintFacts } from '../operation.ts'
import { writtenType } from '../written-type.ts'
import type { Change } from './change.ts'

const TRUE = /^true$/i

/** A `column` of createTable or addColumn, with the keys that its `constraints` make. */
export function columnOf({ attributes, children, region }: Change): {
  column: ColumnFacts
  keys: ConstraintFacts[]
} {
  const name = attributes.get('name') ?? ''
  const rules =
    children.find((child) => child.name === 'constraints')?.attributes ?? new Map<string, string>()
  const fallback = defaultOf(attributes)
  const is = (rule: string): boolean => TRUE.test(rules.get(rule) ?? '')
  const counts =
    TRUE.test(attributes.get('autoIncrement') ?? '') ||
    /^\s*(?:big)?serial\b/i.test(attributes.get('type') ?? '')
  const column: ColumnFacts = {
    name,
    ...writtenType(attributes.get('type')),
    ...((/^false$/i.test(rules.get('nullable') ?? '') || is('primaryKey')) && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(counts && { identity: true }),
    ...(is('primaryKey') && { primaryKey: true }),
    region,
  }
  return { column, keys: keysOf(name, rules) }
}

function keysOf(name: string, rules: ReadonlyMap<string, string>): ConstraintFacts[] {
  const keys: ConstraintFacts[] = []
  const named = (attribute: string): { name?: string } => {
    const given = rules.get(attribute)
    return given === undefined ? {} : { name: given }
  }
  if (TRUE.test(rules.get('unique') ?? ''))
    keys.push({ kind: 'unique', columns: [name], ...named('uniqueConstraintName') })
  const [, target, columns] = /^([^(]+)(?:\(([^)]*)\))?$/.exec(rules.get('references') ?? '') ?? []
  const table = (target ?? rules.get('referencedTableName'))?.trim()
  if (table !== undefined) {
    const to = namesIn(columns ?? rules.get('referencedColumnNames'))
    const unchecked = /^false$/i.test(rules.get('validateForeignKey') ?? '')
    keys.push({
      kind: 'foreign-key',
      columns: [name],
      references: { table, columns: to },
      ...named('foreignKeyName'),
      ...(unchecked && { notValid: true }),
    })
  }
  const check = rules.get('checkConstraint')
  if (check !== undefined) keys.push({ kind: 'check', columns: [], expression: check })
  return keys
}

/** `a, b` */
export function namesIn(list: string | undefined): string[] {
  return (list ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
}

const CONSTANTS = ['defaultValue', 'defaultValueNumeric', 'defaultValueBoolean', 'defaultValueDate']

export function defaultOf(attributes: ReadonlyMap<string, string>): ColumnFacts['default'] {
  const computed = attributes.get('defaultValueComputed') ?? attributes.get('defaultValueSequenceNext')
  if (computed !== undefined && !/^null$/i.test(computed))
    return attributes.has('defaultValueComputed')
      ? expressionDefault(computed)
      : { text: `nextval('${computed}')`, volatile: true }
  const name = CONSTANTS.find((one) => attributes.has(one))
  const text = name === undefined ? undefined : attributes.get(name)
  return text === undefined || /^null$/i.test(text) ? undefined : { text, volatile: false }
}

/** `value`, `valueNumeric`…: what addColumn writes into every row that is there. */
export function valueOf(attributes: ReadonlyMap<string, string>): boolean {
  return [...attributes.keys()].some((name) =>
    /^value(?:Numeric|Boolean|Date|Computed|SequenceNext)?$/.test(name),
  )
}
