import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { compareAll } from './compare-descriptions.ts'

const SPEC = (schema: string, more = ''): string => `openapi: 3.1.0
info: {title: Pets, version: 1.0.0}
paths:
  /pets: &pets
    post:
      requestBody: {content: {application/json: {schema: ${schema}}}}
      responses:
        '200': {description: OK, content: {application/json: {schema: ${schema}}}}
${more}`

type Files = Record<string, string>

async function kinds(base: Files, head: Files, specs: string[] = []): Promise<string[]> {
  const result = await compareAll(memoryChangeSet(base, head), specs)
  return result.compared.flatMap(({ changes }) => changes.map(({ kind }) => kind))
}

test('a changed part is compared in every description that refers to it', async () => {
  const root = SPEC("{$ref: 'schemas/pet.yaml'}")
  const files = (type: string): Files => ({
    'a/openapi.yaml': root,
    'b/openapi.yaml': root.replaceAll('schemas/pet.yaml', '../a/schemas/pet.yaml'),
    'a/schemas/pet.yaml': `properties:\n  id: {$ref: 'id.yaml#/Id'}\n`,
    'a/schemas/id.yaml': `Id: {type: ${type}}\n`,
  })
  const result = await compareAll(memoryChangeSet(files('string'), files('integer')), [])
  expect(result.compared.map(({ head }) => head.path)).toEqual(['a/openapi.yaml', 'b/openapi.yaml'])
  for (const { changes } of result.compared) {
    expect(changes.map(({ kind, node }) => [kind, node.tree.path])).toEqual([
      ['request-type-narrowed', 'a/schemas/id.yaml'],
      ['response-type-widened', 'a/schemas/id.yaml'],
    ])
  }
})

test('files that are no part of a description cost no comparison', async () => {
  const result = await compareAll(
    memoryChangeSet({ 'a.json': '{"type": "object"}' }, { 'a.json': '{"type": "array"}' }),
    [],
  )
  expect(result).toMatchObject({ compared: [], removed: [], unreadable: [], notLookedAt: [] })
})

test('only the named descriptions are compared where the configuration names some', async () => {
  const files = (type: string): Files => ({
    'a.yaml': SPEC(`{type: ${type}}`),
    'b.yaml': SPEC(`{type: ${type}}`),
  })
  const result = await compareAll(memoryChangeSet(files('string'), files('integer')), ['b.*'])
  expect(result.compared.map(({ head }) => head.path)).toEqual(['b.yaml'])
})

test('one shared schema gives one change with every operation it reaches', async () => {
  const operations = Array.from(
    { length: 15 },
    (_, i) => `  /p${i}: {get: {responses: {'200': {$ref: '#/components/responses/Pet'}}}}`,
  )
  const spec = (properties: string): string => `openapi: 3.0.0
info: {title: a, version: '1'}
paths:
${operations.join('\n')}
components:
  responses:
    Pet: {description: OK, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
  schemas:
    Pet: {type: object, required: [id], properties: ${properties}}
`
  const { compared } = await compareAll(
    memoryChangeSet({ 'a.yaml': spec('{id: {type: string}}') }, { 'a.yaml': spec('{}') }),
    [],
  )
  expect(compared[0]?.changes).toMatchObject([{ kind: 'response-property-removed' }])
  expect(compared[0]?.changes[0]?.operations).toHaveLength(15)
})

test('schemas that refer to themselves and to each other end', async () => {
  const more = (type: string): string => `components:
  schemas:
    Node: {type: object, properties: {next: {$ref: '#/components/schemas/Node'}, other: {$ref: '#/components/schemas/Other'}}}
    Other: {allOf: [{$ref: '#/components/schemas/Other'}, {$ref: '#/components/schemas/Node'}], properties: {value: {type: ${type}}}}
    Loop: {$ref: '#/components/schemas/Loop'}
    Choice: {oneOf: [{$ref: '#/components/schemas/Choice'}, {type: string}, {type: ${type}}]}
`
  const ref = "{$ref: '#/components/schemas/Node'}"
  expect(
    await kinds({ 'a.yaml': SPEC(ref, more('string')) }, { 'a.yaml': SPEC(ref, more('integer')) }),
  ).toEqual(['request-type-narrowed', 'response-type-widened'])
  const loops = "{oneOf: [{$ref: '#/components/schemas/Loop'}, {$ref: '#/components/schemas/Choice'}]}"
  const result = await compareAll(
    memoryChangeSet({ 'a.yaml': SPEC('{}') }, { 'a.yaml': SPEC(loops, more('integer')) }),
    [],
  )
  expect(result.dead.map(({ ref }) => ref)).toContain('#/components/schemas/Loop')
})

test('a chain of 5,000 schemas overflows nothing', async () => {
  const chain = (end: string): string =>
    SPEC(
      "{$ref: '#/components/schemas/S0'}",
      `components:\n  schemas:\n${Array.from({ length: 5000 }, (_, i) => `    S${i}: {type: object, properties: {n: {$ref: '#/components/schemas/S${i + 1}'}}}`).join('\n')}\n    S5000: {type: ${end}}\n`,
    )
  expect(await kinds({ 'a.yaml': chain('string') }, { 'a.yaml': chain('boolean') })).toContain(
    'response-type-widened',
  )
})

test.each([
  '/etc/passwd',
  'http://127.0.0.1/a.yaml',
  '../../x.yaml',
  'file:///etc/passwd',
  'missing.yaml',
  '#/nowhere',
])('$ref %s is named and never followed', async (ref) => {
  const base = { 'api/a.yaml': SPEC('{type: string}') }
  const result = await compareAll(memoryChangeSet(base, { 'api/a.yaml': SPEC(`{$ref: '${ref}'}`) }), [])
  expect(result.dead.map((dead) => dead.ref)).toEqual([ref, ref])
})

test('a reference that was dead before is not held against the change', async () => {
  const spec = (title: string): Files => ({
    'a.yaml': SPEC("{$ref: 'https://example.com/a.yaml'}").replace('Pets', title),
  })
  const result = await compareAll(memoryChangeSet(spec('a'), spec('b')), [])
  expect(result).toMatchObject({ dead: [], unreadable: [] })
})

test('names of object prototypes and a huge enum are nothing special', async () => {
  const values = Array.from({ length: 50_000 }, (_, i) => `v${i}`).join(', ')
  const spec = (last: string): Files => ({
    'a.yaml': SPEC(
      `{type: object, properties: {__proto__: {type: string}, constructor: {enum: [${values}, ${last}]}}}`,
    ),
  })
  expect(await kinds(spec('x'), spec('y'))).toEqual(
    expect.arrayContaining(['request-enum-narrowed', 'response-enum-widened']),
  )
  const removed = { 'a.yaml': SPEC('{type: object, properties: {toString: {type: string}}}') }
  expect(await kinds(removed, { 'a.yaml': SPEC('{type: object, properties: {}}') })).toContain(
    'response-property-removed',
  )
})

test('a description that breaks is unreadable, on either side', async () => {
  const good = { 'a.json': '{"openapi": "3.0.0", "info": {}, "paths": {}}' }
  const bad = { 'a.json': '{"openapi": "3.0.0", "info": {}, "paths": {}' }
  expect((await compareAll(memoryChangeSet(good, bad), [])).unreadable).toMatchObject([
    { side: 'head', path: 'a.json' },
  ])
  expect((await compareAll(memoryChangeSet(bad, good), [])).unreadable).toMatchObject([
    { side: 'base', path: 'a.json' },
  ])
})

test('a path of a million braces is only a long name', async () => {
  const base = { 'a.yaml': `openapi: 3.0.0\ninfo: {}\npaths:\n  '/${'{'.repeat(1_000_000)}': {get: {}}\n` }
  const head = { 'a.yaml': 'openapi: 3.0.0\ninfo: {}\npaths: {}\n' }
  expect(await kinds(base, head)).toEqual(['path-removed'])
})

test('the same API written in Swagger 2 and in OpenAPI 3 is the same', async () => {
  const swagger = `swagger: '2.0'
info: {title: Pets, version: '1'}
consumes: [application/json]
produces: [application/json]
paths:
  /pets:
    get:
      parameters:
        - {name: tags, in: query, type: array, items: {type: string}, collectionFormat: multi}
        - {name: limit, in: query, type: integer, default: 10, maximum: 50, exclusiveMaximum: true}
      responses:
        '200': {description: OK, schema: {type: array, items: {$ref: '#/definitions/Pet'}}, headers: {X-Total: {type: integer}}}
    post:
      parameters:
        - {name: pet, in: body, required: true, schema: {$ref: '#/definitions/Pet'}}
      responses:
        '201': {description: Created}
  /photos:
    post:
      consumes: [multipart/form-data]
      parameters:
        - {name: photo, in: formData, type: file, required: true}
      responses:
        '201': {description: Created}
definitions:
  Pet: {type: object, required: [name], properties: {name: {type: string, x-nullable: true}}}
`
  const openapi = `openapi: 3.1.0
info: {title: Pets, version: '1'}
paths:
  /pets:
    get:
      parameters:
        - {name: tags, in: query, schema: {type: array, items: {type: string}}}
        - {name: limit, in: query, schema: {type: integer, default: 10, exclusiveMaximum: 50}}
      responses:
        '200':
          description: OK
          headers: {X-Total: {schema: {type: integer}}}
          content: {application/json: {schema: {type: array, items: {$ref: '#/components/schemas/Pet'}}}}
    post:
      requestBody: {required: true, content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}}
      responses:
        '201': {description: Created}
  /photos:
    post:
      requestBody:
        required: true
        content: {multipart/form-data: {schema: {type: object, required: [photo], properties: {photo: {type: string, format: binary}}}}}
      responses:
        '201': {description: Created}
components:
  schemas:
    Pet: {type: object, required: [name], properties: {name: {type: [string, 'null']}}}
`
  expect(await kinds({ 'a.yaml': swagger }, { 'a.yaml': openapi })).toEqual([])
  expect(await kinds({ 'a.yaml': openapi }, { 'a.yaml': swagger })).toEqual([])
  const required = swagger
    .replace('required: [name]', 'required: [name, id]')
    .replace('in: formData', 'in: formData, pattern: x')
  expect(await kinds({ 'a.yaml': swagger }, { 'a.yaml': required })).toEqual([
    'required-property-added',
    'request-constraint-tightened',
  ])
})
