import { expect, test } from 'vitest'
import { dissent, judge, type Files, type Pair } from './judging.ts'

const USER = `{
  "type": "record",
  "name": "User",
  "namespace": "com.shop",
  "fields": [
    {"name": "id", "type": "long"},
    {"name": "name", "type": "string"},
    {"name": "nick", "type": ["null", "string"], "default": null},
    {"name": "role", "type": {"type": "enum", "name": "Role", "symbols": ["USER", "ADMIN"]}},
    {"name": "kind", "type": {"type": "enum", "name": "Kind", "symbols": ["A", "B"], "default": "A"}},
    {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 16}},
    {"name": "tags", "type": {"type": "array", "items": "string"}},
    {"name": "score", "type": "int"},
    {"name": "extra", "type": {"type": "map", "values": "int"}},
    {"name": "address", "type": {"type": "record", "name": "Address", "fields": [
      {"name": "street", "type": "string"},
      {"name": "city", "type": "string", "default": ""}
    ]}},
    {"name": "born", "type": {"type": "int", "logicalType": "date"}},
    {"name": "price", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
    {"name": "payload", "type": ["int", "string", "com.shop.Address"]}
  ]
}
`

function edit(from: string, to: string): { base: Files; head: Files } {
  expect(USER.split(from)).toHaveLength(2)
  return { base: { 'schemas/user.avsc': USER }, head: { 'schemas/user.avsc': USER.replace(from, to) } }
}

const breaking = (from: string, to: string, line?: number, side = 'head'): Pair => ({
  ...edit(from, to),
  is: 'breaking',
  ...(line && { at: `${side} schemas/user.avsc:${String(line)}` }),
})
const compatible = (from: string, to: string): Pair => ({ ...edit(from, to), is: 'compatible' })

const ADDRESS = `{"type": "record", "name": "Address", "namespace": "com.shop", "fields": [
  {"name": "street", "type": "string"}
]}
`
const ORDER = `{"type": "record", "name": "Order", "namespace": "com.shop", "fields": [
  {"name": "to", "type": "Address"}
]}
`
const PROTOCOL = `{
  "protocol": "Mail",
  "namespace": "com.shop",
  "types": [
    {"type": "record", "name": "Message", "fields": [
      {"name": "to", "type": "string"},
      {"name": "body", "type": "string"}
    ]},
    {"type": "error", "name": "Refused", "fields": [{"name": "why", "type": "string"}]}
  ],
  "messages": {
    "send": {
      "request": [{"name": "message", "type": "Message"}],
      "response": "string",
      "errors": ["Refused"]
    },
    "ping": {"request": [], "response": "null", "one-way": true}
  }
}
`
const IDL = `@namespace("com.shop")
protocol Mail {
  enum Kind { LETTER, PARCEL }

  record Message {
    string to;
    union { null, string } cc = null;
    Kind kind;
  }

  string send(Message message);
  void ping() oneway;
}
`

const protocol = (from: string, to: string, is: Pair['is'], at?: string): Pair => {
  expect(PROTOCOL.split(from)).toHaveLength(2)
  return {
    base: { 'src/mail.avpr': PROTOCOL },
    head: { 'src/mail.avpr': PROTOCOL.replace(from, to) },
    is,
    ...(at && { at }),
  }
}
const idl = (from: string, to: string, is: Pair['is'], at?: string): Pair => {
  expect(IDL.split(from)).toHaveLength(2)
  return {
    base: { 'src/mail.avdl': IDL },
    head: { 'src/mail.avdl': IDL.replace(from, to) },
    is,
    ...(at && { at }),
  }
}

const CASES: Record<string, () => Pair> = {
  'field with default added': () =>
    compatible('"type": "long"},', '"type": "long"},\n    {"name": "x", "type": "int", "default": 0},'),
  'field without default added': () =>
    breaking('"type": "long"},', '"type": "long"},\n    {"name": "x", "type": "int"},', 7),
  'nullable field without default added': () =>
    breaking('"type": "long"},', '"type": "long"},\n    {"name": "x", "type": ["null", "int"]},', 7),
  'field without default removed': () => compatible('    {"name": "name", "type": "string"},\n', ''),
  'field with default removed': () =>
    compatible('    {"name": "nick", "type": ["null", "string"], "default": null},\n', ''),
  'field renamed': () => breaking('"name": "name"', '"name": "fullName"', 7),
  'field renamed with alias': () => compatible('"name": "name",', '"name": "fullName", "aliases": ["name"],'),
  'default removed from a field': () =>
    compatible('["null", "string"], "default": null', '["null", "string"]'),
  'int to long': () => compatible('"name": "score", "type": "int"', '"name": "score", "type": "long"'),
  'int to double': () => compatible('"name": "score", "type": "int"', '"name": "score", "type": "double"'),
  'long to int': () => breaking('"type": "long"', '"type": "int"', 6),
  'string to bytes': () => compatible('"name": "name", "type": "string"', '"name": "name", "type": "bytes"'),
  'string to int': () => breaking('"name": "name", "type": "string"', '"name": "name", "type": "int"', 7),
  'string to a nullable string': () =>
    compatible('"name": "name", "type": "string"', '"name": "name", "type": ["null", "string"]'),
  'nullable string to string': () =>
    breaking('"type": ["null", "string"], "default": null', '"type": "string", "default": ""', 8),
  'union branch removed': () =>
    breaking('["int", "string", "com.shop.Address"]', '["string", "com.shop.Address"]'),
  'union branch added': () =>
    compatible('["int", "string", "com.shop.Address"]', '["int", "string", "boolean", "com.shop.Address"]'),
  'union reordered': () =>
    compatible('["int", "string", "com.shop.Address"]', '["com.shop.Address", "string", "int"]'),
  'union branch promoted': () =>
    compatible('["int", "string", "com.shop.Address"]', '["long", "string", "com.shop.Address"]'),
  'symbol removed, no default': () => breaking('["USER", "ADMIN"]', '["USER"]', 9, 'base'),
  'symbol removed, with default': () => compatible('["A", "B"]', '["A"]'),
  'symbol added': () => compatible('["USER", "ADMIN"]', '["USER", "ADMIN", "GUEST"]'),
  'symbols reordered': () => compatible('["USER", "ADMIN"]', '["ADMIN", "USER"]'),
  'fixed size changed': () => breaking('"size": 16', '"size": 32', 11),
  'array items changed': () => breaking('"items": "string"', '"items": "int"', 12),
  'map values promoted': () => compatible('"values": "int"', '"values": "long"'),
  'map values changed': () => breaking('"values": "int"', '"values": "string"', 14),
  'array to map': () =>
    breaking('{"type": "array", "items": "string"}', '{"type": "map", "values": "string"}', 12),
  'nested field without default added': () =>
    breaking(
      '"street", "type": "string"},',
      '"street", "type": "string"},\n      {"name": "zip", "type": "string"},',
      17,
    ),
  'nested field with default added': () =>
    compatible(
      '"street", "type": "string"},',
      '"street", "type": "string"},\n      {"name": "zip", "type": "string", "default": ""},',
    ),
  'record renamed': () => compatible('"name": "User"', '"name": "User"'),
  'enum renamed': () => breaking('"name": "Role"', '"name": "Function"', 9),
  'enum renamed with alias': () => compatible('"name": "Role",', '"name": "Function", "aliases": ["Role"],'),
  'decimal scale changed': () => breaking('"scale": 2', '"scale": 3', 20),
  'documentation added': () => compatible('"type": "long"}', '"type": "long", "doc": "The id"}'),
  'reordered keys and reformatted': () => ({
    base: { 'schemas/user.avsc': USER },
    head: { 'schemas/user.avsc': JSON.stringify(reversed(JSON.parse(USER)), null, 4) },
    is: 'nothing',
  }),
  'fields reordered': () => {
    const parsed = JSON.parse(USER) as { fields: unknown[] }
    const [last] = parsed.fields.slice(-1)
    const fields = [parsed.fields[1], parsed.fields[0], ...parsed.fields.slice(2, -1), last]
    return {
      base: { 'a.avsc': USER },
      head: { 'a.avsc': JSON.stringify({ ...parsed, fields }) },
      is: 'nothing',
    }
  },
  'moved and renamed': () => ({
    base: { 'a/user.avsc': USER },
    head: { 'b/User-v2.avsc': USER },
    is: 'nothing',
  }),
  'moved, and a field added': () => ({
    base: { 'a/user.avsc': USER },
    head: {
      'b/User-v2.avsc': USER.replace(
        '"type": "long"},',
        '"type": "long"},\n    {"name": "x", "type": "int"},',
      ),
    },
    is: 'breaking',
    at: 'head b/User-v2.avsc:7',
  }),
  'in a .json file': () => ({
    base: { 'events/user.json': USER },
    head: { 'events/user.json': USER.replace('"type": "long"', '"type": "string"') },
    is: 'breaking',
    at: 'head events/user.json:6',
  }),
  'type of another file changes': () => ({
    base: { 'a/address.avsc': ADDRESS, 'a/order.avsc': ORDER },
    head: {
      'a/address.avsc': ADDRESS.replace(
        '"type": "string"}',
        '"type": "string"}, {"name": "n", "type": "int"}',
      ),
      'a/order.avsc': ORDER,
    },
    is: 'breaking',
    at: 'head a/address.avsc:2',
  }),
  'inlined type moves to a file of its own': () => ({
    base: { 'a/order.avsc': ORDER.replace('"Address"', ADDRESS.trim()) },
    head: { 'a/address.avsc': ADDRESS, 'a/order.avsc': ORDER },
    is: 'nothing',
  }),
  'several types in one file (a union at the top)': () => ({
    base: { 'a/all.avsc': `[${ADDRESS}, ${ORDER}]` },
    head: { 'a/all.avsc': `[${ADDRESS.replace('"string"', '"int"')}, ${ORDER}]` },
    is: 'breaking',
  }),
  'type added to a union at the top': () => ({
    base: { 'a/all.avsc': `[${ADDRESS}]` },
    head: { 'a/all.avsc': `[${ADDRESS}, ${ORDER}]` },
    is: 'compatible',
  }),
  'primitive at the top': () => ({
    base: { 'key.avsc': '"long"' },
    head: { 'key.avsc': '"int"' },
    is: 'breaking',
  }),
  'primitive in an object is the same': () => ({
    base: { 'key.avsc': '"long"' },
    head: { 'key.avsc': '{"type": "long"}' },
    is: 'nothing',
  }),
  'the same namespace said in another way': () => ({
    base: { 'u.avsc': ADDRESS },
    head: {
      'u.avsc': ADDRESS.replace('"name": "Address", "namespace": "com.shop"', '"name": "com.shop.Address"'),
    },
    is: 'nothing',
  }),
  'two versions in one repository': () => ({
    base: { 'v1/user.avsc': USER, 'v2/user.avsc': USER },
    head: { 'v1/user.avsc': USER, 'v2/user.avsc': USER.replace('"type": "long"', '"type": "int"') },
    is: 'breaking',
    at: 'head v2/user.avsc:6',
  }),
  broken: () => ({
    base: { 'u.avsc': USER },
    head: { 'u.avsc': USER.replace('"size": 16', '"size": ') },
    is: 'breaking',
  }),
  'unknown type': () => ({
    base: { 'u.avsc': USER },
    head: { 'u.avsc': USER.replace('"type": "long"', '"type": "lnog"') },
    is: 'breaking',
  }),
  'recursive record gains a field with default': () => ({
    base: { 'l.avsc': '{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]}]}' },
    head: {
      'l.avsc':
        '{"type":"record","name":"L","fields":[{"name":"next","type":["null","L"]},{"name":"v","type":"int","default":1}]}',
    },
    is: 'compatible',
  }),
  'message removed': () =>
    protocol(/,\n {4}"ping.*}/.exec(PROTOCOL)?.[0] ?? '?', '', 'breaking', 'base src/mail.avpr:17'),
  'message added': () =>
    protocol('"ping": {', '"pong": {"request": [], "response": "null"},\n    "ping": {', 'compatible'),
  'parameter without default added': () =>
    protocol(
      '[{"name": "message", "type": "Message"}]',
      '[{"name": "message", "type": "Message"}, {"name": "n", "type": "int"}]',
      'breaking',
      'head src/mail.avpr:13',
    ),
  'response changed': () =>
    protocol('"response": "string"', '"response": "int"', 'breaking', 'head src/mail.avpr:14'),
  'error added': () => protocol('"errors": ["Refused"]', '"errors": ["Refused", "Message"]', 'breaking'),
  'field of a request added': () =>
    protocol(
      '"body", "type": "string"}',
      '"body", "type": "string"}, {"name": "n", "type": "int"}',
      'breaking',
      'head src/mail.avpr:7',
    ),
  'IDL field without default added': () =>
    idl('    Kind kind;', '    Kind kind;\n    int n;', 'breaking', 'head src/mail.avdl:9'),
  'IDL field with default added': () => idl('    Kind kind;', '    Kind kind;\n    int n = 0;', 'compatible'),
  'IDL message removed': () => idl('  void ping() oneway;\n', '', 'breaking', 'base src/mail.avdl:12'),
  'IDL type changed': () => idl('string to;', 'int to;', 'breaking', 'head src/mail.avdl:6'),
  'IDL written as JSON': () => ({
    base: { 'm.avdl': '@namespace("x") protocol P { record R { int a; } R get(R r); }' },
    head: {
      'm.avpr':
        '{"protocol":"P","namespace":"x","types":[{"type":"record","name":"R","fields":[{"name":"a","type":"int"}]}],"messages":{"get":{"request":[{"name":"r","type":"R"}],"response":"R"}}}',
    },
    is: 'nothing',
  }),
  'protocol moved': () => ({
    base: { 'a/mail.avpr': PROTOCOL },
    head: { 'b/post.avpr': PROTOCOL },
    is: 'nothing',
  }),
  'protocol moved, a message lost on the way': () => ({
    base: { 'a/mail.avpr': PROTOCOL },
    head: { 'b/post.avpr': PROTOCOL.replace(/,\n {4}"ping.*}/, '') },
    is: 'breaking',
    at: 'base a/mail.avpr:17',
  }),
  'package.json with a type': () => ({
    base: { 'package.json': '{"name": "x", "type": "module", "fields": []}' },
    head: { 'package.json': '{"name": "x", "type": "commonjs", "fields": []}' },
    is: 'nothing',
  }),
  'data that has records': () => ({
    base: { 'fixtures/dns.json': '{"items": [{"type": "record", "name": "a", "fields": [{"x": 1}]}]}' },
    head: { 'fixtures/dns.json': '{"items": [{"type": "record", "name": "b", "fields": [{"x": 2}]}]}' },
    is: 'nothing',
  }),
}

function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, one]) => [key, reversed(one)]),
  )
}

test.each(Object.entries(CASES))('%s', async (_, make) => {
  const pair = make()
  expect(dissent(pair, await judge(pair))).toBeUndefined()
})
