import { expect, test } from 'vitest'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import { descend } from '../../../src/parse/openapi/node.ts'
import { Description } from '../../../src/parse/openapi/description.ts'
import { dialectOf } from '../../../src/parse/openapi/detect.ts'
import { parseJson } from '../../../src/parse/json/parse-json.ts'
import { Identity } from './identity.ts'

type Schemas = Record<string, unknown>

function describe(schemas: Schemas, openapi: string): Description {
  const tree = parseJson('api.json', JSON.stringify({ openapi, paths: {}, components: { schemas } }))
  return new Description(tree, dialectOf(tree.value) ?? 'openapi-3.0', new Map(), new Set())
}

/** Whether the schema `A` of two descriptions is the same. */
function same(before: Schemas, after: Schemas, versions = ['3.1.0', '3.1.0']): boolean {
  const [base, head] = [describe(before, versions[0] ?? ''), describe(after, versions[1] ?? '')]
  const at = ({ root }: Description): SpecNode => {
    const node = descend(root, 'components', 'schemas', 'A')
    if (!node) throw new Error('no schema A')
    return node
  }
  return new Identity(base, head).same([at(base)], [at(head)])
}

const ref = (name: string): Schemas => ({ $ref: `#/components/schemas/${name}` })
const object = (properties: Schemas): Schemas => ({ type: 'object', properties })

test('order and words for readers make no difference', () => {
  const before = { A: { type: 'string', maxLength: 3, description: 'one' } }
  expect(same(before, { A: { example: 'x', maxLength: 3, type: 'string' } })).toBe(true)
})

test('a property may be called like a word for readers', () => {
  const before = object({ description: { type: 'string' } })
  expect(same({ A: before }, { A: object({ description: { type: 'integer' } }) })).toBe(false)
  expect(same({ A: before }, { A: object({}) })).toBe(false)
})

test('values are compared whole', () => {
  expect(same({ A: { const: { title: 'a' } } }, { A: { const: { title: 'b' } } })).toBe(false)
  expect(same({ A: { enum: [1, 2] } }, { A: { enum: [1] } })).toBe(false)
})

test('what is referred to counts, however far away', () => {
  const chain = (type: string): Schemas => ({
    A: object({ b: ref('B') }),
    B: { allOf: [ref('C')] },
    C: { type },
  })
  expect(same(chain('string'), chain('string'))).toBe(true)
  expect(same(chain('string'), chain('integer'))).toBe(false)
})

test('a circle is the same unless something in it is not', () => {
  const circle = (type: string): Schemas => ({
    A: object({ b: ref('B'), a: ref('A') }),
    B: object({ a: ref('A'), c: ref('C') }),
    C: object({ b: ref('B'), value: { type } }),
  })
  expect(same(circle('string'), circle('string'))).toBe(true)
  expect(same(circle('string'), circle('integer'))).toBe(false)
})

test('a keyword beside a reference on the way counts', () => {
  const chain = (maxLength: number): Schemas => ({
    A: object({ b: ref('B') }),
    B: { ...ref('C'), maxLength },
    C: { type: 'string' },
  })
  expect(same(chain(3), chain(2))).toBe(false)
})

test('a reference that leads nowhere is never the same', () => {
  expect(same({ A: object({ b: ref('B') }) }, { A: object({ b: ref('B') }) })).toBe(false)
})

test('the same words in another version of the standard are compared', () => {
  expect(same({ A: { type: 'string' } }, { A: { type: 'string' } }, ['3.0.3', '3.1.0'])).toBe(false)
})

test('one description that answers is asked about again', () => {
  const [base, head] = [
    describe({ A: object({ b: ref('B') }), B: { type: 'string' } }, '3.1.0'),
    describe({ A: object({ b: ref('B') }), B: { type: 'integer' } }, '3.1.0'),
  ]
  const at = (description: Description, name: string): SpecNode[] => [
    descend(description.root, 'components', 'schemas', name) ?? description.root,
  ]
  const identity = new Identity(base, head)
  for (const name of ['A', 'B', 'A']) expect(identity.same(at(base, name), at(head, name))).toBe(false)
})
