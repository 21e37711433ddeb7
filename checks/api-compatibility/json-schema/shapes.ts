import { child, entries, items, isMapping, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { all, type Facts } from './facts.ts'
import { matches } from './patterns.ts'

/** Schemas of one part for the property of this name: as described, else as the additional ones. */
export function propertySchemas(part: SpecNode, name: string): SpecNode[] {
  const described = describedProperty(part, name)
  if (described.length > 0) return described
  const rest = child(part, 'additionalProperties')
  return rest && isSchemaValue(rest) ? [rest] : []
}

/** Schemas of one part that name a property, by itself or by a pattern. */
export function describedProperty(part: SpecNode, name: string): SpecNode[] {
  const own = child(part, 'properties')
  const exact = own && child(own, name)
  const patterns = entries(child(part, 'patternProperties')).filter(
    ([pattern]) => matches(pattern, name) === true,
  )
  return [...(exact ? [exact] : []), ...patterns.map(([, node]) => node)]
}

/** Schemas that all parts together have for a property; empty: it may be anything. */
export function propertyOf(facts: Facts, name: string): SpecNode[] {
  const found = facts.parts.flatMap((part) => propertySchemas(part, name))
  if (found.length > 0 || facts.choices.length > 0) return found
  return all(facts, 'unevaluatedProperties')
}

/** Schemas that hold for properties which nothing names. */
export function otherProperties(facts: Facts): SpecNode[] {
  const rest = all(facts, 'additionalProperties').filter(isSchemaValue)
  if (rest.length > 0 || facts.choices.length > 0) return rest
  return all(facts, 'unevaluatedProperties')
}

export function patternsOf(facts: Facts): [string, SpecNode][] {
  return all(facts, 'patternProperties').flatMap((node) => entries(node))
}

/** Names of the properties that are described. */
export function namesOf(facts: Facts): Set<string> {
  return new Set(all(facts, 'properties').flatMap((node) => entries(node).map(([name]) => name)))
}

/** The first items of a list by position, and what all later ones are. */
export interface Tuple {
  first: SpecNode[]
  rest: SpecNode | undefined
}

/** `prefixItems` and `items`; up to 2019-09 a list in `items` and `additionalItems`. */
export function tupleOf(part: SpecNode): Tuple {
  const list = child(part, 'items')
  if (list && Array.isArray(list.value)) return { first: items(list), rest: child(part, 'additionalItems') }
  return { first: items(child(part, 'prefixItems')), rest: list && isSchemaValue(list) ? list : undefined }
}

/** Schemas that all parts together have for an item; empty: it may be anything. */
export function itemOf(facts: Facts, index: number): SpecNode[] {
  const found = facts.parts.flatMap((part) => {
    const { first, rest } = tupleOf(part)
    return first[index] ?? rest ?? []
  })
  if (found.length > 0 || facts.choices.length > 0) return found
  return all(facts, 'unevaluatedItems')
}

export function isSchemaValue({ value }: SpecNode): boolean {
  return typeof value === 'boolean' || isMapping(value)
}
