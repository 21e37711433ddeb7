import { attributeAt, childNamed, valueAt, type QName, type XmlElement } from '../xml/element.ts'
import type { SchemaDocument } from './components.ts'
import { BUILT_IN_LISTS, XS } from './names.ts'
import type { SchemaSet } from './schema-set.ts'
import type { Atom, Facet, Facets, SimpleType, Type } from './types.ts'

const NO_FACETS: Facets = { patterns: [], limits: new Map(), assertions: [] }
/** Members of a union that are told apart; a union of unions can name far more than a text has room for. */
const MAX_MEMBERS = 1000
const LIMITS = new Set([
  'length',
  'minLength',
  'maxLength',
  'minInclusive',
  'minExclusive',
  'maxInclusive',
  'maxExclusive',
  'totalDigits',
  'fractionDigits',
])

const builtIns = new Map<string, Type>()

export function builtInType(name: string): Type {
  let type = builtIns.get(name)
  if (!type) {
    type = makeBuiltIn(name)
    builtIns.set(name, type)
  }
  return type
}

function makeBuiltIn(local: string): Type {
  const name = { uri: XS, local }
  if (local === 'anyType')
    return { kind: 'complex', name, abstract: false, mixed: true, attributes: new Map(), assertions: [] }
  const item = Object.hasOwn(BUILT_IN_LISTS, local) ? BUILT_IN_LISTS[local] : undefined
  const atomic = (builtIn: string): Atom => ({ variety: 'atomic', builtIn, facets: NO_FACETS })
  const atom: Atom =
    item === undefined
      ? atomic(local)
      : { variety: 'list', item: { kind: 'simple', atoms: [atomic(item)] }, facets: NO_FACETS }
  return { kind: 'simple', name, atoms: [atom] }
}

/** What a `simpleType` element defines. */
export function readSimpleType(
  set: SchemaSet,
  node: XmlElement,
  document: SchemaDocument,
  name?: QName,
): SimpleType {
  const restriction = childNamed(node, XS, 'restriction')
  const list = childNamed(node, XS, 'list')
  const union = childNamed(node, XS, 'union')
  const own = { kind: 'simple' as const, ...(name && { name }), node }
  if (restriction) {
    const base = set.simple(baseOf(set, restriction, document, name))
    return { ...own, atoms: restrict(base, restriction) }
  }
  if (list) {
    const written = valueAt(list, 'itemType')
    const inline = childNamed(list, XS, 'simpleType')
    const item =
      written === undefined
        ? inline && set.typeAt(inline, document)
        : set.typeNamed(set.name(list, written, document))
    const type = set.simple(item ?? builtInType('anySimpleType'))
    return { ...own, atoms: [{ variety: 'list', item: type, facets: NO_FACETS }] }
  }
  if (union) {
    const named = (valueAt(union, 'memberTypes') ?? '').split(/\s+/).filter(Boolean)
    const members = [
      ...named.map((written) => set.typeNamed(set.name(union, written, document))),
      ...union.children
        .filter(({ uri, local }) => uri === XS && local === 'simpleType')
        .map((inline) => set.typeAt(inline, document)),
    ]
    const atoms = new Set(members.flatMap((member) => set.simple(member).atoms))
    return { ...own, atoms: [...atoms].slice(0, MAX_MEMBERS) }
  }
  return { ...own, atoms: set.simple(builtInType('anySimpleType')).atoms }
}

/** The type a `restriction` or `extension` begins from; in a `redefine`, its own name is what it replaces. */
export function baseOf(set: SchemaSet, derivation: XmlElement, document: SchemaDocument, self?: QName): Type {
  const written = valueAt(derivation, 'base')
  if (written === undefined) {
    const inline = childNamed(derivation, XS, 'simpleType')
    return inline ? set.typeAt(inline, document) : builtInType('anySimpleType')
  }
  const base = set.name(derivation, written, document)
  if (self && base.uri === self.uri && base.local === self.local) {
    const original = set.components.type.get(`{${self.uri}}${self.local}`)?.original
    if (original) return set.typeOf(original)
  }
  return set.typeNamed(base)
}

/** The members of a type with the facets of a `restriction` added to each. */
export function restrict(base: SimpleType, restriction: XmlElement): Atom[] {
  const added = readFacets(restriction)
  return base.atoms.map((atom) => ({ ...atom, facets: addFacets(atom.facets, added) }))
}

function readFacets(restriction: XmlElement): Facets {
  const enumeration: Facet[] = []
  const patterns: Facet[] = []
  const limits = new Map<string, Facet>()
  const assertions: Facet[] = []
  for (const child of restriction.children) {
    if (child.uri !== XS) continue
    const written = attributeAt(child, 'value')
    const facet = { value: written?.value ?? '', node: child }
    if (child.local === 'enumeration') enumeration.push(facet)
    else if (child.local === 'pattern') patterns.push(facet)
    else if (LIMITS.has(child.local)) limits.set(child.local, facet)
    else if (child.local === 'assertion')
      assertions.push({ value: valueAt(child, 'test') ?? '', node: child })
    else if (child.local === 'explicitTimezone') assertions.push(facet)
  }
  return {
    ...(enumeration.length > 0 && { enumeration }),
    patterns: patterns.length > 0 ? [patterns] : [],
    limits,
    assertions,
  }
}

function addFacets(inherited: Facets, added: Facets): Facets {
  const enumeration = added.enumeration ?? inherited.enumeration
  return {
    ...(enumeration && { enumeration }),
    patterns: [...inherited.patterns, ...added.patterns],
    limits: new Map([...inherited.limits, ...added.limits]),
    assertions: [...inherited.assertions, ...added.assertions],
  }
}
