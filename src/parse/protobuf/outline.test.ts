import fc from 'fast-check'
import { expect, test } from 'vitest'
import { outlineOf } from './outline.ts'
import { rewritten } from './rewrite.ts'

const TEXT = `// A comment; with { brackets
syntax = "proto3";
package acme.pets.v1;
import "google/api/annotations.proto";
import public 'acme/common.proto';
option go_package = "acme/pets";
option (acme.owner) = { team: "a;b" };

message Pet {
  string name = 1 [(validate.rules).string.min_len = 1, deprecated = true];
  repeated .acme.Tag tags = 2 [deprecated = true, (a.b) = "x]", packed = true, (c) = {d: [1, 2]}];
  map<string, Owner> owners = 3 [
    (x) = 1
  ];
  oneof kind {
    option (z) = true;
    Cat cat = 4;
  }
  message Owner { optional string message = 1; }
  enum Size { SMALL = 0; BIG = -0x10; reserved 5 to max; reserved "HUGE"; }
  reserved 10, 12 to 14;
  extensions 100 to 199 [declaration = {number: 100, full_name: ".a.b", type: "int32"}];
}
extend google.protobuf.FieldOptions { string label = 5000; }
service Pets {
  rpc Get(stream GetRequest) returns (.acme.pets.v1.Pet) {
    option (google.api.http) = { get: "/v1/pets/{id}" };
  }
  rpc List(ListRequest) returns (stream ListResponse);
}
`

test('what a file defines, and where', () => {
  const outline = outlineOf(TEXT)
  expect(outline).toMatchObject({ package: 'acme.pets.v1', packageLine: 3, syntaxLine: 2 })
  expect(outline.imports.map(({ path, line, modifier }) => [path, line, modifier])).toEqual([
    ['google/api/annotations.proto', 4, undefined],
    ['acme/common.proto', 5, 'public'],
  ])
  expect([...outline.options]).toEqual([['go_package', 6]])
  expect(
    outline.elements.map(({ kind, name, number, last, line, endLine }) =>
      [kind, name, number, last, `${line}-${endLine}`].filter((part) => part !== undefined).join(' '),
    ),
  ).toEqual([
    'message Pet 9-23',
    'field Pet.name 1 10-10',
    'field Pet.tags 2 11-11',
    'field Pet.owners 3 12-14',
    'oneof Pet.kind 15-18',
    'field Pet.cat 4 17-17',
    'message Pet.Owner 19-19',
    'field Pet.Owner.message 1 19-19',
    'enum Pet.Size 20-20',
    'value Pet.Size.SMALL 0 20-20',
    'value Pet.Size.BIG -16 20-20',
    'reserved range Pet.Size 5 Infinity 20-20',
    'reserved name Pet.Size.HUGE 20-20',
    'reserved range Pet 10 10 21-21',
    'reserved range Pet 12 14 21-21',
    'extension range Pet 100 199 22-22',
    'extension label 5000 24-24',
    'service Pets 25-30',
    'rpc Pets.Get 26-28',
    'rpc Pets.List 29-29',
  ])
  expect(outline.references.map(({ name, scope, use }) => `${scope}: ${name} ${use}`)).toEqual([
    'acme.pets.v1.Pet: .acme.Tag enum',
    'acme.pets.v1.Pet: Owner any',
    'acme.pets.v1.Pet: Cat any',
    'acme.pets.v1: google.protobuf.FieldOptions message',
    'acme.pets.v1.Pets: GetRequest message',
    'acme.pets.v1.Pets: .acme.pets.v1.Pet message',
    'acme.pets.v1.Pets: ListRequest message',
    'acme.pets.v1.Pets: ListResponse message',
  ])
})

test('what is handed to the compiler has no custom options, other imports and the same lines', () => {
  const outline = outlineOf(TEXT)
  const text = rewritten(
    TEXT,
    outline,
    ({ path }) => (path === 'acme/common.proto' ? 'x/common.proto' : undefined),
    ['stub.proto'],
  )
  const lines = text.split('\n')
  expect(lines).toHaveLength(TEXT.split('\n').length)
  expect(lines[3]).toBe('')
  expect(lines[4]).toBe('import public "x/common.proto"; import "stub.proto";')
  expect(lines[6]?.trim()).toBe('')
  expect(lines[9]?.replaceAll(/\s+/g, ' ')).toBe(' string name = 1 [ deprecated = true];')
  expect(lines[10]?.replaceAll(/\s+/g, ' ').trim()).toBe(
    'repeated .acme.Tag tags = 2 [deprecated = true, packed = true ];',
  )
  expect(lines[12]?.trim()).toBe('')
  expect(text).not.toMatch(/validate|google\.api|\(z\)/)
  expect(outlineOf(text).elements).toEqual(outline.elements)
})

test.each([
  ['a group', 'message A { optional group B = 1 { optional int32 c = 2; } }', ['A', 'A.b', 'A.B', 'A.B.c']],
  [
    'fields named as keywords',
    'message A { string message = 1; optional int32 option = 2; enum enum = 3; }',
    ['A', 'A.message', 'A.option', 'A.enum'],
  ],
  ['a nested extension', 'message A { extend B { int32 c = 1; } }', ['A', 'A.c']],
  [
    'an edition with visibility',
    'edition = "2024"; export message A {} local enum B { C = 0; }',
    ['A', 'B', 'B.C'],
  ],
  [
    'what is broken is passed over',
    'message A { int32 = ; string b = 1; } } message C {}',
    ['A', 'A.b', 'C'],
  ],
])('%s', (_, text, names) => {
  expect(outlineOf(text).elements.map(({ name }) => name)).toEqual(names)
})

test('features of a language stay, for they are compared', () => {
  const text = 'message A { string b = 1 [features.(pb.cpp).string_type = VIEW, (pb.java).x = 1, (y) = 1]; }'
  expect(rewritten(text, outlineOf(text), () => undefined)).toMatch(/VIEW, \(pb\.java\)\.x = 1 +\]/)
})

test('no text makes it fail or wait', () => {
  const words = [
    'message',
    'enum',
    'A',
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    '=',
    '1',
    ';',
    ',',
    '"',
    '/*',
    'option',
    'rpc',
    'oneof',
    '.',
    'extend',
    'service',
    'reserved',
    'to',
    'import',
    'map',
    '<',
    '>',
    'group',
    '-',
    '\n',
    'package',
    'returns',
  ]
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...words), { maxLength: 60 }), (parts) => {
      const text = parts.join(' ')
      const outline = outlineOf(text)
      expect(rewritten(text, outline, () => undefined).split('\n')).toHaveLength(text.split('\n').length)
    }),
    { numRuns: 2000 },
  )
  outlineOf('message A {'.repeat(100_000))
  outlineOf('['.repeat(100_000))
  outlineOf('"\\'.repeat(200_000))
  outlineOf('/*'.repeat(200_000))
  outlineOf('\n/'.repeat(200_000))
  outlineOf('a.'.repeat(200_000))
  outlineOf('message A { int32 a = 1 ' + '[a = {'.repeat(100_000))
})
