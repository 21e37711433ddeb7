import { describe, expect, test } from 'vitest'
import { defaultConfig } from '../../config/index.ts'
import { memoryChangeSet } from '../../src/changeset/memory.ts'
import { review } from '../../src/engine/index.ts'
import type { ChangeSet, Review } from '../../src/model/index.ts'

const GRAPHQL = 'type Query {\n  a: String\n  b(x: Int): String\n}\n'
const INTROSPECTION =
  '{"__schema":{"queryType":{"name":"Query"},"types":[{"kind":"OBJECT","name":"Query",' +
  '"fields":[{"name":"a","args":[],"type":{"kind":"SCALAR","name":"Int"}}]}]}}'
const PROTO =
  'syntax = "proto3";\npackage a.v1;\n\nmessage A {\n  string x = 1;\n  string constructor = 2;\n}\n'
const AVRO = `{
  "type": "record", "name": "A", "namespace": "n",
  "fields": [
    { "name": "x", "type": "string" }
  ]
}
`
const IDL = 'protocol P {\n  record A { string x; }\n  string hi(A a);\n}\n'
const SCHEMA = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "properties": {
    "a": { "type": "string" }
  }
}
`
const ASYNC = `asyncapi: 3.0.0
info: {title: T, version: 1.0.0}
channels:
  c:
    address: c.one
    messages:
      m:
        payload: {$ref: '#/components/schemas/M'}
operations:
  send: {action: send, channel: {$ref: '#/channels/c'}}
components:
  schemas:
    M: {type: object, required: [a], properties: {a: {type: string}}}
`
const XSD = `<?xml version="1.0"?>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:a" xmlns="urn:a">
  <xs:element name="a" type="A"/>
  <xs:complexType name="A"><xs:sequence><xs:element name="x" type="xs:string"/></xs:sequence></xs:complexType>
</xs:schema>
`
/** A text of each format, by its path. */
const GOOD: Readonly<Record<string, string>> = {
  'a.graphql': GRAPHQL,
  'a.json': INTROSPECTION,
  'a.proto': PROTO,
  'a.avsc': AVRO,
  'a.avdl': IDL,
  'a.schema.json': SCHEMA,
  'a.yaml': ASYNC,
  'a.xsd': XSD,
}

const around = (open: string, close: string, count: number, inner = ''): string =>
  open.repeat(count) + inner + close.repeat(count)
const TEN_MB = 'x'.repeat(10 * 1024 * 1024)
const aliases = Array.from({ length: 12 }, (_, n) => `x-a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(9)}]`)
const entities = Array.from({ length: 12 }, (_, n) => `<!ENTITY a${n + 1} "${`&a${n};`.repeat(10)}">`)
const doctype = (text: string, body: string): string =>
  text.replace('<xs:schema', `<!DOCTYPE x [${body}]>\n<xs:schema`)

/** What a head may become that has to be named: as a finding, or as not looked at. */
const NAMED: [name: string, path: string, head: string, words: string][] = [
  [
    'a list type without end',
    'a.graphql',
    `${GRAPHQL}type D { d: ${around('[', ']', 1e5, 'Int')} }`,
    'nested deeper',
  ],
  [
    'a value without end',
    'a.graphql',
    `${GRAPHQL}input D { d: [Int] = ${around('[', ']', 1e5)} }`,
    'nested deeper',
  ],
  ['a line of 10 MB', 'a.graphql', `${GRAPHQL}"${TEN_MB}"\ntype D { d: Int }`, 'larger than'],
  [
    'an answer without end',
    'a.json',
    INTROSPECTION.replace(/\[.*\]/, around('[', ']', 1e5)),
    'nested deeper',
  ],
  [
    'a type without end',
    'a.json',
    INTROSPECTION.replace(/\{"kind":"SCALAR".*?\}/, around('{"kind":"LIST","ofType":', '}', 5e4, 'null')),
    'nested deeper',
  ],
  ['messages without end', 'a.proto', PROTO + around('message M { ', '}', 2e4), 'nesting depth'],
  ['braces without end', 'a.proto', PROTO + around('{', '}', 3e5), 'not compared'],
  ['quotes without end', 'a.proto', PROTO + '"'.repeat(200_001) + '/*'.repeat(1e5), 'does not compile'],
  ['a comment of 10 MB', 'a.proto', `${PROTO}// ${TEN_MB}\n`, 'larger than'],
  [
    'an import of itself',
    'a.proto',
    PROTO.replace('package', 'import "a.proto";\npackage'),
    'does not compile',
  ],
  ['lists without end', 'a.avsc', around('[', ']', 2e5), 'nested deeper'],
  [
    'arrays without end',
    'a.avsc',
    AVRO.replace('"string"', around('{"type":"array","items":', '}', 5e4, '"string"')),
    'nested deeper',
  ],
  [
    'arrays without end in IDL',
    'a.avdl',
    IDL.replace('string x', `${around('array<', '>', 1e5, 'int')} x`),
    'nested deeper',
  ],
  [
    'schemas without end',
    'a.schema.json',
    SCHEMA.replace('"string"', `"string", "allOf": ${around('[{"allOf":', '}]', 5e4, '[]')}`),
    'nested deeper',
  ],
  [
    'a reference out of the repository',
    'a.schema.json',
    SCHEMA.replace('"type": "string"', '"$ref": "../../../../../etc/passwd"'),
    'not followed',
  ],
  [
    'a list of 300,000 values',
    'a.schema.json',
    SCHEMA.replace('"type": "string"', `"enum": [${Array.from({ length: 3e5 }, (_, n) => n).join(',')}]`),
    'limited to',
  ],
  [
    'a pattern that takes exponential time',
    'a.schema.json',
    SCHEMA.replace('"string"', '"string", "pattern": "^(a+)+$(b|b)*((c*)*)*$"'),
    'pattern',
  ],
  ['an alias bomb', 'a.yaml', `${ASYNC}x-a0: &a0 [x]\n${aliases.join('\n')}\n`, 'expand'],
  ['nesting without end', 'a.yaml', `${ASYNC}x-a: ${around('[', ']', 5000)}\n`, 'nesting'],
  [
    'a schema that is itself',
    'a.yaml',
    ASYNC.replace(/M: \{.*\}/, "M: {$ref: '#/components/schemas/M'}"),
    'without an end',
  ],
  [
    'a payload out of the repository',
    'a.yaml',
    ASYNC.replace("'#/components/schemas/M'", "'../../../../etc/passwd'"),
    'outside the repository',
  ],
  [
    'an entity bomb',
    'a.xsd',
    doctype(XSD, `<!ENTITY a0 "x">${entities.join('')}`)
      .replace('"x"/>', '"&a12;"/>')
      .replace('name="x"', 'name="&a12;"'),
    'entity',
  ],
  [
    'an external entity',
    'a.xsd',
    doctype(XSD, '<!ENTITY e SYSTEM "file:///etc/passwd">').replace('name="x"', 'name="&e;"'),
    'entity',
  ],
  [
    'sequences without end',
    'a.xsd',
    XSD.replace('<xs:sequence>', '<xs:sequence>'.repeat(2e4)).replace(
      '</xs:sequence>',
      '</xs:sequence>'.repeat(2e4),
    ),
    'nested deeper',
  ],
  [
    'a group of itself',
    'a.xsd',
    XSD.replace('<xs:sequence>', '<xs:sequence><xs:group ref="G"/>').replace(
      '</xs:schema>',
      '<xs:group name="G"><xs:sequence><xs:group ref="G"/></xs:sequence></xs:group></xs:schema>',
    ),
    'a.xsd',
  ],
  [
    'a pattern that no machine holds',
    'a.xsd',
    XSD.replace(
      'type="xs:string"/>',
      '><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="(a{1,1000}){1,1000}(b+)+"/></xs:restriction></xs:simpleType></xs:element>',
    ),
    'pattern',
  ],
]

/** Odd, and nothing wrong with it for anybody. */
const HARMLESS: [name: string, path: string, head: string][] = [
  ['inputs in a circle', 'a.graphql', `${GRAPHQL}input X { y: Y }\ninput Y { x: X }\ninterface I { a: I }`],
  [
    'types by the names of a prototype',
    'a.graphql',
    `${GRAPHQL}type constructor { __proto__: Int, toString: Int }`,
  ],
  ['a message by the name of a prototype', 'a.proto', `${PROTO}message __proto__ { string toString = 1; }`],
  [
    'a record that holds itself',
    'a.avsc',
    AVRO.replace(
      '"string" }',
      '"string" },\n    { "name": "__proto__", "type": ["null", "A"], "default": null }',
    ),
  ],
  [
    'a description of 10 MB',
    'a.schema.json',
    SCHEMA.replace('"string"', `"string", "description": "${TEN_MB}"`),
  ],
  ['a documentation of 10 MB', 'a.xsd', XSD.replace('type="xs:string"', `type="xs:string" id="${TEN_MB}"`)],
  [
    'a file that includes itself',
    'a.xsd',
    XSD.replace('  <xs:element name="a"', '  <xs:include schemaLocation="a.xsd"/>\n  <xs:element name="a"'),
  ],
]

const reviewed = (changeSet: ChangeSet): Promise<Review> =>
  review({ changeSet, config: defaultConfig(), now: new Date('2026-01-15T12:00:00Z') })

const crashed = ({ outcomes }: Review): unknown => outcomes.filter(({ kind }) => kind === 'failed')

test.each(NAMED)('%s in %s is named, and no pass', async (_, path, head, words) => {
  const answer = await reviewed(memoryChangeSet({ [path]: GOOD[path] ?? '' }, { [path]: head }))
  expect(crashed(answer)).toEqual([])
  expect(['failure', 'action_required']).toContain(answer.conclusion)
  const said = JSON.stringify(answer)
  expect(said).toContain(words)
  expect(said).not.toContain('root:x:0:0')
  // No finding carries the bomb along into a comment.
  expect(said.length).toBeLessThan(200_000)
})

test.each(HARMLESS)('%s in %s is nothing to speak of', async (_, path, head) => {
  const answer = await reviewed(memoryChangeSet({ [path]: GOOD[path] ?? '' }, { [path]: head }))
  expect(crashed(answer)).toEqual([])
  expect(answer.findings.filter(({ level }) => level === 'error')).toEqual([])
  expect(answer.conclusion).toBe('success')
  expect(Object.keys(Object.prototype)).toEqual([])
})

describe.each(Object.keys(GOOD))('%s', (path) => {
  test.each(['invalid-utf8', 'binary', 'oversized', 'symlink'] as const)(
    'that is %s in the head is no pass',
    async (reason) => {
      const text = GOOD[path] ?? ''
      const changeSet = memoryChangeSet({ [path]: text }, { [path]: `${text}\n` })
      const content = { kind: 'unread' as const, reason }
      const answer = await reviewed({
        ...changeSet,
        changes: changeSet.changes.map((change) => ({ ...change, unread: reason })),
        head: {
          ...changeSet.head,
          read: () => Promise.resolve(content),
          readMany: (paths: string[]) => Promise.resolve(new Map(paths.map((one) => [one, content]))),
        },
      })
      expect(crashed(answer)).toEqual([])
      expect(['failure', 'action_required']).toContain(answer.conclusion)
      expect(JSON.stringify(answer)).toContain(path)
    },
  )

  test('that lost its end in the head is no pass', async () => {
    const text = GOOD[path] ?? ''
    const half = text.slice(0, Math.floor(text.length * 0.7))
    const answer = await reviewed(memoryChangeSet({ [path]: text }, { [path]: half }))
    expect(crashed(answer)).toEqual([])
    expect(['failure', 'action_required']).toContain(answer.conclusion)
  })
})
