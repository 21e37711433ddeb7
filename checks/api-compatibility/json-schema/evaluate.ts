import { child, entries, items, valueAt, isMapping, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import type { SchemaSet } from '../../../src/parse/json-schema/schema-set.ts'
import { dependentNames, dependentSchemas, endsOf, kindsOf, partsOf, type Kind } from './facts.ts'
import { matches } from './patterns.ts'
import { propertySchemas, tupleOf } from './shapes.ts'

export function kindOf(value: unknown): Kind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'fraction'
  return isMapping(value) ? 'object' : typeof value === 'boolean' ? 'boolean' : 'string'
}

const MAX_DEPTH = 30

/** Whether a value is valid; undefined where that was not decided (`format`, `unevaluated…`, depth). */
export function isValid(
  value: unknown,
  schema: SpecNode,
  set: (node: SpecNode) => SchemaSet,
  depth = 0,
): boolean | undefined {
  if (depth > MAX_DEPTH) return undefined
  const { parts, never, unknown } = partsOf([schema], set)
  if (never) return false
  const inner = (member: unknown, node: SpecNode): Answer => isValid(member, node, set, depth + 1)
  const answers = parts.map((part) => both(...assertions(value, part), ...applied(value, part, inner)))
  return both(...answers, unknown ? undefined : true)
}

type Answer = boolean | undefined
type Inner = (value: unknown, node: SpecNode) => Answer

function both(...answers: Answer[]): Answer {
  return answers.includes(false) ? false : answers.includes(undefined) ? undefined : true
}

function not(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer
}

function either(...answers: Answer[]): Answer {
  return not(both(...answers.map(not)))
}

/** Keywords that look at the value itself. */
function assertions(value: unknown, part: SpecNode): Answer[] {
  const numberAt = (name: string): number | undefined => {
    const found = valueAt(part.value, name)
    return typeof found === 'number' ? found : undefined
  }
  const within = (size: number, least: string, most: string): boolean =>
    size >= (numberAt(least) ?? 0) && size <= (numberAt(most) ?? Infinity)
  const answers: Answer[] = [kindsOf(part).has(kindOf(value))]
  const list = valueAt(part.value, 'enum')
  const text = canonical(value)
  if (Array.isArray(list)) answers.push(spellingsOf(list).has(text))
  const constant = valueAt(part.value, 'const')
  if (constant !== undefined) answers.push(canonical(constant) === text)
  if (typeof value === 'string') {
    answers.push(within(Array.from(value).length, 'minLength', 'maxLength'))
    const pattern = valueAt(part.value, 'pattern')
    if (typeof pattern === 'string') answers.push(matches(pattern, value))
    if (valueAt(part.value, 'format') !== undefined) answers.push(undefined)
  } else if (typeof value === 'number') {
    for (const { limit } of endsOf(part, 'minimum'))
      answers.push(limit.exclusive ? value > limit.limit : value >= limit.limit)
    for (const { limit } of endsOf(part, 'maximum'))
      answers.push(limit.exclusive ? value < limit.limit : value <= limit.limit)
    const factor = numberAt('multipleOf')
    if (factor !== undefined) answers.push(isMultiple(value, factor))
  } else if (Array.isArray(value)) {
    answers.push(within(value.length, 'minItems', 'maxItems'))
    if (valueAt(part.value, 'uniqueItems') === true)
      answers.push(new Set(value.map((item) => canonical(item))).size === value.length)
  } else if (isMapping(value)) {
    answers.push(within(Object.keys(value).length, 'minProperties', 'maxProperties'))
    for (const { value: name } of items(child(part, 'required')))
      answers.push(Object.hasOwn(value, String(name)))
    for (const [name, names] of dependentNames(part))
      if (Object.hasOwn(value, name))
        for (const other of [names.value].flat()) answers.push(Object.hasOwn(value, String(other)))
  }
  return answers
}

const spellings = new WeakMap<readonly unknown[], ReadonlySet<string>>()

/** The values of a list, read once however many values are held against it. */
function spellingsOf(list: readonly unknown[]): ReadonlySet<string> {
  const known = spellings.get(list) ?? new Set(list.map((item) => canonical(item)))
  spellings.set(list, known)
  return known
}

export function isMultiple(value: number, of: number): boolean {
  const times = value / of
  return Math.abs(times - Math.round(times)) < 1e-9
}

/** Keywords that apply other schemas. */
function applied(value: unknown, part: SpecNode, inner: Inner): Answer[] {
  const branches = (name: string): Answer[] => items(child(part, name)).map((branch) => inner(value, branch))
  const answers: Answer[] = []
  const any = branches('anyOf')
  if (any.length > 0) answers.push(either(...any))
  const one = branches('oneOf')
  if (one.length > 0) {
    const sure = one.filter((answer) => answer === true).length
    answers.push(sure > 1 ? false : one.includes(undefined) ? undefined : sure === 1)
  }
  const forbidden = child(part, 'not')
  if (forbidden) answers.push(not(inner(value, forbidden)))
  const condition = child(part, 'if')
  if (condition) {
    const holds = inner(value, condition)
    const [then, otherwise] = [child(part, 'then'), child(part, 'else')]
    answers.push(either(not(holds), then ? inner(value, then) : true))
    answers.push(either(holds, otherwise ? inner(value, otherwise) : true))
  }
  if (Array.isArray(value)) {
    const { first, rest } = tupleOf(part)
    value.forEach((item, index) => {
      const schema = first[index] ?? rest
      if (schema) answers.push(inner(item, schema))
    })
    const contains = child(part, 'contains')
    if (contains)
      answers.push(value.length === 0 && valueAt(part.value, 'minContains') !== 0 ? false : undefined)
    if (child(part, 'unevaluatedItems')) answers.push(undefined)
  } else if (isMapping(value)) {
    const names = child(part, 'propertyNames')
    for (const [name, member] of Object.entries(value)) {
      for (const schema of propertySchemas(part, name)) answers.push(inner(member, schema))
      if (names) answers.push(inner(name, names))
    }
    for (const [name, schema] of dependentSchemas(part))
      if (Object.hasOwn(value, name)) answers.push(inner(value, schema))
    if (child(part, 'unevaluatedProperties') || entries(child(part, 'patternProperties')).length > 0)
      answers.push(undefined)
  }
  return answers
}
