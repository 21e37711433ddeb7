import { expect, test } from 'vitest'
import { dissent, judge, type Files, type Pair } from './judging.ts'

type Json = unknown

const D7 = 'http://json-schema.org/draft-07/schema#'
const D2020 = 'https://json-schema.org/draft/2020-12/schema'
const PATH = 'schemas/order.schema.json'

const print = (schema: Json): string => JSON.stringify(schema, null, 2)
const files = (schema: object, path = PATH): Files => ({ [path]: print({ $schema: D2020, ...schema }) })

/** Whether documents that the base accepts are all accepted by the head. */
const narrowed = (base: object, head: object, at?: string): Pair => ({
  base: files(base),
  head: files(head),
  is: 'breaking',
  ...(at && { at }),
})
const accepted = (base: object, head: object): Pair => ({
  base: files(base),
  head: files(head),
  is: 'compatible',
})
const same = (base: object, head: object): Pair => ({ base: files(base), head: files(head), is: 'nothing' })
const inDraft = (draft: string, pair: Pair): Pair => {
  const change = (all: Files): Files =>
    Object.fromEntries(Object.entries(all).map(([path, text]) => [path, text.replace(D2020, draft)]))
  return { ...pair, base: change(pair.base), head: change(pair.head) }
}

const object = (properties: object, required: string[] = [], more: object = {}): object => ({
  type: 'object',
  properties,
  required,
  ...more,
})
const S = { type: 'string' }
const I = { type: 'integer' }

const ORDER_YAML = `$schema: ${D2020}
type: object
required: [id]
properties:
  id:
    type: string
  count:
    type: integer
    maximum: 10
`

const CASES: Record<string, () => Pair> = {
  'property becomes required': () =>
    narrowed(object({ a: S, b: S }, ['a']), object({ a: S, b: S }, ['a', 'b']), `head ${PATH}:14`),
  'property becomes optional': () =>
    accepted(object({ a: S, b: S }, ['a', 'b']), object({ a: S, b: S }, ['a'])),
  'type narrowed': () =>
    narrowed(object({ a: { type: ['string', 'null'] } }), object({ a: S }), `head ${PATH}:6`),
  'type widened': () => accepted(object({ a: S }), object({ a: { type: ['string', 'null'] } })),
  'integer to number': () => accepted(object({ a: I }), object({ a: { type: 'number' } })),
  'number to integer': () => narrowed(object({ a: { type: 'number' } }), object({ a: I }), `head ${PATH}:6`),
  'enum value removed': () =>
    narrowed(object({ a: { enum: ['x', 'y'] } }), object({ a: { enum: ['x'] } }), `base ${PATH}:8`),
  'enum value added': () => accepted(object({ a: { enum: ['x'] } }), object({ a: { enum: ['x', 'y'] } })),
  'enum reordered': () => same(object({ a: { enum: ['x', 'y'] } }), object({ a: { enum: ['y', 'x'] } })),
  'const for an enum of one': () => same(object({ a: { enum: ['x'] } }), object({ a: { const: 'x' } })),
  'maximum lowered': () =>
    narrowed(object({ a: { ...I, maximum: 10 } }), object({ a: { ...I, maximum: 9 } }), `head ${PATH}:7`),
  'maximum raised': () => accepted(object({ a: { ...I, maximum: 9 } }), object({ a: { ...I, maximum: 10 } })),
  'maximum of integers said exclusively': () =>
    same(object({ a: { ...I, maximum: 9 } }), object({ a: { ...I, exclusiveMaximum: 10 } })),
  'minLength added': () =>
    narrowed(object({ a: S }), object({ a: { ...S, minLength: 1 } }), `head ${PATH}:7`),
  'minLength zero added': () => accepted(object({ a: S }), object({ a: { ...S, minLength: 0 } })),
  'pattern added': () => narrowed(object({ a: S }), object({ a: { ...S, pattern: '^x' } }), `head ${PATH}:7`),
  'pattern removed': () => accepted(object({ a: { ...S, pattern: '^x' } }), object({ a: S })),
  'pattern changed': () =>
    narrowed(object({ a: { ...S, pattern: '^x$' } }), object({ a: { ...S, pattern: '^y$' } })),
  'multipleOf of a divisor': () => accepted({ ...I, multipleOf: 4 }, { ...I, multipleOf: 2 }),
  'multipleOf of no divisor': () => narrowed({ ...I, multipleOf: 4 }, { ...I, multipleOf: 3 }),
  'additionalProperties closed': () =>
    narrowed(object({ a: S }), object({ a: S }, [], { additionalProperties: false }), `head ${PATH}:10`),
  'additionalProperties opened': () =>
    accepted(object({ a: S }, [], { additionalProperties: false }), object({ a: S })),
  'property removed from a closed object': () =>
    narrowed(
      object({ a: S, b: S }, [], { additionalProperties: false }),
      object({ a: S }, [], { additionalProperties: false }),
      `base ${PATH}:8`,
    ),
  'property removed from an open object': () => accepted(object({ a: S, b: S }), object({ a: S })),
  'optional property added to a closed object': () =>
    accepted(
      object({ a: S }, [], { additionalProperties: false }),
      object({ a: S, b: S }, [], { additionalProperties: false }),
    ),
  'required property added': () => narrowed(object({ a: S }), object({ a: S, b: S }, ['b'])),
  'items narrowed': () =>
    narrowed({ type: 'array', items: { type: ['string', 'integer'] } }, { type: 'array', items: S }),
  'items added': () => narrowed({ type: 'array' }, { type: 'array', items: S }),
  'maxItems added': () => narrowed({ type: 'array' }, { type: 'array', maxItems: 5 }),
  'uniqueItems removed': () => accepted({ type: 'array', uniqueItems: true }, { type: 'array' }),
  'uniqueItems added': () => narrowed({ type: 'array' }, { type: 'array', uniqueItems: true }),
  'tuple grows (2020-12)': () =>
    narrowed({ type: 'array', prefixItems: [S] }, { type: 'array', prefixItems: [S, I] }),
  'anyOf branch added': () => accepted({ anyOf: [S] }, { anyOf: [S, I] }),
  'anyOf branch removed': () => narrowed({ anyOf: [S, I] }, { anyOf: [S] }),
  'anyOf for a list of types': () => same({ type: ['string', 'integer'] }, { anyOf: [S, I] }),
  'oneOf branch removed': () => narrowed({ oneOf: [S, I] }, { oneOf: [S] }),
  'oneOf branch added, apart from the others': () => accepted({ oneOf: [S] }, { oneOf: [S, I] }),
  'allOf branch added': () => narrowed({ allOf: [S] }, { allOf: [S, { minLength: 2 }] }),
  'allOf merged': () => same({ allOf: [S, { minLength: 2 }] }, { type: 'string', minLength: 2 }),
  'not added': () => narrowed(S, { ...S, not: { const: 'x' } }),
  'not removed': () => accepted({ ...S, not: { const: 'x' } }, S),
  'if/then added': () =>
    narrowed(
      object({ a: S, b: S }),
      object({ a: S, b: S }, [], { if: { not: { required: ['a'] } }, else: { required: ['b'] } }),
    ),
  'dependentRequired added': () =>
    narrowed(object({ a: S, b: S }), object({ a: S, b: S }, [], { dependentRequired: { a: ['b'] } })),
  'propertyNames added': () =>
    narrowed({ type: 'object' }, { type: 'object', propertyNames: { maxLength: 3 } }),
  'patternProperties narrowed': () =>
    narrowed(
      { type: 'object', patternProperties: { '^x-': { type: ['string', 'integer'] } } },
      { type: 'object', patternProperties: { '^x-': S } },
    ),
  'format added': () => ({ base: files(S), head: files({ ...S, format: 'email' }), is: 'compatible' }),
  'title, description, examples': () => accepted(S, { ...S, title: 'x', description: 'y', examples: ['z'] }),
  'default added': () => accepted(object({ a: S }), object({ a: { ...S, default: 'x' } })),
  'boolean schemas': () => narrowed(object({ a: true }), object({ a: false })),
  'moved to $defs': () =>
    same(object({ a: { ...S, maxLength: 3 } }), {
      ...object({ a: { $ref: '#/$defs/name' } }),
      $defs: { name: { ...S, maxLength: 3 } },
    }),
  'definition narrowed where it is used twice': () => {
    const of = (maxLength: number): object => ({
      ...object({ a: { $ref: '#/$defs/name' }, b: { $ref: '#/$defs/name' } }),
      $defs: { name: { ...S, maxLength } },
    })
    return narrowed(of(3), of(2), `head ${PATH}:16`)
  },
  '$anchor and $dynamicRef of a tree': () => {
    const tree = (items: Json): object => ({
      $dynamicAnchor: 'node',
      ...object({ children: { type: 'array', items: { $dynamicRef: '#node' } }, value: items }),
    })
    return narrowed(tree(true), tree(S))
  },
  'draft-04 exclusiveMaximum': () =>
    inDraft(
      'http://json-schema.org/draft-04/schema#',
      narrowed({ ...I, maximum: 9 }, { ...I, maximum: 9, exclusiveMaximum: true }),
    ),
  'draft-07 items as a tuple': () =>
    inDraft(
      D7,
      narrowed({ type: 'array', items: [S, I] }, { type: 'array', items: [S, I], additionalItems: false }),
    ),
  'draft-07 dependencies': () =>
    inDraft(D7, narrowed(object({ a: S }), object({ a: S }, [], { dependencies: { a: ['b'] } }))),
  'draft-07 definitions to 2020-12 $defs': () => ({
    base: {
      [PATH]: print({ $schema: D7, ...object({ a: { $ref: '#/definitions/n' } }), definitions: { n: S } }),
    },
    head: files({ ...object({ a: { $ref: '#/$defs/n' } }), $defs: { n: S } }),
    is: 'nothing',
  }),
  'draft-07 tuple to 2020-12 prefixItems': () => ({
    base: { [PATH]: print({ $schema: D7, type: 'array', items: [S, I], additionalItems: false }) },
    head: files({ type: 'array', prefixItems: [S, I], items: false }),
    is: 'nothing',
  }),
  'in draft-07 nothing beside $ref counts': () => ({
    base: {
      [PATH]: print({ $schema: D7, ...object({ a: { $ref: '#/definitions/n' } }), definitions: { n: S } }),
    },
    head: {
      [PATH]: print({
        $schema: D7,
        ...object({ a: { $ref: '#/definitions/n', maxLength: 3 } }),
        definitions: { n: S },
      }),
    },
    is: 'nothing',
  }),
  'in 2020-12 what stands beside $ref counts': () =>
    narrowed(
      { ...object({ a: { $ref: '#/$defs/n' } }), $defs: { n: S } },
      { ...object({ a: { $ref: '#/$defs/n', maxLength: 3 } }), $defs: { n: S } },
    ),
  'YAML: maximum lowered': () => ({
    base: { 'order.yaml': ORDER_YAML },
    head: { 'order.yaml': ORDER_YAML.replace('10', '9') },
    is: 'breaking',
    at: 'head order.yaml:9',
  }),
  'YAML to JSON': () => ({
    base: { 'order.schema.yaml': ORDER_YAML },
    head: {
      'order.schema.json': print({
        $schema: D2020,
        ...object({ id: S, count: { ...I, maximum: 10 } }, ['id']),
      }),
    },
    is: 'nothing',
  }),
  'YAML without $schema, called a schema': () => ({
    base: { 'schemas/order.yml': ORDER_YAML.split('\n').slice(1).join('\n') },
    head: { 'schemas/order.yml': ORDER_YAML.split('\n').slice(1).join('\n').replace('10', '9') },
    is: 'breaking',
  }),
  'JSON without $schema': () => ({
    base: { 'events/order.json': print(object({ a: S })) },
    head: { 'events/order.json': print(object({ a: S }, ['a'])) },
    is: 'breaking',
    at: 'head events/order.json:9',
  }),
  'part in another file': () => ({
    base: {
      'a/order.json': print({ $schema: D7, ...object({ name: { $ref: 'name.json#/definitions/n' } }) }),
      'a/name.json': print({ definitions: { n: S } }),
    },
    head: {
      'a/order.json': print({ $schema: D7, ...object({ name: { $ref: 'name.json#/definitions/n' } }) }),
      'a/name.json': print({ definitions: { n: I } }),
    },
    is: 'breaking',
    at: 'head a/name.json:4',
  }),
  'part in another file, by $id': () => ({
    base: {
      'a/order.json': print({
        $schema: D7,
        $id: 'https://x.org/s/order.json',
        ...object({ name: { $ref: 'name.json' } }),
      }),
      'b/n.json': print({ $schema: D7, $id: 'https://x.org/s/name.json', ...S }),
    },
    head: {
      'a/order.json': print({
        $schema: D7,
        $id: 'https://x.org/s/order.json',
        ...object({ name: { $ref: 'name.json' } }),
      }),
      'b/n.json': print({ $schema: D7, $id: 'https://x.org/s/name.json', ...I }),
    },
    is: 'breaking',
    at: 'head b/n.json:4',
  }),
  'split over files': () => ({
    base: { 'a/order.json': print({ $schema: D7, ...object({ name: { ...S, maxLength: 3 } }) }) },
    head: {
      'a/order.json': print({ $schema: D7, ...object({ name: { $ref: './name.json' } }) }),
      'a/name.json': print({ ...S, maxLength: 3 }),
    },
    is: 'nothing',
  }),
  moved: () => ({
    base: { 'a/order.json': print({ $schema: D7, ...object({ name: S }) }) },
    head: { 'b/x.json': print({ $schema: D7, ...object({ name: S }) }) },
    is: 'nothing',
  }),
  'moved and narrowed': () => ({
    base: { 'a/order.json': print({ $schema: D7, ...object({ name: S, other: I, more: I }) }) },
    head: { 'b/x.json': print({ $schema: D7, ...object({ name: S, other: I, more: I }, ['name']) }) },
    is: 'breaking',
    at: 'head b/x.json:16',
  }),
  broken: () => ({
    base: files(S),
    head: { [PATH]: '{"type": "string",, }' },
    is: 'breaking',
    at: `head ${PATH}:1`,
  }),
  'keys reordered, reformatted': () => ({
    base: files({ ...object({ a: S, b: I }, ['a', 'b']) }),
    head: {
      [PATH]: JSON.stringify({
        required: ['b', 'a'],
        properties: { b: I, a: S },
        type: 'object',
        $schema: D2020,
      }),
    },
    is: 'nothing',
  }),
  'recursive schema narrowed': () => {
    const list = (value: Json): object => ({ ...object({ value, next: { $ref: '#' } }) })
    return narrowed(list({ type: ['string', 'null'] }), list(S))
  },
  'unevaluatedProperties closed': () =>
    narrowed({ allOf: [object({ a: S })] }, { allOf: [object({ a: S })], unevaluatedProperties: false }),
  'contains added': () => narrowed({ type: 'array' }, { type: 'array', contains: S }),
  'a schema that nothing satisfied opens': () => accepted({ not: {} }, S),
  'package.json': () => ({
    base: { 'package.json': '{"name": "x", "type": "module", "dependencies": {"a": "1"}}' },
    head: { 'package.json': '{"name": "x", "type": "commonjs", "dependencies": {}}' },
    is: 'nothing',
  }),
  'tsconfig of another name': () => ({
    base: {
      'tsconfig.build.json':
        '{"$schema": "https://json.schemastore.org/tsconfig", "items": [], "enum": ["a", "b"]}',
    },
    head: {
      'tsconfig.build.json':
        '{"$schema": "https://json.schemastore.org/tsconfig", "items": [], "enum": ["a"]}',
    },
    is: 'nothing',
  }),
  'data that has a type': () => ({
    base: { 'data/point.json': '{"type": "object", "title": "A", "id": 3, "value": [1, 2]}' },
    head: { 'data/point.json': '{"type": "string", "title": "A", "id": 3, "value": [1]}' },
    is: 'nothing',
  }),
  'data of schema words': () => ({
    base: { 'data/form.json': '{"title": "Form", "required": true, "description": "x"}' },
    head: { 'data/form.json': '{"title": "Form", "required": false, "description": "x"}' },
    is: 'nothing',
  }),
  'a Kubernetes CustomResourceDefinition': () => ({
    base: {
      'crd.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  type: object\n',
    },
    head: {
      'crd.yaml':
        'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  type: string\n',
    },
    is: 'nothing',
  }),
}

test.each(Object.entries(CASES))('%s', async (_, make) => {
  const pair = make()
  expect(dissent(pair, await judge(pair))).toBeUndefined()
})
