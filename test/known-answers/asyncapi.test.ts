import { expect, test } from 'vitest'
import { dissent, judge, type Files, type Pair } from './judging.ts'

const V2 = `asyncapi: 2.6.0
info:
  title: Orders
  version: 1.0.0
defaultContentType: application/json
servers:
  production:
    url: kafka.example.com:9092
    protocol: kafka
    security:
      - scram: []
  backup:
    url: kafka2.example.com:9092
    protocol: kafka
channels:
  orders/{region}/created:
    parameters:
      region:
        schema:
          type: string
          enum: [eu, us]
    subscribe:
      operationId: onCreated
      message:
        $ref: '#/components/messages/Created'
  orders/place:
    bindings:
      kafka:
        topic: orders
        partitions: 3
    publish:
      operationId: place
      message:
        oneOf:
          - $ref: '#/components/messages/Place'
          - $ref: '#/components/messages/Cancel'
components:
  messages:
    Created:
      contentType: application/json
      headers:
        type: object
        required: [trace]
        properties:
          trace:
            type: string
      payload:
        type: object
        required: [id, total]
        properties:
          id:
            type: string
          total:
            type: number
          status:
            type: string
            enum: [open, paid]
          note:
            type: string
    Place:
      payload:
        $ref: '#/components/schemas/Order'
    Cancel:
      payload:
        type: object
        properties:
          id:
            type: string
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id:
          type: string
        count:
          type: integer
        kind:
          type: string
          enum: [a, b]
  securitySchemes:
    scram:
      type: scramSha256
`

const V3 = `asyncapi: 3.0.0
info:
  title: Orders
  version: 1.0.0
servers:
  production:
    host: kafka.example.com:9092
    protocol: kafka
channels:
  created:
    address: orders.created
    messages:
      Created:
        $ref: '#/components/messages/Created'
  place:
    address: orders.place
    messages:
      Place:
        payload:
          $ref: '#/components/schemas/Order'
      Cancel:
        payload:
          type: object
  answers:
    address: orders.answers
    messages:
      Placed:
        payload:
          type: object
          required: [ok]
          properties:
            ok:
              type: boolean
operations:
  sendCreated:
    action: send
    channel:
      $ref: '#/channels/created'
    messages:
      - $ref: '#/channels/created/messages/Created'
  receivePlace:
    action: receive
    channel:
      $ref: '#/channels/place'
    reply:
      channel:
        $ref: '#/channels/answers'
components:
  messages:
    Created:
      payload:
        type: object
        required: [id, total]
        properties:
          id:
            type: string
          total:
            type: number
          status:
            type: string
            enum: [open, paid]
  schemas:
    Order:
      type: object
      required: [id]
      properties:
        id:
          type: string
        count:
          type: integer
`

const edited = (text: string, from: string | RegExp, to: string): string => {
  const head = text.replace(from, to)
  expect(head).not.toBe(text)
  return head
}
const make =
  (text: string, path: string) =>
  (is: Pair['is'], from: string | RegExp, to: string, at?: string): Pair => ({
    base: { [path]: text },
    head: { [path]: edited(text, from, to) },
    is,
    ...(at && { at: `${at.split(':')[0] ?? ''} ${path}:${at.split(':')[1] ?? ''}` }),
  })
const two = make(V2, 'docs/asyncapi.yaml')
const three = make(V3, 'events.yml')
const toFiles = (files: Files): Files => files

const CASES: Record<string, () => Pair> = {
  // What the application sends (2: `subscribe`, 3: `send`) is read by others.
  '2: sent property removed': () =>
    two('breaking', /, total\]([^]*?) {10}total:\n {12}type: number\n/, ']$1', 'base:53'),
  '2: sent required becomes optional': () => two('breaking', '[id, total]', '[id]', 'base:49'),
  '2: sent optional property removed': () =>
    two('breaking', '          note:\n            type: string\n', '', 'base:58'),
  '2: sent property added': () =>
    two('compatible', '          note:\n', '          more:\n            type: string\n          note:\n'),
  '2: sent property becomes required': () => two('compatible', '[id, total]', '[id, total, note]'),
  '2: sent type changed': () => two('breaking', 'type: number', 'type: string', 'head:54'),
  '2: sent number becomes integer': () => two('compatible', 'type: number', 'type: integer'),
  // Receivers must expect values that they do not know; those that switch over all of them break.
  '2: sent enum grows': () => two('dangerous', '[open, paid]', '[open, paid, lost]', 'head:57'),
  '2: sent enum shrinks': () => two('compatible', '[open, paid]', '[open]'),
  '2: sent header removed': () =>
    two('breaking', /required: \[trace\]\n {8}properties:\n {10}trace:\n {12}type: string/, 'properties: {}'),
  '2: content type changed': () =>
    two(
      'breaking',
      /contentType: application\/json\n {6}headers/,
      'contentType: application/xml\n      headers',
      'head:40',
    ),
  '2: default content type changed': () =>
    two('breaking', 'defaultContentType: application/json', 'defaultContentType: application/cbor'),
  // What it receives (2: `publish`, 3: `receive`) is written by others.
  '2: received property becomes required': () =>
    two('breaking', 'required: [id]', 'required: [id, count]', 'head:72'),
  '2: received optional property added': () =>
    two('compatible', '        count:\n', '        more:\n          type: string\n        count:\n'),
  '2: received required property added': () =>
    two(
      'breaking',
      /required: \[id\]\n {6}properties:\n/,
      'required: [id, more]\n      properties:\n        more:\n          type: string\n',
    ),
  '2: received enum shrinks': () => two('breaking', '[a, b]', '[a]', 'base:80'),
  '2: received enum grows': () => two('compatible', '[a, b]', '[a, b, c]'),
  '2: received type narrowed': () =>
    two('breaking', 'type: integer', 'type: [integer]\n          maximum: 5'),
  '2: received type widened': () => two('compatible', 'type: integer', 'type: number'),
  '2: channel removed': () => two('breaking', / {2}orders\/place:[^]*(?=components:)/, '', 'base:26'),
  '2: channel added': () =>
    two(
      'compatible',
      '  orders/place:',
      '  more:\n    subscribe:\n      message:\n        payload:\n          type: string\n  orders/place:',
    ),
  '2: channel renamed': () => two('breaking', 'orders/place:', 'orders/put:', 'base:26'),
  '2: parameter renamed in the address': () => two('compatible', /region(?=\}|:)/g, 'area'),
  '2: parameter values shrink': () => two('breaking', '[eu, us]', '[eu]', 'base:21'),
  '2: operation removed': () => two('breaking', / {4}publish:[^]*(?=components:)/, '', 'base:31'),
  '2: subscribe becomes publish': () => two('breaking', '    subscribe:', '    publish:'),
  '2: received message removed from oneOf': () =>
    two('breaking', "          - $ref: '#/components/messages/Cancel'\n", '', 'base:36'),
  '2: received message added to oneOf': () =>
    two(
      'compatible',
      "Cancel'\ncomponents:",
      "Cancel'\n          - $ref: '#/components/messages/Created'\ncomponents:",
    ),
  '2: server removed': () => two('breaking', /  backup:\n    url.*\n    protocol: kafka\n/, '', 'base:12'),
  '2: server added': () =>
    two('compatible', '  backup:', '  third:\n    url: x.example.com\n    protocol: kafka\n  backup:'),
  '2: server protocol changed': () =>
    two(
      'breaking',
      'url: kafka2.example.com:9092\n    protocol: kafka',
      'url: kafka2.example.com:9092\n    protocol: amqp',
      'head:14',
    ),
  '2: server url changed': () => two('breaking', 'kafka2.example.com', 'kafka3.example.com', 'head:13'),
  '2: security asked for': () =>
    two('breaking', /(kafka2.*\n {4}protocol: kafka\n)/, '$1    security:\n      - scram: []\n'),
  '2: security scheme changed': () => two('breaking', 'scramSha256', 'userPassword', 'head:83'),
  '2: topic changed': () => two('breaking', 'topic: orders', 'topic: orders-v2', 'head:29'),
  '2: words changed': () => two('nothing', 'title: Orders', 'title: The orders\n  description: All of them'),
  '2: version raised': () => two('compatible', 'version: 1.0.0', 'version: 1.1.0'),
  '2: operationId changed': () => two('dangerous', 'operationId: place', 'operationId: put'),
  '2: inlined': () => {
    const payload = /Order:\n([^]*?) {2}securitySchemes/.exec(V2)?.[1] ?? ''
    return two(
      'nothing',
      "        $ref: '#/components/schemas/Order'\n",
      payload.replaceAll(/^ {6}/gm, '        '),
    )
  },
  '2: read as JSON': () => ({
    base: {
      'a.yaml':
        'asyncapi: 2.0.0\ninfo: {title: A, version: "1"}\nchannels:\n  a:\n    publish:\n      message:\n        payload: {type: string}\n',
    },
    head: {
      'a.json':
        '{"asyncapi": "2.0.0", "info": {"title": "A", "version": "1"}, "channels": {"a": {"publish": {"message": {"payload": {"type": "string"}}}}}}',
    },
    is: 'nothing',
  }),
  '2: read as JSON, a type changed on the way': () => ({
    base: {
      'a.yaml':
        'asyncapi: 2.0.0\ninfo: {title: A, version: "1"}\nchannels:\n  a:\n    publish:\n      message:\n        payload: {type: string}\n',
    },
    head: {
      'a.json':
        '{"asyncapi": "2.0.0", "info": {"title": "A", "version": "1"}, "channels": {"a": {"publish": {"message": {"payload": {"type": "integer"}}}}}}',
    },
    is: 'breaking',
  }),
  '2: reordered': () => {
    const [head = '', components = ''] = V2.split('components:\n')
    const text = `components:\n${components}${head}`
    return { base: { 'x/api.yaml': V2 }, head: { 'x/api.yaml': text }, is: 'nothing' }
  },
  '2: moved and renamed': () => ({ base: { 'x/api.yaml': V2 }, head: { 'y/other.yml': V2 }, is: 'nothing' }),
  '2: moved, a channel lost on the way': () => ({
    base: { 'x/api.yaml': V2 },
    head: { 'y/other.yml': edited(V2, / {2}orders\/place:[^]*(?=components:)/, '') },
    is: 'breaking',
  }),
  '2: part in another file changes': () => {
    const root = edited(V2, "'#/components/schemas/Order'", "'./schemas/order.yaml'")
    const order = 'type: object\nproperties:\n  id:\n    type: string\n'
    return {
      base: toFiles({ 'api/asyncapi.yaml': root, 'api/schemas/order.yaml': order }),
      head: toFiles({
        'api/asyncapi.yaml': root,
        'api/schemas/order.yaml': order.replace('type: string', 'type: integer'),
      }),
      is: 'breaking',
      at: 'head api/schemas/order.yaml:4',
    }
  },
  '2: split over files': () => {
    const order = /Order:\n([^]*?) {2}securitySchemes/.exec(V2)?.[1]?.replaceAll(/^ {6}/gm, '') ?? ''
    return {
      base: { 'api/asyncapi.yaml': V2 },
      head: {
        'api/asyncapi.yaml': edited(V2, "'#/components/schemas/Order'", "'./order.yaml'"),
        'api/order.yaml': order,
      },
      is: 'nothing',
    }
  },
  '2: broken': () => two('breaking', 'channels:\n', 'channels: [\n'),
  '2.0 to 2.6': () => ({
    base: { 'a.yaml': edited(V2, '2.6.0', '2.0.0') },
    head: { 'a.yaml': V2 },
    is: 'compatible',
  }),
  '3: sent property removed': () =>
    three('breaking', /, total\]([^]*?) {10}total:\n {12}type: number\n/, ']$1'),
  '3: sent type changed': () => three('breaking', 'type: number', 'type: string', 'head:58'),
  '3: sent enum grows': () => three('dangerous', '[open, paid]', '[open, paid, lost]', 'head:61'),
  '3: sent property added': () =>
    three(
      'compatible',
      '          status:\n',
      '          more:\n            type: string\n          status:\n',
    ),
  '3: received property becomes required': () =>
    three('breaking', 'required: [id]\n', 'required: [id, count]\n', 'head:65'),
  '3: received optional property added': () =>
    three('compatible', '        count:\n', '        more:\n          type: string\n        count:\n'),
  '3: reply loses a property': () =>
    three('breaking', /required: \[ok\]\n {10}properties:\n {12}ok:\n {14}type: boolean/, 'properties: {}'),
  '3: reply gains a property': () =>
    three(
      'compatible',
      '            ok:\n',
      '            more:\n              type: string\n            ok:\n',
    ),
  '3: operation removed': () => three('breaking', / {2}receivePlace:[^]*(?=components:)/, '', 'base:41'),
  '3: operation renamed': () => three('compatible', 'receivePlace:', 'onPlace:'),
  '3: action changed': () => three('breaking', 'action: receive', 'action: send', 'head:42'),
  '3: address changed': () => three('breaking', 'orders.place', 'orders.put', 'head:16'),
  '3: channel key renamed, same address': () => three('nothing', /(?<=channels\/|^ {2})place\b/gm, 'placing'),
  '3: channel and its operation removed': () =>
    three(
      'breaking',
      / {2}created:\n[^]*?(?= {2}place:)([^]*?) {2}sendCreated:[^]*?(?= {2}receivePlace)/,
      '$1',
    ),
  '3: received message removed': () =>
    three('breaking', /      Cancel:\n        payload:\n          type: object\n/, '', 'base:21'),
  '3: received message added': () =>
    three(
      'compatible',
      '      Cancel:\n',
      '      Hold:\n        payload:\n          type: object\n      Cancel:\n',
    ),
  '3: host changed': () => three('breaking', 'kafka.example.com', 'k.example.com', 'head:7'),
  '3: server removed': () => three('breaking', /servers:\n[^]*?(?=channels:)/, ''),
  '3: summary added': () =>
    three('nothing', '    action: send\n', '    action: send\n    summary: Says so\n'),
  '3: deleted': () => ({ base: { 'events.yml': V3 }, head: {}, is: 'dangerous' }),
  '3: Avro payload, field added without a default': () => {
    const of = (fields: string): string =>
      `asyncapi: 3.0.0\ninfo: {title: A, version: '1'}\nchannels:\n  a:\n    address: a\n    messages:\n      M:\n        payload:\n          schemaFormat: application/vnd.apache.avro;version=1.9.0\n          schema:\n            type: record\n            name: R\n            fields:\n${fields}operations:\n  get:\n    action: receive\n    channel: {$ref: '#/channels/a'}\n`
    const a = '              - {name: a, type: string}\n'
    return {
      base: { 'a.yml': of(a) },
      head: { 'a.yml': of(`${a}              - {name: b, type: int}\n`) },
      is: 'breaking',
      at: 'head a.yml:15',
    }
  },
  '2 to 3': () => ({
    base: {
      'a.yaml':
        'asyncapi: 2.6.0\ninfo: {title: A, version: "1"}\nchannels:\n  a:\n    publish:\n      operationId: get\n      message:\n        name: M\n        payload: {type: string}\n',
    },
    head: {
      'a.yaml':
        "asyncapi: 3.0.0\ninfo: {title: A, version: '1'}\nchannels:\n  a:\n    address: a\n    messages:\n      M:\n        payload: {type: string}\noperations:\n  get:\n    action: receive\n    channel: {$ref: '#/channels/a'}\n",
    },
    is: 'compatible',
  }),
  '2 to 3, a type changed on the way': () => ({
    base: {
      'a.yaml':
        'asyncapi: 2.6.0\ninfo: {title: A, version: "1"}\nchannels:\n  a:\n    publish:\n      operationId: get\n      message:\n        name: M\n        payload: {type: string}\n',
    },
    head: {
      'a.yaml':
        "asyncapi: 3.0.0\ninfo: {title: A, version: '1'}\nchannels:\n  a:\n    address: a\n    messages:\n      M:\n        payload: {type: integer}\noperations:\n  get:\n    action: receive\n    channel: {$ref: '#/channels/a'}\n",
    },
    is: 'breaking',
    at: 'head a.yaml:8',
  }),
  '3: an address known at run time only is written down': () => ({
    base: {
      'a.yaml':
        "asyncapi: 3.0.0\ninfo: {title: A, version: '1'}\nchannels:\n  orders:\n    messages:\n      M:\n        payload: {type: string}\noperations:\n  get:\n    action: receive\n    channel: {$ref: '#/channels/orders'}\n",
    },
    head: {
      'a.yaml':
        "asyncapi: 3.0.0\ninfo: {title: A, version: '1'}\nchannels:\n  orders:\n    address: shop.orders\n    messages:\n      M:\n        payload: {type: string}\noperations:\n  get:\n    action: receive\n    channel: {$ref: '#/channels/orders'}\n",
    },
    is: 'compatible',
  }),
  '3: another address': () => ({
    base: {
      'a.yaml':
        "asyncapi: 3.0.0\ninfo: {title: A, version: '1'}\nchannels:\n  orders:\n    address: shop.orders\n    messages:\n      M:\n        payload: {type: string}\noperations:\n  get:\n    action: receive\n    channel: {$ref: '#/channels/orders'}\n",
    },
    head: {
      'a.yaml':
        "asyncapi: 3.0.0\ninfo: {title: A, version: '1'}\nchannels:\n  orders:\n    address: store.orders\n    messages:\n      M:\n        payload: {type: string}\noperations:\n  get:\n    action: receive\n    channel: {$ref: '#/channels/orders'}\n",
    },
    is: 'breaking',
    at: 'head a.yaml:5',
  }),
  'data that mentions asyncapi': () => ({
    base: { 'package.json': '{"name": "x", "dependencies": {"asyncapi": "2.0.0"}}' },
    head: { 'package.json': '{"name": "x", "dependencies": {}}' },
    is: 'nothing',
  }),
}

test.each(Object.entries(CASES))('%s', async (_, makePair) => {
  const pair = makePair()
  expect(dissent(pair, await judge(pair))).toBeUndefined()
})
