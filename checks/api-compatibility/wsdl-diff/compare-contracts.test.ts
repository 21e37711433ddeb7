import { describe, expect, test } from 'vitest'
import { memoryChangeSet } from '../../../src/changeset/memory.ts'
import type { ContractChange } from './collector.ts'
import { compareContracts } from './compare-contracts.ts'
import { edit, SAMPLE } from './sample.ts'

type Replacement = readonly [from: string | RegExp, to: string]
type Files = Record<string, string>

async function changesOf(base: Files, head: Files): Promise<ContractChange[]> {
  const result = await compareContracts(memoryChangeSet(base, head), [])
  expect(result.unreadable).toEqual([])
  expect(result.notLookedAt).toEqual([])
  return result.changes
}

/** `area side:line words` of what is an error, with the text of the line. */
async function errorsOf(base: Files, head: Files): Promise<string[]> {
  const changes = await changesOf(base, head)
  return changes
    .filter(({ level, area }) => level === 'error' && area !== 'widened')
    .map(({ area, side, node }) => {
      const path = ('children' in node ? node : node.element).source.path
      const text = (side === 'base' ? base : head)[path] ?? ''
      return `${area} ${side} ${text.split('\n')[node.region.startLine - 1]?.trim() ?? ''}`
    })
}

const line = (from: string, to: string): Replacement => [from, to]
const ELEMENT = (name: string, type: string, more = ''): string =>
  `<xs:element name="${name}" type="${type}"${more}/>`

describe('what breaks clients is an error on its line', () => {
  test.each<[string, Replacement[], string[]]>([
    [
      'operation removed',
      [
        [/ {4}<wsdl:operation name="Ping">\n {6}<wsdl:input message[^]*?<\/wsdl:operation>\n/, ''],
        [/ {4}<wsdl:operation name="Ping">\n {6}<soap[^]*?<\/wsdl:operation>\n/, ''],
      ],
      ['operation base <wsdl:operation name="Ping">'],
    ],
    [
      'operation renamed',
      [[/<wsdl:operation name="Ping">/g, '<wsdl:operation name="Pong">']],
      ['operation base <wsdl:operation name="Ping">'],
    ],
    [
      'operation no longer bound',
      [[/ {4}<wsdl:operation name="Ping">\n {6}<soap[^]*?<\/wsdl:operation>\n/, '']],
      ['binding base <wsdl:operation name="Ping">'],
    ],
    [
      'port type renamed',
      [
        ['portType name="PetsPort"', 'portType name="Pets"'],
        ['type="tns:PetsPort"', 'type="tns:Pets"'],
      ],
      ['operation base <wsdl:portType name="PetsPort">'],
    ],
    [
      'service renamed',
      [['service name="PetsService"', 'service name="Pets"']],
      ['operation base <wsdl:service name="PetsService">'],
    ],
    [
      'port removed',
      [[/ {4}<wsdl:port [^]*?<\/wsdl:port>\n/, '']],
      ['operation base <wsdl:port name="PetsPort" binding="tns:PetsSoap">'],
    ],
    [
      'style changed',
      [['style="document"', 'style="rpc"']],
      ['binding head <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>'],
    ],
    [
      'transport changed',
      [['soap/http"', 'soap/jms"']],
      ['binding head <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/jms"/>'],
    ],
    [
      'SOAP version changed',
      [
        [
          'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"',
          'xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap12/"',
        ],
      ],
      ['binding head <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>'],
    ],
    [
      'soapAction changed',
      [['soapAction="urn:pets/Ping"', 'soapAction="urn:pets/v2/Ping"']],
      ['binding head <soap:operation soapAction="urn:pets/v2/Ping"/>'],
    ],
    [
      'use changed',
      [['<soap:body use="literal"/></wsdl:input>', '<soap:body use="encoded"/></wsdl:input>']],
      ['binding head <wsdl:input><soap:body use="encoded"/></wsdl:input>'],
    ],
    [
      'one-way becomes request-response',
      [
        [
          '<wsdl:input message="tns:PingIn"/>',
          '<wsdl:input message="tns:PingIn"/><wsdl:output message="tns:AddPetOut"/>',
        ],
      ],
      ['message head <wsdl:input message="tns:PingIn"/><wsdl:output message="tns:AddPetOut"/>'],
    ],
    [
      'the element of a part changed',
      [['name="body" element="tns:AddPet"', 'name="body" element="tns:PetFault"']],
      [
        'message head <wsdl:message name="AddPetIn"><wsdl:part name="body" element="tns:PetFault"/></wsdl:message>',
      ],
    ],
    [
      'a part added',
      [
        [
          '<wsdl:message name="PingIn"/>',
          '<wsdl:message name="PingIn"><wsdl:part name="body" element="tns:PetFault"/></wsdl:message>',
        ],
      ],
      [
        'message head <wsdl:message name="PingIn"><wsdl:part name="body" element="tns:PetFault"/></wsdl:message>',
      ],
    ],
    [
      'the namespace of everything changed',
      [[/urn:pets"/g, 'urn:pets:v2"']],
      [
        'operation head xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:pets:v2" name="Pets" targetNamespace="urn:pets:v2">',
        'message head <xs:schema targetNamespace="urn:pets:v2" elementFormDefault="qualified">',
      ],
    ],
    [
      'elements no longer qualified',
      [['elementFormDefault="qualified"', 'elementFormDefault="unqualified"']],
      ['message head <xs:schema targetNamespace="urn:pets" elementFormDefault="unqualified">'],
    ],
    [
      'required element added to a request',
      [line(ELEMENT('name', 'tns:Name'), `${ELEMENT('name', 'tns:Name')}\n${ELEMENT('owner', 'xs:string')}`)],
      [`request head ${ELEMENT('owner', 'xs:string')}`],
    ],
    [
      'required element added to a response',
      [line(ELEMENT('id', 'xs:int'), `${ELEMENT('id', 'xs:int')}\n${ELEMENT('owner', 'xs:string')}`)],
      [`response head ${ELEMENT('owner', 'xs:string')}`],
    ],
    [
      'element removed from a request',
      [[/ *<xs:element name="tag".*\n/, '']],
      [`request base ${ELEMENT('tag', 'xs:string', ' minOccurs="0" maxOccurs="5"')}`],
    ],
    [
      'element removed from a response',
      [[/ *<xs:element name="id".*\n/, '']],
      [`response base ${ELEMENT('id', 'xs:int')}`],
    ],
    [
      'element renamed',
      [['name="born"', 'name="birthday"']],
      [`request base ${ELEMENT('born', 'xs:int', ' nillable="true"')}`],
    ],
    [
      'optional becomes required',
      [['type="tns:Kind" minOccurs="0"', 'type="tns:Kind"']],
      [`request head ${ELEMENT('kind', 'tns:Kind')}`],
    ],
    [
      'required becomes optional in a response',
      [line(ELEMENT('id', 'xs:int'), ELEMENT('id', 'xs:int', ' minOccurs="0"'))],
      [`response head ${ELEMENT('id', 'xs:int', ' minOccurs="0"')}`],
    ],
    [
      'maxOccurs lowered',
      [['maxOccurs="5"', 'maxOccurs="4"']],
      [`request head ${ELEMENT('tag', 'xs:string', ' minOccurs="0" maxOccurs="4"')}`],
    ],
    [
      'maxOccurs raised in a response',
      [line(ELEMENT('id', 'xs:int'), ELEMENT('id', 'xs:int', ' maxOccurs="unbounded"'))],
      [`response head ${ELEMENT('id', 'xs:int', ' maxOccurs="unbounded"')}`],
    ],
    [
      'order changed',
      [[/( *<xs:element name="id".*\n)( *<xs:element name="note".*\n)/, '$2$1']],
      [`response head ${ELEMENT('note', 'xs:string', ' minOccurs="0"')}`],
    ],
    [
      'sequence becomes choice',
      [[/<xs:sequence>([^]*?)<\/xs:sequence>/, '<xs:choice>$1</xs:choice>']],
      ['request head <xs:choice>'],
    ],
    [
      'type changed',
      [line(ELEMENT('born', 'xs:int', ' nillable="true"'), ELEMENT('born', 'xs:date', ' nillable="true"'))],
      [`request head ${ELEMENT('born', 'xs:date', ' nillable="true"')}`],
    ],
    [
      'type narrowed in a request',
      [line(ELEMENT('born', 'xs:int', ' nillable="true"'), ELEMENT('born', 'xs:short', ' nillable="true"'))],
      [`request head ${ELEMENT('born', 'xs:short', ' nillable="true"')}`],
    ],
    [
      'type widened in a response',
      [line(ELEMENT('id', 'xs:int'), ELEMENT('id', 'xs:long'))],
      [`response head ${ELEMENT('id', 'xs:long')}`],
    ],
    ['no longer nillable', [[' nillable="true"', '']], [`request head ${ELEMENT('born', 'xs:int')}`]],
    [
      'value removed',
      [[/ *<xs:enumeration value="dog"\/>\n/, '']],
      ['request base <xs:enumeration value="dog"/>'],
    ],
    [
      'value added in a response',
      [['<xs:enumeration value="sold"/>', '<xs:enumeration value="sold"/>\n<xs:enumeration value="lost"/>']],
      ['response head <xs:enumeration value="lost"/>'],
    ],
    [
      'maxLength lowered',
      [['maxLength value="40"', 'maxLength value="20"']],
      ['request head <xs:maxLength value="20"/>'],
    ],
    [
      'pattern added',
      [['<xs:maxLength value="40"/>', '<xs:maxLength value="40"/>\n<xs:pattern value="[A-Z].*"/>']],
      ['request head <xs:pattern value="[A-Z].*"/>'],
    ],
    [
      'attribute becomes required',
      [
        [
          '<xs:attribute name="trace" type="xs:string"/>',
          '<xs:attribute name="trace" type="xs:string" use="required"/>',
        ],
      ],
      ['request head <xs:attribute name="trace" type="xs:string" use="required"/>'],
    ],
    [
      'attribute removed',
      [[/ *<xs:attribute name="trace".*\n/, '']],
      ['request base <xs:attribute name="trace" type="xs:string"/>'],
    ],
  ])('%s', async (_, replacements, expected) => {
    const files = { 'pets.wsdl': edit(SAMPLE, ...replacements) }
    expect(await errorsOf({ 'pets.wsdl': SAMPLE }, files)).toEqual(expected)
    // The reverse of a change is a change of its own, never a crash.
    await changesOf(files, { 'pets.wsdl': SAMPLE })
  })
})

describe('what breaks nobody is no error', () => {
  test.each<[string, Replacement[]]>([
    [
      'optional element added to a request',
      [
        line(
          ELEMENT('name', 'tns:Name'),
          ELEMENT('name', 'tns:Name') + ELEMENT('owner', 'xs:string', ' minOccurs="0"'),
        ),
      ],
    ],
    [
      'optional element added to a response',
      [
        line(
          ELEMENT('id', 'xs:int'),
          ELEMENT('id', 'xs:int') + ELEMENT('owner', 'xs:string', ' minOccurs="0"'),
        ),
      ],
    ],
    [
      'required becomes optional in a request',
      [line(ELEMENT('name', 'tns:Name'), ELEMENT('name', 'tns:Name', ' minOccurs="0"'))],
    ],
    [
      'operation added',
      [
        [
          '<wsdl:operation name="Ping">',
          '<wsdl:operation name="Pong"><wsdl:input message="tns:PingIn"/></wsdl:operation><wsdl:operation name="Ping">',
        ],
      ],
    ],
    [
      'documentation',
      [['<wsdl:portType', '<wsdl:documentation>All about pets</wsdl:documentation><wsdl:portType']],
    ],
    [
      'annotation',
      [
        [
          '<xs:maxLength',
          '<xs:annotation><xs:documentation>short</xs:documentation></xs:annotation><xs:maxLength',
        ],
      ],
    ],
    [
      'prefixes renamed',
      [
        [/tns/g, 'p'],
        [/xs:/g, 'xsd:'],
        ['xmlns:xs=', 'xmlns:xsd='],
      ],
    ],
    [
      'value added in a request',
      [['<xs:enumeration value="dog"/>', '<xs:enumeration value="dog"/><xs:enumeration value="cow"/>']],
    ],
    ['value removed in a response', [[/ *<xs:enumeration value="sold"\/>\n/, '']]],
    ['maxLength raised', [['maxLength value="40"', 'maxLength value="60"']]],
    [
      'type widened in a request',
      [line(ELEMENT('born', 'xs:int', ' nillable="true"'), ELEMENT('born', 'xs:long', ' nillable="true"'))],
    ],
    ['message renamed', [[/AddPetIn/g, 'AddPetRequest']]],
    [
      'part renamed in a document',
      [['<wsdl:part name="body" element="tns:AddPet"', '<wsdl:part name="parameters" element="tns:AddPet"']],
    ],
    ['binding renamed', [[/PetsSoap/g, 'PetsBinding']]],
    ['another address', [['pets.example', 'animals.example']]],
    ['a second port', [['<wsdl:port ', '<wsdl:port name="Other" binding="tns:PetsSoap"/><wsdl:port ']]],
    ['an optional attribute', [['<xs:attribute ', '<xs:attribute name="more"/><xs:attribute ']]],
    [
      'a type written in place',
      [
        [
          ' type="tns:Kind" minOccurs="0"/>',
          ' minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="dog"/><xs:enumeration value="cat"/></xs:restriction></xs:simpleType></xs:element>',
        ],
        [/<xs:simpleType name="Kind">[^]*?<\/xs:simpleType>/, ''],
      ],
    ],
    [
      'a type of its own',
      [
        [
          /<xs:element name="AddPet">\s*<xs:complexType>([^]*?)<\/xs:complexType>\s*<\/xs:element>/,
          '<xs:element name="AddPet" type="tns:Pet"/><xs:complexType name="Pet">$1</xs:complexType>',
        ],
      ],
    ],
    [
      'the same times in other words',
      [
        [' minOccurs="0" maxOccurs="5"/>', ' minOccurs="00" maxOccurs="05"/>'],
        [line(ELEMENT('id', 'xs:int'), '')[0], ELEMENT('id', 'xs:int', ' minOccurs="1" maxOccurs="1"')],
      ],
    ],
    [
      'a group in a group',
      [[/<xs:sequence>([^]*?)<\/xs:sequence>/, '<xs:sequence><xs:sequence>$1</xs:sequence></xs:sequence>']],
    ],
    [
      'a fault more',
      [
        [
          '<wsdl:fault name="PetFault" message',
          '<wsdl:fault name="Busy" message="tns:PetFault"/><wsdl:fault name="PetFault" message',
        ],
      ],
    ],
  ])('%s', async (_, replacements) => {
    const head = edit(SAMPLE, ...replacements)
    expect(await errorsOf({ 'pets.wsdl': SAMPLE }, { 'pets.wsdl': head })).toEqual([])
  })
})

const RPC = `<definitions xmlns="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:sum" targetNamespace="urn:sum"
    xmlns:enc="http://schemas.xmlsoap.org/soap/encoding/" xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/">
  <types>
    <xs:schema targetNamespace="urn:sum">
      <xs:complexType name="Pair"><xs:sequence><xs:element name="a" type="xs:int"/></xs:sequence></xs:complexType>
      <xs:complexType name="Pairs">
        <xs:complexContent>
          <xs:restriction base="enc:Array">
            <xs:attribute ref="enc:arrayType" wsdl:arrayType="tns:Pair[]"/>
          </xs:restriction>
        </xs:complexContent>
      </xs:complexType>
    </xs:schema>
  </types>
  <message name="In">
    <part name="x" type="xs:int"/>
    <part name="pairs" type="tns:Pairs"/>
  </message>
  <message name="Out"><part name="sum" type="xs:int"/></message>
  <message name="Head"><part name="auth" type="xs:string"/></message>
  <portType name="P"><operation name="sum"><input message="tns:In"/><output message="tns:Out"/></operation></portType>
  <binding name="B" type="tns:P">
    <soap:binding style="rpc" transport="http://schemas.xmlsoap.org/soap/http"/>
    <operation name="sum">
      <input>
        <soap:body use="encoded" namespace="urn:sum" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>
      </input>
      <output><soap:body use="encoded" namespace="urn:sum"/></output>
    </operation>
  </binding>
</definitions>
`

test.each<[string, Replacement, string[]]>([
  [
    'a part is renamed',
    ['name="x"', 'name="y"'],
    ['message base <part name="x" type="xs:int"/>', 'message head <part name="y" type="xs:int"/>'],
  ],
  [
    'the parts in another order',
    [/( *<part name="x".*\n)( *<part name="pairs".*\n)/, '$2$1'],
    ['message head <part name="pairs" type="tns:Pairs"/>'],
  ],
  [
    'the type of a part',
    ['name="x" type="xs:int"', 'name="x" type="xs:date"'],
    ['request head <part name="x" type="xs:date"/>'],
  ],
  [
    'the items of an array',
    ['<xs:element name="a" type="xs:int"/>', '<xs:element name="a" type="xs:date"/>'],
    [
      'request head <xs:complexType name="Pair"><xs:sequence><xs:element name="a" type="xs:date"/></xs:sequence></xs:complexType>',
    ],
  ],
  [
    'the namespace of the wrapper',
    ['use="encoded" namespace="urn:sum" enc', 'use="encoded" namespace="urn:other" enc'],
    [
      'binding head <soap:body use="encoded" namespace="urn:other" encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"/>',
    ],
  ],
  [
    'a header to be sent',
    [
      '      </input>\n',
      '        <soap:header message="tns:Head" part="auth" use="literal"/>\n      </input>\n',
    ],
    ['binding head <soap:header message="tns:Head" part="auth" use="literal"/>'],
  ],
  [
    'the binding goes',
    [/ {2}<binding [^]*?<\/binding>\n/, ''],
    ['binding base <binding name="B" type="tns:P">'],
  ],
])('of a procedure call: %s', async (_, replacement, expected) => {
  const head = edit(RPC, replacement)
  const found = await errorsOf({ 'sum.wsdl': RPC }, { 'sum.wsdl': head })
  expect(found).toEqual(expected)
})

const WSDL2 = `<description xmlns="http://www.w3.org/ns/wsdl" xmlns:tns="urn:p" targetNamespace="urn:p"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:wsoap="http://www.w3.org/ns/wsdl/soap">
  <types>
    <xs:schema targetNamespace="urn:p">
      <xs:element name="in" type="xs:int"/>
      <xs:element name="out" type="xs:int"/>
    </xs:schema>
  </types>
  <interface name="I">
    <operation name="op" pattern="http://www.w3.org/ns/wsdl/in-out">
      <input element="tns:in"/>
      <output element="tns:out"/>
    </operation>
    <operation name="ping"><input element="#none"/></operation>
  </interface>
  <binding name="B" interface="tns:I" type="http://www.w3.org/ns/wsdl/soap" wsoap:version="1.2">
    <operation ref="tns:op" wsoap:action="urn:p/op"/>
  </binding>
  <service name="S" interface="tns:I"><endpoint name="E" binding="tns:B" address="https://p.example"/></service>
</description>
`

test.each<[string, Replacement, string[]]>([
  [
    'operation removed',
    [/ *<operation name="ping".*\n/, ''],
    ['operation base <operation name="ping"><input element="#none"/></operation>'],
  ],
  [
    'request narrowed',
    ['name="in" type="xs:int"', 'name="in" type="xs:short"'],
    ['request head <xs:element name="in" type="xs:short"/>'],
  ],
  [
    'response widened',
    ['name="out" type="xs:int"', 'name="out" type="xs:long"'],
    ['response head <xs:element name="out" type="xs:long"/>'],
  ],
  [
    'SOAP version',
    ['wsoap:version="1.2"', 'wsoap:version="1.1"'],
    [
      'binding head <binding name="B" interface="tns:I" type="http://www.w3.org/ns/wsdl/soap" wsoap:version="1.1">',
    ],
  ],
  [
    'endpoint removed',
    ['<endpoint name="E" binding="tns:B" address="https://p.example"/>', ''],
    [
      'operation base <service name="S" interface="tns:I"><endpoint name="E" binding="tns:B" address="https://p.example"/></service>',
    ],
  ],
  [
    'an operation more',
    [
      '<operation name="ping">',
      '<operation name="pong"><input element="#none"/></operation><operation name="ping">',
    ],
    [],
  ],
])('of WSDL 2.0: %s', async (_, replacement, expected) => {
  expect(await errorsOf({ 'p.wsdl': WSDL2 }, { 'p.wsdl': edit(WSDL2, replacement) })).toEqual(expected)
})

test('a WSDL under another name or in an XML file is found by its content', async () => {
  const head = edit(SAMPLE, ['soapAction="urn:pets/Ping"', 'soapAction="urn:Ping"'])
  expect(await errorsOf({ 'a/service.xml': SAMPLE }, { 'a/service.xml': head })).toHaveLength(1)
  expect(await errorsOf({ 'a/service.wsdl': SAMPLE }, { 'b/pets.wsdl': head })).toHaveLength(1)
  expect(await errorsOf({ 'a/service.wsdl': SAMPLE }, { 'b/pets.wsdl': SAMPLE })).toEqual([])
  expect(await errorsOf({ 'a/service.wsdl': SAMPLE }, { 'pom.xml': '<project/>' })).toHaveLength(1)
})

describe('the same contract in other words', () => {
  const part = (from: RegExp): string => from.exec(SAMPLE)?.[0] ?? ''
  const ATTRIBUTES = `xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
    xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:pets"`
  const abstract = [
    / *<wsdl:message [^]*<wsdl:message name="PingIn"\/>\n/,
    / *<wsdl:portType [^]*<\/wsdl:portType>\n/,
  ].map(part)
  const types = part(/ *<wsdl:types>[^]*<\/wsdl:types>\n/)
  const rest = [...abstract, types].reduce((text, removed) => text.replace(removed, ''), SAMPLE)
  const split: Files = {
    'pets.wsdl': rest.replace(
      '<wsdl:binding',
      '<wsdl:import namespace="urn:pets" location="parts/abstract.wsdl"/>\n  <wsdl:binding',
    ),
    'parts/abstract.wsdl': `<wsdl:definitions ${ATTRIBUTES} targetNamespace="urn:pets">\n  <wsdl:types><xs:schema><xs:import namespace="urn:pets" schemaLocation="../xsd/pets.xsd"/></xs:schema></wsdl:types>\n${abstract.join('')}</wsdl:definitions>`,
    'xsd/pets.xsd': (/<xs:schema [^]*<\/xs:schema>/.exec(types)?.[0] ?? '').replace(
      '<xs:schema ',
      `<xs:schema ${ATTRIBUTES} `,
    ),
  }

  test('split over files, and merged again', async () => {
    expect(await changesOf({ 'pets.wsdl': SAMPLE }, split)).toEqual([])
    expect(await changesOf(split, { 'pets.wsdl': SAMPLE })).toEqual([])
  })

  test('a change in one of the files is found where it is', async () => {
    const head = {
      ...split,
      'xsd/pets.xsd': edit(split['xsd/pets.xsd'] ?? '', ['maxLength value="40"', 'maxLength value="9"']),
    }
    const [change, ...others] = await changesOf(split, head)
    expect(others).toEqual([])
    expect(change).toMatchObject({ area: 'request', level: 'error', affects: ['AddPet'] })
    expect(change && 'children' in change.node && change.node.source.path).toBe('xsd/pets.xsd')
  })

  test('all in another folder', async () => {
    const moved = Object.fromEntries(Object.entries(split).map(([path, text]) => [`contracts/${path}`, text]))
    expect(await changesOf(split, moved)).toEqual([])
  })

  test('every attribute and tag on a line of its own, other quotes, other prefixes, comments', async () => {
    const spread = SAMPLE.replaceAll(/ ([\w:]+)="([^"]*)"/g, "\n  $1 =\n '$2'")
      .replaceAll('><', '>\r\n<!-- <wsdl:operation name="no"/> --><')
      .replaceAll('xs:', 'schema:')
      .replaceAll('xmlns:xs', 'xmlns:schema')
      .replaceAll('tns', 'this')
    expect(await changesOf({ 'pets.wsdl': SAMPLE }, { 'pets.wsdl': spread })).toEqual([])
  })
})
