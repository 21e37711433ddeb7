import { child, isMapping, items, madeUp, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import type { SchemaSet } from '../../../src/parse/json-schema/schema-set.ts'
import { negation, without } from './derived.ts'
import { isContradiction } from './contradiction.ts'
import { isValid } from './evaluate.ts'
import {
  dependentSchemas,
  isTrivial,
  kindsOf,
  partsOf,
  requiredOf,
  KINDS,
  type Alternatives,
  type Facts,
  type Kind,
} from './facts.ts'
import { arrayReasons } from './arrays.ts'
import { choiceReasons, conditionReasons, notReasons } from './logic.ts'
import { objectReasons } from './objects.ts'
import type { Reason } from './reason.ts'
import { isSame } from './same.ts'
import { numberReasons, textReasons, typeReasons, valueReasons } from './scalars.ts'

/** Work that one pair of files may take, in comparisons: some seconds at most. */
const MAX_STEPS = 40_000
const MAX_SPLITS = 4
const MAX_BRANCHES = 64
const MAX_DEPTH = 60
const MAX_NEGATIONS = 6

/** Schemas that apply together. */
export type Conjunction = readonly SpecNode[]

/**
 * Decides whether every document of one schema is a document of another. The rules of JSON Schema (validation and
 * applicator vocabularies) are read as sets: the outer schema is taken apart keyword by keyword, and each keyword
 * must follow from what the inner schema says. Where it does not, the inner schema's alternatives are looked at one
 * by one before that is believed. Recursive schemas: what is asked already is taken for granted (coinduction).
 */
export class Containment {
  /** True when the schemas need more comparisons than we make. */
  exhausted = false
  readonly #sets: readonly SchemaSet[]
  readonly #setOf: ReadonlyMap<unknown, SchemaSet>
  readonly #known = new Map<string, Reason[]>()
  readonly #facts = new Map<string, Facts>()
  readonly #ids = new Map<unknown, number>()
  readonly #contradictions = new Map<string, boolean>()
  /** Schemas whose alternatives are being looked at. */
  readonly #splitting = new Set<string>()
  #steps = 0
  #depth = 0

  /** `trees` tells which set of schemas a file belongs to. */
  constructor(trees: ReadonlyMap<unknown, SchemaSet>) {
    this.#setOf = trees
    this.#sets = [...new Set(trees.values())]
  }

  readonly set = (node: SpecNode): SchemaSet => {
    const set = this.#setOf.get(node.tree) ?? this.#sets[0]
    if (!set) throw new Error('a schema of no set')
    return set
  }

  /** Why some document of `inner` is none of `outer`; empty when each of them is one. */
  reasons(inner: Conjunction, outer: Conjunction, splits = 0): Reason[] {
    const key = `${this.#key(inner)}<${this.#key(outer)}`
    const known = this.#known.get(key)
    if (known) return known
    if (!this.#spend(1) || this.#depth > MAX_DEPTH) {
      this.exhausted = true
      return []
    }
    this.#known.set(key, [])
    this.#depth++
    const found = this.#compare(inner, outer, splits)
    this.#depth--
    this.#known.set(key, found)
    return found
  }

  /** Whether every document of `inner` is one of `outer`, whatever the level of what speaks against it. */
  holds(inner: Conjunction, outer: Conjunction): boolean {
    return this.reasons(inner, outer).length === 0
  }

  /** Whether no document satisfies all of the schemas; false where that was not found out. */
  isEmpty(schemas: Conjunction, depth = 0): boolean {
    const key = this.#key(schemas)
    const known = this.#contradictions.get(key)
    if (known !== undefined) return known
    this.#contradictions.set(key, false)
    if (!this.#spend(1)) return false
    const empty = isContradiction(this, schemas, depth)
    this.#contradictions.set(key, empty)
    return empty
  }

  /** Whether a schema asks for nothing, in whatever words. */
  asksNothing(schema: SpecNode): boolean {
    return isTrivial(schema) || this.holds([{ ...schema, value: true }], [schema])
  }

  isSame(one: SpecNode, other: SpecNode): boolean {
    const { same, steps } = isSame(one, other, this.set)
    this.#spend(steps / 20)
    return same
  }

  isValid(value: unknown, schema: SpecNode): boolean | undefined {
    if (!this.#spend(0.2)) return undefined
    return isValid(value, schema, this.set)
  }

  facts(schemas: Conjunction): Facts {
    const key = this.#key(schemas)
    let facts = this.#facts.get(key)
    if (!facts) {
      facts = this.#gather(schemas)
      this.#facts.set(key, facts)
    }
    return facts
  }

  /** The values a schema allows where it lists them; undefined where they are without end. */
  values(facts: Facts): SpecNode[] | undefined {
    let listed: SpecNode[] | undefined
    for (const part of facts.parts) {
      const constant = child(part, 'const')
      const list = child(part, 'enum')
      const found = constant ? [constant] : list && Array.isArray(list.value) ? items(list) : undefined
      if (found && (!listed || found.length < listed.length)) listed = found
    }
    if (!listed && [...facts.kinds].every((kind) => kind === 'null' || kind === 'boolean')) {
      const own: unknown[] = [
        ...(facts.kinds.has('null') ? [null] : []),
        ...(facts.kinds.has('boolean') ? [true, false] : []),
      ]
      const place = facts.parts.map((part) => child(part, 'type')).find((type) => type) ?? facts.node
      listed = own.map((value) => madeUp(place, value))
    }
    const distinct = new Map(listed?.map((node) => [canonical(node.value), node]))
    return (
      listed &&
      [...distinct.values()].filter(({ value }) =>
        facts.parts.every((part) => this.isValid(value, part) !== false),
      )
    )
  }

  /** Whether there is work left to spend; what runs out of it is named as not compared. */
  #spend(steps: number): boolean {
    this.#steps += steps
    if (this.#steps > MAX_STEPS) this.exhausted = true
    return !this.exhausted
  }

  #compare(inner: Conjunction, outer: Conjunction, splits: number): Reason[] {
    const [only, ...others] = outer
    if (only && others.length === 0 && inner.some((node) => this.isSame(node, only))) return []
    const facts = this.facts(inner)
    if (this.isEmpty(inner)) return []
    const target = partsOf(outer, this.set)
    const found: Reason[] = []
    if (target.never) found.push(nothingAllowed(facts, outer))
    else
      for (const part of target.parts) {
        if (isTrivial(part) || facts.parts.some((own) => this.isSame(own, part))) continue
        found.push(...this.#part(inner, facts, part))
      }
    if (found.length === 0 || splits >= MAX_SPLITS) return found
    const cases = this.#cases(facts)
    if (!cases) return found
    const goal = this.#key(outer)
    const key = `${this.#key(inner)}<${goal}`
    this.#splitting.add(key)
    // A case that comes back to itself has told nothing new.
    const reasons = cases.flatMap((one) =>
      this.#splitting.has(`${this.#key(one)}<${goal}`) ? found : this.reasons(one, outer, splits + 1),
    )
    this.#splitting.delete(key)
    return distinct(reasons)
  }

  /** What one part of the outer schema asks for that does not follow from the inner one. */
  #part(inner: Conjunction, facts: Facts, part: SpecNode): Reason[] {
    const values = this.values(facts)
    if (values) return valueReasons(this, facts, values, part)
    const wrong = typeReasons(facts, part)
    // With another type the rest says nothing more.
    if (![...facts.kinds].some((kind) => kindsOf(part).has(kind))) return wrong
    const shared = { ...facts, kinds: new Set([...facts.kinds].filter((kind) => kindsOf(part).has(kind))) }
    return [
      ...wrong,
      ...numberReasons(shared, part),
      ...textReasons(shared, part),
      ...(shared.kinds.has('object') ? objectReasons(this, inner, shared, part) : []),
      ...(shared.kinds.has('array') ? arrayReasons(this, shared, part) : []),
      ...choiceReasons(this, inner, facts, part),
      ...notReasons(this, inner, facts, part),
      ...conditionReasons(this, inner, part),
    ]
  }

  /** The inner schema's alternatives, each as a schema of its own; undefined where it has none. */
  #cases(facts: Facts): Conjunction[] | undefined {
    const choice = facts.choices.find(({ branches }) => branches.length <= MAX_BRANCHES)
    if (!choice) return undefined
    const base = facts.parts.flatMap((part) => without(part, choice.node))
    return choice.branches
      .filter((branch) => !this.#isRefusedTwice(choice, branch))
      .map((branch) => [...base, ...branch, ...othersOf(choice, branch)])
  }

  /** `oneOf` has no document of a branch that lies within another one. */
  #isRefusedTwice(choice: Alternatives, branch: readonly SpecNode[]): boolean {
    return (
      choice.exclusive &&
      choice.branches.some(
        (other) => other !== branch && !this.#equal(other, branch) && this.holds(branch, other),
      )
    )
  }

  #equal(one: readonly SpecNode[], other: readonly SpecNode[]): boolean {
    return one.length === other.length && one.every((node, index) => node === other[index])
  }

  #gather(schemas: Conjunction): Facts {
    const [node] = schemas
    if (!node) throw new Error('no schema')
    const { parts, never, unknown } = partsOf(schemas, this.set)
    const add = (fresh: readonly SpecNode[]): void => {
      for (const part of partsOf(fresh, this.set).parts) if (!parts.includes(part)) parts.push(part)
    }
    const choices: Alternatives[] = []
    const settled = new Map<SpecNode, SpecNode[]>()
    // Grows while it is gone through: what applies for sure brings in more.
    for (const part of parts) {
      const required = requiredOf({ parts })
      for (const [name, schema] of dependentSchemas(part)) if (required.has(name)) add([schema])
      const condition = child(part, 'if')
      if (!condition) continue
      const [then, otherwise] = [child(part, 'then'), child(part, 'else')]
      if (!then && !otherwise) continue
      const known = parts.some((own) => own !== part && this.isSame(own, condition))
      if (known) {
        add(then ? [then] : [])
        settled.set(part, without(part, condition))
      } else
        choices.push({
          node: condition,
          branches: [
            [condition, ...(then ? [then] : [])],
            [negation(condition), ...(otherwise ? [otherwise] : [])],
          ],
          exclusive: false,
        })
    }
    for (const part of parts) {
      for (const keyword of ['anyOf', 'oneOf'] as const) {
        const choice = child(part, keyword)
        const branches = items(choice)
        if (choice && branches.length > 0)
          choices.push({
            node: choice,
            branches: branches.map((branch) => [branch]),
            exclusive: keyword === 'oneOf',
          })
      }
    }
    const kinds = new Set<Kind>(KINDS)
    for (const part of parts) {
      const own = kindsOf(part)
      for (const kind of KINDS) if (!own.has(kind)) kinds.delete(kind)
      const forbidden = child(part, 'not')
      if (forbidden && isMapping(forbidden.value) && Object.keys(forbidden.value).join() === 'type')
        for (const kind of kindsOf(forbidden)) kinds.delete(kind)
    }
    return { node, parts: parts.flatMap((part) => settled.get(part) ?? part), never, kinds, choices, unknown }
  }

  #key(nodes: readonly SpecNode[]): string {
    return [...new Set(nodes.map((node) => this.#id(node)))].join(',')
  }

  #id(node: SpecNode): number {
    const { value } = node
    const identity = typeof value === 'object' && value !== null ? value : String(value)
    let id = this.#ids.get(identity)
    if (id === undefined) {
      id = this.#ids.size
      this.#ids.set(identity, id)
    }
    return id
  }
}

/** What a document of one branch of a `oneOf` is not. */
function othersOf({ branches, exclusive }: Alternatives, branch: readonly SpecNode[]): SpecNode[] {
  if (!exclusive || branches.length > MAX_NEGATIONS) return []
  return branches.filter((other) => other !== branch).flatMap((other) => other.map((node) => negation(node)))
}

function nothingAllowed(facts: Facts, outer: Conjunction): Reason {
  const node = outer.find(({ value }) => value === false) ?? outer[0] ?? facts.node
  return {
    of: 'outer',
    node,
    other: facts.node,
    level: 'error',
    detail: 'false',
    refused: 'no value is allowed here any more',
    allowed: 'values are allowed where none was',
  }
}

/** Each reason once, however many alternatives give it. */
export function distinct(reasons: readonly Reason[]): Reason[] {
  const seen = new Map<SpecNode['value'], Set<string>>()
  const kept: Reason[] = []
  for (const reason of reasons) {
    const place = reason.node.parent?.value ?? reason.node.value
    const mark = `${String(reason.node.key)} ${reason.detail}`
    const marks = seen.get(place) ?? new Set()
    if (marks.has(mark)) continue
    seen.set(place, marks.add(mark))
    kept.push(reason)
  }
  return kept
}
