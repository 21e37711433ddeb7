import { child } from '../../../src/parse/openapi/node.ts'
import { compareLimits } from '../../../src/parse/openapi/keywords.ts'
import type { Conjunction, Containment } from './containment.ts'
import { without } from './derived.ts'
import { all, extreme, rangeEnd, requiredOf, type Facts, type Kind } from './facts.ts'
import { overlap } from './patterns.ts'
import { itemOf, propertyOf } from './shapes.ts'

const MAX_DEPTH = 3
const MAX_BRANCHES = 16

/** Whether schemas that apply together plainly leave no value; false where that was not found out. */
export function isContradiction(world: Containment, schemas: Conjunction, depth: number): boolean {
  const facts = world.facts(schemas)
  if (facts.never || facts.kinds.size === 0) return true
  if (world.values(facts)?.length === 0) return true
  if ([...facts.kinds].every((kind) => !isPossible(world, facts, kind, depth))) return true
  if (depth >= MAX_DEPTH) return false
  for (const part of facts.parts) {
    const forbidden = child(part, 'not')
    if (!forbidden) continue
    const rest = facts.parts.flatMap((own) => without(own, forbidden))
    if (rest.length > 0 && world.holds(rest, [forbidden])) return true
    if (rest.length === 0 && world.holds([{ ...forbidden, value: true }], [forbidden])) return true
  }
  return facts.choices.some(({ node, branches }) => {
    if (node.key === 'if' || branches.length > MAX_BRANCHES) return false
    const rest = facts.parts.flatMap((part) => without(part, node))
    return branches.every((branch) => world.isEmpty([...rest, ...branch], depth + 1))
  })
}

/** Whether a value of a kind may be left. */
function isPossible(world: Containment, facts: Facts, kind: Kind, depth: number): boolean {
  const crossed = (least: string, most: string): boolean =>
    (extreme(facts, least, true)?.value ?? 0) > (extreme(facts, most, false)?.value ?? Infinity)
  switch (kind) {
    case 'integer':
    case 'fraction': {
      const [low, high] = [rangeEnd(facts, 'minimum'), rangeEnd(facts, 'maximum')]
      if (!low || !high) return true
      const same = low.limit.limit === high.limit.limit
      if (same)
        return (
          !low.limit.exclusive &&
          !high.limit.exclusive &&
          (kind === 'integer' || !Number.isInteger(low.limit.limit))
        )
      return compareLimits('minimum', low.limit, high.limit) <= 0
    }
    case 'string':
      return !crossed('minLength', 'maxLength') && !haveDisjointPatterns(facts)
    case 'array': {
      if (crossed('minItems', 'maxItems')) return false
      const least = extreme(facts, 'minItems', true)?.value ?? 0
      if (least === 0 || depth >= MAX_DEPTH) return true
      const item = itemOf(facts, 0)
      return item.length === 0 || !world.isEmpty(item, depth + 1)
    }
    case 'object': {
      if (crossed('minProperties', 'maxProperties')) return false
      if (requiredOf(facts).size > (extreme(facts, 'maxProperties', false)?.value ?? Infinity)) return false
      if (depth >= MAX_DEPTH) return true
      return [...requiredOf(facts).keys()].every((name) => {
        const property = propertyOf(facts, name)
        return property.length === 0 || !world.isEmpty(property, depth + 1)
      })
    }
    default:
      return true
  }
}

function haveDisjointPatterns(facts: Facts): boolean {
  const patterns = all(facts, 'pattern').flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
  return patterns.some((one, index) =>
    patterns.slice(index + 1).some((other) => overlap(one, other) === false),
  )
}
