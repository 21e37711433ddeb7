import { expect, test } from 'vitest'
import { reasonsOf } from './world.ts'

type Verdict = 'refuses' | 'may refuse' | 'takes'

/** A condition: as literals, objects with `then` look like promises. */
function when(condition: object, then: object): object {
  return Object.fromEntries(['if', 'then'].map((name, at) => [name, at === 0 ? condition : then]))
}

/** Small cases of each draft: the schema before, the schema after, and what becomes of the documents of before. */
const cases: [string, unknown, unknown, Verdict][] = [
  ['anything into a type', {}, { type: 'object' }, 'refuses'],
  ['a type into anything', { type: 'object' }, {}, 'takes'],
  ['anything into nothing', true, false, 'refuses'],
  ['nothing into anything', false, true, 'takes'],
  ['integer into number', { type: 'integer' }, { type: 'number' }, 'takes'],
  ['number into integer', { type: 'number' }, { type: 'integer' }, 'refuses'],
  ['whole numbers above 0.5 are those from 1', { type: 'integer', minimum: 0.5 }, { minimum: 1 }, 'takes'],
  ['draft-04 exclusive bound', { minimum: 1 }, { minimum: 1, exclusiveMinimum: true }, 'refuses'],
  [
    'draft-04 bound written as in draft-06',
    { minimum: 1, exclusiveMinimum: true },
    { exclusiveMinimum: 1 },
    'takes',
  ],
  ['a multiple of a multiple', { multipleOf: 6 }, { multipleOf: 3 }, 'takes'],
  ['no multiple any more', { multipleOf: 4 }, { multipleOf: 6 }, 'refuses'],
  ['an enum gains', { enum: ['a'] }, { enum: ['a', 'b'] }, 'takes'],
  ['an enum loses', { enum: ['a', 'b'] }, { enum: ['a'] }, 'refuses'],
  ['an enum as constants', { enum: ['a', 'b'] }, { oneOf: [{ const: 'a' }, { const: 'b' }] }, 'takes'],
  ['a boolean is two values', { type: 'boolean' }, { enum: [true, false] }, 'takes'],
  ['a wider pattern', { type: 'string', pattern: '^[a-z]+$' }, { pattern: '^[a-z0-9]+$' }, 'takes'],
  ['a narrower pattern', { type: 'string', pattern: '^[a-z0-9]+$' }, { pattern: '^[a-z]+$' }, 'refuses'],
  [
    'a pattern nobody can decide',
    { type: 'string', pattern: '^(a+)b$' },
    { pattern: '^(a+)\\1b$' },
    'may refuse',
  ],
  ['a format is added', { type: 'string' }, { type: 'string', format: 'email' }, 'may refuse'],
  ['another format', { type: 'string', format: 'date' }, { type: 'string', format: 'date-time' }, 'refuses'],
  ['a wider format', { type: 'string', format: 'uri' }, { type: 'string', format: 'uri-reference' }, 'takes'],
  ['items are described', { type: 'array' }, { type: 'array', items: { type: 'string' } }, 'refuses'],
  [
    'a tuple, before and since 2020-12',
    { items: [{ type: 'string' }], additionalItems: false },
    { prefixItems: [{ type: 'string' }], items: false },
    'takes',
  ],
  [
    'a tuple grows where no more was taken',
    { items: [{}], additionalItems: false },
    { items: [{}, { type: 'null' }], additionalItems: false },
    'takes',
  ],
  [
    'what contains follows from all items',
    { type: 'array', minItems: 1, items: { type: 'string' } },
    { contains: { type: 'string' } },
    'takes',
  ],
  [
    'more must be contained',
    { type: 'array', contains: {} },
    { type: 'array', contains: {}, minContains: 2 },
    'refuses',
  ],
  ['a required property', { type: 'object' }, { type: 'object', required: ['a'] }, 'refuses'],
  [
    'an optional property',
    { type: 'object' },
    { type: 'object', properties: { a: { type: 'string' } } },
    'may refuse',
  ],
  [
    'an optional property where none was taken',
    { type: 'object', additionalProperties: false },
    { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
    'takes',
  ],
  [
    'a property that a pattern had described',
    { patternProperties: { '^x-': { type: 'string' } } },
    { properties: { 'x-a': { type: 'string' } }, patternProperties: { '^x-': { type: 'string' } } },
    'takes',
  ],
  [
    'a property taken away from a closed object',
    { properties: { a: {} }, additionalProperties: false },
    { additionalProperties: false },
    'refuses',
  ],
  ['a property taken away from an open object', { properties: { a: { type: 'string' } } }, {}, 'takes'],
  [
    'one property goes and two come',
    { properties: { a: { type: 'string' } } },
    { properties: { b: { type: 'string' }, c: { type: 'string' } } },
    'may refuse',
  ],
  [
    'a property is renamed',
    { properties: { a: { type: 'string' } } },
    { properties: { b: { type: 'string' } } },
    'refuses',
  ],
  ['an object is closed', { type: 'object' }, { type: 'object', additionalProperties: false }, 'refuses'],
  [
    'closed by unevaluatedProperties, described by $ref',
    { $ref: '#/$defs/a', unevaluatedProperties: false, $defs: { a: { properties: { a: {} } } } },
    { properties: { a: {} }, additionalProperties: false },
    'takes',
  ],
  ['names are limited', { type: 'object' }, { propertyNames: { maxLength: 3 } }, 'refuses'],
  [
    'dependencies in the words of 2019-09',
    { dependencies: { a: ['b'], c: { required: ['d'] } } },
    { dependentRequired: { a: ['b'] }, dependentSchemas: { c: { required: ['d'] } } },
    'takes',
  ],
  [
    'one more name that comes with another',
    { dependentRequired: { a: ['b'] } },
    { dependentRequired: { a: ['b', 'c'] } },
    'refuses',
  ],
  [
    'an alternative more',
    { anyOf: [{ type: 'string' }] },
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    'takes',
  ],
  [
    'an alternative less',
    { anyOf: [{ type: 'string' }, { type: 'null' }] },
    { anyOf: [{ type: 'string' }] },
    'refuses',
  ],
  [
    'types as alternatives',
    { type: ['string', 'null'] },
    { anyOf: [{ type: 'null' }, { type: 'string' }] },
    'takes',
  ],
  [
    'alternatives that exclude each other by a constant',
    { type: 'object', required: ['t'], properties: { t: { const: 'a' } } },
    {
      oneOf: [
        { required: ['t'], properties: { t: { const: 'a' } } },
        { required: ['t'], properties: { t: { const: 'b' } } },
      ],
    },
    'takes',
  ],
  [
    'two alternatives that take the same',
    { type: 'string' },
    { oneOf: [{ type: 'string' }, { type: ['string', 'null'] }] },
    'refuses',
  ],
  ['what is forbidden grows', { not: { type: 'integer' } }, { not: { type: 'number' } }, 'refuses'],
  ['what is forbidden shrinks', { not: { type: 'number' } }, { not: { type: 'integer' } }, 'takes'],
  [
    'what is forbidden was never there',
    { type: 'string' },
    { type: 'string', not: { type: 'null' } },
    'takes',
  ],
  [
    'a condition asks for more',
    when({ required: ['a'] }, { required: ['b'] }),
    when({ required: ['a'] }, { required: ['b', 'c'] }),
    'refuses',
  ],
  [
    'a condition that follows',
    { required: ['a', 'b'] },
    when({ required: ['a'] }, { required: ['b'] }),
    'takes',
  ],
  [
    'a recursive schema, told in another way',
    { properties: { next: { $ref: '#' } } },
    { $ref: '#/$defs/n', $defs: { n: { properties: { next: { $ref: '#/$defs/n' } } } } },
    'takes',
  ],
  [
    'a recursive schema narrowed',
    { properties: { next: { $ref: '#' }, v: {} } },
    { properties: { next: { $ref: '#' }, v: { type: 'string' } } },
    'refuses',
  ],
  ['an anchor', { $ref: '#a', $defs: { x: { $anchor: 'a', type: 'string' } } }, { type: 'string' }, 'takes'],
  [
    'an id inside',
    { $id: 'https://e.org/r', $ref: 'inner', $defs: { x: { $id: 'inner', type: 'string' } } },
    { type: 'string' },
    'takes',
  ],
  [
    'beside $ref nothing counted before 2019-09',
    {
      $schema: 'http://json-schema.org/draft-07/schema#',
      $ref: '#/definitions/s',
      maxLength: 3,
      definitions: { s: { type: 'string' } },
    },
    { type: 'string', maxLength: 3 },
    'refuses',
  ],
  [
    'beside $ref keywords count since',
    {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      $ref: '#/$defs/s',
      maxLength: 3,
      $defs: { s: { type: 'string' } },
    },
    { type: 'string', maxLength: 3 },
    'takes',
  ],
  [
    'annotations say nothing',
    { type: 'string' },
    {
      type: 'string',
      title: 'A',
      description: 'B',
      default: 'c',
      examples: ['d'],
      deprecated: true,
      readOnly: true,
    },
    'takes',
  ],
]

test.each(cases)('%s', async (_, base, head, verdict) => {
  const reasons = await reasonsOf(base, head)
  const worst = reasons.some(({ level }) => level === 'error')
    ? 'refuses'
    : reasons.length > 0
      ? 'may refuse'
      : 'takes'
  expect({ worst, reasons: reasons.map(({ refused }) => refused) }).toMatchObject({ worst: verdict })
})

test('the line of a reason is where its keyword stands', async () => {
  const [reason] = await reasonsOf(
    { properties: { a: { maxLength: 9 } } },
    { properties: { a: { maxLength: 5 } } },
  )
  expect(reason).toMatchObject({ of: 'outer', level: 'error' })
  expect(reason?.refused).toBe('`maxLength` of `a` changes from 9 to 5')
  expect(reason?.node.key).toBe('maxLength')
  expect(reason?.other?.value).toBe(9)
})

test.each([
  ['deep', Array.from({ length: 190 }).reduce<unknown>((inner) => ({ not: inner }), {})],
  ['wide', { anyOf: Array.from({ length: 500 }, (_, at) => ({ required: [`p${at}`], minProperties: at })) }],
  ['doubled at every step', doubled(40)],
  [
    'conditions by the hundred',
    {
      allOf: Array.from({ length: 100 }, (_, at) => when({ required: [`p${at}`] }, { minProperties: at })),
    },
  ],
  [
    'choices by choices',
    {
      allOf: Array.from({ length: 12 }, () => ({
        oneOf: Array.from({ length: 12 }, (_, at) => ({ minLength: at, maxLength: 2 * at })),
      })),
    },
  ],
])('hostile schemas end: %s', async (_, hostile) => {
  expect(await reasonsOf(hostile, structuredClone(hostile))).toEqual([])
  await reasonsOf(hostile, { type: 'object', required: ['x'] })
  await reasonsOf({ type: 'object' }, hostile)
})

/** Two references to the next definition in each: 2^n when written out. */
function doubled(steps: number): unknown {
  const next = (at: number): object => ({
    properties: { a: { $ref: `#/$defs/d${at}` }, b: { $ref: `#/$defs/d${at}` } },
  })
  const defs = Array.from({ length: steps }, (_, at) => [
    `d${at}`,
    at + 1 < steps ? next(at + 1) : { type: 'string' },
  ])
  return { ...next(0), $defs: Object.fromEntries(defs) as object }
}
