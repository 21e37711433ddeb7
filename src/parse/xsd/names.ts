/** The namespace of XML Schema 1.0 and 1.1. */
export const XS = 'http://www.w3.org/2001/XMLSchema'

/** What each built-in type is derived from (XML Schema part 2 section 3); primitives from `anySimpleType`. */
const PARENTS: Readonly<Record<string, string>> = {
  normalizedString: 'string',
  token: 'normalizedString',
  language: 'token',
  NMTOKEN: 'token',
  Name: 'token',
  NCName: 'Name',
  ID: 'NCName',
  IDREF: 'NCName',
  ENTITY: 'NCName',
  integer: 'decimal',
  nonPositiveInteger: 'integer',
  negativeInteger: 'nonPositiveInteger',
  long: 'integer',
  int: 'long',
  short: 'int',
  byte: 'short',
  nonNegativeInteger: 'integer',
  unsignedLong: 'nonNegativeInteger',
  unsignedInt: 'unsignedLong',
  unsignedShort: 'unsignedInt',
  unsignedByte: 'unsignedShort',
  positiveInteger: 'nonNegativeInteger',
  yearMonthDuration: 'duration',
  dayTimeDuration: 'duration',
  dateTimeStamp: 'dateTime',
}

/** Lists among the built-in types, with the type of their items. */
export const BUILT_IN_LISTS: Readonly<Record<string, string>> = {
  NMTOKENS: 'NMTOKEN',
  IDREFS: 'IDREF',
  ENTITIES: 'ENTITY',
}

/**
 * Pairs of primitives of which every value of the first is written as one of the second, and which programs
 * hold in the same way: the second may take the first's place as if it were its ancestor.
 */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  float: ['double'],
  anyURI: ['string'],
}

/** Types that differ only in the white space that is taken out of a text before it is looked at: all take any text. */
const ANY_TEXT = new Set(['string', 'normalizedString', 'token'])

/** Values that both limits of an integer type allow, so that `int` fits into `unsignedLong` never, and `short` into `int`. */
const RANGES: Readonly<Record<string, readonly [bigint | undefined, bigint | undefined]>> = {
  integer: [undefined, undefined],
  nonPositiveInteger: [undefined, 0n],
  negativeInteger: [undefined, -1n],
  long: [-(2n ** 63n), 2n ** 63n - 1n],
  int: [-(2n ** 31n), 2n ** 31n - 1n],
  short: [-32768n, 32767n],
  byte: [-128n, 127n],
  nonNegativeInteger: [0n, undefined],
  unsignedLong: [0n, 2n ** 64n - 1n],
  unsignedInt: [0n, 2n ** 32n - 1n],
  unsignedShort: [0n, 65535n],
  unsignedByte: [0n, 255n],
  positiveInteger: [1n, undefined],
}

/** Whether every value of one built-in type is one of another: `short` of `int`, `unsignedShort` of `int` too. */
export function fitsBuiltIn(inner: string, outer: string): boolean {
  if (outer === 'anySimpleType' || outer === 'anyAtomicType') return true
  if (ANY_TEXT.has(inner) && ANY_TEXT.has(outer)) return true
  const [from, to] = [RANGES[inner], RANGES[outer]]
  if (from && to) {
    const low = to[0] === undefined || (from[0] !== undefined && from[0] >= to[0])
    return low && (to[1] === undefined || (from[1] !== undefined && from[1] <= to[1]))
  }
  for (let at: string | undefined = inner; at !== undefined; at = parentOf(at)) {
    if (at === outer || WIDER[at]?.includes(outer)) return true
  }
  return false
}

/** The primitive type a built-in type is derived from. */
export function primitiveOf(name: string): string {
  let at = name
  for (let parent = parentOf(at); parent !== undefined; parent = parentOf(at)) at = parent
  return at
}

function parentOf(name: string): string | undefined {
  return Object.hasOwn(PARENTS, name) ? PARENTS[name] : undefined
}

/** The smallest and the largest value of a built-in integer type; undefined: no end, or no integer type. */
export function rangeOf(name: string): readonly [bigint | undefined, bigint | undefined] | undefined {
  return Object.hasOwn(RANGES, name) ? RANGES[name] : undefined
}

/** The lexical forms of `xs:boolean` (XML Schema part 2 section 3.2.2). */
export function isTrue(value: string | undefined): boolean {
  return value === 'true' || value === '1'
}
