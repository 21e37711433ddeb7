import { isMapping, madeUp, type SpecNode } from '../../../src/parse/openapi/node.ts'

// Schemas that follow from those that are written. Each is made once: comparisons are remembered by schema.

const negations = new WeakMap<object, SpecNode>()

/** A schema of all that another one refuses. */
export function negation(node: SpecNode): SpecNode {
  if (!isMapping(node.value)) return madeUp(node, node.value === false)
  let made = negations.get(node.value)
  if (!made) {
    made = madeUp(node, { not: node.value })
    negations.set(node.value, made)
  }
  return made
}

const remainders = new WeakMap<object, Map<string, SpecNode>>()

/**
 * A part without the choice that was made, and without its `allOf`, whose schemas are parts of their own; nothing
 * where it says nothing else.
 */
export function without(part: SpecNode, keyword: SpecNode): SpecNode[] {
  if (!isMapping(part.value)) return [part]
  const key = keyword.parent?.value === part.value ? String(keyword.key) : ''
  const dropped = new Set(key === 'if' ? ['if', 'then', 'else', 'allOf'] : [key, 'allOf'])
  let known = remainders.get(part.value)
  if (!known) remainders.set(part.value, (known = new Map()))
  let rest = known.get(key)
  if (!rest) {
    const kept = Object.entries(part.value).filter(([name]) => !dropped.has(name))
    rest = kept.length === Object.keys(part.value).length ? part : madeUp(part, Object.fromEntries(kept))
    known.set(key, rest)
  }
  return Object.keys(rest.value as object).length === 0 ? [] : [rest]
}

const typedSchemas = new Map<string, WeakMap<object, SpecNode>>()

/** A schema of all values of one type. */
export function typed(place: SpecNode, type: string): SpecNode {
  let known = typedSchemas.get(type)
  if (!known) typedSchemas.set(type, (known = new WeakMap()))
  const key = typeof place.value === 'object' && place.value !== null ? place.value : place.tree
  let node = known.get(key)
  if (!node) known.set(key, (node = madeUp(place, { type })))
  return node
}

const presences = new WeakMap<object, SpecNode>()

/** A schema of all objects that have the name. */
export function presence(schema: SpecNode, name: string): SpecNode {
  const key = schema.parent?.value
  const made = madeUp(schema, { type: 'object', required: [name] })
  if (typeof key !== 'object' || key === null || typeof schema.value !== 'object' || schema.value === null)
    return made
  const known = presences.get(schema.value)
  if (known) return known
  presences.set(schema.value, made)
  return made
}
