import fc from 'fast-check'
import { dump } from 'js-yaml'
import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { compareAll } from './compare-descriptions.ts'
import type { Change } from './diff/change.ts'

interface Schema {
  type?: string | string[]
  enum?: string[]
  maxLength?: number
  minimum?: number
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
}

const NAMES = ['id', 'name', 'tag', '__proto__']
const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { maxDepth: 3 },
    fc.record(
      { type: fc.constantFrom('string', ['string', 'null']), maxLength: fc.integer({ min: 1, max: 9 }) },
      { requiredKeys: ['type'] },
    ),
    fc.record({
      type: fc.constant('string'),
      enum: fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { minLength: 1 }),
    }),
    fc.record(
      { type: fc.constantFrom('integer', 'number'), minimum: fc.integer({ min: -5, max: 5 }) },
      { requiredKeys: ['type'] },
    ),
    fc.record({ type: fc.constant('array'), items: tie('schema') }),
    fc
      .record({
        type: fc.constant('object'),
        properties: fc.dictionary(fc.constantFrom(...NAMES), tie('schema'), {
          maxKeys: 3,
          noNullPrototype: true,
        }),
        required: fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 2 }),
      })
      .map((object) => ({
        ...object,
        required: object.required.filter((name) => Object.hasOwn(object.properties, name)),
      })),
  ),
}))

function spec(request: Schema, response: Schema): Record<string, unknown> {
  const media = (name: string): unknown => ({
    'application/json': { schema: { $ref: `#/components/schemas/${name}` } },
  })
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: {
      '/pets/{id}': {
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }],
        post: {
          requestBody: { content: media('Request') },
          responses: { 200: { description: 'OK', content: media('Response') } },
        },
      },
    },
    components: { schemas: { Request: request, Response: response } },
  }
}

const ANY: Schema = { type: 'string' }

async function diff(base: string, head: string, from = 'a.json', to = from): Promise<Change[]> {
  const renames = from === to ? {} : { [to]: from }
  const result = await compareAll(memoryChangeSet({ [from]: base }, { [to]: head }, renames), [])
  expect(result).toMatchObject({ unreadable: [], dead: [], notLookedAt: [], removed: [] })
  expect(result.compared).toHaveLength(base === head && from === to ? 0 : 1)
  return result.compared.flatMap(({ changes }) => changes)
}

function json(request: Schema, response: Schema, space = 0): string {
  return JSON.stringify(spec(request, response), undefined, space)
}

const errors = (changes: readonly Change[]): number => changes.filter(({ level }) => level === 'error').length

const RUNS = { numRuns: 150 }

test('other white space, another order of keys and the other format change nothing', async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, async (request, response) => {
      const text = json(request, response)
      expect(await diff(text, json(request, response, 2))).toEqual([])
      const reversed = JSON.stringify(reverseKeys(spec(request, response)))
      expect(await diff(text, reversed)).toEqual([])
      expect(await diff(text, dump(spec(request, response), { noRefs: true }), 'a.json', 'a.yaml')).toEqual(
        [],
      )
    }),
    RUNS,
  )
})

test('written in place instead of referred to, a schema is the same', async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, async (request, response) => {
      const schemas = { '#/components/schemas/Request': request, '#/components/schemas/Response': response }
      const inline = JSON.stringify(spec(request, response), (_, value: unknown) => {
        const ref = typeof value === 'object' && value !== null && '$ref' in value ? value.$ref : undefined
        return ref === undefined ? value : schemas[ref as keyof typeof schemas]
      })
      expect(await diff(json(request, response), inline)).toEqual([])
    }),
    RUNS,
  )
})

test('what breaks those who send breaks, backwards, those who receive', async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, async (a, b) => {
      const sent = await diff(json(a, ANY), json(b, ANY))
      const received = await diff(json(ANY, b), json(ANY, a))
      // A new value in a response is only a warning, though what mirrors it is an error.
      const widened = received.some(({ kind }) => kind === 'response-enum-widened')
      expect(errors(sent) > 0).toBe(widened || errors(received) > 0)
    }),
    RUNS,
  )
})

test('adding an optional property to a request is never an error', async () => {
  await fc.assert(
    fc.asyncProperty(schema, schema, async (a, added) => {
      const object = (extra: Record<string, Schema>): Schema => ({
        type: 'object',
        properties: { a, ...extra },
      })
      expect(errors(await diff(json(object({}), ANY), json(object({ added }), ANY)))).toBe(0)
    }),
    RUNS,
  )
})

function reverseKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reverseKeys)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reverseKeys(inner)]),
  )
}
