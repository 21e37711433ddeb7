import { expect, test } from 'vitest'
import { pageOf, rules } from '../../checks/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { applySuggestion, faultsOf, type Files, type Found, isInHunk, reportsOf } from './apply.ts'

/** Rules of which at least one example can be mended by a button. */
const WITH_BUTTON = [
  'media-type-removed',
  'operation-removed',
  'parameter-became-required',
  'parameter-removed',
  'path-removed',
  'property-became-required',
  'request-body-became-required',
  'request-enum-narrowed',
  'request-property-removed',
  'required-parameter-added',
  'required-property-added',
  'response-header-removed',
  'response-property-became-optional',
  'response-property-removed',
  'response-removed',
]

test('every suggestion of the pages mends its finding and brings no other', async () => {
  const seen = new Set<string>()
  const family = rules.filter((rule) => rule.family === 'api-compatibility' && rule.status === 'stable')
  for (const { id } of family) {
    for (const { name, base, head, renames } of pageOf(id).examples) {
      if (Object.keys(renames).length > 0) continue
      const all = await reportsOf(base, head)
      for (const one of all) {
        expect(await faultsOf(base, head, one, all), `${id}: ${name}`).toEqual([])
        if (one.suggestion) seen.add(one.ruleId.replace('api-compatibility/', ''))
      }
    }
  }
  expect([...seen]).toEqual(expect.arrayContaining(WITH_BUTTON))
})

async function only(base: Files, head: Files, ruleId: string): Promise<Found> {
  const all = await reportsOf(base, head)
  const found = all.filter((one) => one.ruleId === `api-compatibility/${ruleId}`)
  expect(found).toHaveLength(1)
  const [one] = found
  if (!one) throw new Error(`no ${ruleId}`)
  expect(await faultsOf(base, head, one, all)).toEqual([])
  return one
}

const BLOCK = `openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /pets:
    get:
      summary: List pets
      parameters:
        - name: limit
          in: query
          schema: {type: integer}
        - name: tag
          in: query
          schema: {type: string, enum: [cat, dog, bird]}
      responses:
        '200':
          description: OK
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
    post:
      operationId: addPet
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Pet'}
      responses: {'201': {description: Created}}
components:
  schemas:
    Pet:
      type: object
      required:
        - id
        - name
      properties:
        id: {type: string}
        name:
          type: string # what people call it
          maxLength: 20
        tag: {type: string}
`

/** The lines of a suggestion put in, as text. */
async function mended(base: string, head: string, ruleId: string, path = 'api.yaml'): Promise<string> {
  const one = await only({ [path]: base }, { [path]: head }, ruleId)
  expect(one.suggestion).toBeDefined()
  return one.suggestion ? (applySuggestion({ [path]: head }, one.suggestion)[path] ?? '') : ''
}

test('a removed property comes back where it was, deprecated, with its comment and in the list of required ones', async () => {
  const property = '        name:\n          type: string # what people call it\n          maxLength: 20\n'
  const head = BLOCK.replace(property, '').replace('        - name\n', '')
  expect(await mended(BLOCK, head, 'response-property-removed')).toBe(
    BLOCK.replace('calls it', '').replace('call it\n', 'call it\n          deprecated: true\n'),
  )
})

test('a removed operation comes back, deprecated', async () => {
  const head = BLOCK.replace(/ {4}post:[^]*?(?=components:)/, '')
  expect(await mended(BLOCK, head, 'operation-removed')).toBe(
    BLOCK.replace('operationId: addPet\n', 'operationId: addPet\n      deprecated: true\n'),
  )
})

test('a removed parameter comes back beside its neighbour, deprecated', async () => {
  const head = BLOCK.replace(/ {8}- name: limit\n.*\n.*\n/, '')
  expect(await mended(BLOCK, head, 'parameter-removed')).toBe(
    BLOCK.replace('limit\n          in: query\n', 'limit\n          in: query\n          deprecated: true\n'),
  )
})

test('a value comes back into a list between brackets', async () => {
  expect(await mended(BLOCK, BLOCK.replace('cat, dog, bird', 'cat, bird'), 'request-enum-narrowed')).toBe(
    BLOCK,
  )
  expect(await mended(BLOCK, BLOCK.replace('cat, dog, bird', 'dog, bird'), 'request-enum-narrowed')).toBe(
    BLOCK,
  )
})

test('a new required parameter becomes optional', async () => {
  const added =
    '        - name: page\n          in: query\n          required: true\n          schema: {type: string}\n'
  const head = BLOCK.replace('        - name: tag\n', `${added}        - name: tag\n`)
  expect(await mended(BLOCK, head, 'required-parameter-added')).toBe(
    head.replace('required: true', 'required: false'),
  )
})

test('a property that became required is taken out of the list, which goes with its last name', async () => {
  const base = BLOCK.replace('      required:\n        - id\n        - name\n', '')
  const head = base.replace('type: object\n', 'type: object\n      required:\n        - tag\n')
  expect(await mended(base, head, 'property-became-required')).toBe(base)
  expect(
    await mended(BLOCK, BLOCK.replace('- name\n', '- name\n        - tag\n'), 'property-became-required'),
  ).toBe(BLOCK)
})

const json = (value: unknown, space: number | string = 2): string => JSON.stringify(value, undefined, space)

function spec(properties: Record<string, unknown>, paths: string[] = ['/pets']): unknown {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } }
  const answer = { get: { operationId: 'list', responses: { 200: { description: 'OK', content } } } }
  return {
    openapi: '3.1.0',
    info: { title: 'Pets', version: '1.0.0' },
    paths: Object.fromEntries(paths.map((path) => [path, answer])),
    components: { schemas: { Pet: { type: 'object', properties } } },
  }
}

const [ID, NAME, TAG] = [{ type: 'string' }, { type: 'string', maxLength: 9 }, { type: 'integer' }]

test.each([2, 4, '\t'])('JSON keeps its commas and its indentation of %j', async (space) => {
  const all = spec({ id: ID, name: NAME, tag: TAG })
  for (const [properties, deprecated] of [
    [
      { id: ID, name: NAME },
      { id: ID, name: NAME, tag: { ...TAG, deprecated: true } },
    ],
    [
      { id: ID, tag: TAG },
      { id: ID, name: { type: 'string', deprecated: true, maxLength: 9 }, tag: TAG },
    ],
    [
      { name: NAME, tag: TAG },
      { id: { ...ID, deprecated: true }, name: NAME, tag: TAG },
    ],
  ] as const) {
    const text = await mended(
      json(all, space),
      json(spec(properties), space),
      'response-property-removed',
      'api.json',
    )
    expect(text).toBe(json(spec(deprecated), space))
  }
})

test('a whole path comes back into JSON, its operations deprecated', async () => {
  const base = json(spec({ id: ID }, ['/cats', '/dogs']))
  const text = await mended(base, json(spec({ id: ID }, ['/cats'])), 'path-removed', 'api.json')
  const { paths } = JSON.parse(text) as { paths: Record<string, { get: { deprecated?: boolean } }> }
  expect(Object.entries(paths).map(([path, { get }]) => [path, get.deprecated])).toEqual([
    ['/cats', undefined],
    ['/dogs', true],
  ])
})

test('a part in another file is mended in that file, at its own indentation', async () => {
  const root = BLOCK.replace(/components:[^]*/, '').replaceAll('#/components/schemas/Pet', 'schemas/pet.yaml')
  const pet = 'type: object\nproperties:\n    id: {type: string}\n    name:\n        type: string\n'
  const base = { 'api.yaml': root, 'schemas/pet.yaml': pet }
  const head = { ...base, 'schemas/pet.yaml': pet.replace(/ {4}name:\n.*\n/, '') }
  const one = await only(base, head, 'response-property-removed')
  expect(one.suggestion?.path).toBe('schemas/pet.yaml')
  expect(one.suggestion?.replacement).toBe(
    '    id: {type: string}\n    name:\n        type: string\n        deprecated: true',
  )
})

test.each([
  [
    'what it refers to is gone too',
    BLOCK.replace('tag: {type: string}', "tag: {$ref: '#/components/schemas/Tag'}") +
      '    Tag: {type: string}\n',
    / {8}tag: .*\n {4}Tag.*\n/,
  ],
  ['lines end in CRLF', BLOCK.replaceAll('\n', '\r\n'), / {8}tag: .*\r\n/],
])('no suggestion where %s', async (_, base, removed) => {
  const one = await only(
    { 'a.yaml': base },
    { 'a.yaml': base.replace(removed, '') },
    'response-property-removed',
  )
  expect(one.suggestion).toBeUndefined()
})

test('no suggestion on a line of a minified text, nor over lines that no hunk shows', async () => {
  const wide = (properties: Record<string, unknown>): Files => ({
    'api.json': json(
      spec({ ...Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`p${n}`, ID])), ...properties }),
      0,
    ),
  })
  const minified = await only(wide({ name: NAME }), wide({}), 'response-property-removed')
  expect(minified.suggestion).toBeUndefined()
  const head = BLOCK.replace('        - name\n', '').replace(/ {8}name:\n.*\n.*\n/, '')
  const apart = (text: string): string =>
    text.replace('      properties:\n', `      properties:\n${'        # so far apart\n'.repeat(20)}`)
  const [base, changed] = [{ 'a.yaml': apart(BLOCK) }, { 'a.yaml': apart(head) }]
  const one = await only(base, changed, 'response-property-removed')
  expect(
    one.suggestion === undefined || isInHunk(memoryChangeSet(base, changed).changes, one.suggestion),
  ).toBe(true)
  expect(one.suggestion).toBeUndefined()
})
