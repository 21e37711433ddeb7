import { expect, test } from 'vitest'
import { loadAsyncApi, type AsyncDescription } from '../../../src/parse/asyncapi/load.ts'
import { parseJson } from '../../../src/parse/json/parse-json.ts'
import { parseYaml } from '../../../src/parse/yaml/parse-yaml.ts'
import { diffAsyncApi } from './compare-async.ts'

type Document = Record<string, unknown>

/** The two versions of one API that says most of what a document can say. */
const v2 = (): Document => ({
  asyncapi: '2.6.0',
  info: { title: 'Lights', version: '1.0.0' },
  defaultContentType: 'application/json',
  servers: { main: { url: 'mqtt://broker.example.com:1883', protocol: 'mqtt', security: [{ user: [] }] } },
  channels: {
    'light/{id}/measured': {
      parameters: { id: { schema: { type: 'string' } } },
      publish: { operationId: 'measured', message: { $ref: '#/components/messages/Measured' } },
    },
    'light/{id}/turn': {
      parameters: { id: { schema: { type: 'string' } } },
      subscribe: {
        operationId: 'turn',
        message: { oneOf: [{ $ref: '#/components/messages/On' }, { $ref: '#/components/messages/Off' }] },
      },
      bindings: { amqp: { is: 'queue', queue: { name: 'turn', durable: true } } },
    },
  },
  components: components(),
})

const v3 = (): Document => ({
  asyncapi: '3.0.0',
  info: { title: 'Lights', version: '1.0.0' },
  defaultContentType: 'application/json',
  servers: {
    main: {
      host: 'broker.example.com:1883',
      protocol: 'mqtt',
      security: [{ $ref: '#/components/securitySchemes/user' }],
    },
  },
  channels: {
    measured: {
      address: 'light/{id}/measured',
      parameters: { id: {} },
      messages: { Measured: { $ref: '#/components/messages/Measured' } },
    },
    turn: {
      address: 'light/{id}/turn',
      parameters: { id: {} },
      messages: { On: { $ref: '#/components/messages/On' }, Off: { $ref: '#/components/messages/Off' } },
      bindings: { amqp: { is: 'queue', queue: { name: 'turn', durable: true } } },
    },
  },
  operations: {
    measured: { action: 'receive', channel: { $ref: '#/channels/measured' } },
    turn: { action: 'send', channel: { $ref: '#/channels/turn' } },
  },
  components: components(),
})

function components(): Document {
  return {
    securitySchemes: { user: { type: 'userPassword' } },
    messages: {
      Measured: {
        headers: { type: 'object', properties: { trace: { type: 'string' } } },
        correlationId: { location: '$message.header#/trace' },
        payload: {
          type: 'object',
          required: ['lumen'],
          properties: { lumen: { type: 'integer', maximum: 5000 }, at: { type: 'string' } },
        },
      },
      On: {
        payload: {
          type: 'object',
          properties: { level: { type: 'integer', enum: [1, 2] } },
          required: ['level'],
        },
      },
      Off: { payload: { type: 'object', properties: { slowly: { type: 'boolean' } } } },
    },
  }
}

async function load(document: Document, path = 'asyncapi.json'): Promise<AsyncDescription> {
  const tree = parseJson(path, JSON.stringify(document, null, 2))
  const loaded = await loadAsyncApi(path, () => Promise.resolve(tree))
  if (loaded.kind !== 'description') throw new Error(loaded.kind)
  return loaded.description
}

async function told(base: Document, head: Document): Promise<string[]> {
  const { changes, incomplete } = diffAsyncApi(await load(base), await load(head))
  expect(incomplete).toEqual([])
  return changes.map(({ level, kind }) => `${level} ${kind}`)
}

/** A copy of a document with the value at a path replaced (undefined: removed). */
function set(document: Document, path: string, value: unknown): Document {
  const copy = structuredClone(document)
  const steps = path.split('.').map((step) => step.replaceAll(';', '.'))
  const last = steps.pop() ?? ''
  const holder = steps.reduce<Document>((at, step) => (at[step] ??= {}) as Document, copy)
  if (value === undefined) delete holder[last]
  else holder[last] = value
  return copy
}

test('the same document, in either version, says nothing', async () => {
  for (const make of [v2, v3]) expect(await told(make(), make())).toEqual([])
})

test('a document that moves to 3.0, or back, and means the same says nothing', async () => {
  expect(await told(v2(), v3())).toEqual([])
  expect(await told(v3(), v2())).toEqual([])
})

test('another order of everything says nothing', async () => {
  const turned = (value: unknown): unknown =>
    typeof value !== 'object' || value === null || Array.isArray(value)
      ? value
      : Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, inner]) => [key, turned(inner)]),
        )
  for (const make of [v2, v3]) expect(await told(make(), turned(make()) as Document)).toEqual([])
})

const M = 'components.messages'

test.each<[string, string, unknown, string[]]>([
  [
    'a received property becomes required',
    `${M}.Measured.payload.required`,
    ['lumen', 'at'],
    ['error payload-incompatible'],
  ],
  ['a received property is no longer required', `${M}.Measured.payload.required`, [], []],
  [
    'a received limit is lowered',
    `${M}.Measured.payload.properties.lumen.maximum`,
    100,
    ['error payload-incompatible'],
  ],
  ['a received limit is raised', `${M}.Measured.payload.properties.lumen.maximum`, 9000, []],
  [
    'an optional property is received as well',
    `${M}.Measured.payload.properties.unit`,
    { type: 'string' },
    [],
  ],
  ['a sent property is no longer required', `${M}.On.payload.required`, [], ['error payload-incompatible']],
  ['a sent property becomes required', `${M}.Off.payload.required`, ['slowly'], []],
  ['a property is sent as well', `${M}.On.payload.properties.colour`, { type: 'string' }, []],
  [
    'a property is no longer sent',
    `${M}.Off.payload.properties.slowly`,
    undefined,
    ['error payload-incompatible'],
  ],
  [
    'a sent value is new',
    `${M}.On.payload.properties.level.enum`,
    [1, 2, 3],
    ['warning payload-incompatible'],
  ],
  [
    'a sent type changes',
    `${M}.Off.payload.properties.slowly.type`,
    'string',
    ['error payload-incompatible'],
  ],
  [
    'a received header changes its type',
    `${M}.Measured.headers.properties.trace.type`,
    'integer',
    ['error payload-incompatible'],
  ],
  [
    'the correlation id moves',
    `${M}.Measured.correlationId.location`,
    '$message.header#/id',
    ['error message-changed'],
  ],
  ['the correlation id goes', `${M}.Measured.correlationId`, undefined, ['error message-changed']],
  ['another content type', `${M}.Measured.contentType`, 'application/xml', ['error message-changed']],
  ['the content type written out', `${M}.Measured.contentType`, 'application/json; charset=utf-8', []],
  ['another default content type', 'defaultContentType', 'application/xml', ['error message-changed']],
  ['a received message loses its payload', `${M}.Measured.payload`, undefined, []],
  ['a sent message loses its payload', `${M}.Off.payload`, undefined, ['error message-changed']],
  [
    'another schema format',
    `${M}.Off.schemaFormat`,
    'application/vnd.apache.avro;version=1.9.0',
    ['error message-changed'],
  ],
  [
    'the same schema format written out',
    `${M}.Off.schemaFormat`,
    'application/schema+json;version=draft-07',
    [],
  ],
  ['another protocol', 'servers.main.protocol', 'amqp', ['error server-changed']],
  ['the server goes', 'servers.main', undefined, ['error server-changed']],
  [
    'one more server',
    'servers.second',
    { url: 'x.example.com', host: 'x.example.com', protocol: 'mqtt' },
    [],
  ],
  ['no security any more', 'servers.main.security', undefined, []],
  ['another kind of credentials', 'components.securitySchemes.user.type', 'X509', ['error security-changed']],
  [
    'titles and tags',
    'info',
    { title: 'Lamps', version: '2.0.0', description: 'x', tags: [{ name: 'a' }] },
    [],
  ],
])('in both versions: %s', async (_, path, value, expected) => {
  for (const make of [v2, v3])
    expect([...new Set(await told(make(), set(make(), path, value)))]).toEqual(expected)
})

test.each<[string, string, unknown, string[]]>([
  ['a channel goes', 'channels.measured', undefined, ['error channel-removed']],
  ['an address changes', 'channels.measured.address', 'lamp/{id}/measured', ['error channel-removed']],
  ['a parameter has another name', 'channels.measured.address', 'light/{lightId}/measured', []],
  [
    'a channel has another key',
    'channels',
    Object.fromEntries(
      Object.entries(v3()['channels'] as Document).map(([key, value]) => [`${key}2`, value]),
    ),
    ['error operation-removed', 'warning operation-renamed'],
  ],
  ['an operation goes', 'operations.turn', undefined, ['error operation-removed']],
  ['an action turns round', 'operations.turn.action', 'receive', ['error operation-removed']],
  ['a sent message goes', 'channels.turn.messages.Off', undefined, ['error message-removed']],
  ['one more is sent', 'channels.turn.messages.Dim', { payload: {} }, ['warning message-added']],
  ['one more is received', 'channels.measured.messages.Broken', { payload: {} }, []],
  ['a queue has another name', 'channels.turn.bindings.amqp.queue.name', 'turns', ['error binding-changed']],
  ['a queue is described further', 'channels.turn.bindings.amqp.queue.exclusive', false, []],
  [
    'the channel is only on one server',
    'channels.turn.servers',
    [{ $ref: '#/servers/main' }],
    ['warning server-changed'],
  ],
])('in 3.0: %s', async (name, path, value, expected) => {
  const head = set(v3(), path, value)
  // The operations of renamed channels refer to them by their new keys.
  if (name === 'a channel has another key') {
    const operations = {
      measured: { action: 'receive', channel: { $ref: '#/channels/measured2' } },
      turn: { action: 'send', channel: { $ref: '#/channels/turn2' } },
    }
    expect(await told(v3(), { ...head, operations })).toEqual([])
    return
  }
  if (name === 'a channel goes') delete (head['operations'] as Document)['measured']
  expect(await told(v3(), head)).toEqual(expected)
})

test('replies go the other way', async () => {
  const reply = {
    channel: { $ref: '#/channels/measured' },
    address: { location: '$message.header#/replyTo' },
  }
  const base = set(v3(), 'operations.turn.reply', reply)
  expect(await told(base, set(base, 'operations.turn.reply', undefined))).toEqual(['error operation-removed'])
  expect(
    await told(base, set(base, 'operations.turn.reply.address.location', '$message.header#/to')),
  ).toEqual(['error operation-removed'])
  expect(await told(base, base)).toEqual([])
})

test('traits count: over the message in 2.x, under it in 3.x', async () => {
  const traits = [
    {
      contentType: 'application/xml',
      headers: { type: 'object', required: ['id'], properties: { id: { type: 'string' } } },
    },
  ]
  const kinds = async (make: () => Document): Promise<string[]> => [
    ...new Set(await told(make(), set(make(), `${M}.Measured.traits`, traits))),
  ]
  expect(await kinds(v2)).toEqual(['error message-changed', 'error payload-incompatible'])
  const own = (): Document => set(v3(), `${M}.Measured.contentType`, 'application/json')
  expect(await kinds(own)).toEqual(['error payload-incompatible'])
})

test('a finding tells the operations that it reaches, and stands at its line in YAML', async () => {
  const text = (type: string): string => `asyncapi: 3.0.0
channels:
  a: {messages: {m: {$ref: '#/components/messages/m'}}}
  b: {messages: {m: {$ref: '#/components/messages/m'}}}
operations:
  one: {action: send, channel: {$ref: '#/channels/a'}}
  two: {action: send, channel: {$ref: '#/channels/b'}}
components:
  messages:
    m:
      payload:
        type: object
        properties:
          x:
            type: ${type}
`
  const read = async (yaml: string): Promise<AsyncDescription> => {
    const tree = parseYaml('a.yaml', yaml)
    const loaded = await loadAsyncApi('a.yaml', () => Promise.resolve(tree))
    if (loaded.kind !== 'description') throw new Error(loaded.kind)
    return loaded.description
  }
  const { changes } = diffAsyncApi(await read(text('string')), await read(text('integer')))
  expect(changes).toHaveLength(1)
  expect(changes[0]?.operations).toEqual(['send a (one)', 'send b (two)'])
  expect(changes[0]?.words).toBe(
    'The type of `payload.x` in sent messages changes from `string` to `integer`',
  )
})
