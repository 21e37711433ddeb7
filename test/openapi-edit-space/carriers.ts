import { edited, type Json, type Path } from './document.ts'
import type { Version } from './meta-schemas.ts'

/** A place of the sample where a schema stands, and which way its data travels. */
export interface Carrier {
  name: string
  /** The schema itself; for Swagger 2's parameters and headers, the object its keywords stand in. */
  at: Path
  direction: 'request' | 'response'
  /** Written as plain text, where types can hardly be told apart. */
  text?: true
  /** What the object must keep when its schema is another. */
  keep?: Record<string, string | boolean>
}

const PATH = '/pets/{id}'

function ofOperation(prefix: string, at: Path, called: boolean, version: Version): Carrier[] {
  const [asks, answers] = called ? (['request', 'response'] as const) : (['response', 'request'] as const)
  const content = [...at, 'requestBody', 'content']
  const response = [...at, 'responses', '200']
  return [
    { name: `${prefix}parameter`, at: [...at, 'parameters', 0, 'schema'], direction: asks, text: true },
    { name: `${prefix}request body`, at: [...content, 'application/json', 'schema'], direction: asks },
    {
      name: `${prefix}form field`,
      at: [...content, 'multipart/form-data', 'schema', 'properties', 'part'],
      direction: asks,
      text: true,
    },
    {
      name: `${prefix}header of a part`,
      at: [...content, 'multipart/form-data', 'encoding', 'part', 'headers', 'X-Part', 'schema'],
      direction: asks,
      text: true,
    },
    {
      name: `${prefix}response body`,
      at: [...response, 'content', 'application/json', 'schema'],
      direction: answers,
    },
    {
      name: `${prefix}header`,
      at: [...response, 'headers', 'X-Rate', 'schema'],
      direction: answers,
      text: true,
    },
    {
      name: `${prefix}header with content`,
      at: [...response, 'headers', 'X-Plain', 'content', 'application/json', 'schema'],
      direction: answers,
    },
    ...(version === '3.2'
      ? [
          {
            name: `${prefix}item of a stream`,
            at: [...content, 'application/jsonl', 'itemSchema'],
            direction: asks,
          } as const,
        ]
      : []),
  ]
}

/** Every place where a description of this version holds a schema. */
export function carriersOf(version: Version): Carrier[] {
  if (version !== '2.0') {
    return [
      {
        name: 'parameter of a path',
        at: ['paths', PATH, 'parameters', 0, 'schema'],
        direction: 'request',
        text: true,
      },
      ...ofOperation('', ['paths', PATH, 'post'], true, version),
      ...ofOperation(
        'callback: ',
        ['paths', PATH, 'post', 'callbacks', 'done', '{$request.body#/url}', 'post'],
        false,
        version,
      ),
      ...(version === '3.0' ? [] : ofOperation('webhook: ', ['webhooks', 'event', 'post'], false, version)),
    ]
  }
  const post = ['paths', PATH, 'post']
  return [
    {
      name: 'parameter of a path',
      at: ['paths', PATH, 'parameters', 0],
      direction: 'request',
      text: true,
      keep: { name: 'id', in: 'path', required: true },
    },
    {
      name: 'parameter',
      at: [...post, 'parameters', 0],
      direction: 'request',
      text: true,
      keep: { name: 'filter', in: 'query' },
    },
    {
      name: 'header parameter',
      at: [...post, 'parameters', 2],
      direction: 'request',
      text: true,
      keep: { name: 'X-Trace', in: 'header' },
    },
    {
      name: 'form field',
      at: ['paths', PATH, 'put', 'parameters', 0],
      direction: 'request',
      text: true,
      keep: { name: 'part', in: 'formData' },
    },
    { name: 'request body', at: [...post, 'parameters', 1, 'schema'], direction: 'request' },
    { name: 'response body', at: [...post, 'responses', '200', 'schema'], direction: 'response' },
    {
      name: 'header',
      at: [...post, 'responses', '200', 'headers', 'X-Rate'],
      direction: 'response',
      text: true,
      keep: {},
    },
  ]
}

/** Where in a schema another one stands. */
export interface Position {
  inside: Path
  beside?: Record<string, Json>
  /** What it describes is forbidden: more of it is less. */
  turned?: true
  versions: readonly Version[]
}

const ALL = ['2.0', '3.0', '3.1', '3.2'] as const
const SINCE_3 = ['3.0', '3.1', '3.2'] as const
const SINCE_31 = ['3.1', '3.2'] as const
const FLAG = { type: 'boolean' }

export const POSITIONS: Readonly<Record<string, Position>> = {
  'a property': { inside: ['properties', 'inner'], versions: ALL },
  'an item': { inside: ['items'], beside: { type: 'array' }, versions: ALL },
  'an item of an item': { inside: ['items', 'items'], beside: { type: 'array' }, versions: ALL },
  'any other property': { inside: ['additionalProperties'], versions: ALL },
  'a part of allOf': { inside: ['allOf', 0], beside: {}, versions: ALL },
  'a property of a part of allOf': { inside: ['allOf', 0, 'properties', 'inner'], beside: {}, versions: ALL },
  'a branch of oneOf': { inside: ['oneOf', 0], beside: { oneOf: [{}, FLAG] }, versions: SINCE_3 },
  'a branch of anyOf': { inside: ['anyOf', 0], beside: { anyOf: [{}, FLAG] }, versions: SINCE_3 },
  'what must not be': { inside: ['not'], beside: { type: 'string' }, turned: true, versions: SINCE_3 },
  'a position of a tuple': { inside: ['prefixItems', 0], beside: { type: 'array' }, versions: SINCE_31 },
  'what a list contains': { inside: ['contains'], beside: { type: 'array' }, versions: SINCE_31 },
  'a property by pattern': { inside: ['patternProperties', '^x'], versions: SINCE_31 },
  'the names of properties': { inside: ['propertyNames'], versions: SINCE_31 },
  'what a property brings': { inside: ['dependentSchemas', 'a', 'properties', 'b'], versions: SINCE_31 },
  'what nothing else describes': { inside: ['unevaluatedProperties'], versions: SINCE_31 },
  'items that nothing else describes': {
    inside: ['unevaluatedItems'],
    beside: { type: 'array' },
    versions: SINCE_31,
  },
  'what is encoded in a text': {
    inside: ['contentSchema'],
    beside: { type: 'string', contentMediaType: 'application/json' },
    versions: SINCE_31,
  },
  'what holds on a condition': {
    inside: ['then'],
    beside: { type: 'string', if: { pattern: '^a' } },
    versions: SINCE_31,
  },
  'what holds otherwise': {
    inside: ['else'],
    beside: { type: 'string', if: { pattern: '^a' } },
    versions: SINCE_31,
  },
}

/** A schema with another one (of texts) inside. */
export function nestedIn(
  { inside, beside = { type: 'object' } }: Position,
  schema: Record<string, Json>,
): Json {
  return edited(beside, [inside, { type: 'string', ...schema }])
}
