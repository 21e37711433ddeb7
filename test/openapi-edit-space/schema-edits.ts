import type { ChangeKind } from '../../checks/api-compatibility/diff/change.ts'
import type { Value } from './document.ts'
import type { Version } from './meta-schemas.ts'

/** How a keyword of a schema can be edited. */
export interface KeywordEdit {
  /** What else the schema says. */
  beside: Record<string, Value>
  /** Two values of the keyword; `tight` allows a true part of what `loose` does. */
  loose?: Value
  tight: Value
  /** A value that allows neither more nor less than `tight`, but other things. */
  other?: Value
  /** What tells of it: of more asked in requests, of less promised in responses. */
  kinds: readonly [request: ChangeKind, response: ChangeKind]
  /** What tells of the keyword coming or going, where it is not the same. */
  presence?: readonly [request: ChangeKind, response: ChangeKind]
  /** True where a schema without the keyword is the tight one. */
  absentIsTight?: true
}

const CONSTRAINT = ['request-constraint-tightened', 'response-constraint-loosened'] as const
const TYPE = ['request-type-narrowed', 'response-type-widened'] as const
const VALUES = ['request-enum-narrowed', 'response-enum-widened'] as const
const CHOICE = ['request-alternative-removed', 'response-alternative-added'] as const
const REQUIRED = ['property-became-required', 'response-property-became-optional'] as const

const NUMBER = { type: 'number' }
const INTEGER = { type: 'integer' }
const TEXT = { type: 'string' }
const FLAG = { type: 'boolean' }
const LIST = { type: 'array', items: TEXT }
const NUMBERS = { type: 'array', items: NUMBER }
const ABC = { type: 'object', properties: { a: TEXT, b: TEXT, c: TEXT } }
const short = (maxLength: number): { maxLength: number } => ({ maxLength })

/** Written so because an object with a key `then` is a trap where it is awaited. */
const then = <T>(value: T): Record<string, T> => ({ [['the', 'n'].join('')]: value })

const THEN = then<KeywordEdit>({
  beside: { ...TEXT, if: { pattern: '^a' } },
  loose: short(9),
  tight: short(5),
  kinds: CONSTRAINT,
})

const SINCE_2: Readonly<Record<string, KeywordEdit>> = {
  multipleOf: { beside: INTEGER, loose: 2, tight: 4, other: 3, kinds: CONSTRAINT },
  maximum: { beside: INTEGER, loose: 9, tight: 5, kinds: CONSTRAINT },
  minimum: { beside: INTEGER, loose: 5, tight: 9, kinds: CONSTRAINT },
  maxLength: { beside: TEXT, loose: 9, tight: 5, kinds: CONSTRAINT },
  minLength: { beside: TEXT, loose: 5, tight: 9, kinds: CONSTRAINT },
  pattern: { beside: TEXT, loose: '^[a-z]+$', tight: '^[a-c]+$', other: '^[0-9]+$', kinds: CONSTRAINT },
  maxItems: { beside: LIST, loose: 9, tight: 5, kinds: CONSTRAINT },
  minItems: { beside: LIST, loose: 5, tight: 9, kinds: CONSTRAINT },
  uniqueItems: { beside: LIST, loose: false, tight: true, kinds: CONSTRAINT },
  maxProperties: { beside: ABC, loose: 9, tight: 5, kinds: CONSTRAINT },
  minProperties: { beside: ABC, loose: 1, tight: 2, kinds: CONSTRAINT },
  required: { beside: ABC, loose: [], tight: ['a'], kinds: REQUIRED },
  enum: { beside: TEXT, loose: ['a', 'b'], tight: ['a'], other: ['c'], kinds: VALUES },
  type: { beside: {}, loose: 'number', tight: 'integer', other: 'boolean', kinds: TYPE },
  format: { beside: TEXT, tight: 'date', other: 'date-time', kinds: TYPE },
  items: {
    beside: { type: 'array' },
    loose: NUMBER,
    tight: INTEGER,
    other: FLAG,
    kinds: TYPE,
    presence: CONSTRAINT,
  },
  additionalProperties: {
    beside: { type: 'object' },
    loose: { type: 'number' },
    tight: { type: 'integer' },
    other: FLAG,
    kinds: TYPE,
    presence: CONSTRAINT,
  },
  properties: {
    beside: { type: 'object' },
    loose: { a: NUMBER },
    tight: { a: INTEGER },
    other: { a: FLAG },
    kinds: TYPE,
  },
  allOf: { beside: TEXT, loose: [short(9)], tight: [short(5)], kinds: CONSTRAINT },
}

const SINCE_3: Readonly<Record<string, KeywordEdit>> = {
  ...SINCE_2,
  not: { beside: TEXT, loose: short(2), tight: short(5), kinds: CONSTRAINT },
  oneOf: {
    beside: {},
    loose: [TEXT, FLAG, INTEGER],
    tight: [FLAG, INTEGER],
    kinds: CHOICE,
  },
  anyOf: {
    beside: {},
    loose: [TEXT, FLAG, INTEGER],
    tight: [FLAG, INTEGER],
    kinds: CHOICE,
  },
}

const BOOLEAN_BOUNDS: Readonly<Record<string, KeywordEdit>> = {
  exclusiveMaximum: { beside: { type: 'integer', maximum: 5 }, loose: false, tight: true, kinds: CONSTRAINT },
  exclusiveMinimum: { beside: { type: 'integer', minimum: 5 }, loose: false, tight: true, kinds: CONSTRAINT },
}

const SINCE_31: Readonly<Record<string, KeywordEdit>> = {
  ...SINCE_3,
  exclusiveMaximum: { beside: INTEGER, loose: 9, tight: 5, kinds: CONSTRAINT },
  exclusiveMinimum: { beside: INTEGER, loose: 5, tight: 9, kinds: CONSTRAINT },
  const: { beside: TEXT, tight: 'a', other: 'b', kinds: VALUES },
  maxContains: { beside: { ...LIST, contains: short(5) }, loose: 9, tight: 5, kinds: CONSTRAINT },
  minContains: { beside: { ...LIST, contains: short(5) }, loose: 2, tight: 5, kinds: CONSTRAINT },
  dependentRequired: { beside: ABC, loose: { a: ['b'] }, tight: { a: ['b', 'c'] }, kinds: CONSTRAINT },
  dependentSchemas: {
    beside: ABC,
    loose: { a: { properties: { b: short(9) } } },
    tight: { a: { properties: { b: short(5) } } },
    kinds: CONSTRAINT,
  },
  prefixItems: {
    beside: { type: 'array' },
    loose: [NUMBER],
    tight: [INTEGER],
    other: [FLAG],
    kinds: TYPE,
    presence: CONSTRAINT,
  },
  contains: { beside: NUMBERS, loose: { minimum: 5 }, tight: { minimum: 9 }, kinds: CONSTRAINT },
  propertyNames: { beside: { type: 'object' }, loose: short(9), tight: short(5), kinds: CONSTRAINT },
  patternProperties: {
    beside: { type: 'object' },
    loose: { '^x': NUMBER },
    tight: { '^x': INTEGER },
    other: { '^x': FLAG },
    kinds: TYPE,
    presence: CONSTRAINT,
  },
  unevaluatedProperties: {
    beside: ABC,
    loose: NUMBER,
    tight: INTEGER,
    other: FLAG,
    kinds: TYPE,
    presence: CONSTRAINT,
  },
  unevaluatedItems: {
    beside: { type: 'array', prefixItems: [TEXT] },
    loose: NUMBER,
    tight: INTEGER,
    other: FLAG,
    kinds: TYPE,
    presence: CONSTRAINT,
  },
  ...THEN,
  else: { beside: { ...TEXT, if: { pattern: '^a' } }, loose: short(9), tight: short(5), kinds: CONSTRAINT },
  if: {
    beside: { ...TEXT, ...then(short(5)) },
    tight: { pattern: '^a' },
    other: { pattern: '^b' },
    kinds: CONSTRAINT,
  },
  contentEncoding: { beside: TEXT, tight: 'base64', other: 'quoted-printable', kinds: CONSTRAINT },
  contentMediaType: { beside: TEXT, tight: 'image/png', other: 'image/gif', kinds: CONSTRAINT },
  contentSchema: {
    beside: { ...TEXT, contentMediaType: 'application/json' },
    loose: NUMBER,
    tight: INTEGER,
    other: FLAG,
    kinds: TYPE,
    presence: CONSTRAINT,
  },
}

/** The edits of every keyword that says which values are valid, by version. */
export const KEYWORD_EDITS: Readonly<Record<Version, Readonly<Record<string, KeywordEdit>>>> = {
  '2.0': {
    ...SINCE_2,
    ...BOOLEAN_BOUNDS,
    $ref: { beside: {}, loose: '#/definitions/Loose', tight: '#/definitions/Tight', kinds: CONSTRAINT },
  },
  '3.0': {
    ...SINCE_3,
    ...BOOLEAN_BOUNDS,
    nullable: { beside: TEXT, loose: true, tight: false, kinds: TYPE, absentIsTight: true },
  },
  '3.1': SINCE_31,
  '3.2': SINCE_31,
}
const REF: KeywordEdit = {
  beside: {},
  loose: '#/components/schemas/Loose',
  tight: '#/components/schemas/Tight',
  kinds: CONSTRAINT,
}
for (const version of ['3.1', '3.2'] as const)
  Object.assign(KEYWORD_EDITS[version], { $ref: REF, $dynamicRef: REF })
