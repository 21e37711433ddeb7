import type { Description } from './description.ts'
import { child, entries, isMapping, items, valueAt, type SpecNode } from './node.ts'
import { isNull, isNullable, mergeTypes } from './schema-types.ts'

/** A value of a schema keyword and the node it is written at. */
export interface Placed<T> {
  value: T
  node: SpecNode
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
const MAX_NESTING = 10

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
      if (written.value === false || isEverything(valueAt(written.value, 'not'))) state.never = true
      if (!isMapping(written.value) || seen.has(written.value)) return
      seen.add(written.value)
      if (valueAt(written.value, '$ref') !== undefined) {
        const target = this.description.resolve(written)
        if (target) add(target)
        if (!hasSiblings(written, this.description)) return
      }
      parts.push(written)
      const dynamic = this.description.resolveDynamic(written)
      if (dynamic) add(dynamic)
      for (const branch of items(child(written, 'allOf'))) add(branch)
      for (const keyword of ['oneOf', 'anyOf'] as const) {
        const node = child(written, keyword)
        const all = items(node).flatMap((branch) => flattened(branch, keyword))
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

/** What every value satisfies. */
function isEverything(schema: unknown): boolean {
  return schema === true || (isMapping(schema) && Object.keys(schema).length === 0)
}

const SILENT = new Set(['anyOf', 'title', 'description'])

/** Alternatives of an alternative are alternatives; not so with `oneOf`, which asks for exactly one. */
function flattened(branch: SpecNode, keyword: 'oneOf' | 'anyOf', depth = 0): SpecNode[] {
  if (keyword !== 'anyOf' || depth > MAX_NESTING || !isMapping(branch.value)) return [branch]
  const inner = items(child(branch, 'anyOf'))
  if (inner.length === 0 || !Object.keys(branch.value).every((key) => SILENT.has(key))) return [branch]
  return inner.flatMap((one) => flattened(one, keyword, depth + 1))
}

const LIST_KEYS = new Set(['enum', 'const', 'type', 'title', 'description', 'deprecated'])

function isList({ value }: SpecNode): boolean {
  if (!isMapping(value) || !Object.keys(value).every((key) => LIST_KEYS.has(key))) return false
  return Array.isArray(valueAt(value, 'enum')) || valueAt(value, 'const') !== undefined
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
