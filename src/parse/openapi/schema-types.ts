import { isTrue } from './description.ts'
import { child, isMapping, valueAt, type SpecNode } from './node.ts'
import type { Placed } from './schema.ts'

export function isNull(node: SpecNode): boolean {
  if (!isMapping(node.value)) return false
  const type = valueAt(node.value, 'type')
  const only = type === 'null' || (Array.isArray(type) && type.length === 1 && type[0] === 'null')
  return only || valueAt(node.value, 'const') === null
}

export function isNullable(part: SpecNode): boolean {
  return isTrue(part, 'nullable') || isTrue(part, 'x-nullable') || typesOf(part)?.has('null') === true
}

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])

/** The types one schema names or, where it names none, plainly means. */
function typesOf(part: SpecNode): Set<string> | undefined {
  const type = valueAt(part.value, 'type')
  if (type === 'file') return new Set(['string'])
  const named = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string')
  const known = named.filter((name) => TYPES.has(name))
  if (known.length > 0)
    return new Set(known.map((name) => (name === 'number' && isWhole(part) ? 'integer' : name)))
  const values = valueAt(part.value, 'enum')
  if (Array.isArray(values) && values.length > 0) return new Set(values.map(typeOfValue))
  const constant = valueAt(part.value, 'const')
  if (constant !== undefined) return new Set([typeOfValue(constant)])
  // A schema with properties or items but no type allows anything else too (JSON Schema), but nobody means that.
  if (isMapping(valueAt(part.value, 'properties'))) return new Set(['object'])
  if (valueAt(part.value, 'items') !== undefined) return new Set(['array'])
  return undefined
}

/** Multiples of a whole number are whole. */
function isWhole(part: SpecNode): boolean {
  const factor = valueAt(part.value, 'multipleOf')
  return typeof factor === 'number' && Number.isInteger(factor)
}

function typeOfValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

export function mergeTypes(parts: readonly SpecNode[], nullable: boolean): Placed<Set<string>> | undefined {
  let merged: Placed<Set<string>> | undefined
  for (const part of parts) {
    const types = typesOf(part)
    if (!types) continue
    const node = child(part, 'type') ?? part
    if (!merged) merged = { value: types, node }
    else {
      const { value } = merged
      const both = [...value].filter((type) => types.has(type) || (type === 'integer' && types.has('number')))
      if (value.has('number') && types.has('integer') && !types.has('number')) both.push('integer')
      if (both.length < value.size) merged = { value: new Set(both), node }
    }
  }
  if (merged && nullable) merged.value.add('null')
  return merged
}
