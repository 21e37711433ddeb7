import { expect, test } from 'vitest'
import { readAvroIdl } from './read-idl.ts'
import { describe as words, type AvroDocument } from './schema.ts'

function read(text: string): AvroDocument {
  const found = readAvroIdl('a.avdl', text)
  if (found.kind === 'problem') throw new Error(found.problem.message)
  return found.document
}

const SIMPLE = `/** A protocol. */
@namespace("org.shop")
protocol Simple {
  import idl "other.avdl";
  @aliases(["org.foo.KindOf"])
  enum Kind { FOO, @doc("x") BAR, // the last
    BAZ } = FOO;
  fixed MD5(16);
  @namespace("org.geo") record Place { double lat; double lon = -1.5; }
  record Item {
    @order("ignore") string name;
    union { null, string } note = null;
    Kind? kind = null;
    array<map<org.geo.Place>> places = [];
    string @aliases(["x", "y"]) a = "q", b = {"c": ["]"]};
    decimal(9, 2) price;
    @logicalType("timestamp-micros") long at;
    date day;
    MD5 \`hash\`;
  }
  error Failed { string message; }
  Item find(long id, string \`error\` = "none") throws Failed;
  void ping() oneway;
}
`

test('a protocol with all of the language', () => {
  const { types, protocol } = read(SIMPLE)
  expect([...types.keys()]).toEqual([
    'org.shop.Kind',
    'org.shop.MD5',
    'org.geo.Place',
    'org.shop.Item',
    'org.shop.Failed',
  ])
  const item = types.get('org.shop.Item')
  if (item?.kind !== 'record') throw new Error('no record')
  expect(
    item.fields.map(({ name, type, hasDefault }) => `${name}: ${words(type)}${hasDefault ? ' =' : ''}`),
  ).toEqual([
    'name: string',
    'note: union of null, string =',
    'kind: union of null, org.shop.Kind =',
    'places: array of map of org.geo.Place =',
    'a: string =',
    'b: string =',
    'price: bytes',
    'at: long',
    'day: int',
    'hash: org.shop.MD5',
  ])
  expect(item.fields.map(({ type }) => type.logical)).toEqual([
    ...Array.from({ length: 6 }),
    'decimal(9, 2)',
    'timestamp-micros',
    'date',
    undefined,
  ])
  expect(item.fields[4]).toMatchObject({ aliases: ['x', 'y'], region: { startLine: 15 } })
  expect(types.get('org.shop.Kind')).toMatchObject({ aliases: ['org.foo.KindOf'], default: 'FOO' })
  expect(types.get('org.shop.MD5')).toMatchObject({ size: 16 })
  expect([...(protocol?.messages.values() ?? [])]).toMatchObject([
    {
      name: 'find',
      oneWay: false,
      request: { fields: [{ name: 'id' }, { name: 'error', hasDefault: true }] },
    },
    { name: 'ping', oneWay: true, response: { kind: 'primitive', name: 'null' }, region: { startLine: 23 } },
  ])
})

test('the schema syntax of Avro 1.12', () => {
  const { root, types } = read('namespace org.shop;\nschema array<User>;\nrecord User { long id; }\n')
  expect(root && words(root)).toBe('array of org.shop.User')
  expect([...types.keys()]).toEqual(['org.shop.User'])
})

test.each([
  ['protocol P {\n  record R { int }\n}', 2],
  ['protocol P {\n  record R { int a; }', 2],
  [`protocol P {\n  record R { ${'array<'.repeat(100_000)} }\n}`, 2],
  ['protocol P {\n  record R { int a = [; }\n}', 3],
  ['#', 1],
  ['protocol P {} class X {}', 1],
  ['protocol P {\n "', 2],
])('broken: %j', (text, line) => {
  expect(readAvroIdl('a.avdl', text)).toMatchObject({
    kind: 'problem',
    problem: { region: { startLine: line } },
  })
})
