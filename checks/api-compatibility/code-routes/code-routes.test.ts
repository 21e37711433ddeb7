import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import type { RuleContext } from '../../../src/model/index.ts'
import { options, routeChangesOf, type Options } from './compare-routes.ts'

type Files = Record<string, string>

/** What both rules would be told: `+` for a route without description, `-` for an operation without code. */
async function changes(base: Files, head: Files, chosen: Partial<Options> = {}): Promise<string[]> {
  const changeSet = memoryChangeSet(base, head)
  const context: Pick<RuleContext<Options>, 'changeSet' | 'options' | 'signal' | 'shared'> = {
    changeSet,
    options: options.parse(chosen),
    signal: new AbortController().signal,
    shared: (_, make) => make(),
  }
  const found = await routeChangesOf(context as RuleContext<Options>)
  return [
    ...found.undescribed.map(
      ({ route, was, description }) =>
        `+ ${route.method} ${description.pathFor(route)} ${description.description.path}${was ? ` was ${was.operation.name}` : ''}`,
    ),
    ...found.unanswered.map(
      ({ operation, description }) => `- ${operation.name} ${description.description.path}`,
    ),
    ...found.notLookedAt.map((what) => `not looked at: ${what}`),
  ].toSorted()
}

function spec(operations: readonly string[], start: object = {}): string {
  const paths: Record<string, Record<string, object>> = {}
  for (const operation of operations) {
    const [method = '', path = ''] = operation.split(' ')
    paths[path] = { ...paths[path], [method.toLowerCase()]: { responses: { 200: { description: 'OK' } } } }
  }
  return JSON.stringify({ openapi: '3.1.0', info: { title: 'Pets', version: '1' }, ...start, paths })
}

function express(operations: readonly string[], prefix = ''): string {
  const calls = operations.map((operation) => {
    const [method = '', path = ''] = operation.split(' ')
    const written = `${prefix}${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
    return `app.${method.toLowerCase()}('${written}', (request, response) => response.end())`
  })
  return `const app = require('express')()\n${calls.join('\n')}\n`
}

const PETS = ['GET /pets', 'POST /pets', 'GET /pets/{id}', 'DELETE /pets/{id}']
const MORE = [...PETS, 'PUT /pets/{id}/name']

describe('prefixes that only one side has', () => {
  test.each([
    ['none', {}, '', PETS],
    ['a server', { servers: [{ url: 'https://example.com/api/v1' }] }, '/api/v1', PETS],
    ['nothing says it', {}, '/internal-name', PETS],
    ['a gateway adds one', {}, '', PETS.map((one) => one.replace(' ', ' /shop'))],
  ])('%s', async (_, start, prefix, described) => {
    const description = spec(described, start)
    const base = { 'openapi.json': description, 'app.js': express(PETS, prefix) }
    const head = { 'openapi.json': description, 'app.js': express(MORE, prefix) }
    expect(await changes(base, head)).toEqual(['+ PUT /pets/{id}/name openapi.json'])
    expect(await changes(head, base)).toEqual([])
    const full = spec([...described, described[0]!.replace(/GET (.*)pets/, 'PUT $1pets/{id}/name')], start)
    expect(await changes({ ...base, 'openapi.json': full }, { ...head, 'openapi.json': full })).toEqual([])
    expect(await changes({ ...head, 'openapi.json': full }, { ...base, 'openapi.json': full })).toHaveLength(
      1,
    )
  })
})

describe('which description is a service’s', () => {
  const two = {
    'services/a/package.json': '{}',
    'services/a/openapi.json': spec(PETS),
    'services/a/app.js': express(PETS),
    'services/b/package.json': '{}',
    'services/b/openapi.json': spec(MORE),
    'services/b/app.js': express(MORE),
  }

  test('of two services that are alike, each has its own', async () => {
    const head = { ...two, 'services/a/app.js': express(MORE) }
    expect(await changes(two, head)).toEqual(['+ PUT /pets/{id}/name services/a/openapi.json'])
  })

  test('one that describes less than half of a service says nothing of it', async () => {
    const own = ['GET /a', 'GET /b', 'GET /c', 'GET /d', 'GET /e']
    const base = { 'openapi.json': spec(PETS), 'app.js': express([...PETS, ...own]) }
    expect(await changes(base, { ...base, 'app.js': express([...MORE, ...own]) })).toEqual([])
  })

  test('routes whose neighbours are not described may stay so', async () => {
    const admin = ['GET /admin/a', 'GET /admin/b', 'GET /admin/c']
    const base = { 'openapi.json': spec(PETS), 'app.js': express([...PETS, ...admin]) }
    const head = { ...base, 'app.js': express([...PETS, ...admin, 'GET /admin/d', 'GET /pets/{id}/toys']) }
    expect(await changes(base, head)).toEqual(['+ GET /pets/{id}/toys openapi.json'])
  })

  test('pages in a new file, outside of the path that the API stands below', async () => {
    const api = [...PETS, 'GET /toys'].map((one) => one.replace(' ', ' /shop'))
    const base = { 'openapi.json': spec(api), 'app.js': express(api) }
    expect(await changes(base, { ...base, 'pages.js': express(['GET /questions']) })).toEqual([])
    expect(await changes(base, { ...base, 'more.js': express(['GET /shop/questions']) })).toHaveLength(1)
    expect(await changes(base, { ...base, 'v2.js': express(['GET /v2/pets']) })).toHaveLength(1)
  })

  test('one that is named as generated, or is not among the named ones', async () => {
    const base = { 'openapi.json': spec(PETS), 'app.js': express(PETS) }
    const head = { ...base, 'app.js': express(MORE) }
    expect(await changes(base, head, { 'generated-specs': ['openapi.json'] })).toEqual([])
    expect(await changes(base, head, { specs: ['docs/*.json'] })).toEqual([])
    expect(await changes(base, head, { specs: ['openapi.json'] })).toHaveLength(1)
    expect(await changes(base, head, { 'internal-routes': ['/pets/**'] })).toEqual([])
  })
})

test('a handler that answers another path is one story', async () => {
  const app = (path: string): string =>
    `const app = require('express')()\napp.get('/pets', list)\napp.get('${path}', one)\napp.get('/toys', toys)\n`
  const base = {
    'openapi.json': spec(['GET /pets', 'GET /pets/{id}', 'GET /toys']),
    'app.js': app('/pets/:id'),
  }
  expect(await changes(base, { ...base, 'app.js': app('/animals/:id') })).toEqual([
    '+ GET /animals/{id} openapi.json was GET /pets/{id}',
  ])
})

test('another prefix of a mounted router moves its routes', async () => {
  const app = (prefix: string): string =>
    `const app = require('express')()\napp.use('${prefix}', require('./pets'))\napp.get('/a', a)\napp.get('/b', b)\n`
  const base = {
    'openapi.json': spec(['GET /pets', 'GET /pets/{id}', 'GET /a', 'GET /b']),
    'app.js': app('/pets'),
    'pets.js': `const router = require('express').Router()\nrouter.get('/', list)\nrouter.get('/:id', one)\nmodule.exports = router\n`,
  }
  expect(await changes(base, { ...base, 'app.js': app('/animals') })).toEqual([
    '+ GET /animals openapi.json was GET /pets',
    '+ GET /animals/{id} openapi.json was GET /pets/{id}',
  ])
})

test('a description that cannot be read is named', async () => {
  const base = {
    'openapi.json': spec(PETS),
    'other.json': '{"openapi": "3.1.0", "paths": {',
    'app.js': express(PETS),
  }
  const found = await changes(base, { ...base, 'app.js': express(MORE) })
  expect(found).toHaveLength(3)
  expect(found[0]).toBe('+ PUT /pets/{id}/name openapi.json')
  expect(found[1]).toMatch(/^not looked at: other\.json/)
})

describe('laws', () => {
  const operation = fc
    .tuple(
      fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
      fc.array(fc.constantFrom('pets', 'toys', '{id}', 'v1'), { minLength: 1, maxLength: 4 }),
    )
    .map(([method, parts]) => `${method} /${parts.join('/')}`)
  const operations = fc.uniqueArray(operation, { minLength: 1, maxLength: 12 })

  test('nothing changes, nothing is said', async () => {
    await fc.assert(
      fc.asyncProperty(operations, operations, async (described, answered) => {
        const files = { 'openapi.json': spec(described), 'app.js': express(answered) }
        expect(await changes(files, files)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  test('reordered routes, and routes that are spread over files, are the same routes', async () => {
    await fc.assert(
      fc.asyncProperty(operations, operations, async (described, answered) => {
        const base = { 'openapi.json': spec(described), 'app.js': express(answered) }
        const reordered = { ...base, 'app.js': express(answered.toReversed()) }
        const half = Math.floor(answered.length / 2)
        const [one, two] = [express(answered.slice(0, half)), express(answered.slice(half))]
        const spread = { 'openapi.json': base['openapi.json'], 'one.js': one, 'two.js': two }
        expect(await changes(base, reordered)).toEqual([])
        expect(await changes(base, spread)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  test('what is added to code and description together gives nothing', async () => {
    await fc.assert(
      fc.asyncProperty(operations, operations, async (before, added) => {
        const after = [...new Set([...before, ...added])]
        const base = { 'openapi.json': spec(before), 'app.js': express(before) }
        const head = { 'openapi.json': spec(after), 'app.js': express(after) }
        expect(await changes(base, head)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})
