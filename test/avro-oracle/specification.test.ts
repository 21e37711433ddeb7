import { describe, expect, test } from 'vitest'
import { review, words } from './reviewing.ts'

type Json = unknown

const record = (fields: Json[], more: object = {}): Json => ({
  type: 'record',
  name: 'User',
  ...more,
  fields,
})
const json = (value: Json): string => JSON.stringify(value, undefined, 2)
const both = (base: Json, head: Json, settings?: object): ReturnType<typeof review> =>
  review({ 'a.avsc': json(base) }, { 'a.avsc': json(head) }, settings)

describe('what the registry is asked for', () => {
  const [small, large] = [record([]), record([{ name: 'a', type: 'int' }])]

  test.each([
    ['BACKWARD', 'error', 'warning'],
    ['BACKWARD_TRANSITIVE', 'error', 'warning'],
    ['FORWARD', 'warning', 'error'],
    ['FULL', 'error', 'error'],
    ['NONE', undefined, undefined],
  ])('%s', async (mode, added, removed) => {
    const settings = { 'avro-compatibility': mode }
    expect((await both(small, large, settings)).reports.map(({ level }) => level)).toEqual(
      added ? [added] : [],
    )
    expect((await both(large, small, settings)).reports.map(({ level }) => level)).toEqual(
      removed ? [removed] : [],
    )
  })

  test('what breaks both ways is told once, at the level of the worse', async () => {
    const [text, number] = [record([{ name: 'a', type: 'string' }]), record([{ name: 'a', type: 'int' }])]
    for (const mode of ['BACKWARD', 'FORWARD', 'FULL']) {
      const outcome = await both(text, number, { 'avro-compatibility': mode })
      expect(words(outcome)).toEqual(['error avro-type-changed User.a type'])
    }
  })
})

describe('logical types', () => {
  const fixed = (more: object): Json => ({ type: 'fixed', name: 'Money', size: 8, ...more })
  const decimal = (scale: number, precision = 9): Json => fixed({ logicalType: 'decimal', precision, scale })

  test.each([
    [decimal(2), decimal(4), 'error', 'from decimal(9, 2) to decimal(9, 4)'],
    [decimal(2, 12), decimal(2), 'error', 'from decimal(12, 2) to decimal(9, 2)'],
    [decimal(2), decimal(2, 12), 'warning', 'from decimal(9, 2) to decimal(12, 2)'],
    [fixed({}), decimal(2), 'note', 'from none to decimal(9, 2)'],
    [{ type: 'int', logicalType: 'date' }, 'int', 'note', 'from date to none'],
  ])('%j to %j', async (base, head, level, message) => {
    const { reports } = await both(base, head)
    expect(reports).toMatchObject([{ level, message: expect.stringContaining(message) as string }])
  })
})

describe('places', () => {
  test('of nested types, unions and aliases', async () => {
    const base = record([
      {
        name: 'home',
        type: [
          'null',
          { type: 'record', name: 'Address', namespace: 'geo', fields: [{ name: 'zip', type: 'int' }] },
        ],
      },
      { name: 'work', type: 'geo.Address' },
    ])
    const text = json(base)
    const head = text.replace('"type": "int"', '"type": "string"')
    const { reports } = await review({ 'a.avsc': text }, { 'a.avsc': head })
    expect(reports).toMatchObject([
      {
        subject: 'geo.Address.zip type',
        location: { side: 'head', path: 'a.avsc' },
        relatedLocations: [{ side: 'base', message: 'how it was before' }],
      },
    ])
    expect(head.split('\n')[(reports[0]?.location.region?.startLine ?? 0) - 1]).toContain('"type": "string"')
  })

  test('of a type in another file, reported there and once', async () => {
    const address = (type: string): string =>
      json({ type: 'record', name: 'Address', fields: [{ name: 'zip', type }] })
    const user = json(record([{ name: 'home', type: 'Address' }]))
    const order = user.replace('User', 'Order')
    const rest = { 'avro/user.avsc': user, 'avro/order.avsc': order }
    const outcome = await review(
      { ...rest, 'avro/address.avsc': address('int') },
      { ...rest, 'avro/address.avsc': address('string') },
    )
    expect(words(outcome)).toEqual(['error avro-type-changed Address.zip type'])
    expect(outcome.reports[0]?.location.path).toBe('avro/address.avsc')
  })

  test('each service has its own type of that name', async () => {
    const address = (type: string): string =>
      json({ type: 'record', name: 'Address', fields: [{ name: 'zip', type }] })
    const user = (extra: Json[]): string => json(record([{ name: 'home', type: 'Address' }, ...extra]))
    const rest = { 'a/address.avsc': address('int'), 'b/address.avsc': address('string') }
    const added = [{ name: 'x', type: 'int', default: 1 }]
    const outcome = await review(
      { ...rest, 'b/user.avsc': user([]) },
      { ...rest, 'b/user.avsc': user(added) },
    )
    expect(words(outcome)).toEqual([])
  })
})

describe('recursion and references', () => {
  test('a list that refers to itself', async () => {
    const list = (type: string): Json =>
      record([
        { name: 'value', type },
        { name: 'next', type: ['null', 'User'], default: null },
      ])
    expect(words(await both(list('int'), list('int')))).toEqual([])
    expect(words(await both(list('long'), list('int')))).toEqual(['error avro-type-changed User.value type'])
  })

  test('a type nobody in the repository defines is known by its name', async () => {
    const of = (type: string): Json => record([{ name: 'a', type }])
    expect(words(await both(of('com.other.Money'), of('com.other.Money')))).toEqual([])
    expect(words(await both(of('com.other.Money'), of('com.other.Price')))).toEqual([
      'error avro-type-changed User.a type',
    ])
  })
})

describe('protocols', () => {
  const protocol = (fields: Json[], more: object = {}): string =>
    json({
      protocol: 'Users',
      namespace: 'shop',
      types: [{ type: 'record', name: 'User', fields }],
      messages: { find: { request: [{ name: 'id', type: 'long' }], response: 'User', ...more } },
    })
  const id = { name: 'id', type: 'long' }
  const mail = { name: 'mail', type: 'string' }

  test('an answer may say more, and must not say less than older clients want', async () => {
    const [small, large] = [{ 'a.avpr': protocol([id]) }, { 'a.avpr': protocol([id, mail]) }]
    expect(words(await review(small, large))).toEqual([])
    expect(words(await review(large, small))).toEqual(['error avro-field-removed shop.User.mail'])
  })

  test('an error that older clients do not know', async () => {
    const failing = protocol([id], { errors: [{ type: 'error', name: 'Failed', fields: [] }] })
    const outcome = await review({ 'a.avpr': protocol([id]) }, { 'a.avpr': failing })
    expect(words(outcome)).toEqual(['error avro-type-changed Users.find errors record Failed'])
  })

  test('types that no message carries are stored data', async () => {
    const types = (fields: Json[]): string =>
      json({ protocol: 'Types', types: [record(fields)], messages: {} })
    const outcome = await review({ 'a.avpr': types([id]) }, { 'a.avpr': types([id, mail]) })
    expect(words(outcome)).toEqual(['error avro-required-field-added User.mail'])
  })
})

describe('hostile files', () => {
  const good = json(record([]))

  test.each([
    ['a conflict', '{\n<<<<<<< ours\n  "type": "int"\n}', 2],
    ['lists in lists without end', '['.repeat(100_000), 1],
    ['arrays of arrays without end', '{"type": "array", "items": '.repeat(5000), 1],
    ['a record without fields', '{\n  "type": "record",\n  "name": "User"\n}', 1],
    ['a name that stands twice', json([record([]), record([])]), 9],
  ])('%s is a finding with its line', async (_, head, line) => {
    const outcome = await review({ 'a.avsc': good }, { 'a.avsc': head })
    expect(outcome.reports).toMatchObject([
      { rule: 'avro-schema-unreadable', level: 'error', location: { region: { startLine: line } } },
    ])
    expect(outcome.notLookedAt).not.toEqual([])
  })

  test('a JSON file is Avro where its content is', async () => {
    const named = json(record([{ name: 'a', type: 'int' }]))
    const wider = named.replace('"int"', '"string"')
    const other = '{ "type": "record", "name": 7, "fields": {} }'
    expect(words(await review({ 'user.json': named }, { 'user.json': wider }))).toEqual([
      'error avro-type-changed User.a type',
    ])
    expect(await review({ 'a.json': other }, { 'a.json': `${other} ` })).toEqual({
      reports: [],
      notLookedAt: [],
    })
    const { reports } = await review({ 'user.json': named }, { 'user.json': named.replace(']', '') })
    expect(reports).toMatchObject([{ rule: 'avro-schema-unreadable', level: 'error' }])
  })

  test('names of the machine', async () => {
    const field = (type: string): Json => ({ name: '__proto__', type })
    const outcome = await review(
      { 'a.avsc': `{"type": "record", "name": "constructor", "fields": [${JSON.stringify(field('int'))}]}` },
      {
        'a.avsc': `{"type": "record", "name": "constructor", "fields": [${JSON.stringify(field('string'))}]}`,
      },
    )
    expect(words(outcome)).toEqual(['error avro-type-changed constructor.__proto__ type'])
  })

  test.each([
    ['a union of too many types', `[${'"int",'.repeat(3000)}"int"]`],
    [
      'a record of too many fields',
      json(record(Array.from({ length: 10_001 }, (_, index) => ({ name: `f${index}`, type: 'int' })))),
    ],
    ['a protocol of nothing but words', 'a.'.repeat(1_000_000)],
  ])('%s is told', async (_, head) => {
    const name = head.startsWith('a.') ? 'a.avdl' : 'a.avsc'
    const base = name === 'a.avdl' ? 'protocol P {}' : good
    const { reports } = await review({ [name]: base }, { [name]: head })
    expect(reports).toMatchObject([{ rule: 'avro-schema-unreadable', level: 'error' }])
  })

  test('a union of many records is compared in time', async () => {
    const union = (type: string): string =>
      JSON.stringify(
        Array.from({ length: 400 }, (_, index) => ({
          type: 'record',
          name: `R${index}`,
          fields: [{ name: 'a', type: index === 399 ? type : 'int' }],
        })),
      )
    const outcome = await review({ 'a.avsc': union('int') }, { 'a.avsc': union('string') })
    expect(words(outcome)).toEqual(['error avro-type-changed R399.a type'])
  })
})
