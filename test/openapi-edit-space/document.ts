import { Description } from '../../src/parse/openapi/description.ts'
import { dialectOf } from '../../src/parse/openapi/detect.ts'
import type { Change } from '../../checks/api-compatibility/diff/change.ts'
import { diffDescriptions } from '../../checks/api-compatibility/diff/diff.ts'
import type { Version } from './meta-schemas.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Path = readonly (string | number)[]

/** Stands for a field that is not written. */
export const ABSENT = undefined
export type Value = Json | typeof ABSENT

const PATH = '/pets/{id}'
const TEXT = { type: 'string' }
const json = (schema: Json): Json => ({ 'application/json': { schema } })

function operation(id: string, version: Version): Record<string, Json> {
  return {
    operationId: id,
    parameters: [{ name: 'filter', in: 'query', schema: TEXT }],
    requestBody: {
      content: {
        'application/json': { schema: TEXT },
        'application/xml': { schema: TEXT },
        'multipart/form-data': {
          schema: { type: 'object', properties: { part: TEXT } },
          encoding: { part: { contentType: 'text/plain', headers: { 'X-Part': { schema: TEXT } } } },
        },
        ...(version === '3.2' && {
          'application/jsonl': { itemSchema: TEXT },
          'multipart/mixed': {
            itemSchema: TEXT,
            prefixEncoding: [{ contentType: 'text/plain' }],
            itemEncoding: { contentType: 'text/plain' },
          },
        }),
      },
    },
    responses: {
      200: {
        description: 'OK',
        headers: { 'X-Rate': { schema: TEXT }, 'X-Plain': { content: json(TEXT) } },
        content: { 'application/json': { schema: TEXT }, 'application/xml': { schema: TEXT } },
        links: { self: { operationId: 'read' } },
      },
    },
  }
}

/** A small description that holds every object of its version once. */
export function sampleOf(version: Version): Json {
  if (version === '2.0') return copyOf(swagger())
  return copyOf({
    openapi: `${version}.0`,
    info: { title: 'Pets', version: '1.0.0', contact: {}, license: { name: 'MIT' } },
    servers: [{ url: 'https://api.example.com/{version}', variables: { version: { default: 'v1' } } }],
    tags: [{ name: 'pets' }],
    security: [{ key: [] }],
    paths: {
      [PATH]: {
        parameters: [{ name: 'id', in: 'path', required: true, schema: TEXT }],
        get: { operationId: 'read', responses: { 204: { description: 'None' } } },
        post: {
          ...operation('write', version),
          callbacks: { done: { '{$request.body#/url}': { post: operation('done', version) } } },
        },
      },
    },
    ...(version !== '3.0' && { webhooks: { event: { post: operation('event', version) } } }),
    components: {
      schemas: {
        Loose: { maxLength: 9 },
        Tight: { maxLength: 5 },
        Cat: { type: 'object', properties: { kind: TEXT, claws: { type: 'integer' } }, required: ['kind'] },
        Dog: { type: 'object', properties: { kind: TEXT, tail: { type: 'integer' } }, required: ['kind'] },
      },
      securitySchemes: {
        key: { type: 'apiKey', in: 'header', name: 'X-Key' },
        bearer: { type: 'http', scheme: 'bearer' },
        open: { type: 'openIdConnect', openIdConnectUrl: 'https://id.example.com/a' },
        oauth: { type: 'oauth2', flows: { authorizationCode: flow() } },
      },
    },
  })
}

export function flow(more: Record<string, Json> = {}): Record<string, Json> {
  return {
    authorizationUrl: 'https://id.example.com/authorize',
    tokenUrl: 'https://id.example.com/token',
    scopes: { read: 'Read', write: 'Write' },
    ...more,
  }
}

function swagger(): Json {
  return {
    swagger: '2.0',
    info: { title: 'Pets', version: '1.0.0', contact: {}, license: { name: 'MIT' } },
    host: 'api.example.com',
    basePath: '/v1',
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    tags: [{ name: 'pets' }],
    security: [{ key: [] }],
    paths: {
      [PATH]: {
        parameters: [{ name: 'id', in: 'path', required: true, type: 'string' }],
        get: { operationId: 'read', responses: { 204: { description: 'None' } } },
        put: {
          operationId: 'upload',
          consumes: ['multipart/form-data'],
          parameters: [{ name: 'part', in: 'formData', type: 'string' }],
          responses: { 204: { description: 'None' } },
        },
        post: {
          operationId: 'write',
          parameters: [
            { name: 'filter', in: 'query', type: 'string' },
            { name: 'body', in: 'body', schema: TEXT },
            { name: 'X-Trace', in: 'header', type: 'string' },
          ],
          responses: {
            200: { description: 'OK', schema: TEXT, headers: { 'X-Rate': { type: 'string' } } },
          },
        },
      },
    },
    definitions: {
      Loose: { maxLength: 9 },
      Tight: { maxLength: 5 },
    },
    securityDefinitions: {
      key: { type: 'apiKey', in: 'header', name: 'X-Key' },
      plain: { type: 'basic' },
      oauth: { type: 'oauth2', flow: 'accessCode', ...flow() },
    },
  }
}

/**
 * The document with other values at some places; the places around them are made where they are missing. It shares
 * what is not edited: thousands are made, and none is written to.
 */
export function edited(document: Json, ...edits: readonly (readonly [Path, Value])[]): Json {
  let copy: Value = document
  for (const [path, value] of edits) copy = withValue(copy, path, value)
  return copy ?? null
}

function withValue(document: Value, path: Path, value: Value): Value {
  const [step, ...rest] = path
  if (step === undefined) return value === ABSENT ? value : copyOf(value)
  const around = document ?? (typeof step === 'number' ? [] : {})
  const copy = (Array.isArray(around) ? [...around] : { ...(around as object) }) as Record<
    string | number,
    Json
  >
  const inner = withValue(Object.hasOwn(copy, step) ? copy[step] : ABSENT, rest, value)
  if (inner === ABSENT) delete copy[step]
  else copy[step] = inner
  return copy
}

/** A copy that shares nothing, neither with the original nor within itself, without what is not written. */
function copyOf(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json
}

/** What the comparison says of two documents. */
export function compare(base: Json, head: Json): Change[] {
  const diff = diffDescriptions(read(base), read(head))
  if (diff.incomplete.length > 0) throw new Error(diff.incomplete.join())
  return diff.changes
}

function read(document: Json): Description {
  // Places are not asked for here, so that nothing need be parsed.
  const tree = { path: 'openapi.json', text: '', value: document, problems: [], locate: () => [] }
  const dialect = dialectOf(tree.value)
  if (!dialect) throw new Error('no description')
  return new Description(tree, dialect, new Map([['openapi.json', tree]]), new Set())
}
