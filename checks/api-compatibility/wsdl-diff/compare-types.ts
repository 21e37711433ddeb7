import type { Side } from '../../../src/model/index.ts'
import { valueAt, type QName, type XmlElement } from '../../../src/parse/xml/element.ts'
import { XS } from '../../../src/parse/xsd/names.ts'
import type { SchemaSet } from '../../../src/parse/xsd/schema-set.ts'
import type {
  AttributeUse,
  ComplexType,
  ElementDeclaration,
  SchemaNode,
  Type,
} from '../../../src/parse/xsd/types.ts'
import { compareAttributes, compareFixed } from './compare-attributes.ts'
import { compareContent } from './compare-content.ts'
import { compareSimple, writtenType } from './compare-simple.ts'
import { lowerFirst, placeOf, type Fact } from './fact.ts'
import type { Names } from './names.ts'

/** Two versions of one element or type, what changed at it, and what else it is made of. */
export interface Pair {
  facts: Fact[]
  parts: Set<Pair>
}

/** The two versions of the schemas of a contract, and how their names meet. */
export interface Schemas {
  base: SchemaSet
  head: SchemaSet
  names: Names
}

/** Pairs of types that are compared in all: one change cannot make a reader work without end. */
const MAX_PAIRS = 100_000
/** The same type is one pair however many elements are of it; what has no place of its own is one a use. */
type Keyed = Map<unknown, Map<unknown, Pair>>

/** Compares elements and types, each pair once: types that contain themselves come to an end. */
export class TypeComparer {
  readonly schemas: Schemas
  readonly #pairs: Keyed = new Map()
  /** Types too large to be compared as a whole, by name. */
  readonly undecided = new Set<string>()
  /** Types of the base that were compared with something. */
  readonly seenTypes = new Set<XmlElement>()
  #count = 0
  #work: (() => void)[] = []

  constructor(schemas: Schemas) {
    this.schemas = schemas
  }

  element(base: ElementDeclaration, head: ElementDeclaration): Pair {
    const pair = this.#pair(base.declaration, head.declaration, (made) => {
      const name = `Element \`${base.name.local}\`${ownerOf(base.declaration)}`
      made.facts.push(...compareDeclarations(base, head, name))
      const use = {
        base: placeOf(base.declaration, 'type'),
        head: placeOf(head.declaration, 'type'),
        name,
      }
      this.#types(made, base.type(), head.type(), use)
    })
    this.#drain()
    return pair
  }

  /** A type by itself: a part of a message, or a type that nothing in the schemas uses. */
  type(base: Type, head: Type, use: { base: SchemaNode; head: SchemaNode; name: string }): Pair {
    const pair: Pair = { facts: [], parts: new Set() }
    this.#types(pair, base, head, use)
    this.#drain()
    return pair
  }

  /** A list of what is left instead of recursion: types may be nested deeper than a stack. */
  #drain(): void {
    for (let next = this.#work.pop(); next; next = this.#work.pop()) next()
  }

  #pair(base: unknown, head: unknown, fill: (pair: Pair) => void): Pair {
    const known = this.#pairs.get(base)?.get(head)
    if (known) return known
    const pair: Pair = { facts: [], parts: new Set() }
    const pairs = this.#pairs.get(base) ?? new Map<unknown, Pair>()
    this.#pairs.set(base, pairs.set(head, pair))
    if (++this.#count > MAX_PAIRS) this.undecided.add(`more than ${MAX_PAIRS} pairs of types`)
    else this.#work.push(() => fill(pair))
    return pair
  }

  #types(of: Pair, base: Type, head: Type, use: { base: SchemaNode; head: SchemaNode; name: string }): void {
    if (base.kind !== 'unknown' && base.node) this.seenTypes.add(base.node)
    if (base.kind === 'unknown' || head.kind === 'unknown') {
      of.facts.push(...this.#compareUnknown(base, head, use))
      return
    }
    if (isAny(base) || isAny(head)) {
      if (isAny(base) && isAny(head)) return
      of.facts.push({
        kind: 'type changed',
        ...(isAny(base) ? { narrow: 'error' as const } : { widen: 'error' as const }),
        side: 'head',
        node: use.head,
        other: use.base,
        words: `${use.name} was ${isAny(base) ? 'of any type' : `\`${writtenType(use.base)}\``}, is ${isAny(head) ? 'of any type' : `\`${writtenType(use.head)}\``}`,
      })
      return
    }
    if (base.kind === 'simple' && head.kind === 'simple') {
      of.facts.push(...compareSimple(base, head, use))
      return
    }
    const [before, after] = [asComplex(base), asComplex(head)]
    if (isText(before) !== isText(after)) {
      of.facts.push({
        kind: 'type changed',
        narrow: 'error',
        widen: 'error',
        side: 'head',
        node: use.head,
        other: use.base,
        words: `${use.name} was ${isText(before) ? 'text' : 'made of elements'} (\`${writtenType(use.base)}\`), is ${isText(after) ? 'text' : 'made of elements'} (\`${writtenType(use.head)}\`)`,
      })
      return
    }
    const key = base.kind === 'complex' && head.kind === 'complex' ? [base, head] : [use.base, use.head]
    of.parts.add(this.#pair(key[0], key[1], (pair) => this.#complex(pair, before, after, use)))
  }

  #compareUnknown(base: Type, head: Type, use: { base: SchemaNode; head: SchemaNode; name: string }): Fact[] {
    const { names } = this.schemas
    const key = (side: Side, type: Type): string =>
      type.kind === 'unknown' ? names.key(side, type.name) : 'known'
    if (key('base', base) === key('head', head)) return []
    // A name that one side cannot look up: what it stands for is not known to have changed. A namespace that did
    // is told where it is imported.
    if (base.name?.local === head.name?.local && base.name !== undefined) return []
    const name = (type: Type): string => (type.name ? `\`${type.name.local}\`` : 'a type of its own')
    const words = `${use.name} was ${name(base)}, is ${name(head)}`
    return [
      {
        kind: 'type changed',
        narrow: 'error',
        widen: 'error',
        side: 'head',
        node: use.head,
        other: use.base,
        words,
      },
    ]
  }

  #complex(
    pair: Pair,
    base: ComplexType,
    head: ComplexType,
    use: { base: SchemaNode; head: SchemaNode; name: string },
  ): void {
    const { names } = this.schemas
    for (const type of [base.simple, ...[...base.attributes.values()].map((use) => use.type())])
      if (type?.node) this.seenTypes.add(type.node)
    const nodes = { base: base.node ?? elementAt(use.base), head: head.node ?? elementAt(use.head) }
    const owner = base.name ? `\`${base.name.local}\`` : (ownName(base.node) ?? lowerFirst(use.name))
    pair.facts.push(...compareFlags(base, head, nodes, owner))
    if (base.simple && head.simple)
      pair.facts.push(
        ...compareSimple(base.simple, head.simple, {
          base: derivationOf(nodes.base),
          head: derivationOf(nodes.head),
          name: `The text of ${owner}`,
        }),
      )
    const attributes = compareAttributes(base, head, nodes, names, owner)
    pair.facts.push(...attributes.facts)
    for (const [before, after] of attributes.common) this.#attribute(pair, before, after, owner)
    const content = compareContent(
      { set: this.schemas.base, particle: base.particle, node: nodes.base },
      { set: this.schemas.head, particle: head.particle, node: nodes.head },
      names,
      owner,
    )
    pair.facts.push(...content.facts)
    if (content.undecided) this.undecided.add(owner)
    for (const common of content.common) pair.parts.add(this.element(common.base, common.head))
    this.#derived(pair, base, head, use)
  }

  #attribute(pair: Pair, base: AttributeUse, head: AttributeUse, owner: string): void {
    const name = `Attribute \`${base.name.local}\` of ${owner}`
    const use = { base: placeOf(base.node, 'type'), head: placeOf(head.node, 'type'), name }
    pair.facts.push(...compareSimple(base.type(), head.type(), use))
    const [from, to] = [base.arrayType, head.arrayType]
    if (!from || !to || from.local.replace(/^[^[]*/, '') !== to.local.replace(/^[^[]*/, '')) return
    const item = (name: QName): QName => ({ ...name, local: name.local.replace(/\[.*$/s, '') })
    const types = [this.schemas.base.typeNamed(item(from)), this.schemas.head.typeNamed(item(to))] as const
    this.#types(pair, ...types, { ...use, name: `An item of ${owner}` })
  }

  /** Types derived from one may be sent in its place, marked by `xsi:type`. */
  #derived(
    pair: Pair,
    base: ComplexType,
    head: ComplexType,
    use: { base: SchemaNode; head: SchemaNode; name: string },
  ): void {
    const { names, base: before, head: after } = this.schemas
    if (!base.name || !head.name || base.name.uri === XS) return
    const fresh = new Map(
      after
        .derivedFrom(head.name)
        .flatMap((type) => (type.name ? [[names.key('head', type.name), type]] : [])),
    )
    for (const type of before.derivedFrom(base.name)) {
      if (!type.name || !type.node) continue
      const partner = fresh.get(names.key('base', type.name))
      if (partner?.node) {
        const at = { base: type.node, head: partner.node, name: `Type \`${type.name.local}\`` }
        this.#types(pair, type, partner, at)
      } else {
        pair.facts.push({
          kind: 'derived type removed',
          narrow: 'error',
          side: 'base',
          node: type.node,
          other: head.node ?? use.head,
          words: `Type \`${type.name.local}\`, which may be sent in the place of \`${base.name.local}\`, is removed or no longer derived from it`,
        })
      }
    }
  }
}

function isAny(type: Type): boolean {
  return type.kind === 'complex' && type.name?.uri === XS && type.name.local === 'anyType'
}

function isText(type: ComplexType): boolean {
  return type.simple !== undefined
}

/** A simple type is a complex one with text in it and without attributes. */
function asComplex(type: Exclude<Type, { kind: 'unknown' }>): ComplexType {
  if (type.kind === 'complex') return type
  return {
    kind: 'complex',
    ...(type.name && { name: type.name }),
    ...(type.node && { node: type.node }),
    abstract: false,
    mixed: false,
    simple: type,
    attributes: new Map(),
    assertions: [],
  }
}

function compareDeclarations(base: ElementDeclaration, head: ElementDeclaration, name: string): Fact[] {
  const facts: Fact[] = []
  const place = (attribute: string): Pick<Fact, 'side' | 'node' | 'other'> => ({
    side: 'head',
    node: placeOf(head.declaration, attribute),
    other: placeOf(base.declaration, attribute),
  })
  if (base.nillable !== head.nillable) {
    facts.push({
      kind: 'nillable changed',
      ...(base.nillable ? { narrow: 'error' as const } : { widen: 'error' as const }),
      ...place('nillable'),
      words: `${name} ${base.nillable ? 'may no longer be nil' : 'may now be nil'} (nillable)`,
    })
  }
  if (!base.abstract && head.abstract) {
    facts.push({
      kind: 'became abstract',
      narrow: 'error',
      ...place('abstract'),
      words: `${name} may no longer stand itself (abstract)`,
    })
  }
  facts.push(...compareFixed(base, head, name, head.declaration))
  const text = (constraint: XmlElement): string => constraintText(constraint)
  const [old, fresh] = [new Set(base.constraints.map(text)), new Set(head.constraints.map(text))]
  for (const constraint of head.constraints) {
    if (old.has(text(constraint))) continue
    facts.push({
      kind: 'identity constraint added',
      narrow: 'error',
      side: 'head',
      node: constraint,
      words: `${name} must now fulfil the ${constraint.local} \`${valueAt(constraint, 'name') ?? ''}\``,
    })
  }
  for (const constraint of base.constraints) {
    if (fresh.has(text(constraint))) continue
    facts.push({
      kind: 'identity constraint removed',
      widen: 'warning',
      side: 'base',
      node: constraint,
      words: `${name} need no longer fulfil the ${constraint.local} \`${valueAt(constraint, 'name') ?? ''}\``,
    })
  }
  return facts
}

function constraintText(constraint: XmlElement): string {
  const paths = constraint.children.map(({ local, attributes }) =>
    local === 'annotation' ? '' : `${local} ${attributes.map(({ value }) => value).join(' ')}`,
  )
  return `${constraint.local} ${paths.toSorted().join(',')}`
}

function compareFlags(
  base: ComplexType,
  head: ComplexType,
  nodes: { base: XmlElement; head: XmlElement },
  owner: string,
): Fact[] {
  const facts: Fact[] = []
  const place = (attribute: string): Pick<Fact, 'side' | 'node' | 'other'> => ({
    side: 'head',
    node: placeOf(nodes.head, attribute),
    other: placeOf(nodes.base, attribute),
  })
  if (base.mixed !== head.mixed && !base.simple) {
    facts.push({
      kind: 'mixed changed',
      ...(base.mixed ? { narrow: 'error' as const } : { widen: 'error' as const }),
      ...place('mixed'),
      words: `Text may ${base.mixed ? 'no longer' : 'now'} stand between the elements of ${owner} (mixed)`,
    })
  }
  if (!base.abstract && head.abstract) {
    const words = `${owner} may no longer be used itself, only types derived from it (abstract)`
    facts.push({ kind: 'became abstract', narrow: 'error', ...place('abstract'), words })
  }
  const text = (node: XmlElement): string =>
    `${node.local} ${node.attributes
      .map(({ local, value }) => `${local}=${value}`)
      .toSorted()
      .join(' ')}`
  const [old, fresh] = [new Set(base.assertions.map(text)), new Set(head.assertions.map(text))]
  for (const node of head.assertions.filter((assertion) => !old.has(text(assertion)))) {
    const words = `${owner} has a new or changed \`${node.local}\` ${valueAt(node, 'test') ?? ''}`
    facts.push({
      kind: `${node.local} added`,
      ...(node.local === 'assert' ? { narrow: 'error' as const } : { widen: 'warning' as const }),
      side: 'head',
      node,
      words,
    })
  }
  for (const node of base.assertions.filter((assertion) => !fresh.has(text(assertion)))) {
    const words = `${owner} no longer has \`${node.local}\` ${valueAt(node, 'test') ?? ''}`
    facts.push({
      kind: `${node.local} removed`,
      ...(node.local === 'assert' ? { widen: 'warning' as const } : { narrow: 'error' as const }),
      side: 'base',
      node,
      words,
    })
  }
  return facts
}

function elementAt(node: SchemaNode): XmlElement {
  return 'children' in node ? node : node.element
}

/** Where the base type of a type is written. */
function derivationOf(node: XmlElement): SchemaNode {
  const derivation = node.children
    .flatMap((content) => [content, ...content.children])
    .find(({ local }) => local === 'extension' || local === 'restriction')
  return derivation ? placeOf(derivation, 'base') : node
}

/** ` of Pet` for an element written inside a named type. */
function ownerOf(node: XmlElement): string {
  const owner = ownName(node.parent)
  return owner === undefined ? '' : ` of ${owner}`
}

function ownName(node: XmlElement | undefined): string | undefined {
  for (let at = node; at; at = at.parent) {
    const name = valueAt(at, 'name')
    if (name !== undefined && at.uri === XS) return `\`${name}\``
  }
  return undefined
}

/** Operations or elements by which a pair is named; beyond them it is only said that there are more. */
export const MAX_USERS = 20

/**
 * Every fact of a pair and of what it is made of. `visits` counts by how many roots a pair was reached: what
 * enough of them reached, with all that is below it, needs no further one, so the work stays linear.
 */
export function factsOf(pair: Pair, visits: Map<Pair, number>): Fact[] {
  const seen = new Set<Pair>()
  const facts: Fact[] = []
  const work = [pair]
  for (let next = work.pop(); next; next = work.pop()) {
    const count = visits.get(next) ?? 0
    if (seen.has(next) || count > MAX_USERS) continue
    seen.add(next)
    visits.set(next, count + 1)
    facts.push(...next.facts)
    work.push(...next.parts)
  }
  return facts
}
