import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import { compareContracts } from './compare-contracts.ts'
import { SAMPLE } from './sample.ts'

type Files = Record<string, string>

const schema = (body: string, attributes = ''): string =>
  `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:a" targetNamespace="urn:a" elementFormDefault="qualified"${attributes}>\n${body}\n</xs:schema>\n`

const type = (content: string): string =>
  schema(`<xs:element name="a"><xs:complexType>\n${content}\n</xs:complexType></xs:element>`)

async function errors(base: Files | string, head: Files | string): Promise<string[]> {
  const files = (side: Files | string): Files => (typeof side === 'string' ? { 'a.xsd': side } : side)
  const result = await compareContracts(memoryChangeSet(files(base), files(head)), [])
  expect(result.unreadable).toEqual([])
  return result.changes
    .filter(({ level, area }) => level === 'error' && area !== 'widened')
    .map(({ kind, side, node }) => `${kind} ${side}:${node.region.startLine}`)
}

const E = (name: string, more = ''): string => `<xs:element name="${name}" type="xs:string"${more}/>`
const SIMPLE = (facets: string, base = 'xs:string'): string =>
  schema(
    `<xs:element name="a"><xs:simpleType><xs:restriction base="${base}">\n${facets}\n</xs:restriction></xs:simpleType></xs:element>`,
  )

describe('documents that were valid and no longer are', () => {
  test.each<[string, string, string, string[]]>([
    [
      'all becomes sequence',
      type(`<xs:all>${E('x')}${E('y')}</xs:all>`),
      type(`<xs:sequence>${E('x')}${E('y')}</xs:sequence>`),
      ['content changed head:3'],
    ],
    [
      'a branch of a choice goes',
      type(`<xs:choice>${E('x')}\n${E('y')}</xs:choice>`),
      type(`<xs:choice>${E('x')}</xs:choice>`),
      ['element removed base:4'],
    ],
    [
      'a choice is no longer repeated',
      type(`<xs:choice maxOccurs="unbounded">${E('x')}${E('y')}</xs:choice>`),
      type(`<xs:choice>${E('x')}${E('y')}</xs:choice>`),
      ['maxOccurs changed head:3'],
    ],
    [
      'a group becomes required',
      type(`<xs:sequence minOccurs="0">\n${E('x')}</xs:sequence>`),
      type(`<xs:sequence>\n${E('x')}</xs:sequence>`),
      ['minOccurs changed head:3'],
    ],
    [
      'a wildcard goes',
      type(`<xs:sequence>${E('x')}\n<xs:any namespace="##other"/></xs:sequence>`),
      type(`<xs:sequence>${E('x')}</xs:sequence>`),
      ['wildcard removed base:4'],
    ],
    [
      'no longer mixed',
      schema(
        `<xs:complexType name="t" mixed="true"><xs:sequence>${E('x')}</xs:sequence></xs:complexType><xs:element name="a" type="t"/>`,
      ),
      schema(
        `<xs:complexType name="t"><xs:sequence>${E('x')}</xs:sequence></xs:complexType><xs:element name="a" type="t"/>`,
      ),
      ['mixed changed head:2'],
    ],
    ['a global element goes', schema(`${E('a')}\n${E('b')}`), schema(E('a')), ['declaration removed base:3']],
    [
      'a type of a library goes',
      schema(`<xs:complexType name="t"/>`),
      schema(E('a')),
      ['declaration removed base:2'],
    ],
    [
      'a value list is added',
      SIMPLE(''),
      SIMPLE('<xs:enumeration value="x"/>'),
      ['enumeration added head:3'],
    ],
    [
      'a pattern allows less',
      SIMPLE('<xs:pattern value="[A-Z]{2,4}"/>'),
      SIMPLE('<xs:pattern value="[A-Z]{2,3}"/>'),
      ['pattern changed head:3'],
    ],
    [
      'digits are fewer',
      SIMPLE('<xs:totalDigits value="9"/>', 'xs:decimal'),
      SIMPLE('<xs:totalDigits value="8"/>', 'xs:decimal'),
      ['totalDigits changed head:3'],
    ],
    [
      'a bound becomes exclusive',
      SIMPLE('<xs:minInclusive value="1"/>', 'xs:decimal'),
      SIMPLE('<xs:minExclusive value="1"/>', 'xs:decimal'),
      ['minExclusive changed head:3'],
    ],
    [
      'a union loses a member',
      schema(
        '<xs:element name="a"><xs:simpleType>\n<xs:union memberTypes="xs:int xs:date"/></xs:simpleType></xs:element>',
      ),
      schema(
        '<xs:element name="a"><xs:simpleType>\n<xs:union memberTypes="xs:int"/></xs:simpleType></xs:element>',
      ),
      ['type changed head:3'],
    ],
    [
      'another item type',
      schema(
        '<xs:element name="a"><xs:simpleType>\n<xs:list itemType="xs:string"/></xs:simpleType></xs:element>',
      ),
      schema(
        '<xs:element name="a"><xs:simpleType>\n<xs:list itemType="xs:int"/></xs:simpleType></xs:element>',
      ),
      ['type changed head:3'],
    ],
    ['a fixed value', schema(E('a')), schema(E('a', ' fixed="x"')), ['fixed changed head:2']],
    [
      'a member leaves its substitution group',
      schema(
        `${E('h')}${E('m', ' substitutionGroup="h"')}\n<xs:element name="a"><xs:complexType><xs:sequence><xs:element ref="h"/></xs:sequence></xs:complexType></xs:element>`,
      ),
      schema(
        `${E('h')}${E('m')}\n<xs:element name="a"><xs:complexType><xs:sequence><xs:element ref="h"/></xs:sequence></xs:complexType></xs:element>`,
      ),
      ['element removed base:2'],
    ],
    [
      'an extension grows by a required element',
      schema(
        `<xs:complexType name="b"><xs:sequence>${E('x')}</xs:sequence></xs:complexType><xs:element name="a"><xs:complexType><xs:complexContent><xs:extension base="b"/></xs:complexContent></xs:complexType></xs:element>`,
      ),
      schema(
        `<xs:complexType name="b"><xs:sequence>${E('x')}\n${E('y')}</xs:sequence></xs:complexType><xs:element name="a"><xs:complexType><xs:complexContent><xs:extension base="b"/></xs:complexContent></xs:complexType></xs:element>`,
      ),
      ['element added head:3'],
    ],
    ['an assertion', SIMPLE(''), SIMPLE('<xs:assertion test="$value != 0"/>'), ['assertion added head:3']],
    [
      'the namespace',
      schema(E('a')),
      schema(E('a')).replace('targetNamespace="urn:a"', 'targetNamespace="urn:b"'),
      ['namespace changed head:1'],
    ],
  ])('%s', async (_, base, head, expected) => {
    expect(await errors(base, head)).toEqual(expected)
  })
})

describe('documents that were valid and still are', () => {
  test.each<[string, string | Files, string | Files]>([
    [
      'sequence becomes all',
      type(`<xs:sequence>${E('x')}${E('y')}</xs:sequence>`),
      type(`<xs:all>${E('y')}${E('x')}</xs:all>`),
    ],
    [
      'the branches of a choice in another order',
      type(`<xs:choice>${E('x')}${E('y')}</xs:choice>`),
      type(`<xs:choice>${E('y')}${E('x')}</xs:choice>`),
    ],
    [
      'one element becomes a choice',
      type(`<xs:sequence>${E('x')}</xs:sequence>`),
      type(`<xs:sequence><xs:choice>${E('x')}${E('y')}</xs:choice></xs:sequence>`),
    ],
    [
      'twice becomes two or more',
      type(`<xs:sequence>${E('x')}${E('x')}</xs:sequence>`),
      type(`<xs:sequence>${E('x', ' minOccurs="2" maxOccurs="unbounded"')}</xs:sequence>`),
    ],
    [
      'an element that a wildcard lets through goes',
      type(
        `<xs:sequence>${E('x', ' minOccurs="0"')}<xs:any minOccurs="0" maxOccurs="unbounded"/></xs:sequence>`,
      ),
      type(`<xs:sequence><xs:any minOccurs="0" maxOccurs="unbounded"/></xs:sequence>`),
    ],
    [
      'an extension in one piece',
      schema(
        `<xs:complexType name="b"><xs:sequence>${E('x')}</xs:sequence></xs:complexType><xs:element name="a"><xs:complexType><xs:complexContent><xs:extension base="b"><xs:sequence>${E('y')}</xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:element>`,
      ),
      schema(
        `<xs:complexType name="b"><xs:sequence>${E('x')}</xs:sequence></xs:complexType><xs:element name="a"><xs:complexType><xs:sequence>${E('x')}${E('y')}</xs:sequence></xs:complexType></xs:element>`,
      ),
    ],
    [
      'a group in place',
      schema(
        `<xs:group name="g"><xs:sequence>${E('x')}</xs:sequence></xs:group><xs:attributeGroup name="h"><xs:attribute name="i"/></xs:attributeGroup><xs:element name="a"><xs:complexType><xs:group ref="g"/><xs:attributeGroup ref="h"/></xs:complexType></xs:element>`,
      ),
      type(`<xs:sequence>${E('x')}</xs:sequence><xs:attribute name="i"/>`),
    ],
    [
      'a type that a union no longer needs by name',
      schema(
        '<xs:simpleType name="n"><xs:restriction base="xs:string"><xs:enumeration value="x"/></xs:restriction></xs:simpleType><xs:element name="a"><xs:simpleType><xs:union memberTypes="n xs:int"/></xs:simpleType></xs:element>',
      ),
      schema(
        '<xs:element name="a"><xs:simpleType><xs:union memberTypes="xs:int xs:string"/></xs:simpleType></xs:element>',
      ),
    ],
    [
      'a list becomes the pattern of its values',
      SIMPLE('<xs:enumeration value="x"/><xs:enumeration value="y"/>'),
      SIMPLE('<xs:pattern value="[a-z]"/>'),
    ],
    [
      'a pattern allows more',
      SIMPLE('<xs:pattern value="[A-Z]{2,3}"/>'),
      SIMPLE('<xs:pattern value="[A-Z0-9]{2,4}"/>'),
    ],
    [
      'a number in other words',
      SIMPLE('<xs:minInclusive value="1"/>', 'xs:int'),
      SIMPLE('<xs:minExclusive value="0"/>', 'xs:int'),
    ],
    [
      'values of a number in other words',
      SIMPLE('<xs:enumeration value="1.0"/>', 'xs:decimal'),
      SIMPLE('<xs:enumeration value="01"/>', 'xs:decimal'),
    ],
    [
      'text gets optional attributes',
      schema(E('a')),
      schema(
        '<xs:element name="a"><xs:complexType><xs:simpleContent><xs:extension base="xs:string"><xs:attribute name="lang"/></xs:extension></xs:simpleContent></xs:complexType></xs:element>',
      ),
    ],
    ['a new global element and type', schema(E('a')), schema(`${E('a')}${E('b')}<xs:complexType name="t"/>`)],
    [
      'a chameleon include',
      schema(
        `<xs:simpleType name="t"><xs:restriction base="xs:int"/></xs:simpleType><xs:element name="a" type="t"/>`,
      ),
      {
        'a.xsd': schema('<xs:include schemaLocation="lib/t.xsd"/><xs:element name="a" type="t"/>'),
        'lib/t.xsd':
          '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"><xs:simpleType name="t"><xs:restriction base="xs:int"/></xs:simpleType></xs:schema>',
      },
    ],
    ['a file that moves', { 'a.xsd': schema(E('a')) }, { 'schemas/a.xsd': schema(E('a')) }],
    [
      'files that are merged',
      { 'a.xsd': schema(`<xs:include schemaLocation="b.xsd"/>${E('a')}`), 'b.xsd': schema(E('b')) },
      { 'a.xsd': schema(E('a') + E('b')) },
    ],
    [
      'declarations that move to a file beside it',
      { 'a.xsd': schema(E('a') + E('b')) },
      { 'a.xsd': schema(E('a')), 'b.xsd': schema(E('b')) },
    ],
  ])('%s', async (_, base, head) => {
    expect(await errors(base, head)).toEqual([])
  })
})

test('a redefined type is the one in force', async () => {
  const files = (extra: string): Files => ({
    'a.xsd': schema(
      `<xs:redefine schemaLocation="b.xsd"><xs:complexType name="t"><xs:complexContent><xs:extension base="t"><xs:sequence>\n${extra}</xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:redefine><xs:element name="a" type="t"/>`,
    ),
    'b.xsd': schema(`<xs:complexType name="t"><xs:sequence>${E('x')}</xs:sequence></xs:complexType>`),
  })
  expect(await errors(files(E('y')), files(`${E('y')}\n${E('z')}`))).toEqual(['element added head:4'])
})

test('a schema in a WSDL is judged by what the operations do with it', async () => {
  const wsdl = SAMPLE.replace(
    /<xs:schema [^]*<\/xs:schema>/,
    '<xs:schema><xs:import namespace="urn:pets" schemaLocation="pets.xsd"/></xs:schema>',
  )
  const xsd = (/<xs:schema [^]*<\/xs:schema>/.exec(SAMPLE)?.[0] ?? '').replace(
    '<xs:schema ',
    '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:pets" ',
  )
  const files = (text: string): Files => ({ 'pets.wsdl': wsdl, 'pets.xsd': text })
  expect(await errors({ 'pets.wsdl': SAMPLE }, files(xsd))).toEqual([])
  // In a response, fewer values are nothing new to anybody.
  expect(await errors(files(xsd), files(xsd.replace('<xs:enumeration value="sold"/>', '')))).toEqual([])
  expect(await errors(files(xsd), files(xsd.replace('<xs:enumeration value="dog"/>', '')))).toEqual([
    'value removed base:31',
  ])
})

describe('laws', () => {
  const leaf = fc.record({
    name: fc.constantFrom('p', 'q', 'r', 's'),
    min: fc.nat(1),
    max: fc.constantFrom('1', '3', 'unbounded'),
  })
  const body = fc.uniqueArray(leaf, { selector: ({ name }) => name, minLength: 1, maxLength: 4 })
  type Leaf = { name: string; min: number; max: string }
  const write = (leaves: readonly Leaf[]): string =>
    type(
      `<xs:sequence>${leaves.map(({ name, min, max }) => E(name, ` minOccurs="${min}" maxOccurs="${max}"`)).join('\n')}</xs:sequence>`,
    )

  test('what is narrowed one way is widened the other way', async () => {
    await fc.assert(
      fc.asyncProperty(body, body, async (first, second) => {
        const areas = async (base: string, head: string): Promise<string[]> => {
          const { changes } = await compareContracts(
            memoryChangeSet({ 'a.xsd': base }, { 'a.xsd': head }),
            [],
          )
          return changes.map(({ area }) => area)
        }
        const [there, back] = [
          await areas(write(first), write(second)),
          await areas(write(second), write(first)),
        ]
        const narrows = there.includes('narrowed')
        if (!narrows && there.length > 0) expect(back).toContain('narrowed')
        if (there.length === 0) expect(back).toEqual([])
      }),
      { numRuns: 100 },
    )
  })

  test('an optional element at the end is never an error', async () => {
    await fc.assert(
      fc.asyncProperty(body, async (leaves) => {
        expect(await errors(write(leaves), write([...leaves, { name: 'z', min: 0, max: '1' }]))).toEqual([])
      }),
      { numRuns: 50 },
    )
  })

  test('global declarations in another order are the same', async () => {
    const parts = [...SAMPLE.matchAll(/ {6}<xs:(element|simpleType) name[^]*?\n {6}<\/xs:\1>\n/g)].map(
      ([text]) => text,
    )
    expect(parts.length).toBeGreaterThan(3)
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray(parts, { minLength: parts.length }), async (order) => {
        const rest = parts.reduce((text, part) => text.replace(part, ''), SAMPLE)
        const head = rest.replace('    </xs:schema>', `${order.join('')}    </xs:schema>`)
        const { changes } = await compareContracts(
          memoryChangeSet({ 'p.wsdl': SAMPLE }, { 'p.wsdl': head }),
          [],
        )
        expect(changes).toEqual([])
      }),
      { numRuns: 20 },
    )
  })
})

describe('hostile schemas', () => {
  const compare = async (base: Files, head: Files): Promise<Awaited<ReturnType<typeof compareContracts>>> =>
    compareContracts(memoryChangeSet(base, head), [])

  test('types, groups and files that lead back to themselves come to an end', async () => {
    const circle = (more: string): Files => ({
      'a.xsd': schema(`<xs:include schemaLocation="b.xsd"/><xs:element name="a" type="t"/>`),
      'b.xsd': schema(`<xs:include schemaLocation="a.xsd"/>
<xs:complexType name="t"><xs:sequence>${E('x')}<xs:element name="t" type="t" minOccurs="0"/>${more}</xs:sequence></xs:complexType>
<xs:complexType name="u"><xs:complexContent><xs:extension base="u"/></xs:complexContent></xs:complexType>
<xs:simpleType name="v"><xs:union memberTypes="v v"/></xs:simpleType>
<xs:group name="g"><xs:sequence><xs:group ref="g"/></xs:sequence></xs:group>
<xs:complexType name="w"><xs:group ref="g"/><xs:attributeGroup ref="h"/></xs:complexType>
<xs:attributeGroup name="h"><xs:attributeGroup ref="h"/></xs:attributeGroup>
<xs:element name="s" substitutionGroup="s"/>`),
    })
    const { changes } = await compare(circle(''), circle(E('y')))
    expect(changes.map(({ kind }) => kind)).toContain('element added')
  })

  test('groups and unions that stand for far more than their text cost no more than it', async () => {
    const bomb = (last: string): string => {
      const groups = Array.from(
        { length: 30 },
        (_, at) =>
          `<xs:group name="g${at + 1}"><xs:sequence>${`<xs:group ref="g${at}"/>`.repeat(10)}</xs:sequence></xs:group>`,
      )
      const unions = Array.from(
        { length: 30 },
        (_, at) =>
          `<xs:simpleType name="u${at + 1}"><xs:union memberTypes="${`u${at} `.repeat(10)}"/></xs:simpleType>`,
      )
      return schema(`<xs:group name="g0"><xs:sequence>${E('x')}${last}</xs:sequence></xs:group>${groups.join('')}
<xs:simpleType name="u0"><xs:restriction base="xs:int"/></xs:simpleType>${unions.join('')}
<xs:element name="a"><xs:complexType><xs:group ref="g30"/></xs:complexType></xs:element><xs:element name="b" type="u30"/>`)
    }
    const result = await compare({ 'a.xsd': bomb('') }, { 'a.xsd': bomb(E('y')) })
    expect(result.changes.length + result.notLookedAt.length).toBeGreaterThan(0)
  })

  test('nothing outside the repository is read', async () => {
    const outside = [
      '/etc/passwd',
      '../../etc/passwd',
      'file:///etc/passwd',
      'http://localhost:1/x.xsd',
      '..\\x.xsd',
    ]
    const reads: string[] = []
    const head = schema(outside.map((location) => `<xs:include schemaLocation="${location}"/>`).join(''))
    const changeSet = memoryChangeSet({ 'a/a.xsd': schema('') }, { 'a/a.xsd': head })
    const read = (path: string): ReturnType<typeof changeSet.head.read> => (
      reads.push(path),
      changeSet.head.read(path)
    )
    await compareContracts({ ...changeSet, head: { ...changeSet.head, read } }, [])
    expect(reads.filter((path) => path.includes('passwd') || path.includes('x.xsd'))).toEqual([])
  })

  test('a contract that breaks, or was broken, is named with its line', async () => {
    const good = schema(E('a'))
    const broken = good.replace('</xs:schema>', '<<<<<<< HEAD')
    const after = await compare({ 'a.xsd': good }, { 'a.xsd': broken })
    expect(after.unreadable).toMatchObject([{ side: 'head', path: 'a.xsd', region: { startLine: 3 } }])
    const before = await compare({ 'a.xsd': broken }, { 'a.xsd': good })
    expect(before.unreadable).toMatchObject([{ side: 'base', path: 'a.xsd', region: { startLine: 3 } }])
    const empty = await compare({ 'a.xsd': good }, { 'a.xsd': '' })
    expect(empty.unreadable).toMatchObject([{ side: 'head', path: 'a.xsd' }])
  })
})
