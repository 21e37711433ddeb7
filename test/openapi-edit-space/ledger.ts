import type { ChangeKind } from '../../checks/api-compatibility/diff/change.ts'
import type { Level } from '../../src/model/index.ts'

/** A field of an object whose edits are not reported, and why. */
export interface Waiver {
  /** `info.title`; `tag.*` for all fields of an object. */
  field: string
  why: string
}

const READERS = 'For readers: no request and no response changes with it.'
const NAMES =
  'A shelf of named parts. What takes a part from it is compared where it is used; a name never travels.'
const PARTS = 'Holds objects that have rows of their own.'
const FOLLOWED = 'A reference is followed, and what it leads to compared; how it is written never travels.'

export const WAIVERS: readonly Waiver[] = [
  ...[
    'info.*',
    'contact.*',
    'license.*',
    'tag.*',
    'external-documentation.*',
    'example.*',
    'root.tags',
    'root.externalDocs',
    'operation.tags',
    'operation.externalDocs',
    'response.examples',
    'schema.title',
    'schema.example',
    'schema.examples',
    'schema.externalDocs',
    'schema.$comment',
    'parameter.example',
    'parameter.examples',
    'header.example',
    'header.examples',
    'media-type.example',
    'media-type.examples',
    'server.name',
    'link.body',
    '*.description',
    '*.summary',
  ].map((field) => ({ field, why: READERS })),
  ...[
    'schemas',
    'responses',
    'parameters',
    'examples',
    'requestBodies',
    'headers',
    'links',
    'callbacks',
    'pathItems',
    'mediaTypes',
  ].map((part) => ({ field: `components.${part}`, why: NAMES })),
  ...['definitions', 'parameters', 'responses', 'components'].map((part) => ({
    field: `root.${part}`,
    why: NAMES,
  })),
  { field: 'schema.$defs', why: NAMES },
  { field: 'root.info', why: PARTS },
  { field: 'info.contact', why: PARTS },
  {
    field: 'root.openapi',
    why: 'Which words the description is written in; the same said in other words is compared in the laws.',
  },
  { field: 'root.swagger', why: 'Which words the description is written in.' },
  { field: 'root.$self', why: 'The URL that references may name the description by; followed as any other.' },
  {
    field: 'root.jsonSchemaDialect',
    why: 'Schemas are read by the dialect that OpenAPI itself defines; another one is not known here.',
  },
  { field: 'schema.$schema', why: 'As `jsonSchemaDialect`.' },
  { field: 'schema.$vocabulary', why: 'Only of meaning in a meta-schema (JSON Schema core section 8.1.2).' },
  { field: 'reference.$ref', why: FOLLOWED },
  { field: 'path-item.$ref', why: FOLLOWED },
  {
    field: 'operation.deprecated',
    why: 'What is announced is judged by the rules on promises, which have tests of their own.',
  },
  { field: 'parameter.deprecated', why: 'As `operation.deprecated`.' },
  { field: 'header.deprecated', why: 'As `operation.deprecated`.' },
  { field: 'schema.deprecated', why: 'As `operation.deprecated`.' },
  { field: 'security-scheme.deprecated', why: 'As `operation.deprecated`.' },
  {
    field: 'schema.default',
    why: 'In a body a default is what the server may assume: a hint (JSON Schema validation section 9.2). In a parameter it has a rule.',
  },
  { field: 'xml.prefix', why: 'Readers of XML go by the namespace, not by the prefix that stands for it.' },
  {
    field: 'security-scheme.bearerFormat',
    why: 'A hint for readers (OpenAPI 3.1 section 4.8.27): the client sends the token as it got it.',
  },
  {
    field: 'security-scheme.oauth2MetadataUrl',
    why: 'Where the same URLs can be read; what it says there is not part of the description.',
  },
  {
    field: 'header.allowEmptyValue',
    why: 'Of query parameters only (OpenAPI 3.1 section 4.8.12.2); the meta-schema lists it for headers by mistake.',
  },
  { field: 'header.allowReserved', why: 'Of query parameters only; a header is not percent-encoded.' },
  { field: 'header.default', why: 'As `schema.default` in a body.' },
  { field: 'server-variable.descriptions', why: READERS },
]

/** Where the level or the answer is not what contravariance asks for. */
export interface Exception {
  keyword: string
  direction: 'request' | 'response'
  change: 'added' | 'removed' | 'tightened' | 'loosened' | 'changed'
  answer: 'nothing' | `${Level} ${ChangeKind}`
  why: string
}

const HARDLY =
  'Hardly a client relies on it: it takes what comes. Only one that validates answers would notice, so it is a warning.'
const GROWS =
  'Most lists of values are made to grow; only a client that refuses what it does not know breaks.'

const loosened = (keyword: string, changes: readonly Exception['change'][]): Exception[] =>
  changes.map((change) => ({
    keyword,
    direction: 'response',
    change,
    answer: 'warning response-constraint-loosened',
    why: HARDLY,
  }))

export const EXCEPTIONS: readonly Exception[] = [
  ...loosened('pattern', ['removed', 'loosened', 'changed']),
  ...loosened('multipleOf', ['removed', 'loosened', 'changed']),
  ...loosened('uniqueItems', ['removed', 'loosened']),
  ...loosened('minProperties', ['removed', 'loosened']),
  ...loosened('maxProperties', ['removed', 'loosened']),
  {
    keyword: 'enum',
    direction: 'response',
    change: 'loosened',
    answer: 'warning response-enum-widened',
    why: GROWS,
  },
  {
    keyword: 'enum',
    direction: 'response',
    change: 'removed',
    answer: 'warning response-enum-widened',
    why: GROWS,
  },
  {
    keyword: 'const',
    direction: 'response',
    change: 'removed',
    answer: 'warning response-enum-widened',
    why: GROWS,
  },
  {
    keyword: 'properties',
    direction: 'request',
    change: 'added',
    answer: 'nothing',
    why: 'To the letter a property that is described allows less than one that is not; but nobody sends what is not described, and a new optional property is the compatible change itself.',
  },
  {
    keyword: 'properties',
    direction: 'response',
    change: 'removed',
    answer: 'warning response-property-removed',
    why: 'An optional property was never promised.',
  },
]
