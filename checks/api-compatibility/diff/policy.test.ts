import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { matcher } from '../../../src/model/index.ts'
import { compareAll } from '../compare-descriptions.ts'
import { judge, type Policy } from './policy.ts'
import { dateFrom } from './sunset.ts'

const NOW = new Date('2026-11-22T12:00:00Z')
const POLICY: Policy = { now: NOW, graceDays: { beta: 0, stable: 0 }, isIgnored: () => false }

type Json = Record<string, unknown>

const OK = { 200: { description: 'OK' } }

function description(operations: Json, more: Json = {}): string {
  const info = { title: 'Pets', version: '1.0.0' }
  return JSON.stringify({
    openapi: '3.1.0',
    info,
    paths: { '/a': operations, '/kept': { get: { responses: OK } } },
    ...more,
  })
}

async function judged(base: string, head: string, policy: Partial<Policy> = {}): Promise<string[]> {
  const { compared } = await compareAll(memoryChangeSet({ 'a.json': base }, { 'a.json': head }), [])
  return compared
    .flatMap(({ changes }) => changes)
    .flatMap((change) => judge(change, { ...POLICY, ...policy }) ?? [])
    .map(({ level, words, unstable }) => `${unstable ? 'note' : level}: ${words}`)
}

const without = description({})
const removal = (life: Json, policy?: Partial<Policy>): Promise<string[]> =>
  judged(description({ get: { ...life, responses: OK } }), without, policy)
const announcing = (life: Json, policy?: Partial<Policy>): Promise<string[]> =>
  judged(
    description({ get: { responses: OK } }),
    description({ get: { deprecated: true, ...life, responses: OK } }),
    policy,
  )

describe('what goes', () => {
  const REMOVED = 'Path `/a` is removed'
  test.each([
    ['never announced', {}, [`error: ${REMOVED}. It was not deprecated before`]],
    [
      'a sunset without a deprecation',
      { 'x-sunset': '2020-01-01' },
      [`error: ${REMOVED}. It was not deprecated before`],
    ],
    [
      'announced for no day',
      { deprecated: true },
      [`warning: ${REMOVED}. It was deprecated without a sunset`],
    ],
    [
      'before its day',
      { deprecated: true, 'x-sunset': '2026-11-23' },
      [`error: ${REMOVED}. Its sunset, 2026-11-23, has not come`],
    ],
    ['on its day', { deprecated: true, 'x-sunset': '2026-11-22' }, []],
    ['with a time', { deprecated: true, 'x-sunset': '2026-11-22T11:59:59Z' }, []],
    [
      'unreadable',
      { deprecated: true, 'x-sunset': '2026-02-30' },
      [`error: ${REMOVED}. Its sunset was \`2026-02-30\`, which is no date`],
    ],
    ['draft', { 'x-stability-level': 'draft' }, [`note: ${REMOVED}. It was not deprecated before`]],
    [
      'beta',
      { 'x-stability-level': 'beta', deprecated: true },
      [`warning: ${REMOVED}. It was deprecated without a sunset`],
    ],
  ])('%s', async (_name, life, expected) => {
    expect(await removal(life)).toEqual(expected)
  })

  test('where notice is asked, a deprecation without a day is none', async () => {
    const graceDays = { beta: 31, stable: 180 }
    expect(await removal({ deprecated: true }, { graceDays })).toEqual([
      `error: ${REMOVED}. It was deprecated without a sunset: 180 days of notice are asked`,
    ])
  })

  test('a path goes when the last of its operations may; drafts hold nothing back', async () => {
    const retired = { deprecated: true, 'x-sunset': '2020-01-01', responses: OK }
    const draft = { 'x-stability-level': 'draft', responses: OK }
    const promised = { deprecated: true, 'x-sunset': '2999-01-01', responses: OK }
    const undated = { deprecated: true, responses: OK }
    expect(await judged(description({ get: retired, post: draft }), without)).toEqual([])
    expect(await judged(description({ get: retired, post: promised, put: undated }), without)).toEqual([
      `error: ${REMOVED}. Its sunset, 2999-01-01, has not come`,
    ])
    expect(await judged(description({ get: retired, put: undated }), without)).toEqual([
      `warning: ${REMOVED}. It was deprecated without a sunset`,
    ])
  })

  test('headers that fix their value announce; examples of something alive do not', async () => {
    const header = (schema: Json): Json => ({
      responses: {
        200: { description: 'OK', headers: { Sunset: { schema: { type: 'string', ...schema } } } },
      },
    })
    const past = 'Wed, 31 Dec 2025 23:59:59 GMT'
    expect(await judged(description({ get: header({ const: past }) }), without)).toEqual([])
    expect(await judged(description({ get: header({ enum: [past] }) }), without)).toEqual([])
    expect(await judged(description({ get: header({ example: past }) }), without)).toEqual([
      `error: ${REMOVED}. It was not deprecated before`,
    ])
    const marked = { deprecated: true, ...header({ example: past }) }
    expect(await judged(description({ get: marked }), without)).toEqual([])
  })

  test('parameters, properties and the schemas they refer to', async () => {
    const life = { deprecated: true, 'x-sunset': '2020-01-01' }
    const operation = (more: Json, property: Json): Json => ({
      ...more,
      responses: {
        200: {
          description: 'OK',
          content: {
            'application/json': {
              schema: { type: 'object', required: Object.keys(property), properties: property },
            },
          },
        },
      },
    })
    const parameters = [{ name: 'q', in: 'query', ...life, schema: { type: 'string' } }]
    const components = { schemas: { Old: { type: 'string', ...life } } }
    const head = description({ get: operation({}, {}) }, { components })
    const base = (property: Json): string =>
      description({ get: operation({ parameters }, { old: property }) }, { components })
    expect(await judged(base({ type: 'string', ...life }), head)).toEqual([])
    expect(await judged(base({ $ref: '#/components/schemas/Old' }), head)).toEqual([])
    expect(await judged(base({ type: 'string' }), head)).toEqual([
      'error: Required property `body.old` is removed from responses. It was not deprecated before',
    ])
  })
})

describe('what is announced', () => {
  test.each([
    ['without a day', {}, []],
    ['for a day to come', { 'x-sunset': '2026-11-22' }, []],
    [
      'for a day that is past',
      { 'x-sunset': '2026-11-21' },
      ['error: `GET /a` becomes deprecated with its sunset on 2026-11-21, which is past'],
    ],
    [
      'for no date',
      { 'x-sunset': 'soon' },
      ['error: The sunset of `GET /a` is `soon`, which is no date (write 2027-01-31)'],
    ],
  ])('%s', async (_name, life, expected) => {
    expect(await announcing(life)).toEqual(expected)
  })

  test('notice by stability level', async () => {
    const graceDays = { beta: 31, stable: 180 }
    const asked = (days: number): string => `which is too soon: ${days} days of notice are asked`
    const soon = { 'x-sunset': '2026-12-22' }
    expect(await announcing({}, { graceDays })).toEqual([
      'error: `GET /a` becomes deprecated without a sunset: 180 days of notice are asked',
    ])
    expect(await announcing(soon, { graceDays })).toEqual([
      `error: \`GET /a\` becomes deprecated with its sunset on 2026-12-22, ${asked(180)}`,
    ])
    // From a level lowered to beta, the lowering is told too.
    expect(await announcing({ ...soon, 'x-stability-level': 'beta' }, { graceDays })).toEqual([
      `error: \`GET /a\` becomes deprecated with its sunset on 2026-12-22, ${asked(31)}`,
    ])
    expect(await announcing({ ...soon, 'x-stability-level': 'alpha' }, { graceDays })).toEqual([])
    expect(await announcing({ 'x-sunset': '2027-05-21' }, { graceDays })).toEqual([])
  })

  test('a day that moves closer is an error where less notice is left than is asked', async () => {
    const at = (day: string): string =>
      description({ get: { deprecated: true, 'x-sunset': day, responses: OK } })
    const words = 'The sunset of `GET /a` moves closer, from 2028-01-01 to 2027-01-01'
    expect(await judged(at('2028-01-01'), at('2027-01-01'))).toEqual([`warning: ${words}`])
    expect(await judged(at('2028-01-01'), at('2027-01-01'), { graceDays: { beta: 0, stable: 180 } })).toEqual(
      [`error: ${words}`],
    )
    expect(await judged(at('2027-01-01'), at('2028-01-01'))).toEqual([])
  })

  test('a sunset before the deprecation that the header tells', async () => {
    const headers = { Deprecation: { schema: { const: '@1798761600' } } }
    const life = { 'x-sunset': '2026-12-31', responses: { 200: { description: 'OK', headers } } }
    const head = description({ get: life })
    expect(await judged(description({ get: { responses: OK } }), head)).toEqual([
      'error: The sunset of `GET /a`, 2026-12-31, is before its deprecation, 2027-01-01',
    ])
  })
})

test('a deprecated branch of a choice is still that branch, and its own promises are told once', async () => {
  const pets = (life: Json): string =>
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1.0.0' },
      paths: Object.fromEntries(
        ['/a', '/b'].map((path) => [
          path,
          {
            post: {
              requestBody: {
                content: {
                  'application/json': {
                    schema: {
                      oneOf: [{ $ref: '#/components/schemas/Cat' }, { $ref: '#/components/schemas/Dog' }],
                    },
                  },
                },
              },
              responses: OK,
            },
          },
        ]),
      ),
      components: {
        schemas: {
          Cat: {
            type: 'object',
            required: ['lives'],
            properties: { lives: { type: 'integer', ...life } },
            ...life,
          },
          Dog: { type: 'string' },
        },
      },
    })
  expect(await judged(pets({}), pets({ deprecated: true }))).toEqual([])
  expect(await judged(pets({}), pets({ deprecated: true, 'x-sunset': 'soon' }))).toEqual([
    'error: The sunset of `Cat` is `soon`, which is no date (write 2027-01-31)',
    'error: The sunset of property `Cat.lives` is `soon`, which is no date (write 2027-01-31)',
  ])
})

test('paths without promises are not spoken of, and others still are', async () => {
  const shared = (type: string): string =>
    JSON.stringify({
      openapi: '3.1.0',
      info: { title: 'Pets', version: '1.0.0' },
      paths: Object.fromEntries(
        ['/internal/{id}', '/pets'].map((path) => [
          path,
          {
            post: {
              requestBody: {
                content: { 'application/json': { schema: { $ref: '#/components/schemas/Pet' } } },
              },
              responses: OK,
            },
          },
        ]),
      ),
      components: { schemas: { Pet: { type } } },
    })
  const { compared } = await compareAll(
    memoryChangeSet({ 'a.json': shared('string') }, { 'a.json': shared('integer') }),
    [],
  )
  const [change] = compared.flatMap(({ changes }) => changes)
  if (!change) throw new Error('nothing changed')
  const judgedBy = (globs: string[]): string[] | undefined =>
    judge(change, { ...POLICY, isIgnored: matcher(globs) })?.operations
  expect(judgedBy([])).toEqual(['POST /internal/{id}', 'POST /pets'])
  expect(judgedBy(['/internal/**'])).toEqual(['POST /pets'])
  expect(judgedBy(['/internal/**', '/pets'])).toBeUndefined()
})

test('the later the day of the review, the less there is to say about a removal', async () => {
  const LEVELS = ['error', 'warning', 'note']
  const day = fc.date({ min: new Date('2020-01-01'), max: new Date('2040-01-01'), noInvalidDate: true })
  await fc.assert(
    fc.asyncProperty(day, day, day, fc.boolean(), async (sunset, a, b, deprecated) => {
      const life = { deprecated, 'x-sunset': sunset.toISOString().slice(0, 10) }
      const [earlier, later] = [a, b].toSorted((x, y) => Number(x) - Number(y))
      const worst = async (now: Date | undefined): Promise<number> => {
        const [first = ''] = await removal(life, { now: now ?? NOW })
        return first === '' ? LEVELS.length : LEVELS.indexOf(first.split(':')[0] ?? '')
      }
      expect(await worst(later)).toBeGreaterThanOrEqual(await worst(earlier))
    }),
    { numRuns: 50 },
  )
})

test('any text is a date or none, and no date moves to another month', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.stringMatching(/^\d{4}-\d{2}-\d{2}$/)), (text) => {
      const date = dateFrom(text)
      if (date && /^\d{4}-\d{2}-\d{2}$/.test(text)) expect(date.toISOString().slice(0, 10)).toBe(text)
    }),
  )
})
