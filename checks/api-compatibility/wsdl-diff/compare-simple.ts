import { valueAt } from '../../../src/parse/xml/element.ts'
import { fitsBuiltIn, primitiveOf, rangeOf } from '../../../src/parse/xsd/names.ts'
import type { Atom, Facet, Facets, SchemaNode, SimpleType } from '../../../src/parse/xsd/types.ts'
import { list, quote } from '../diff/naming.ts'
import { boundOf, hasBounds, isBetween, order } from './bounds.ts'
import { lowerFirst, placeOf, type Fact } from './fact.ts'
import { comparePatterns, matchesPatterns } from './patterns.ts'

/** Where a type is used, for differences that are written nowhere else: a built-in type has no place. */
export interface Use {
  base: SchemaNode
  head: SchemaNode
  /** The thing in words: ``Element `id` of `Pet` ``. */
  name: string
}

/** What values two versions of a simple type allow. */
export function compareSimple(base: SimpleType, head: SimpleType, use: Use): Fact[] {
  if (base === head) return []
  const [before, after] = [base.atoms[0], head.atoms[0]]
  if (!before || !after) return []
  const sites = sitesOf(base, head, use)
  if (base.atoms.length === 1 && head.atoms.length === 1) return compareAtoms(before, after, use, sites)
  const lost = base.atoms.filter((atom) => !fitsAny(atom, head.atoms))
  const fresh = head.atoms.filter((atom) => !fitsAny(atom, base.atoms))
  // Where both are unions of the same members but for one, what changed is in that one.
  const [only, other] = [lost[0], fresh[0]]
  if (only && other && lost.length === 1 && fresh.length === 1) return compareAtoms(only, other, use, sites)
  if (lost.length === 0 && fresh.length === 0) return []
  const [from, to] = [typeWords(base), typeWords(head)]
  const words =
    from === to
      ? `${use.name} was \`${writtenType(use.base)}\`, is \`${writtenType(use.head)}\`, which does not allow the same values`
      : `${use.name} was ${from}, is ${to}`
  return [
    {
      kind: 'type changed',
      ...(lost.length > 0 && { narrow: 'error' as const }),
      ...(fresh.length > 0 && { widen: 'error' as const }),
      side: 'head',
      node: sites.head,
      other: sites.base,
      words,
    },
  ]
}

/** Whether every value of one member is one of some other; the values of a list may be spread over several. */
function fitsAny(atom: Atom, others: readonly Atom[]): boolean {
  if (others.some((other) => fits(atom, other))) return true
  const { enumeration } = atom.facets
  if (!enumeration || enumeration.length < 2 || enumeration.length > MAX_SPREAD) return false
  return enumeration.every((facet) => {
    const one = { ...atom, facets: { ...atom.facets, enumeration: [facet] } }
    return others.some((other) => fits(one, other))
  })
}

/** Values of a list that are looked for one by one in the members of a union. */
const MAX_SPREAD = 500

/** Whether every value of one member is one of another. */
function fits(inner: Atom, outer: Atom): boolean {
  const use = { base: NOWHERE, head: NOWHERE, name: '' }
  return compareAtoms(inner, outer, use).every(({ narrow }) => narrow !== 'error')
}

/** Only ever the place of a fact that is looked at for its level and thrown away. */
const NOWHERE = {
  source: { path: '' },
  uri: '',
  local: '',
  attributes: [],
  children: [],
  region: { startLine: 1, endLine: 1 },
}

/** The two places where it is written what a type is made of. */
type Sites = Pick<Use, 'base' | 'head'>

/** Where a type of one name is defined in both versions, what changed is there and not where it is used. */
function sitesOf(base: SimpleType, head: SimpleType, use: Use): Sites {
  const [from, to] = [derivationOf(base), derivationOf(head)]
  return from && to && base.name?.local === head.name?.local ? { base: from, head: to } : use
}

/** The attribute that names what a simple type begins from, else its definition. */
function derivationOf({ node }: SimpleType): SchemaNode | undefined {
  const derivation = node?.children.find(({ local }) => ['restriction', 'list', 'union'].includes(local))
  return derivation ? placeOf(derivation, 'base', 'itemType', 'memberTypes') : node
}

function compareAtoms(base: Atom, head: Atom, use: Use, sites: Sites = use): Fact[] {
  if (base === head) return []
  const changed = (narrow: boolean, widen: boolean): Fact => ({
    kind: 'type changed',
    ...(narrow && { narrow: 'error' as const }),
    ...(widen && { widen: 'error' as const }),
    side: 'head',
    node: sites.head,
    other: sites.base,
    words: `${use.name} was ${atomWords(base)}, is ${atomWords(head)}`,
  })
  const facets = (): Fact[] => compareFacets(base, head, use)
  if (base.variety === 'unknown' || head.variety === 'unknown') {
    return atomName(base) === atomName(head) || sameWritten(use) ? facets() : [changed(true, true)]
  }
  if (base.variety === 'list' || head.variety === 'list') {
    if (base.variety !== 'list' || head.variety !== 'list') return [changed(true, true)]
    return [
      ...compareSimple(base.item, head.item, { ...sites, name: `An item of ${lowerFirst(use.name)}` }),
      ...facets(),
    ]
  }
  if (base.builtIn === head.builtIn) return facets()
  const narrow = !fitsBuiltIn(base.builtIn, head.builtIn) && !listed(base, head) && !isBetween(base, head)
  const widen = !fitsBuiltIn(head.builtIn, base.builtIn) && !isBetween(head, base)
  // Another kind of value is another type to every program, even where all its texts could be read as text.
  const sameKind = related(base.builtIn, head.builtIn)
  if (!sameKind) return [changed(true, true)]
  if (narrow || widen) return [changed(narrow, widen), ...facets()]
  return facets()
}

/** The name of a type without its namespace: of what cannot be looked up, no more is known. */
function atomName(atom: Atom): string {
  if (atom.variety === 'unknown') return atom.name.replace(/^\{.*\}/s, '')
  return atom.variety === 'atomic' ? atom.builtIn : ''
}

function sameWritten({ base, head }: Use): boolean {
  const local = (node: SchemaNode): string => writtenType(node).replace(/^.*:/s, '')
  return local(base) === local(head)
}

/** Whether the listed values of one type are all values of the other: an `enumeration` of strings as tokens. */
function listed(base: Atom & { variety: 'atomic' }, head: Atom & { variety: 'atomic' }): boolean {
  const [low, high] = rangeOf(head.builtIn) ?? []
  if (!base.facets.enumeration || rangeOf(head.builtIn) === undefined) {
    return base.facets.enumeration !== undefined && primitiveOf(head.builtIn) === 'string'
  }
  return base.facets.enumeration.every(({ value }) => {
    if (!/^\s*[+-]?\d{1,40}\s*$/.test(value)) return false
    const number = BigInt(value.trim().replace('+', ''))
    return (low === undefined || number >= low) && (high === undefined || number <= high)
  })
}

function related(a: string, b: string): boolean {
  return primitiveOf(a) === primitiveOf(b) || fitsBuiltIn(a, b) || fitsBuiltIn(b, a)
}

function compareFacets(base: Atom, head: Atom, use: Use): Fact[] {
  const [before, after] = [base.facets, head.facets]
  const primitive = base.variety === 'atomic' ? primitiveOf(base.builtIn) : base.variety
  const others = [
    ...comparePatterns(before, after, use),
    ...compareCounts(before, after, use),
    ...compareBounds(base, head, use),
    ...compareAssertions(before, after, use),
  ]
  return [
    ...compareEnumerations(before, after, primitive, use),
    // What a list of values never had, nobody misses.
    ...(before.enumeration?.every(({ value }) => allows(after, value, primitive))
      ? others.map(({ narrow: _narrow, ...fact }) => fact)
      : others),
  ]
}

/** Whether the facets other than a list of values let one text through. */
function allows({ patterns, limits, assertions }: Facets, value: string, primitive: string): boolean {
  if (assertions.length > 0 || !matchesPatterns(patterns, value)) return false
  const length = Array.from(value).length
  return [...limits].every(([name, facet]) => {
    const limit = Number(facet.value)
    const measured = name.toLowerCase().endsWith('length')
      ? length
      : primitive === 'decimal'
        ? Number(value)
        : NaN
    if (!Number.isFinite(limit) || !Number.isFinite(measured)) return false
    if (name === 'length') return measured === limit
    if (name.endsWith('Exclusive')) return name.startsWith('min') ? measured > limit : measured < limit
    if (name.startsWith('min')) return measured >= limit
    return name.startsWith('max') && measured <= limit
  })
}

/** The texts of one value are one: `1.0` and `1` of a decimal. */
function canonical(value: string, primitive: string): string {
  const text = primitive === 'string' ? value : value.trim().replace(/\s+/g, ' ')
  if (primitive !== 'decimal' || !/^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return text
  const [whole = '', fraction = ''] = text.replace(/^[+-]/, '').split('.')
  const digits = `${whole.replace(/^0+(?=.)/, '') || '0'}.${fraction.replace(/0+$/, '')}`
  return text.startsWith('-') && /[1-9]/.test(digits) ? `-${digits}` : digits
}

function compareEnumerations(before: Facets, after: Facets, primitive: string, use: Use): Fact[] {
  const [from, to] = [before.enumeration, after.enumeration]
  if (!from && !to) return []
  if (!from || !to) {
    const listed = (to ?? from ?? []).map(({ value }) => value)
    const words = `${use.name} ${to ? 'now allows only' : 'no longer allows only'} ${list(listed.slice(0, 10).map(quote))}${listed.length > 10 ? ' and more' : ''}`
    return [
      {
        kind: to ? 'enumeration added' : 'enumeration removed',
        ...(to ? { narrow: 'error' as const } : { widen: 'error' as const }),
        side: to ? 'head' : 'base',
        node: (to ?? from)?.[0]?.node ?? use.head,
        other: to ? use.base : use.head,
        words,
      },
    ]
  }
  const key = ({ value }: Facet): string => canonical(value, primitive)
  const [old, fresh] = [new Set(from.map(key)), new Set(to.map(key))]
  const gone = from.filter((facet) => !fresh.has(key(facet)))
  const added = to.filter((facet) => !old.has(key(facet)))
  return [
    ...gone.map((facet): Fact => ({
      kind: 'value removed',
      narrow: 'error',
      side: 'base',
      node: facet.node,
      other: to[0]?.node ?? use.head,
      words: `Value ${quote(facet.value)} of ${lowerFirst(use.name)} is removed`,
    })),
    ...added.map((facet): Fact => ({
      kind: 'value added',
      widen: 'error',
      side: 'head',
      node: facet.node,
      other: from[0]?.node ?? use.base,
      words: `Value ${quote(facet.value)} of ${lowerFirst(use.name)} is new`,
    })),
  ]
}

/** Ends of a range of values, each compared as a whole: an exclusive bound may take the place of an inclusive one. */
function compareBounds(base: Atom, head: Atom, use: Use): Fact[] {
  if (!hasBounds(base) || !hasBounds(head)) return []
  return (['min', 'max'] as const).flatMap((end): Fact[] => {
    const [from, to] = [boundOf(base, end), boundOf(head, end)]
    // What the built-in types themselves say is told with them.
    if (!from?.facet && !to?.facet) return []
    const stricter = from && to ? order(to, from, end) : to ? 1 : -1
    if (stricter === 0) return []
    const [old, fresh] = [from?.facet, to?.facet]
    const word = (facet?: Facet): string => facet?.node.local ?? end
    const words = !fresh
      ? `${use.name} no longer has \`${word(old)}\` ${quote(old?.value)}`
      : !old
        ? `${use.name} now has \`${word(fresh)}\` ${quote(fresh.value)}`
        : word(old) === word(fresh)
          ? `\`${word(fresh)}\` of ${lowerFirst(use.name)} changes from ${quote(old.value)} to ${quote(fresh.value)}`
          : `${use.name} had \`${word(old)}\` ${quote(old.value)} and has \`${word(fresh)}\` ${quote(fresh.value)}`
    return [
      {
        kind: `${word(fresh ?? old)} changed`,
        ...((stricter === undefined || stricter > 0) && { narrow: 'error' as const }),
        ...((stricter === undefined || stricter < 0) && { widen: 'error' as const }),
        side: fresh ? 'head' : 'base',
        node: (fresh ?? old)?.node ?? use.head,
        other: fresh ? (old?.node ?? use.base) : use.head,
        words,
        detail: end,
      },
    ]
  })
}

/** Facets that count characters, items or digits. */
const COUNTED = ['length', 'minLength', 'maxLength', 'totalDigits', 'fractionDigits']

function compareCounts(before: Facets, after: Facets, use: Use): Fact[] {
  return COUNTED.flatMap((name): Fact[] => {
    const [from, to] = [before.limits.get(name), after.limits.get(name)]
    const [low, high] = [from && from.value.trim(), to && to.value.trim()]
    if (low === high) return []
    const way = direction(name, low, high)
    if (!way) return []
    const words = !to
      ? `${use.name} no longer has \`${name}\` ${quote(low)}`
      : !from
        ? `${use.name} now has \`${name}\` ${quote(high)}`
        : `\`${name}\` of ${lowerFirst(use.name)} changes from ${quote(low)} to ${quote(high)}`
    return [
      {
        kind: `${name} changed`,
        ...(way !== 'widen' && { narrow: 'error' as const }),
        ...(way !== 'narrow' && { widen: 'error' as const }),
        side: to ? 'head' : 'base',
        node: (to ?? from)?.node ?? use.head,
        other: to ? (from?.node ?? use.base) : use.head,
        words,
        detail: name,
      },
    ]
  })
}

function direction(
  name: string,
  from: string | undefined,
  to: string | undefined,
): 'narrow' | 'widen' | 'both' | undefined {
  const count = (text: string): number => (/^\+?\d{1,15}$/.test(text) ? Number(text) : NaN)
  if (from === undefined) return name === 'minLength' && count(to ?? '') === 0 ? undefined : 'narrow'
  if (to === undefined) return name === 'minLength' && count(from) === 0 ? undefined : 'widen'
  const [low, high] = [count(from), count(to)]
  if (low === high) return undefined
  if (name === 'length' || Number.isNaN(low) || Number.isNaN(high)) return 'both'
  return high > low === (name === 'minLength') ? 'narrow' : 'widen'
}

function compareAssertions(before: Facets, after: Facets, use: Use): Fact[] {
  const text = ({ value, node }: Facet): string => `${node.local} ${value}`
  const [old, fresh] = [new Set(before.assertions.map(text)), new Set(after.assertions.map(text))]
  return [
    ...after.assertions
      .filter((facet) => !old.has(text(facet)))
      .map((facet): Fact => ({
        kind: 'assertion added',
        narrow: 'error',
        side: 'head',
        node: facet.node,
        other: use.base,
        words: `${use.name} must now fulfil ${quote(facet.value)}`,
      })),
    ...before.assertions
      .filter((facet) => !fresh.has(text(facet)))
      .map((facet): Fact => ({
        kind: 'assertion removed',
        widen: 'error',
        side: 'base',
        node: facet.node,
        other: use.head,
        words: `${use.name} need no longer fulfil ${quote(facet.value)}`,
      })),
  ]
}

function typeWords(type: SimpleType): string {
  return list([...new Set(type.atoms.slice(0, 8).map(atomWords))]).replace(/ and /, ' or ')
}

function atomWords(atom: Atom): string {
  if (atom.variety === 'list') return `a list of ${typeWords(atom.item)}`
  return `\`${atom.variety === 'unknown' ? atom.name.replace(/^\{.*\}/s, '') : atom.builtIn}\``
}

/** The written name of a type, for messages; `(its own)` for one written in place. */
export function writtenType(node: SchemaNode): string {
  return ('children' in node ? valueAt(node, 'type') : node.value) ?? '(its own)'
}
