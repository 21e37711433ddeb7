import { child, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Containment } from './containment.ts'
import { all, extreme, type Facts } from './facts.ts'
import { nameOf, type Reason } from './reason.ts'
import { isSchemaValue, itemOf, tupleOf } from './shapes.ts'

const MAX_POSITIONS = 200

/** What the outer part asks of lists. */
export function arrayReasons(world: Containment, facts: Facts, part: SpecNode): Reason[] {
  return [
    ...itemReasons(world, facts, part),
    ...containsReasons(world, facts, part),
    ...uniqueReasons(facts, part),
  ]
}

function itemReasons(world: Containment, facts: Facts, part: SpecNode): Reason[] {
  const { first, rest = restOf(part) } = tupleOf(part)
  const most = extreme(facts, 'maxItems', false)?.value ?? Infinity
  const described = Math.max(first.length, ...facts.parts.map((own) => tupleOf(own).first.length))
  const reasons: Reason[] = []
  const count = Math.min(described, MAX_POSITIONS)
  for (let index = 0; index <= count && index < most; index++) {
    const own = itemOf(facts, index)
    if (own.some(({ value }) => value === false)) return reasons
    const schema = first[index] ?? rest
    if (!schema || !isSchemaValue(schema) || world.asksNothing(schema)) continue
    if (own.length > 0 && world.isEmpty(own)) return reasons
    if (own.length > 0 && schema.value !== false) reasons.push(...world.reasons(own, [schema]))
    else reasons.push(newlyLimited(facts, part, schema, own[0], index, first.length))
  }
  return reasons
}

/** `unevaluatedItems` where nothing else speaks of items; with other keywords in place it is not looked at. */
function restOf(part: SpecNode): SpecNode | undefined {
  const quiet = ['allOf', 'anyOf', 'oneOf', 'if', 'contains'].every(
    (name) => valueAt(part.value, name) === undefined,
  )
  return quiet ? child(part, 'unevaluatedItems') : undefined
}

function newlyLimited(
  facts: Facts,
  part: SpecNode,
  schema: SpecNode,
  own: SpecNode | undefined,
  index: number,
  described: number,
): Reason {
  const name = nameOf(part)
  const other = own ?? facts.node
  const base = { of: 'outer', node: schema, other, level: 'error', detail: `item ${index}` } as const
  if (schema.value === false) {
    const words = `more than ${index} item${index === 1 ? '' : 's'}`
    return own && own.value !== true
      ? {
          ...base,
          of: 'inner',
          node: own,
          other: schema,
          refused: `position ${index + 1} of ${name} is removed, and further items are refused`,
          allowed: `position ${index + 1} of ${name} is added, where further items were refused`,
        }
      : { ...base, refused: `${name} now refuses ${words}`, allowed: `${name} no longer refuses ${words}` }
  }
  const what = index < described ? `position ${index + 1}` : 'items'
  return {
    ...base,
    refused: `${what} of ${name}, which could be anything, ${what === 'items' ? 'are' : 'is'} now described`,
    allowed: `${what} of ${name} can now be anything`,
  }
}

function containsReasons(world: Containment, facts: Facts, part: SpecNode): Reason[] {
  const wanted = child(part, 'contains')
  if (!wanted) return []
  const least = numberAt(part, 'minContains') ?? 1
  const most = numberAt(part, 'maxContains')
  const own = facts.parts.flatMap((other) => {
    const node = child(other, 'contains')
    return node
      ? [{ node, least: numberAt(other, 'minContains') ?? 1, most: numberAt(other, 'maxContains') }]
      : []
  })
  const reasons: Reason[] = []
  const report = (node: SpecNode, words: string): number =>
    reasons.push({
      of: 'outer',
      node,
      other: own[0]?.node ?? facts.node,
      level: 'error',
      detail: String(node.key),
      refused: `${nameOf(part)} ${words} than before (\`${String(node.key)}\`)`,
      allowed: `${nameOf(part)} no longer ${words} than now (\`${String(node.key)}\`)`,
    })
  const enough =
    own.some((other) => other.least >= least && world.holds([other.node], [wanted])) ||
    ((extreme(facts, 'minItems', true)?.value ?? 0) >= least && holdsForAll(world, facts, wanted))
  if (least > 0 && !enough)
    report(
      own.length > 0 && child(part, 'minContains') ? (child(part, 'minContains') ?? wanted) : wanted,
      'must contain more',
    )
  if (most !== undefined) {
    const few =
      own.some(
        (other) => other.most !== undefined && other.most <= most && world.holds([wanted], [other.node]),
      ) || (extreme(facts, 'maxItems', false)?.value ?? Infinity) <= most
    if (!few) report(child(part, 'maxContains') ?? wanted, 'may contain less')
  }
  return reasons
}

function holdsForAll(world: Containment, facts: Facts, wanted: SpecNode): boolean {
  const item = itemOf(facts, 0)
  return (
    item.length > 0 &&
    facts.parts.every((part) => tupleOf(part).first.length === 0) &&
    world.holds(item, [wanted])
  )
}

function uniqueReasons(facts: Facts, part: SpecNode): Reason[] {
  const node = child(part, 'uniqueItems')
  if (node?.value !== true) return []
  if (all(facts, 'uniqueItems').some(({ value }) => value === true)) return []
  if ((extreme(facts, 'maxItems', false)?.value ?? Infinity) <= 1) return []
  return [
    {
      of: 'outer',
      node,
      other: facts.node,
      level: 'error',
      detail: 'uniqueItems',
      refused: `items of ${nameOf(part)} must now be unique`,
      allowed: `items of ${nameOf(part)} need no longer be unique`,
    },
  ]
}

function numberAt(part: SpecNode, name: string): number | undefined {
  const value = valueAt(part.value, name)
  return typeof value === 'number' ? value : undefined
}
