import type { Side } from '../../../src/model/index.ts'
import { keyOf, valueAt, type XmlElement } from '../../../src/parse/xml/element.ts'
import type { SchemaSet } from '../../../src/parse/xsd/schema-set.ts'
import type { ElementDeclaration, Particle, Wildcard } from '../../../src/parse/xsd/types.ts'
import { placeOf, type Fact } from './fact.ts'
import { Expressions, type Expression, type Occurrence } from './language.ts'
import type { Names } from './names.ts'

/** One side of a content model: its language, and the first declaration of each name, in order. */
interface Content {
  expression: Expression
  leaves: Map<string, Leaf>
  wildcards: Wildcard[]
  /** Where the model as a whole is written. */
  node: XmlElement
  /** Names whose place among the others does not matter. */
  free: Set<string>
  /** False where the model is too large to be read as a whole. */
  whole: boolean
}

interface Leaf {
  declaration: ElementDeclaration
  /** Where it stands in the model; a reference, or the declaration itself. */
  node: XmlElement
  inChoice: boolean
  /** The groups it stands in, innermost first. */
  around: readonly XmlElement[]
}

export interface ContentSide {
  set: SchemaSet
  particle: Particle | undefined
  /** The type, for what has no better place. */
  node: XmlElement
}

export interface ContentDifference {
  facts: Fact[]
  /** Elements that may stand in both versions: their types are compared too. */
  common: { base: ElementDeclaration; head: ElementDeclaration }[]
  /** True where the models are too large to be compared as a whole. */
  undecided: boolean
}

/** Elements and groups of a content model that are compared as a whole; real ones have a few hundred. */
const MAX_PARTICLES = 2000

/** What elements two versions of a type allow. `owner` names the type in words. */
export function compareContent(
  base: ContentSide,
  head: ContentSide,
  names: Names,
  owner: string,
): ContentDifference {
  const all = new Expressions()
  const before = read(all, base, 'base', names)
  const after = read(all, head, 'head', names)
  const common = [...before.leaves].flatMap(([name, { declaration }]) => {
    const leaf = after.leaves.get(name)
    return leaf ? [{ base: declaration, head: leaf.declaration }] : []
  })
  if (!before.whole || !after.whole) return { facts: [], common, undecided: true }
  const wildcards = compareProcessing(before.wildcards, after.wildcards, owner)
  if (before.expression === after.expression) return { facts: wildcards, common, undecided: false }
  const refused = all.includes(after.expression, before.expression)
  const unknown = all.includes(before.expression, after.expression)
  const named = compareNames(all, before, after, owner)
  const facts = named.map((fact) => {
    const { narrow, widen, ...rest } = fact
    return {
      ...rest,
      ...(narrow && refused.kind !== 'included' && { narrow }),
      ...(widen && (unknown.kind !== 'included' || widen !== 'error') && { widen }),
    }
  })
  const says = (way: 'narrow' | 'widen'): boolean => facts.some((fact) => fact[way] !== undefined)
  const more: Fact[] = []
  if ((refused.kind === 'not' && !says('narrow')) || (unknown.kind === 'not' && !says('widen'))) {
    const witness = refused.kind === 'not' ? refused : unknown
    more.push({
      kind: 'content changed',
      ...(refused.kind === 'not' && !says('narrow') && { narrow: 'error' as const }),
      ...(unknown.kind === 'not' && !says('widen') && { widen: 'error' as const }),
      side: 'head',
      node: after.node,
      other: before.node,
      words: `The content of ${owner} ${refused.kind === 'not' ? 'no longer allows' : 'now allows'} ${shown(witness)}`,
    })
  }
  const silent = facts.every(({ narrow, widen }) => narrow === undefined && widen === undefined)
  const undecided = silent && (refused.kind === 'undecided' || unknown.kind === 'undecided')
  return { facts: [...facts, ...more, ...wildcards], common, undecided }
}

/** How closely what a wildcard lets through is looked at, from not at all to what must be declared. */
const PROCESSING = ['skip', 'lax', 'strict']

function compareProcessing(before: readonly Wildcard[], after: readonly Wildcard[], owner: string): Fact[] {
  if (before.length !== after.length) return []
  return after.flatMap((wildcard, index): Fact[] => {
    const old = before[index]
    const [from, to] = [PROCESSING.indexOf(old?.process ?? ''), PROCESSING.indexOf(wildcard.process)]
    if (!old || from === to) return []
    return [
      {
        kind: 'wildcard processing changed',
        ...(to > from ? { narrow: 'error' as const } : { widen: 'note' as const }),
        side: 'head',
        node: placeOf(wildcard.node, 'processContents'),
        other: placeOf(old.node, 'processContents'),
        words: `Any other element of ${owner} was checked ${quoteProcess(old)}, is ${quoteProcess(wildcard)} (processContents)`,
      },
    ]
  })
}

function quoteProcess({ process }: Wildcard): string {
  return `\`${process}\``
}

function shown(witness: { kind: string; names?: readonly string[]; ends?: boolean }): string {
  const names = (witness.names ?? []).map(localOf)
  if (names.length === 0) return 'that it is empty'
  const last = names.slice(-4).map((name) => `<${name}>`)
  return `${names.length > 4 ? '… ' : ''}${last.join(' ')}${witness.ends ? ' and nothing more' : ''}`
}

function localOf(key: string): string {
  const local = key.slice(key.lastIndexOf('}') + 1)
  return local === '*' ? 'any element' : local
}

function compareNames(all: Expressions, before: Content, after: Content, owner: string): Fact[] {
  const counts = {
    base: all.occurrences(before.expression),
    head: all.occurrences(after.expression),
  }
  const never: Occurrence = { min: 0, max: 0 }
  const facts: Fact[] = []
  const removed = [...before.leaves].filter(([name]) => !after.leaves.has(name))
  const added = [...after.leaves].filter(([name]) => !before.leaves.has(name))
  const renamed = renameOf(before, after, removed, added)
  if (renamed) facts.push({ ...renamed, words: `${renamed.words} in ${owner}` })
  for (const [name, leaf] of renamed ? [] : removed) {
    const { min } = counts.base.get(name) ?? never
    facts.push({
      kind: 'element removed',
      narrow: 'error',
      widen: min > 0 ? 'error' : 'warning',
      side: 'base',
      node: leaf.node,
      other: after.node,
      words: `Element \`${localOf(name)}\` is removed from ${owner}`,
    })
  }
  for (const [name, leaf] of renamed ? [] : added) {
    const { min } = counts.head.get(name) ?? never
    facts.push({
      kind: 'element added',
      ...(min > 0 && { narrow: 'error' as const }),
      widen: min > 0 || leaf.inChoice ? 'error' : 'note',
      side: 'head',
      node: leaf.node,
      other: before.node,
      words: `${min > 0 ? 'Required element' : 'Element'} \`${localOf(name)}\` is added to ${owner}`,
    })
  }
  for (const [name, leaf] of after.leaves) {
    const old = before.leaves.get(name)
    if (old) facts.push(...compareTimes(name, old, leaf, counts.base.get(name), counts.head.get(name), owner))
  }
  const moved = movedElement(before, after)
  if (moved && all.occurrences(before.expression).size > 0) {
    facts.push({ ...moved, words: `${moved.words} in ${owner}` })
  }
  for (const [index, wildcard] of after.wildcards.entries()) {
    const old = before.wildcards[index]
    if (!old || after.wildcards.length !== before.wildcards.length) break
    const written = ({ node }: Wildcard): string => valueAt(node, 'namespace') ?? '##any'
    if (written(old) === written(wildcard)) continue
    facts.push({
      kind: 'wildcard changed',
      narrow: 'error',
      widen: 'error',
      side: 'head',
      node: placeOf(wildcard.node, 'namespace'),
      other: placeOf(old.node, 'namespace'),
      words: `${owner} let elements of \`${written(old)}\` through, lets through those of \`${written(wildcard)}\``,
    })
  }
  if (after.wildcards.length !== before.wildcards.length) {
    const grows = after.wildcards.length > before.wildcards.length
    const node = (grows ? after.wildcards.at(-1) : before.wildcards.at(-1))?.node ?? after.node
    facts.push({
      kind: grows ? 'wildcard added' : 'wildcard removed',
      ...(grows ? { widen: 'note' as const } : { narrow: 'error' as const }),
      side: grows ? 'head' : 'base',
      node,
      words: `${owner} ${grows ? 'now' : 'no longer'} lets any element through`,
    })
  }
  return facts
}

function compareTimes(
  name: string,
  old: Leaf,
  leaf: Leaf,
  from: Occurrence = { min: 0, max: 0 },
  to: Occurrence = { min: 0, max: 0 },
  owner: string,
): Fact[] {
  const facts: Fact[] = []
  const at = `Element \`${localOf(name)}\` of ${owner}`
  const places = (attribute: string): Pick<Fact, 'side' | 'node' | 'other'> => {
    const [fresh, before] = changedAt(attribute, leaf, old)
    return { side: 'head', node: placeOf(fresh, attribute), other: placeOf(before, attribute) }
  }
  // Whoever leaves or joins a choice is told of at the choice.
  const isRegrouped = old.inChoice !== leaf.inChoice && !isWritten('minOccurs', leaf, old)
  if (from.min !== to.min && !isRegrouped) {
    const stricter = to.min > from.min
    const words =
      from.min === 0
        ? `${at} was optional and is required`
        : to.min === 0
          ? `${at} was required and is optional`
          : `${at} must stand ${to.min} times instead of ${from.min} (minOccurs)`
    facts.push({
      kind: 'minOccurs changed',
      ...(stricter ? { narrow: 'error' as const } : { widen: 'error' as const }),
      ...places('minOccurs'),
      words,
    })
  }
  if (from.max !== to.max) {
    const stricter = to.max < from.max
    const count = (times: number): string => (times === Infinity ? 'unbounded' : String(times))
    facts.push({
      kind: 'maxOccurs changed',
      ...(stricter ? { narrow: 'error' as const } : { widen: 'error' as const }),
      ...places('maxOccurs'),
      words: `${at} may stand ${count(to.max)} times instead of ${count(from.max)} (maxOccurs)`,
    })
  }
  return facts
}

function isWritten(attribute: string, leaf: Leaf, old: Leaf): boolean {
  const [node, before] = changedAt(attribute, leaf, old)
  return valueAt(node, attribute) !== valueAt(before, attribute)
}

/** The element itself, or the group around it, whichever says another number of times than before. */
function changedAt(attribute: string, leaf: Leaf, old: Leaf): [XmlElement, XmlElement] {
  const [now, then] = [
    [leaf.node, ...leaf.around],
    [old.node, ...old.around],
  ]
  for (const [index, node] of now.entries()) {
    const before = then[index]
    if (before && valueAt(node, attribute) !== valueAt(before, attribute)) return [node, before]
  }
  return [leaf.node, old.node]
}

/** One element gone and one new at the same place is one that got another name. */
function renameOf(
  before: Content,
  after: Content,
  removed: readonly [string, Leaf][],
  added: readonly [string, Leaf][],
): Fact | undefined {
  const [old, fresh] = [removed[0], added[0]]
  if (!old || !fresh || removed.length !== 1 || added.length !== 1) return undefined
  const place = (content: Content, name: string): number => [...content.leaves.keys()].indexOf(name)
  if (place(before, old[0]) !== place(after, fresh[0])) return undefined
  const alike = (attribute: string): boolean =>
    valueAt(old[1].node, attribute)?.replace(/^.*:/s, '') ===
    valueAt(fresh[1].node, attribute)?.replace(/^.*:/s, '')
  if (!['type', 'minOccurs', 'maxOccurs'].every(alike)) return undefined
  const [from, to] = [old[1].declaration.name, fresh[1].declaration.name]
  if (from.local === to.local) {
    const space = ({ uri }: typeof from): string => (uri === '' ? 'no namespace' : `the namespace \`${uri}\``)
    return {
      kind: 'element qualified otherwise',
      narrow: 'error',
      widen: 'error',
      side: 'head',
      node: placeOf(fresh[1].node, 'form'),
      other: placeOf(old[1].node, 'form'),
      words: `Element \`${from.local}\` was in ${space(from)}, is in ${space(to)}`,
    }
  }
  return {
    kind: 'element renamed',
    narrow: 'error',
    widen: 'error',
    side: 'base',
    node: old[1].node,
    other: fresh[1].node,
    words: `Element \`${localOf(old[0])}\` is renamed to \`${localOf(fresh[0])}\``,
  }
}

/** The first element that stands before one it stood behind. Whether that matters, the languages say. */
function movedElement(before: Content, after: Content): Fact | undefined {
  const order = [...before.leaves.keys()].filter((name) => after.leaves.has(name))
  const now = [...after.leaves.keys()].filter((name) => before.leaves.has(name))
  const index = now.findIndex((name, at) => name !== order[at])
  if (index < 0) return undefined
  const place = new Map(order.map((name, at) => [name, at]))
  // Of what is out of its place, the one that moved furthest is what somebody moved.
  const distance = (name: string, at: number): number => Math.abs((place.get(name) ?? 0) - at)
  const furthest = now
    .map((name, at) => ({ name, by: distance(name, at) }))
    .toSorted((a, b) => b.by - a.by)[0]
  const [leaf, old] = [after.leaves.get(furthest?.name ?? ''), before.leaves.get(furthest?.name ?? '')]
  if (!furthest || !leaf || !old || before.free.has(furthest.name)) return undefined
  return {
    kind: 'order changed',
    narrow: 'error',
    widen: 'error',
    side: 'head',
    node: leaf.node,
    other: old.node,
    words: `The order of elements changes at \`${localOf(furthest.name)}\``,
  }
}

function read(all: Expressions, side: ContentSide, of: Side, names: Names): Content {
  const reader = new ContentReader(all, side, of, names)
  return reader.content()
}

/** Where in a content model a particle stands. */
interface Standing {
  inChoice: boolean
  free: boolean
  around: readonly XmlElement[]
}

class ContentReader {
  readonly #all: Expressions
  readonly #side: ContentSide
  readonly #of: Side
  readonly #names: Names
  readonly #leaves = new Map<string, Leaf>()
  readonly #wildcards: Wildcard[] = []
  readonly #free = new Set<string>()
  /** Groups that several others refer to are one object, and are read once. */
  readonly #made = new Map<Particle, Expression>()
  /** Elements that a particle stands for with all its groups written out. */
  readonly #sizes = new Map<Particle, number>()
  #isTooLarge = false

  constructor(all: Expressions, side: ContentSide, of: Side, names: Names) {
    this.#all = all
    this.#side = side
    this.#of = of
    this.#names = names
  }

  content(): Content {
    const { particle, node } = this.#side
    const expression = particle
      ? this.#build(particle, { inChoice: false, free: false, around: [] })
      : this.#all.empty
    return {
      expression,
      leaves: this.#leaves,
      wildcards: this.#wildcards,
      node: particle?.node ?? node,
      free: this.#free,
      whole: !this.#isTooLarge,
    }
  }

  #build(at: Particle, standing: Standing): Expression {
    const known = this.#made.get(at)
    if (known !== undefined) return known
    const expression = this.#all.repeat(this.#once(at, standing), at.min, at.max)
    this.#made.set(at, expression)
    return expression
  }

  #once(at: Particle, standing: Standing): Expression {
    switch (at.kind) {
      case 'element':
        return this.#element(at.declaration, at.node, standing)
      case 'unknown':
        return this.#all.name(`{unknown}${at.name.replaceAll('}', ' ')}`)
      case 'any': {
        this.#wildcards.push(at.wildcard)
        const { namespaces, not } = at.wildcard
        const uris =
          namespaces === 'any'
            ? namespaces
            : new Set([...namespaces].map((uri) => this.#names.uri(this.#of, uri)))
        return this.#all.any({ namespaces: uris, not })
      }
      default: {
        // A group of one is its item in other words.
        const several = at.items.length > 1
        const inner = {
          inChoice: several ? at.kind === 'choice' : standing.inChoice,
          free: standing.free || (several && at.kind !== 'sequence'),
          around: [at.node, ...standing.around],
        }
        const items = at.items.map((item) => this.#build(item, inner))
        const size = at.items.reduce((sum, item) => sum + (this.#sizes.get(item) ?? 1), 0)
        this.#sizes.set(at, size)
        if (size > MAX_PARTICLES) {
          this.#isTooLarge = true
          return this.#all.empty
        }
        // A choice of nothing is written by mistake; nobody means that no document is valid.
        if (at.kind === 'choice' && items.length > 0) return this.#all.choice(items)
        if (at.kind === 'all') return this.#all.all(items)
        return items.reduceRight((rest, first) => this.#all.sequence(first, rest), this.#all.empty)
      }
    }
  }

  /** An element, or what may stand in its place (XML Schema part 1 section 3.3.6: substitution groups). */
  #element(declaration: ElementDeclaration, node: XmlElement, standing: Standing): Expression {
    const isGlobal = declaration.declaration.parent?.local === 'schema'
    const members = isGlobal ? this.#side.set.members(declaration.name) : []
    const usable = [declaration, ...members].filter(
      ({ abstract }, index) => !abstract || (index === 0 && members.length === 0),
    )
    return this.#all.choice(
      usable.map((member) => {
        const name = this.#names.key(this.#of, member.name)
        const inChoice = standing.inChoice || members.length > 0
        const at = member === declaration ? node : member.node
        if (!this.#leaves.has(name))
          this.#leaves.set(name, { declaration: member, node: at, inChoice, around: standing.around })
        if (standing.free) this.#free.add(name)
        return this.#all.name(name)
      }),
    )
  }
}

/** The key of a declaration for messages: its name without the namespace. */
export function nameOfElement({ name }: ElementDeclaration): string {
  return name.local === '' ? keyOf(name) : name.local
}
