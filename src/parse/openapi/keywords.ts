import { child, isMapping, items, valueAt, type SpecNode } from './node.ts'
import type { Placed, Shape } from './schema.ts'

export type Bound = 'minimum' | 'maximum'

/** An inclusive or exclusive end of a range of numbers. */
export interface Limit {
  limit: number
  exclusive: boolean
}

/** The first place where a keyword is written in any of the parts. */
export function keyword(shape: Shape, name: string): SpecNode | undefined {
  for (const part of shape.parts) {
    const node = child(part, name)
    if (node) return node
  }
  return undefined
}

/** Every place where a keyword is written. */
export function keywords(shape: Shape, name: string): SpecNode[] {
  return shape.parts.flatMap((part) => child(part, name) ?? [])
}

/** The end of the allowed range, the tighter of all that apply; OpenAPI 3.0's boolean exclusive bounds included. */
export function rangeEnd(shape: Shape, bound: Bound): Placed<Limit> | undefined {
  const exclusiveKey = bound === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum'
  let best: Placed<Limit> | undefined
  const whole = isWhole(shape)
  const offer = (node: SpecNode, limit: number, exclusive: boolean): void => {
    const value = whole ? wholeLimit(bound, limit, exclusive) : { limit, exclusive }
    const placed = { value, node }
    if (!best || compareLimits(bound, placed.value, best.value) > 0) best = placed
  }
  for (const part of shape.parts) {
    const inclusive = child(part, bound)
    const exclusive = child(part, exclusiveKey)
    if (typeof inclusive?.value === 'number') offer(inclusive, inclusive.value, exclusive?.value === true)
    if (typeof exclusive?.value === 'number') offer(exclusive, exclusive.value, true)
  }
  return best
}

/** Whether its numbers are whole ones. */
export function isWhole({ types }: Shape): boolean {
  return types !== undefined && types.value.has('integer') && !types.value.has('number')
}

/** Of whole numbers, more than 4 and at least 4.5 both are at least 5. */
function wholeLimit(bound: Bound, limit: number, exclusive: boolean): Limit {
  const up = bound === 'minimum'
  const nearest = up ? Math.ceil(limit) : Math.floor(limit)
  const step = exclusive && nearest === limit ? (up ? 1 : -1) : 0
  return { limit: nearest + step, exclusive: false }
}

/** Positive when `a` allows less than `b`. */
export function compareLimits(bound: Bound, a: Limit, b: Limit): number {
  if (a.limit !== b.limit) return bound === 'minimum' ? a.limit - b.limit : b.limit - a.limit
  return Number(a.exclusive) - Number(b.exclusive)
}

/** Values allowed by `enum` or `const`, `null` left out: being nullable is a matter of type. */
export function allowedValues(shape: Shape): Placed<SpecNode[]> | undefined {
  let smallest: Placed<SpecNode[]> | undefined
  const offer = (values: readonly SpecNode[], node: SpecNode): void => {
    const kept = values.filter((value) => value.value !== null)
    if (!smallest || kept.length < smallest.value.length) smallest = { value: kept, node }
  }
  for (const part of shape.parts) {
    const constant = child(part, 'const')
    const list = child(part, 'enum')
    const values = valuesOf(part)
    const node = constant ?? list
    if (!values || !node) continue
    offer(values, node)
  }
  for (const { node, branches } of shape.lists)
    offer(
      branches.flatMap((branch) => valuesOf(branch) ?? []),
      node,
    )
  return smallest
}

function valuesOf(part: SpecNode): SpecNode[] | undefined {
  const constant = child(part, 'const')
  if (constant) return [constant]
  const list = child(part, 'enum')
  return list && Array.isArray(list.value) ? items(list) : undefined
}

/** Plain data in one spelling, whatever the order of its keys. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (isMapping(value)) {
    const pairs = Object.keys(value)
      .toSorted()
      .map((key) => `${JSON.stringify(key)}:${canonical(valueAt(value, key))}`)
    return `{${pairs.join(',')}}`
  }
  return JSON.stringify(value) ?? 'undefined'
}
