import { expect, test } from 'vitest'
import { memoryChangeSet } from '../../../../src/changeset/memory.ts'
import { compareAll } from '../../compare-descriptions.ts'
import { consumersOf } from './consumers.ts'

const SPEC = `openapi: 3.0.3
info: {title: Pets, version: 1.0.0}
paths:
  /health:
    get: {operationId: health, responses: {'200': {description: OK}}}
  /users:
    get: {operationId: list, responses: {'200': {description: OK}}}
  /pets/{petId}/toys:
    get: {operationId: listPetToys, responses: {'200': {description: OK}}}
    post: {operationId: add, responses: {'200': {description: OK}}}
  /pets:
    get:
      responses:
        '200':
          description: OK
          content: {application/json: {schema: {$ref: '#/components/schemas/Pet'}}}
components:
  schemas:
    Pet:
      type: object
      required: [id, name, favouriteFood]
      properties:
        id: {type: string}
        name: {type: string}
        favouriteFood: {type: string}
`

/** Consumers as \`path:line words\`. */
async function named(removed: RegExp, code: Record<string, string>): Promise<string[]> {
  const changeSet = memoryChangeSet(
    { 'api.yaml': SPEC, ...code },
    { 'api.yaml': SPEC.replace(removed, ''), ...code },
  )
  const { compared } = await compareAll(changeSet, [])
  const found = await consumersOf(changeSet.head, compared, AbortSignal.timeout(10_000))
  return [...found.values()].flatMap((places) =>
    places.map(({ path, region, message }) => `${path}:${region?.startLine} ${message}`),
  )
}

const TOYS = / {2}\/pets\/\{petId\}\/toys:\n.*\n.*\n/

test('code that names the operation, in the casing of its language, and calls that fill in the parameters', async () => {
  const found = await named(TOYS, {
    'client/toys.py': 'def f(api):\n    return api.list_pet_toys()\n',
    'client/Toys.java': 'var toys = api.listPetToys(id);\n',
    'client/generated/api.ts': 'export class ListPetToys {}\n',
    'src/load.ts': 'const r = await fetch(`${BASE}/pets/${id}/toys`)\n',
    'src/other.ts': 'const r = await fetch(`${BASE}/pets/${id}/toys/${toy}`)\n',
    'test/toys.test.ts': "it('lists', () => request.get('/pets/1/toys'))\n",
    'src/near.ts': 'listPetToysLater(); xlistPetToys(); "/pets/toys"\n',
    'docs/use.ts': 'listPetToys()\n',
    'README.md': 'listPetToys\n',
    'package-lock.json': '"listPetToys"\n',
  })
  expect(found).toEqual([
    'client/Toys.java:1 code that still names the operation `listPetToys`',
    'client/generated/api.ts:1 generated code that still names the operation `listPetToys`',
    'client/toys.py:2 code that still names the operation `listPetToys`',
    'src/load.ts:1 code that still names the path `/pets/{petId}/toys`',
    'test/toys.test.ts:1 test that still names the path `/pets/{petId}/toys`',
  ])
})

test('of an operation whose path stays, a call with its method', async () => {
  const found = await named(/ {4}post: .*add.*\n/, {
    'src/a.ts': 'http.post(`/pets/${id}/toys`)\nhttp.get(`/pets/${id}/toys`)\n',
    'src/b.ts': 'http.get(`/pets/${id}/toys`)\n',
    'src/c.ts': "fetch('/pets/1/toys', { method: 'POST' })\n",
  })
  expect(found).toEqual([
    'src/a.ts:1 code that still names `POST /pets/{petId}/toys`',
    'src/c.ts:1 code that still names `POST /pets/{petId}/toys`',
  ])
})

test('a path of one word only as a path of its own', async () => {
  const found = await named(/ {2}\/users:\n.*\n/, {
    'src/a.ts': "import x from './users'\nimport y from 'src/users/index'\nconst path = 'api/users'\n",
    'src/b.ts': "get('/users')\n",
    'src/c.ts': "get('https://pets.example.com/users?page=2')\n",
  })
  expect(found.map((line) => line.split(' ')[0])).toEqual(['src/b.ts:1', 'src/c.ts:1'])
})

test('a property by a distinctive name, a common one only behind its schema', async () => {
  const code = {
    'src/a.ts': 'const { favouriteFood } = pet\n',
    'src/b.py': 'food = pet["favourite_food"]\n',
    'src/c.ts': 'const a = user.name + pet.name\n',
    'src/d.ts': 'const a = user.name + carpet.name\n',
  }
  expect(await named(/ {8}favouriteFood.*\n/, code)).toEqual([
    'src/a.ts:1 code that still names the property `Pet.favouriteFood`',
    'src/b.py:1 code that still names the property `Pet.favouriteFood`',
  ])
  expect(await named(/ {8}name: .*\n/, code)).toEqual([
    'src/c.ts:1 code that still names the property `Pet.name`',
  ])
})

test('an operation that is called otherwise now, and a property that was optional', async () => {
  const code = { 'src/a.ts': 'await api.listPetToys()\n', 'src/b.ts': 'food = pet.favouriteFood\n' }
  expect(await named(/PetToys(?=,)/, code)).toEqual([
    'src/a.ts:1 code that still names the operation `listPetToys`',
  ])
  const optional = await named(/ {8}favouriteFood.*\n/, code)
  expect(optional).toEqual(['src/b.ts:1 code that still names the property `Pet.favouriteFood`'])
})

test('five places at most, and none of a name that is met everywhere', async () => {
  const many = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, n) => [`src/f${n}.ts`, 'listPetToys()\n']))
  expect(await named(TOYS, many(20))).toHaveLength(5)
  expect(await named(TOYS, many(60))).toEqual([])
})

test('names made to cost time cost none', async () => {
  const path = `/pets/${'{a}-'.repeat(40)}/${'x'.repeat(30)}`
  const spec = SPEC.replace('/pets/{petId}/toys', path)
  const code = { 'src/a.ts': `'${`/pets/${'a-'.repeat(400)}`.repeat(50)}'\n`.repeat(20) }
  const changeSet = memoryChangeSet(
    { 'api.yaml': spec, ...code },
    { 'api.yaml': SPEC.replace(TOYS, ''), ...code },
  )
  const { compared } = await compareAll(changeSet, [])
  expect(await consumersOf(changeSet.head, compared, AbortSignal.timeout(5_000))).toEqual(new Map())
})
