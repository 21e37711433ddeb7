import { isTrue, type Description } from './description.ts'
import { child, entries, isMapping, items, valueAt, type SpecNode } from './node.ts'

/** A value of a schema keyword and the node it is written at. */
export interface Placed<T> {
  value: T
  node: SpecNode
}

export type Bound = 'minimum' | 'maximum'

/** An inclusive or exclusive end of a range of numbers. */
export interface Limit {
  limit: number
  exclusive: boolean
}

/**
 * What a schema asks for, with references followed, `allOf` merged and the dialects' spellings made one.
 * Every part remembers where it is written.
 */
export interface Shape {
  /** The schema as referred to. */
  node: SpecNode
  /** The schemas that apply together: the schema itself and what `$ref` and `allOf` bring in. */
  parts: SpecNode[]
  /** `false`: nothing is valid. */
  never: boolean
  /** Undefined: any type. `null` is one of them where the schema is nullable. */
  types?: Placed<ReadonlySet<string>>
  nullable: boolean
  properties: Map<string, SpecNode[]>
  /** Names to the place where they are listed. */
  required: Map<string, SpecNode>
  /** The `oneOf` and `anyOf` with two or more branches that are no mere `null` or list of values. */
  choices: Choice[]
  /** Choices whose branches only list values: an `enum` in other words. */
  lists: Choice[]
}

export interface Choice {
  keyword: 'oneOf' | 'anyOf'
  node: SpecNode
  branches: SpecNode[]
}

const MAX_PARTS = 500

/** Works out shapes; each schema once. */
export class Schemas {
  readonly description: Description
  readonly #shapes = new Map<string, Shape>()
  readonly #ids = new Map<unknown, number>()

  constructor(description: Description) {
    this.description = description
  }

  /** Identity of a list of schemas that apply together. */
  key(nodes: readonly SpecNode[]): string {
    return nodes.map((node) => this.#id(node)).join(',')
  }

  #id(node: SpecNode): number {
    const target = this.description.resolve(node) ?? node
    // A reference with siblings is another schema than its target.
    const value = hasSiblings(node, this.description) ? node.value : target.value
    // Booleans are no identity: `true` stands in many places.
    const identity = typeof value === 'object' && value !== null ? value : (node.parent?.value ?? node)
    let id = this.#ids.get(identity)
    if (id === undefined) {
      id = this.#ids.size
      this.#ids.set(identity, id)
    }
    return id
  }

  /** The shape of schemas that apply together. With `bare`, their choices are left out. */
  shape(nodes: readonly SpecNode[]): Shape {
    const key = this.key(nodes)
    let shape = this.#shapes.get(key)
    if (!shape) {
      shape = this.#merge(nodes)
      this.#shapes.set(key, shape)
    }
    return shape
  }

  #merge(nodes: readonly SpecNode[]): Shape {
    const [first] = nodes
    if (!first) throw new Error('no schema')
    const parts: SpecNode[] = []
    const choices: Choice[] = []
    const lists: Choice[] = []
    const state = { nullable: false, never: false }
    const seen = new Set<unknown>()
    const add = (written: SpecNode): void => {
      if (parts.length >= MAX_PARTS) return
      if (written.value === false) state.never = true
      if (!isMapping(written.value) || seen.has(written.value)) return
      seen.add(written.value)
      if (valueAt(written.value, '$ref') !== undefined) {
        const target = this.description.resolve(written)
        if (target) add(target)
        if (!hasSiblings(written, this.description)) return
      }
      parts.push(written)
      for (const branch of items(child(written, 'allOf'))) add(branch)
      for (const keyword of ['oneOf', 'anyOf'] as const) {
        const node = child(written, keyword)
        const all = items(node)
        const branches = all.filter((branch) => !isNull(branch))
        if (branches.length < all.length) state.nullable = true
        const [only] = branches
        if (branches.length === 1 && only) add(only)
        else if (node && branches.length > 1) {
          ;(branches.every(isList) ? lists : choices).push({ keyword, node, branches })
        }
      }
    }
    for (const node of nodes) add(node)
    const nullable = state.nullable || parts.some((part) => isNullable(part))
    const types = mergeTypes([...parts, ...lists.flatMap((list) => list.branches[0] ?? [])], nullable)
    return {
      node: this.description.resolve(first) ?? first,
      parts,
      never: state.never,
      ...(types && { types }),
      nullable,
      properties: this.#properties(parts),
      required: requiredOf(parts),
      choices,
      lists,
    }
  }

  #properties(parts: readonly SpecNode[]): Map<string, SpecNode[]> {
    const properties = new Map<string, SpecNode[]>()
    for (const part of parts) {
      const node = child(part, 'properties')
      const origins = this.description.origins.get(part.value)
      for (const [name, written] of entries(node)) {
        const property = origins?.get(name) ?? written
        const known = properties.get(name)
        if (known) known.push(property)
        else properties.set(name, [property])
      }
    }
    return properties
  }
}

/** Since OpenAPI 3.1 keywords beside a `$ref` count; before, they are ignored (3.0.3 section 4.7.23). */
function hasSiblings(node: SpecNode, description: Description): boolean {
  if (description.dialect !== 'openapi-3.1' || !isMapping(node.value)) return false
  if (valueAt(node.value, '$ref') === undefined) return false
  return Object.keys(node.value).some((key) => !['$ref', 'description', 'summary', 'title'].includes(key))
}

function isNull(node: SpecNode): boolean {
  if (!isMapping(node.value)) return false
  const type = valueAt(node.value, 'type')
  const only = type === 'null' || (Array.isArray(type) && type.length === 1 && type[0] === 'null')
  return only || valueAt(node.value, 'const') === null
}

const LIST_KEYS = new Set(['enum', 'const', 'type', 'title', 'description', 'deprecated'])

function isList({ value }: SpecNode): boolean {
  if (!isMapping(value) || !Object.keys(value).every((key) => LIST_KEYS.has(key))) return false
  return Array.isArray(valueAt(value, 'enum')) || valueAt(value, 'const') !== undefined
}

function isNullable(part: SpecNode): boolean {
  return isTrue(part, 'nullable') || isTrue(part, 'x-nullable') || typesOf(part)?.has('null') === true
}

const TYPES = new Set(['string', 'number', 'integer', 'boolean', 'array', 'object', 'null'])

/** The types one schema names or, where it names none, plainly means. */
function typesOf(part: SpecNode): Set<string> | undefined {
  const type = valueAt(part.value, 'type')
  if (type === 'file') return new Set(['string'])
  const named = (Array.isArray(type) ? type : [type]).filter((name) => typeof name === 'string')
  const known = named.filter((name) => TYPES.has(name))
  if (known.length > 0) return new Set(known)
  const values = valueAt(part.value, 'enum')
  if (Array.isArray(values) && values.length > 0) return new Set(values.map(typeOfValue))
  const constant = valueAt(part.value, 'const')
  if (constant !== undefined) return new Set([typeOfValue(constant)])
  // A schema with properties or items but no type allows anything else too (JSON Schema), but nobody means that.
  if (isMapping(valueAt(part.value, 'properties'))) return new Set(['object'])
  if (valueAt(part.value, 'items') !== undefined) return new Set(['array'])
  return undefined
}

export function typeOfValue(value: unknown): string {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

function mergeTypes(parts: readonly SpecNode[], nullable: boolean): Placed<Set<string>> | undefined {
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

function requiredOf(parts: readonly SpecNode[]): Map<string, SpecNode> {
  const required = new Map<string, SpecNode>()
  for (const part of parts) {
    for (const item of items(child(part, 'required'))) {
      if (typeof item.value === 'string' && !required.has(item.value)) required.set(item.value, item)
    }
  }
  return required
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
  const offer = (node: SpecNode, limit: number, exclusive: boolean): void => {
    const placed = { value: { limit, exclusive }, node }
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
