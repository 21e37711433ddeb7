import fc from 'fast-check'
import { dump } from 'js-yaml'
import { expect, test } from 'vitest'
import { faultsOf, reportsOf } from './apply.ts'

interface Schema {
  type: string
  description?: string
  enum?: string[]
  required?: string[]
  properties?: Record<string, Schema>
}

const NAMES = ['id', 'name', 'tag', "it's", 'a: b', '#x', '200']
const leaf: fc.Arbitrary<Schema> = fc.oneof(
  fc.record({ type: fc.constant('string') }),
  fc.record({
    type: fc.constant('string'),
    description: fc.constantFrom('two\nlines\n', '- a', '} ] ,', "it's", '"'),
  }),
  fc.record({
    type: fc.constant('string'),
    enum: fc.uniqueArray(fc.constantFrom('a', 'b c', "d'e", 'x, y', '#'), { minLength: 1 }),
  }),
)
const object = (inner: fc.Arbitrary<Schema>): fc.Arbitrary<Schema> =>
  fc
    .record({
      properties: fc.dictionary(fc.constantFrom(...NAMES), inner, {
        minKeys: 1,
        maxKeys: 4,
        noNullPrototype: true,
      }),
      required: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 4 }),
    })
    .map(({ properties, required }) => {
      const names = required.filter((name) => Object.hasOwn(properties, name))
      return { type: 'object', ...(names.length > 0 && { required: names }), properties }
    })
const schema = object(fc.oneof(leaf, object(leaf)))
const parameter = fc.record(
  {
    name: fc.constantFrom('limit', 'page', 'tag'),
    in: fc.constant('query'),
    required: fc.boolean(),
    schema: fc.constant({ type: 'string' }),
  },
  { requiredKeys: ['name', 'in', 'schema'] },
)
const spec = fc
  .record({
    body: schema,
    answer: schema,
    parameters: fc.uniqueArray(parameter, { selector: ({ name }) => name, maxLength: 3 }),
    paths: fc.uniqueArray(fc.constantFrom('/a', '/b/{id}', '/c'), { minLength: 1 }),
  })
  .map(({ body, answer, parameters, paths }) => ({
    openapi: '3.0.3',
    info: { title: 'Things', version: '1.0.0' },
    paths: Object.fromEntries(
      paths.map((path) => [
        path,
        {
          post: {
            operationId: `post${path}`,
            parameters,
            requestBody: { content: { 'application/json': { schema: body } } },
            responses: { 200: { description: 'OK', content: { 'application/json': { schema: answer } } } },
          },
        },
      ]),
    ),
  }))

type Write = (value: unknown) => string
const WRITERS: [name: string, path: string, write: Write][] = [
  ['JSON', 'a.json', (value) => JSON.stringify(value, undefined, 2)],
  ['JSON with tabs', 'a.json', (value) => JSON.stringify(value, undefined, '\t')],
  ['YAML', 'a.yaml', (value) => dump(value, { noRefs: true })],
  ['YAML with items under their key', 'a.yaml', (value) => dump(value, { noRefs: true, seqNoIndent: true })],
  ['YAML between brackets at depth', 'a.yaml', (value) => dump(value, { noRefs: true, flowLevel: 5 })],
]

test.each(WRITERS)(
  '%s: whatever a suggestion puts in, its finding goes and no other comes',
  async (_, path, write) => {
    let offered = 0
    await fc.assert(
      fc.asyncProperty(spec, spec, async (before, after) => {
        const [base, head] = [{ [path]: write(before) }, { [path]: write(after) }]
        const all = await reportsOf(base, head)
        for (const one of all.filter(({ suggestion }) => suggestion).slice(0, 3)) {
          offered++
          expect(await faultsOf(base, head, one, all)).toEqual([])
        }
      }),
      { numRuns: 8 },
    )
    expect(offered).toBeGreaterThan(2)
  },
)
