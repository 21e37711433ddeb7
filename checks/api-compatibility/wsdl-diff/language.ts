import type { Wildcard } from '../../../src/parse/xsd/types.ts'

/**
 * Content models as regular expressions over element names. Every expression is made once, so that equal ones
 * have equal numbers; `Expressions` of both sides of a comparison are the same object.
 */
export type Expression = number

type Node =
  | { kind: 'nothing' | 'empty' }
  | { kind: 'name'; name: string }
  | { kind: 'any'; wildcard: string }
  | { kind: 'sequence'; first: Expression; rest: Expression }
  | { kind: 'choice'; items: readonly Expression[] }
  | { kind: 'all'; items: readonly Expression[] }
  | { kind: 'repeat'; item: Expression; min: number; max: number }

/** How often a name stands in what an expression allows. */
export interface Occurrence {
  min: number
  max: number
}

/** Whether one language lies in another; `undecided` where it takes more steps than are spent on it. */
export type Inclusion =
  | { kind: 'included' }
  | { kind: 'undecided' }
  /** `names`: a content that only the first language allows; cut short where the second gives up. */
  | { kind: 'not'; names: readonly string[]; ends: boolean }

const MAX_STEPS = 20_000

export class Expressions {
  readonly #nodes: Node[] = []
  readonly #known = new Map<string, Expression>()
  readonly #wildcards = new Map<string, Pick<Wildcard, 'namespaces' | 'not'>>()
  readonly #nullable = new Map<Expression, boolean>()
  readonly #derived = new Map<string, Expression>()
  readonly #occurrences = new Map<Expression, ReadonlyMap<string, Occurrence>>()
  readonly nothing = this.#make({ kind: 'nothing' }, 'nothing')
  readonly empty = this.#make({ kind: 'empty' }, 'empty')
  #steps = 0

  #make(node: Node, key: string): Expression {
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const made = this.#nodes.push(node) - 1
    this.#known.set(key, made)
    return made
  }

  #at(expression: Expression): Node {
    const node = this.#nodes[expression]
    if (!node) throw new Error('no such expression')
    return node
  }

  /** `name` is `{uri}local`. */
  name(name: string): Expression {
    return this.#make({ kind: 'name', name }, `name ${name}`)
  }

  any({ namespaces, not }: Pick<Wildcard, 'namespaces' | 'not'>): Expression {
    const wildcard =
      namespaces === 'any' ? 'any' : `${not ? 'not ' : ''}${[...namespaces].toSorted().join(' ')}`
    this.#wildcards.set(wildcard, { namespaces, not })
    return this.#make({ kind: 'any', wildcard }, `any ${wildcard}`)
  }

  sequence(first: Expression, rest: Expression): Expression {
    if (first === this.nothing || rest === this.nothing) return this.nothing
    if (first === this.empty) return rest
    if (rest === this.empty) return first
    const node = this.#at(first)
    if (node.kind === 'sequence') return this.sequence(node.first, this.sequence(node.rest, rest))
    return this.#make({ kind: 'sequence', first, rest }, `sequence ${first} ${rest}`)
  }

  choice(items: readonly Expression[]): Expression {
    const flat = items.flatMap((item) => {
      const node = this.#at(item)
      return node.kind === 'choice' ? node.items : [item]
    })
    const unique = [...new Set(flat)].filter((item) => item !== this.nothing).toSorted((a, b) => a - b)
    const [only] = unique
    if (only === undefined) return this.nothing
    if (unique.length === 1) return only
    return this.#make({ kind: 'choice', items: unique }, `choice ${unique.join(' ')}`)
  }

  all(items: readonly Expression[]): Expression {
    if (items.includes(this.nothing)) return this.nothing
    const rest = items.filter((item) => item !== this.empty).toSorted((a, b) => a - b)
    const [only] = rest
    if (only === undefined) return this.empty
    if (rest.length === 1) return only
    return this.#make({ kind: 'all', items: rest }, `all ${rest.join(' ')}`)
  }

  repeat(item: Expression, min: number, max: number): Expression {
    if (max === 0 || item === this.empty) return this.empty
    if (item === this.nothing) return min === 0 ? this.empty : this.nothing
    // What may be empty may be left out any number of times.
    const least = this.nullable(item) ? 0 : min
    if (least === 1 && max === 1) return item
    const node = this.#at(item)
    if (node.kind === 'repeat' && node.min === 0 && node.max === Infinity) return item
    return this.#make({ kind: 'repeat', item, min: least, max }, `repeat ${item} ${least} ${max}`)
  }

  nullable(expression: Expression): boolean {
    const known = this.#nullable.get(expression)
    if (known !== undefined) return known
    const node = this.#at(expression)
    const nullable =
      node.kind === 'empty' ||
      (node.kind === 'sequence' && this.nullable(node.first) && this.nullable(node.rest)) ||
      (node.kind === 'choice' && node.items.some((item) => this.nullable(item))) ||
      (node.kind === 'all' && node.items.every((item) => this.nullable(item))) ||
      (node.kind === 'repeat' && (node.min === 0 || this.nullable(node.item)))
    this.#nullable.set(expression, nullable)
    return nullable
  }

  /** What may follow once `name` was read (Brzozowski's derivative). */
  after(expression: Expression, name: string): Expression {
    const key = `${expression} ${name}`
    const known = this.#derived.get(key)
    if (known !== undefined) return known
    this.#steps++
    const derived = this.#after(this.#at(expression), name)
    this.#derived.set(key, derived)
    return derived
  }

  #after(node: Node, name: string): Expression {
    switch (node.kind) {
      case 'nothing':
      case 'empty':
        return this.nothing
      case 'name':
        return node.name === name ? this.empty : this.nothing
      case 'any':
        return this.#admits(node.wildcard, name) ? this.empty : this.nothing
      case 'sequence': {
        const first = this.sequence(this.after(node.first, name), node.rest)
        return this.nullable(node.first) ? this.choice([first, this.after(node.rest, name)]) : first
      }
      case 'choice':
        return this.choice(node.items.map((item) => this.after(item, name)))
      case 'all':
        return this.choice(
          node.items.map((item, index) =>
            this.all([...node.items.slice(0, index), this.after(item, name), ...node.items.slice(index + 1)]),
          ),
        )
      default:
        return this.sequence(
          this.after(node.item, name),
          this.repeat(node.item, Math.max(0, node.min - 1), node.max - 1),
        )
    }
  }

  #admits(wildcard: string, name: string): boolean {
    const { namespaces, not } = this.#wildcards.get(wildcard) ?? { namespaces: 'any', not: false }
    if (namespaces === 'any') return true
    return namespaces.has(name.slice(1, name.lastIndexOf('}'))) !== not
  }

  /** How often each name may stand in what an expression allows; wildcards apart. */
  occurrences(expression: Expression): ReadonlyMap<string, Occurrence> {
    const known = this.#occurrences.get(expression)
    if (known) return known
    const counted = this.#count(this.#at(expression))
    this.#occurrences.set(expression, counted)
    return counted
  }

  #count(node: Node): ReadonlyMap<string, Occurrence> {
    switch (node.kind) {
      case 'name':
        return new Map([[node.name, { min: 1, max: 1 }]])
      case 'sequence':
      case 'all': {
        const items = node.kind === 'all' ? node.items : this.#spine(node)
        return this.#combine(items, (a, b) => ({ min: a.min + b.min, max: a.max + b.max }))
      }
      case 'choice':
        return this.#combine(node.items, (a, b) => ({
          min: Math.min(a.min, b.min),
          max: Math.max(a.max, b.max),
        }))
      case 'repeat': {
        const times = (count: number, by: number): number => (count === 0 ? 0 : count * by)
        return new Map(
          [...this.occurrences(node.item)].map(([name, { min, max }]) => [
            name,
            { min: times(min, node.min), max: times(max, node.max) },
          ]),
        )
      }
      default:
        return new Map()
    }
  }

  /** The items of a sequence: counting each of its ends apart would cost the square of its length. */
  #spine(sequence: { first: Expression; rest: Expression }): Expression[] {
    const items = [sequence.first]
    let at = sequence.rest
    for (let node = this.#at(at); node.kind === 'sequence'; node = this.#at(at)) {
      items.push(node.first)
      at = node.rest
    }
    return [...items, at]
  }

  #combine(
    items: readonly Expression[],
    join: (a: Occurrence, b: Occurrence) => Occurrence,
  ): ReadonlyMap<string, Occurrence> {
    const counts = items.map((item) => this.occurrences(item))
    const never = { min: 0, max: 0 }
    const all = new Map<string, Occurrence>()
    const standing = new Map<string, number>()
    for (const count of counts) {
      for (const [name, occurrence] of count) {
        const known = all.get(name)
        all.set(name, known ? join(known, occurrence) : occurrence)
        standing.set(name, (standing.get(name) ?? 0) + 1)
      }
    }
    for (const [name, occurrence] of all)
      if ((standing.get(name) ?? 0) < counts.length) all.set(name, join(occurrence, never))
    return all
  }

  /** Whether everything that `inner` allows is allowed by `outer`. */
  includes(outer: Expression, inner: Expression): Inclusion {
    const alphabet = [
      ...this.occurrences(inner).keys(),
      ...this.occurrences(outer).keys(),
      ...this.#strangers(),
    ]
    const names = [...new Set(alphabet)]
    const seen = new Set<string>()
    let work: { inner: Expression; outer: Expression; trail: Trail | undefined }[] = [
      { inner, outer, trail: undefined },
    ]
    this.#steps = 0
    while (work.length > 0) {
      const next: typeof work = []
      for (const pair of work) {
        const key = `${pair.inner} ${pair.outer}`
        if (pair.inner === pair.outer || pair.inner === this.nothing || seen.has(key)) continue
        seen.add(key)
        if (this.#steps > MAX_STEPS || seen.size > MAX_STEPS) return { kind: 'undecided' }
        if (pair.outer === this.nothing) return { kind: 'not', names: read(pair.trail), ends: false }
        if (this.nullable(pair.inner) && !this.nullable(pair.outer))
          return { kind: 'not', names: read(pair.trail), ends: true }
        for (const name of names) {
          const after = this.after(pair.inner, name)
          if (after === this.nothing) continue
          next.push({
            inner: after,
            outer: this.after(pair.outer, name),
            trail: { name, before: pair.trail },
          })
        }
      }
      work = next
    }
    return { kind: 'included' }
  }

  /** One name of each namespace that some wildcard tells apart, and one of none of them. */
  #strangers(): string[] {
    if (this.#wildcards.size === 0) return []
    const named = [...this.#wildcards.values()].flatMap(({ namespaces }) =>
      namespaces === 'any' ? [] : [...namespaces],
    )
    return [...new Set([...named, '', 'any other namespace'])].map((uri) => `{${uri}}*`)
  }
}

interface Trail {
  name: string
  before: Trail | undefined
}

function read(trail: Trail | undefined): string[] {
  const names: string[] = []
  for (let at = trail; at; at = at.before) names.push(at.name)
  return names.reverse()
}
