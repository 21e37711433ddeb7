import { primitiveOf, rangeOf } from '../../../src/parse/xsd/names.ts'
import type { Atom, Facet } from '../../../src/parse/xsd/types.ts'

/** One end of a range of values; `facet` is missing where the built-in type itself sets it. */
export interface Bound {
  value: string
  /** True: the value itself is not allowed. */
  open: boolean
  facet?: Facet
}

export type End = 'min' | 'max'

type Atomic = Atom & { variety: 'atomic' }

/** Where the values of a type end; undefined: nowhere. Of integers always the last value that is allowed. */
export function boundOf(atom: Atomic, end: End): Bound | undefined {
  const { limits } = atom.facets
  const written = (['Inclusive', 'Exclusive'] as const).flatMap((kind): Bound[] => {
    const facet = limits.get(`${end}${kind}`)
    return facet ? [{ value: facet.value.trim(), open: kind === 'Exclusive', facet }] : []
  })
  const range = rangeOf(atom.builtIn)
  const inherent = range?.[end === 'min' ? 0 : 1]
  const all = range ? written.map((bound) => closed(bound, end)) : written
  if (inherent !== undefined) all.push({ value: String(inherent), open: false })
  // Both may be written on different steps of derivation: the one that allows less counts.
  return all.reduce<Bound | undefined>(
    (tightest, bound) => (tightest && (order(tightest, bound, end) ?? 0) >= 0 ? tightest : bound),
    undefined,
  )
}

function closed(bound: Bound, end: End): Bound {
  if (!bound.open || !/^[+-]?\d{1,100}$/.test(bound.value)) return bound
  const value = BigInt(bound.value.replace('+', '')) + (end === 'min' ? 1n : -1n)
  return { ...bound, value: String(value), open: false }
}

/** Positive where the first bound allows less than the second, 0 where they are the same; undefined: not to be told. */
export function order(a: Bound, b: Bound, end: End): number | undefined {
  const difference = compareValues(a.value, b.value)
  if (difference === undefined) return undefined
  if (difference === 0) return Number(a.open) - Number(b.open)
  return end === 'min' ? difference : -difference
}

/** Whether all values of one type lie between the ends of another; undefined: not to be told. */
export function isBetween(inner: Atomic, outer: Atomic): boolean | undefined {
  if (!rangeOf(inner.builtIn) || !rangeOf(outer.builtIn)) return undefined
  return (['min', 'max'] as const).every((end) => {
    const [limit, bound] = [boundOf({ ...outer, facets: NO_LIMITS }, end), boundOf(inner, end)]
    return !limit || (bound !== undefined && (order(bound, limit, end) ?? -1) >= 0)
  })
}

const NO_LIMITS = { patterns: [], limits: new Map<string, Facet>(), assertions: [] }

/** Whether the ends of values are compared by this module, and not by their texts. */
export function hasBounds(atom: Atom): atom is Atomic {
  return atom.variety === 'atomic' && primitiveOf(atom.builtIn) !== 'string'
}

function compareValues(a: string, b: string): number | undefined {
  if (a === b) return 0
  const [one, other] = [decimal(a), decimal(b)]
  if (one && other) {
    const scale = Math.max(one.scale, other.scale)
    const units = ({ units: own, scale: from }: Decimal): bigint => own * 10n ** BigInt(scale - from)
    const difference = units(one) - units(other)
    return difference === 0n ? 0 : difference > 0n ? 1 : -1
  }
  const [low, high] = [floating(a), floating(b)]
  if (low !== undefined && high !== undefined) return Math.sign(low - high) || 0
  // Dates of one form sort as texts.
  const form = (text: string): string => text.replace(/\.\d+/, '').replace(/\d/g, '0')
  return DATE.test(a) && form(a) === form(b) ? (a > b ? 1 : -1) : undefined
}

const DATE = /^\d{4}(?:-\d\d){0,2}(?:T[\d:.]+)?Z?$/

interface Decimal {
  units: bigint
  /** Digits behind the point. */
  scale: number
}

function decimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d{0,300})(?:\.(\d{0,300}))?$/.exec(text)
  const [, sign = '', whole = '', fraction = ''] = match ?? []
  if (whole + fraction === '') return undefined
  const units = BigInt(whole + fraction)
  return { units: sign === '-' ? -units : units, scale: fraction.length }
}

/** `float` and `double` (XML Schema part 2 section 3.2.4). */
function floating(text: string): number | undefined {
  if (text === 'INF' || text === '+INF') return Infinity
  if (text === '-INF') return -Infinity
  return text !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined
}
