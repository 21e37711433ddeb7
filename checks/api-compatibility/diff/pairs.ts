import { child, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Schemas, Shape } from '../../../src/parse/openapi/schema.ts'
import { Identity } from './identity.ts'
import type { Mode, RawChange, Site } from './change.ts'

/** Two schemas that stand for each other, in one direction: a node of the graph of comparisons. */
export interface Pair {
  base: Shape
  head: Shape
  mode: Mode
  changes: RawChange[]
  children: Set<Pair>
  parents: Set<Pair>
  /** Indexes of the operations that reach this pair directly. */
  users: Set<number>
  /** Where it is used with another reference than before. */
  site?: Site
  /** Compare only what the schemas say themselves, not their `oneOf` and `anyOf`. */
  plain: boolean
}

/** Compares the two schemas of a pair: reports into it and asks for further pairs. */
export type Comparison = (pair: Pair, pairs: Pairs) => void

const MAX_PAIRS = 400_000
const MAX_TRIAL_DEPTH = 12
const MAX_SITES = 3
/** Steps through the graph that trials may take in all; two versions of GitHub's description take 5,001. */
const MAX_TRIAL_STEPS = 20_000_000

/**
 * The graph of schema comparisons. Each pair of schemas is compared once a direction, however many operations
 * reach it and however recursive it is; who reaches it is asked of the graph afterwards.
 */
export class Pairs {
  readonly base: Schemas
  readonly head: Schemas
  readonly all: Pair[] = []
  /** True when the descriptions need more comparisons than we make. */
  exhausted = false
  readonly #compare: Comparison
  readonly #identity: Identity
  readonly #known = new Map<string, Pair>()
  readonly #open: Pair[] = []
  #trialDepth = 0
  #trialSteps = 0

  constructor(base: Schemas, head: Schemas, compare: Comparison) {
    this.base = base
    this.head = head
    this.#compare = compare
    this.#identity = new Identity(base.description, head.description)
  }

  /** Compares two schemas an operation uses. */
  use(base: SpecNode, head: SpecNode, mode: Mode, operation: number): void {
    if (this.#identity.same([base], [head])) return
    this.#pair([base], [head], mode, false)?.users.add(operation)
    this.#drain()
  }

  /** Compares schemas inside those of `parent`. */
  descend(
    parent: Pair,
    base: readonly SpecNode[],
    head: readonly SpecNode[],
    mode: Mode,
    plain = false,
  ): void {
    if (this.#identity.same(base, head)) return
    const pair = this.#pair(base, head, mode, plain)
    if (pair) link(parent, pair)
  }

  /**
   * Whether one schema can stand for another; reports nothing by itself. `strict`: without a loss either, such
   * as a property that the other does not know.
   */
  compatible(
    base: readonly SpecNode[],
    head: readonly SpecNode[],
    mode: Mode,
    { plain = false, strict = false } = {},
  ): boolean {
    if (this.#identity.same(base, head)) return true
    if (this.#trialDepth >= MAX_TRIAL_DEPTH) return false
    this.#trialDepth++
    const pair = this.#pair(base, head, mode, plain)
    this.#drain()
    this.#trialDepth--
    return pair !== undefined && this.#isFine(pair, strict)
  }

  /** The operations that reach a pair, by index. */
  usersOf(pair: Pair): Set<number> {
    const users = new Set<number>()
    const seen = new Set([pair])
    const open = [pair]
    for (let at = open.pop(); at; at = open.pop()) {
      for (const user of at.users) users.add(user)
      for (const parent of at.parents) {
        if (seen.has(parent)) continue
        seen.add(parent)
        open.push(parent)
      }
    }
    return users
  }

  /** The nearest places, upwards from a pair, where another schema came into use. */
  sitesOf(pair: Pair): Site[] {
    const sites: Site[] = []
    const seen = new Set([pair])
    let level = [pair]
    while (level.length > 0 && sites.length < MAX_SITES) {
      const above = new Set<Pair>()
      for (const at of level) {
        if (at.site) sites.push(at.site)
        else for (const parent of at.parents) if (!seen.has(parent)) above.add(parent)
      }
      for (const parent of above) seen.add(parent)
      level = [...above]
    }
    return sites.slice(0, MAX_SITES)
  }

  #pair(base: readonly SpecNode[], head: readonly SpecNode[], mode: Mode, plain: boolean): Pair | undefined {
    if (base.length === 0 || head.length === 0) return undefined
    const way = `${mode.direction} ${mode.encoding}${plain ? ' plain' : ''}`
    const key = `${this.base.key(base)}:${this.head.key(head)}:${way}`
    const site = siteOf(base, head)
    let pair = this.#known.get(key)
    if (pair) {
      if (site) pair.site ??= site
      return pair
    }
    if (this.all.length >= MAX_PAIRS) {
      this.exhausted = true
      return undefined
    }
    pair = {
      base: this.base.shape(base),
      head: this.head.shape(head),
      mode,
      changes: [],
      children: new Set(),
      parents: new Set(),
      users: new Set(),
      ...(site && { site }),
      plain,
    }
    this.#known.set(key, pair)
    this.all.push(pair)
    this.#open.push(pair)
    return pair
  }

  /** Whether neither a pair nor what it reaches has an error (`strict`: a warning). */
  #isFine(pair: Pair, strict: boolean): boolean {
    const seen = new Set([pair])
    const open = [pair]
    for (let at = open.pop(); at; at = open.pop()) {
      if (++this.#trialSteps > MAX_TRIAL_STEPS) {
        this.exhausted = true
        return false
      }
      // What is promised about a schema's future does not change which values it takes.
      const lost = at.changes.filter(({ kind }) => !/^(?:sunset|stability)-/.test(kind))
      if (lost.some(({ level }) => level === 'error' || (strict && level === 'warning'))) return false
      for (const inner of at.children) {
        if (seen.has(inner)) continue
        seen.add(inner)
        open.push(inner)
      }
    }
    return true
  }

  #drain(): void {
    for (let pair = this.#open.pop(); pair; pair = this.#open.pop()) this.#compare(pair, this)
  }
}

function siteOf([base]: readonly SpecNode[], [head]: readonly SpecNode[]): Site | undefined {
  if (!base || !head || stringAt(base, '$ref') === stringAt(head, '$ref')) return undefined
  return { base: child(base, '$ref') ?? base, head: child(head, '$ref') ?? head }
}

function link(parent: Pair, pair: Pair): void {
  parent.children.add(pair)
  pair.parents.add(parent)
}
