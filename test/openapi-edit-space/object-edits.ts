import type { Level } from '../../src/model/index.ts'
import type { ChangeKind } from '../../checks/api-compatibility/diff/change.ts'
import { ABSENT, flow, type Path, type Value } from './document.ts'
import type { Version } from './meta-schemas.ts'

export type Answer = 'nothing' | `${Level} ${ChangeKind}`

/** One edit of an object that is no schema, what is said of it, and of its reverse. */
export interface ObjectEdit {
  /** `parameter.required` */
  field: string
  /** Where: from the root, or from an operation that is called or (webhook, callback) calls. */
  at: { root: Path } | { operation: Path }
  from: Value
  to: Value
  /** Forth and back, where clients call. */
  called: readonly [Answer, Answer]
  /** Forth and back, where clients are called; the same where it is not said. */
  calling?: readonly [Answer, Answer]
  versions: readonly Version[]
  /** Must be so on both sides. */
  given?: readonly (readonly [Path, Value])[]
}

const V2 = ['2.0'] as const
const V3 = ['3.0', '3.1', '3.2'] as const
const V31 = ['3.1', '3.2'] as const
const V32 = ['3.2'] as const
const ALL = ['2.0', ...V3] as const

const PATH = '/pets/{id}'
const TEXT = { type: 'string' }
const LIST = { type: 'array', items: TEXT }

type Pair = readonly [Answer, Answer]
const NONE: Pair = ['nothing', 'nothing']
const same = (answer: Answer): Pair => [answer, answer]

function root(
  field: string,
  at: Path,
  from: Value,
  to: Value,
  called: Pair,
  versions: readonly Version[] = V3,
): ObjectEdit {
  return { field, at: { root: at }, from, to, called, versions }
}

function within(
  field: string,
  operation: Path,
  from: Value,
  to: Value,
  called: Pair,
  {
    versions = V3,
    calling = called,
    given = [],
  }: Partial<Pick<ObjectEdit, 'versions' | 'calling' | 'given'>> = {},
): ObjectEdit {
  return { field, at: { operation }, from, to, called, calling, versions, given }
}

const SERIALIZATION = same('error parameter-serialization-changed')
const PARAMETER: Path = ['parameters', 0]
const CONTENT: Path = ['requestBody', 'content']
const FORM: Path = [...CONTENT, 'multipart/form-data']
const PART: Path = [...FORM, 'encoding', 'part']
const OK: Path = ['responses', '200']
const HEADER: Path = [...OK, 'headers', 'X-Rate']
const LINK: Path = [...OK, 'links', 'self']
const SECRET = ['components', 'securitySchemes'] as const
const list = { given: [[[...PARAMETER, 'schema'], LIST]] } as const
const headerList = { given: [[[...HEADER, 'schema'], { type: 'object' }]] } as const
const REFUSED: Pair = ['error security-tightened', 'error security-tightened']
const LINKED = same('warning response-link-removed')
const MOVED = same('error server-removed')
const XML = same('error xml-serialization-changed')

const PARAMETERS: readonly ObjectEdit[] = [
  within(
    'operation.parameters',
    ['parameters'],
    [{ name: 'filter', in: 'query', schema: TEXT }],
    [],
    ['warning parameter-removed', 'nothing'],
  ),
  within(
    'operation.parameters',
    ['parameters'],
    [],
    [{ name: 'filter', in: 'query', required: true, schema: TEXT }],
    ['error required-parameter-added', 'warning parameter-removed'],
    { calling: ['nothing', 'error parameter-removed'] },
  ),
  root(
    'path-item.parameters',
    ['paths', PATH, 'parameters', 1],
    ABSENT,
    { name: 'x', in: 'query', required: true, schema: TEXT },
    ['error required-parameter-added', 'warning parameter-removed'],
  ),
  root(
    'path-item.parameters',
    ['paths', PATH, 'parameters', 1],
    ABSENT,
    { name: 'x', in: 'query', required: true, type: 'string' },
    ['error required-parameter-added', 'warning parameter-removed'],
    V2,
  ),
  within('parameter.name', [...PARAMETER, 'name'], 'filter', 'search', same('warning parameter-removed'), {
    versions: ALL,
  }),
  within('parameter.in', [...PARAMETER, 'in'], 'query', 'header', same('warning parameter-removed'), {
    versions: ALL,
  }),
  within(
    'parameter.required',
    [...PARAMETER, 'required'],
    ABSENT,
    true,
    ['error parameter-became-required', 'nothing'],
    {
      versions: ALL,
      calling: ['nothing', 'error response-property-became-optional'],
    },
  ),
  within(
    'parameter.required',
    [...PARAMETER, 'required'],
    false,
    true,
    ['error parameter-became-required', 'nothing'],
    {
      versions: ALL,
      calling: ['nothing', 'error response-property-became-optional'],
    },
  ),
  within(
    'parameter.allowEmptyValue',
    [...PARAMETER, 'allowEmptyValue'],
    ABSENT,
    true,
    ['nothing', 'error request-constraint-tightened'],
    {
      versions: ALL,
      calling: NONE,
    },
  ),
  within('parameter.style', [...PARAMETER, 'style'], ABSENT, 'spaceDelimited', SERIALIZATION, list),
  within('parameter.style', [...PARAMETER, 'style'], 'form', 'pipeDelimited', SERIALIZATION, list),
  within('parameter.explode', [...PARAMETER, 'explode'], ABSENT, false, SERIALIZATION, list),
  within('parameter.explode', [...PARAMETER, 'explode'], true, false, SERIALIZATION, list),
  within('parameter.explode', [...PARAMETER, 'explode'], ABSENT, true, NONE, list),
  within(
    'parameter.allowReserved',
    [...PARAMETER, 'allowReserved'],
    ABSENT,
    true,
    ['nothing', 'warning parameter-serialization-changed'],
    {
      calling: ['warning parameter-serialization-changed', 'nothing'],
    },
  ),
  within(
    'parameter.schema',
    PARAMETER,
    { name: 'filter', in: 'query', schema: { type: 'object' } },
    { name: 'filter', in: 'query', content: { 'application/json': { schema: { type: 'object' } } } },
    SERIALIZATION,
  ),
  within(
    'parameter.content',
    [...PARAMETER],
    { name: 'filter', in: 'query', content: { 'application/json': {} } },
    { name: 'filter', in: 'query', content: { 'application/xml': {} } },
    same('error request-media-type-removed'),
    { calling: same('error response-media-type-removed') },
  ),
  root('parameter.style', ['paths', PATH, 'parameters', 0, 'style'], 'simple', 'matrix', SERIALIZATION),
  within(
    'parameter.collectionFormat',
    PARAMETER,
    { name: 'filter', in: 'query', type: 'array', items: TEXT },
    { name: 'filter', in: 'query', type: 'array', items: TEXT, collectionFormat: 'multi' },
    SERIALIZATION,
    { versions: V2 },
  ),
  within('parameter.default', [...PARAMETER, 'default'], 'a', 'b', same('error parameter-default-changed'), {
    versions: V2,
  }),
  within(
    'parameter.default',
    [...PARAMETER, 'default'],
    ABSENT,
    'b',
    same('error parameter-default-changed'),
    { versions: V2 },
  ),
  within(
    'schema.default',
    [...PARAMETER, 'schema', 'default'],
    ABSENT,
    'b',
    same('error parameter-default-changed'),
    { calling: NONE },
  ),
  within(
    'schema.default',
    [...PARAMETER, 'schema', 'default'],
    'a',
    'b',
    same('error parameter-default-changed'),
    { calling: NONE },
  ),
  within(
    'parameter.schema',
    ['parameters', 1, 'schema'],
    { maxLength: 9 },
    { maxLength: 5 },
    ['error request-constraint-tightened', 'nothing'],
    { versions: V2 },
  ),
]

const SWAGGER_PARAMETERS: readonly ObjectEdit[] = [
  within(
    'operation.parameters',
    ['parameters', 3],
    ABSENT,
    { name: 'new', in: 'query', required: true, type: 'string' },
    ['error required-parameter-added', 'warning parameter-removed'],
    { versions: V2 },
  ),
  within(
    'schema.collectionFormat',
    PARAMETER,
    { name: 'filter', in: 'query', type: 'array', items: LIST },
    { name: 'filter', in: 'query', type: 'array', items: { ...LIST, collectionFormat: 'pipes' } },
    SERIALIZATION,
    { versions: V2 },
  ),
]

const BODIES: readonly ObjectEdit[] = [
  within('operation.requestBody', ['requestBody'], { content: { 'text/plain': {} } }, ABSENT, [
    'error request-body-removed',
    'nothing',
  ]),
  within(
    'operation.requestBody',
    ['requestBody'],
    { required: true, content: { 'text/plain': {} } },
    ABSENT,
    ['error request-body-removed', 'error request-body-became-required'],
    {
      calling: ['error request-body-removed', 'nothing'],
    },
  ),
  within(
    'request-body.required',
    ['requestBody', 'required'],
    ABSENT,
    true,
    ['error request-body-became-required', 'nothing'],
    {
      calling: ['nothing', 'error response-property-became-optional'],
    },
  ),
  within(
    'request-body.content',
    [...CONTENT, 'text/plain'],
    {},
    ABSENT,
    ['error request-media-type-removed', 'nothing'],
    {
      calling: ['error response-media-type-removed', 'nothing'],
    },
  ),
  within(
    'media-type.schema',
    [...CONTENT, 'application/json', 'schema'],
    ABSENT,
    TEXT,
    ['warning request-type-narrowed', 'nothing'],
    {
      calling: ['nothing', 'error response-type-widened'],
    },
  ),
  within(
    'media-type.itemSchema',
    [...CONTENT, 'application/jsonl', 'itemSchema'],
    ABSENT,
    TEXT,
    ['warning request-type-narrowed', 'nothing'],
    {
      versions: V32,
      calling: ['nothing', 'error response-type-widened'],
    },
  ),
  within(
    'media-type.encoding',
    [...FORM, 'encoding'],
    ABSENT,
    { part: { style: 'pipeDelimited' } },
    SERIALIZATION,
  ),
  within(
    'media-type.prefixEncoding',
    [...CONTENT, 'multipart/mixed', 'prefixEncoding', 0, 'contentType'],
    'text/plain',
    'text/csv',
    SERIALIZATION,
    { versions: V32 },
  ),
  within(
    'media-type.itemEncoding',
    [...CONTENT, 'multipart/mixed', 'itemEncoding', 'contentType'],
    'text/plain',
    'text/csv',
    SERIALIZATION,
    { versions: V32 },
  ),
  within('encoding.contentType', [...PART, 'contentType'], 'text/plain', 'text/csv', SERIALIZATION),
  within(
    'encoding.contentType',
    [...PART, 'contentType'],
    'text/plain',
    'text/plain, text/csv',
    ['nothing', 'error parameter-serialization-changed'],
    {
      calling: ['error parameter-serialization-changed', 'nothing'],
    },
  ),
  within('encoding.contentType', [...PART, 'contentType'], ABSENT, 'text/csv', NONE),
  within(
    'encoding.headers',
    [...PART, 'headers', 'X-New'],
    ABSENT,
    { required: true, schema: TEXT },
    ['error required-parameter-added', 'warning parameter-removed'],
    {
      calling: ['nothing', 'error response-header-removed'],
    },
  ),
  within('encoding.style', [...PART, 'style'], ABSENT, 'deepObject', SERIALIZATION),
  within('encoding.explode', [...PART, 'explode'], ABSENT, false, SERIALIZATION),
  within(
    'encoding.allowReserved',
    [...PART, 'allowReserved'],
    ABSENT,
    true,
    ['nothing', 'warning parameter-serialization-changed'],
    {
      calling: ['warning parameter-serialization-changed', 'nothing'],
    },
  ),
  ...(['encoding', 'prefixEncoding', 'itemEncoding'] as const).map((field) => {
    const value = (contentType: string): Value =>
      field === 'encoding'
        ? { a: { contentType } }
        : field === 'prefixEncoding'
          ? [{ contentType }]
          : { contentType }
    return within(
      `encoding.${field}`,
      [...CONTENT, 'multipart/mixed', 'itemEncoding', field],
      value('text/plain'),
      value('text/csv'),
      SERIALIZATION,
      { versions: V32 },
    )
  }),
]

const RESPONSES: readonly ObjectEdit[] = [
  within(
    'operation.responses',
    ['responses', '201'],
    { description: 'Made' },
    ABSENT,
    ['error response-removed', 'nothing'],
    { versions: ALL },
  ),
  within(
    'operation.responses',
    ['responses', '404'],
    { description: 'None' },
    ABSENT,
    ['note response-removed', 'nothing'],
    { versions: ALL },
  ),
  within(
    'responses.default',
    ['responses', 'default'],
    { description: 'Error' },
    ABSENT,
    ['note response-removed', 'nothing'],
    { versions: ALL },
  ),
  within(
    'response.content',
    [...OK, 'content', 'text/plain'],
    {},
    ABSENT,
    ['error response-media-type-removed', 'nothing'],
    {
      calling: ['error request-media-type-removed', 'nothing'],
    },
  ),
  within(
    'response.schema',
    [...OK, 'schema'],
    TEXT,
    ABSENT,
    ['error response-media-type-removed', 'nothing'],
    {
      versions: V2,
    },
  ),
  within(
    'response.headers',
    HEADER,
    { schema: TEXT },
    ABSENT,
    ['warning response-header-removed', 'nothing'],
    {
      calling: ['warning parameter-removed', 'nothing'],
    },
  ),
  within(
    'response.headers',
    HEADER,
    { required: true, schema: TEXT },
    ABSENT,
    ['error response-header-removed', 'nothing'],
    {
      calling: ['warning parameter-removed', 'error required-parameter-added'],
    },
  ),
  within(
    'response.headers',
    HEADER,
    { type: 'string' },
    ABSENT,
    ['warning response-header-removed', 'nothing'],
    { versions: V2 },
  ),
  within(
    'header.required',
    [...HEADER, 'required'],
    true,
    ABSENT,
    ['error response-header-became-optional', 'nothing'],
    {
      calling: ['nothing', 'error parameter-became-required'],
    },
  ),
  within('header.style', [...HEADER, 'style'], ABSENT, 'simple', NONE, headerList),
  within('header.explode', [...HEADER, 'explode'], ABSENT, true, SERIALIZATION, headerList),
  within(
    'header.schema',
    HEADER,
    { schema: TEXT },
    { content: { 'application/json': { schema: TEXT } } },
    SERIALIZATION,
  ),
  within(
    'header.content',
    HEADER,
    { content: { 'application/json': {} } },
    { content: { 'text/plain': {} } },
    same('error response-media-type-removed'),
    {
      calling: same('error request-media-type-removed'),
    },
  ),
  within(
    'header.collectionFormat',
    HEADER,
    { type: 'array', items: TEXT },
    { type: 'array', items: TEXT, collectionFormat: 'pipes' },
    SERIALIZATION,
    { versions: V2 },
  ),
  within('response.links', LINK, { operationId: 'read' }, ABSENT, [
    'warning response-link-removed',
    'nothing',
  ]),
  within('link.operationId', [...LINK, 'operationId'], 'read', 'write', LINKED),
  within(
    'link.operationRef',
    LINK,
    { operationRef: '#/paths/~1pets~1{id}/get' },
    { operationRef: '#/paths/~1pets~1{id}/post' },
    LINKED,
  ),
  within(
    'link.operationRef',
    LINK,
    { operationId: 'read' },
    { operationRef: '#/paths/~1pets~1{id}/get' },
    NONE,
  ),
  within('link.parameters', [...LINK, 'parameters'], ABSENT, { id: '$response.body#/id' }, LINKED),
  within('link.requestBody', [...LINK, 'requestBody'], ABSENT, '$response.body', LINKED),
  within('link.server', [...LINK, 'server'], ABSENT, { url: 'https://b.example.com' }, LINKED),
]

const OPERATIONS: readonly ObjectEdit[] = [
  within('operation.operationId', ['operationId'], 'one', 'two', same('warning operation-id-changed'), {
    versions: ALL,
    calling: NONE,
  }),
  within(
    'operation.operationId',
    ['operationId'],
    'one',
    ABSENT,
    ['warning operation-id-changed', 'nothing'],
    { versions: ALL, calling: NONE },
  ),
  root(
    'operation.callbacks',
    ['paths', PATH, 'post', 'callbacks', 'more'],
    { '{$url}': { post: { responses: {} } } },
    ABSENT,
    ['error callback-removed', 'nothing'],
  ),
  within(
    'operation.security',
    ['security'],
    [],
    [{ key: [] }],
    ['error security-tightened', 'warning security-removed'],
    { versions: ALL, calling: NONE },
  ),
  within(
    'operation.security',
    ['security'],
    [{ key: [] }],
    [{ key: [] }, { oauth: ['read'] }],
    ['nothing', 'error security-tightened'],
    { versions: ALL, calling: NONE },
  ),
  within(
    'operation.security',
    ['security'],
    [{ oauth: ['read'] }],
    [{ oauth: ['read', 'write'] }],
    ['error security-tightened', 'nothing'],
    { versions: ALL, calling: NONE },
  ),
  within('operation.servers', ['servers'], [{ url: '/a' }], [{ url: '/b' }], MOVED, { calling: NONE }),
  within('operation.servers', ['servers'], ABSENT, [{ url: '/b' }], MOVED, { calling: NONE }),
  root('path-item.servers', ['paths', PATH, 'servers'], [{ url: '/a' }], [{ url: '/b' }], MOVED),
  ...(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'query'] as const).map((method) =>
    root(
      `path-item.${method}`,
      ['paths', '/other'],
      { patch: { responses: {} }, get: { responses: {} }, [method]: { responses: {} } },
      Object.fromEntries(
        Object.entries({ patch: { responses: {} }, get: { responses: {} } }).filter(
          ([key]) => key !== method,
        ),
      ),
      ['error operation-removed', 'nothing'],
      method === 'query' ? V32 : method === 'trace' ? V3 : ALL,
    ),
  ),
  root(
    'path-item.additionalOperations',
    ['paths', '/other'],
    { get: { responses: {} }, additionalOperations: { COPY: { responses: {} } } },
    { get: { responses: {} } },
    ['error operation-removed', 'nothing'],
    V32,
  ),
  root(
    'root.paths',
    ['paths', '/other'],
    { get: { responses: {} } },
    ABSENT,
    ['error path-removed', 'nothing'],
    ALL,
  ),
  root(
    'root.webhooks',
    ['webhooks', 'more'],
    { post: { responses: {} } },
    ABSENT,
    ['error webhook-removed', 'nothing'],
    V31,
  ),
  within(
    'operation.consumes',
    ['consumes'],
    ['application/json', 'application/xml'],
    ['application/json'],
    ['error request-media-type-removed', 'nothing'],
    { versions: V2 },
  ),
  within(
    'operation.produces',
    ['produces'],
    ['application/json', 'application/xml'],
    ['application/json'],
    ['error response-media-type-removed', 'nothing'],
    { versions: V2 },
  ),
  root(
    'root.consumes',
    ['consumes'],
    ['application/json', 'application/xml'],
    ['application/json'],
    ['error request-media-type-removed', 'nothing'],
    V2,
  ),
  root(
    'root.produces',
    ['produces'],
    ['application/json', 'application/xml'],
    ['application/json'],
    ['error response-media-type-removed', 'nothing'],
    V2,
  ),
  within(
    'operation.schemes',
    ['schemes'],
    ['https', 'http'],
    ['http'],
    ['warning server-removed', 'nothing'],
    { versions: V2 },
  ),
  root('root.schemes', ['schemes'], ['https', 'http'], ['http'], ['warning server-removed', 'nothing'], V2),
  root('root.host', ['host'], 'a.example.com', 'b.example.com', same('warning server-removed'), V2),
  root('root.basePath', ['basePath'], '/v1', '/v2', MOVED, V2),
]

const SERVERS_AND_SECURITY: readonly ObjectEdit[] = [
  root(
    'root.servers',
    ['servers'],
    [{ url: '/a' }, { url: '/b' }],
    [{ url: '/a' }],
    ['warning server-removed', 'nothing'],
  ),
  root('server.url', ['servers', 0, 'url'], '/a', '/b', MOVED),
  root('server.variables', ['servers', 0, 'variables', 'version', 'default'], 'v1', 'v2', MOVED),
  root('server-variable.default', ['servers', 0, 'variables', 'version', 'default'], 'v1', 'v2', MOVED),
  root(
    'server-variable.enum',
    ['servers', 0, 'variables', 'version', 'enum'],
    ['v1', 'v0'],
    ['v1'],
    ['warning server-removed', 'nothing'],
  ),
  root(
    'root.security',
    ['security'],
    [],
    [{ key: [] }],
    ['error security-tightened', 'warning security-removed'],
    ALL,
  ),
  root(
    'components.securitySchemes',
    [...SECRET, 'key'],
    { type: 'apiKey', in: 'header', name: 'X-Key' },
    { type: 'http', scheme: 'basic' },
    REFUSED,
  ),
  root(
    'root.securityDefinitions',
    ['securityDefinitions', 'key'],
    { type: 'apiKey', in: 'header', name: 'X-Key' },
    { type: 'basic' },
    REFUSED,
    V2,
  ),
  root('security-scheme.type', [...SECRET, 'key', 'type'], 'apiKey', 'mutualTLS', REFUSED, V31),
  root(
    'security-scheme.type',
    [...SECRET, 'key'],
    { type: 'apiKey', in: 'header', name: 'X-Key' },
    { type: 'http', scheme: 'basic' },
    REFUSED,
    ['3.0'],
  ),
  root(
    'security-scheme.type',
    ['securityDefinitions', 'key'],
    { type: 'apiKey', in: 'header', name: 'X-Key' },
    { type: 'basic' },
    REFUSED,
    V2,
  ),
  root('security-scheme.in', [...SECRET, 'key', 'in'], 'header', 'query', REFUSED),
  root('security-scheme.in', ['securityDefinitions', 'key', 'in'], 'header', 'query', REFUSED, V2),
  root('security-scheme.name', [...SECRET, 'key', 'name'], 'X-Key', 'X-Api-Key', REFUSED),
  root('security-scheme.name', ['securityDefinitions', 'key', 'name'], 'X-Key', 'X-Api-Key', REFUSED, V2),
  root(
    'security-scheme.scheme',
    [...SECRET, 'key'],
    { type: 'http', scheme: 'basic' },
    { type: 'http', scheme: 'bearer' },
    REFUSED,
  ),
  root(
    'security-scheme.openIdConnectUrl',
    [...SECRET, 'key'],
    { type: 'openIdConnect', openIdConnectUrl: 'https://a.example.com' },
    { type: 'openIdConnect', openIdConnectUrl: 'https://b.example.com' },
    REFUSED,
  ),
  ...(['implicit', 'password', 'clientCredentials', 'authorizationCode', 'deviceAuthorization'] as const).map(
    (name) =>
      root(
        `oauth-flows.${name}`,
        [...SECRET, 'key'],
        { type: 'oauth2', flows: { other: flow(), [name]: flow() } },
        { type: 'oauth2', flows: { other: flow() } },
        ['error security-tightened', 'nothing'],
        name === 'deviceAuthorization' ? V32 : V3,
      ),
  ),
  root(
    'security-scheme.flows',
    [...SECRET, 'key'],
    { type: 'oauth2', flows: { implicit: flow() } },
    { type: 'oauth2', flows: { password: flow() } },
    REFUSED,
  ),
  root(
    'security-scheme.flow',
    ['securityDefinitions', 'key'],
    { type: 'oauth2', flow: 'implicit', ...flow() },
    { type: 'oauth2', flow: 'password', ...flow() },
    REFUSED,
    V2,
  ),
  ...(['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl'] as const).map((name) =>
    root(
      `oauth-flow.${name}`,
      [...SECRET, 'key'],
      { type: 'oauth2', flows: { implicit: flow({ [name]: 'https://a.example.com' }) } },
      { type: 'oauth2', flows: { implicit: flow({ [name]: 'https://b.example.com' }) } },
      same('warning security-tightened'),
      name === 'deviceAuthorizationUrl' ? V32 : V3,
    ),
  ),
  ...(['authorizationUrl', 'tokenUrl'] as const).map((name) =>
    root(
      `security-scheme.${name}`,
      ['securityDefinitions', 'key'],
      { type: 'oauth2', flow: 'accessCode', ...flow({ [name]: 'https://a.example.com' }) },
      { type: 'oauth2', flow: 'accessCode', ...flow({ [name]: 'https://b.example.com' }) },
      same('warning security-tightened'),
      V2,
    ),
  ),
  root(
    'security-scheme.scopes',
    ['securityDefinitions', 'key'],
    { type: 'oauth2', flow: 'accessCode', ...flow() },
    { type: 'oauth2', flow: 'accessCode', ...flow({ scopes: { read: '' } }) },
    ['warning security-tightened', 'nothing'],
    V2,
  ),
  root(
    'oauth-flow.scopes',
    [...SECRET, 'key'],
    { type: 'oauth2', flows: { implicit: flow() } },
    { type: 'oauth2', flows: { implicit: flow({ scopes: { read: '' } }) } },
    ['warning security-tightened', 'nothing'],
  ),
]

/** `kind` is a property of one of the schemas, `sort` of none. */
const KNOWN_KIND: Pair = ['error discriminator-changed', 'warning discriminator-changed']
const JSON_BODY: Path = [...CONTENT, 'application/json', 'schema']
const XML_BODY: Path = [...CONTENT, 'application/xml', 'schema']
const SWAGGER_BODY: Path = ['parameters', 1, 'schema']
const REFS = ['#/components/schemas/Cat', '#/components/schemas/Dog']
const choice = (discriminator: Value): Value => ({
  oneOf: REFS.map(($ref) => ({ $ref })),
  discriminator: discriminator ?? {},
})
const hidden = (name: string): Value => ({ type: 'object', properties: { a: { ...TEXT, [name]: true } } })
const PLAIN: Value = { type: 'object', properties: { a: TEXT } }

const SCHEMAS: readonly ObjectEdit[] = [
  within(
    'schema.readOnly',
    JSON_BODY,
    PLAIN,
    hidden('readOnly'),
    ['warning request-property-removed', 'nothing'],
    { calling: NONE },
  ),
  within('schema.writeOnly', JSON_BODY, PLAIN, hidden('writeOnly'), NONE, {
    calling: ['warning response-property-removed', 'nothing'],
  }),
  within(
    'schema.readOnly',
    ['parameters', 1, 'schema'],
    PLAIN,
    hidden('readOnly'),
    ['warning request-property-removed', 'nothing'],
    { versions: V2 },
  ),
  within(
    'schema.discriminator',
    JSON_BODY,
    choice({ propertyName: 'kind' }),
    choice({ propertyName: 'sort' }),
    KNOWN_KIND,
  ),
  within(
    'schema.discriminator',
    ['parameters', 1, 'schema'],
    { type: 'object', discriminator: 'kind' },
    { type: 'object', discriminator: 'sort' },
    same('warning discriminator-changed'),
    { versions: V2 },
  ),
  within(
    'discriminator.propertyName',
    JSON_BODY,
    choice({ propertyName: 'kind' }),
    choice({ propertyName: 'sort' }),
    KNOWN_KIND,
  ),
  within(
    'discriminator.mapping',
    JSON_BODY,
    choice({ propertyName: 'kind', mapping: { a: REFS[0] ?? '', b: REFS[1] ?? '' } }),
    choice({ propertyName: 'kind', mapping: { a: REFS[0] ?? '', c: REFS[1] ?? '' } }),
    same('error discriminator-changed'),
  ),
  within(
    'discriminator.defaultMapping',
    JSON_BODY,
    choice({ propertyName: 'kind', defaultMapping: 'Cat' }),
    choice({ propertyName: 'kind', defaultMapping: 'Dog' }),
    same('warning discriminator-changed'),
    { versions: V32 },
  ),
  within('schema.xml', [...XML_BODY, 'xml'], ABSENT, { name: 'pet' }, XML),
  within('xml.name', [...XML_BODY, 'xml', 'name'], 'a', 'b', XML),
  within('xml.namespace', [...XML_BODY, 'xml', 'namespace'], 'urn:a', 'urn:b', XML),
  within('xml.attribute', [...XML_BODY, 'xml', 'attribute'], ABSENT, true, XML),
  within('xml.wrapped', XML_BODY, LIST, { ...LIST, xml: { wrapped: true } }, XML),
  ...(['name', 'namespace', 'attribute'] as const).map((field) =>
    within(`xml.${field}`, [...SWAGGER_BODY, 'xml', field], ABSENT, field === 'attribute' ? true : 'a', XML, {
      versions: V2,
      given: [[['consumes'], ['application/xml']]],
    }),
  ),
  within('xml.wrapped', SWAGGER_BODY, LIST, { ...LIST, xml: { wrapped: true } }, XML, {
    versions: V2,
    given: [[['consumes'], ['application/xml']]],
  }),
  within('schema.xml', [...SWAGGER_BODY, 'xml'], ABSENT, { name: 'pet' }, XML, {
    versions: V2,
    given: [[['consumes'], ['application/xml']]],
  }),
  within('xml.nodeType', [...XML_BODY, 'xml', 'nodeType'], 'element', 'text', XML, { versions: V32 }),
  within(
    'schema.$anchor',
    JSON_BODY,
    { $ref: '#loose', $defs: { a: { $anchor: 'loose', maxLength: 9 } } },
    { $ref: '#loose', $defs: { a: { $anchor: 'loose', maxLength: 5 } } },
    ['error request-constraint-tightened', 'nothing'],
    { versions: V31, calling: ['nothing', 'error response-constraint-loosened'] },
  ),
  within(
    'schema.$dynamicAnchor',
    JSON_BODY,
    { $dynamicRef: '#loose', $defs: { a: { $dynamicAnchor: 'loose', maxLength: 9 } } },
    { $dynamicRef: '#loose', $defs: { a: { $dynamicAnchor: 'loose', maxLength: 5 } } },
    ['error request-constraint-tightened', 'nothing'],
    { versions: V31, calling: ['nothing', 'error response-constraint-loosened'] },
  ),
  within(
    'schema.$id',
    JSON_BODY,
    { $ref: 'https://example.com/a', $defs: { a: { $id: 'https://example.com/a', maxLength: 9 } } },
    { $ref: 'https://example.com/a', $defs: { a: { $id: 'https://example.com/a', maxLength: 5 } } },
    ['error request-constraint-tightened', 'nothing'],
    { versions: V31, calling: ['nothing', 'error response-constraint-loosened'] },
  ),
]

/** The edits of everything that is no keyword saying which values are valid. */
export const OBJECT_EDITS: readonly ObjectEdit[] = [
  ...PARAMETERS,
  ...SWAGGER_PARAMETERS,
  ...BODIES,
  ...RESPONSES,
  ...OPERATIONS,
  ...SERVERS_AND_SECURITY,
  ...SCHEMAS,
]

/** The operations whose parts are edited: one that clients call, and those that call clients. */
export function operationsOf(version: Version): { at: Path; calling: boolean }[] {
  const post: Path = ['paths', PATH, 'post']
  if (version === '2.0') return [{ at: post, calling: false }]
  const callback = { at: [...post, 'callbacks', 'done', '{$request.body#/url}', 'post'], calling: true }
  const webhook = { at: ['webhooks', 'event', 'post'], calling: true }
  return [{ at: post, calling: false }, callback, ...(version === '3.0' ? [] : [webhook])]
}

/** The names that older versions' meta-schemas give to the objects of the newest. */
const OLDER: Readonly<Record<string, string>> = {
  externalDocs: 'external-documentation',
  pathItem: 'path-item',
  bodyParameter: 'parameter',
  headerParameterSubSchema: 'parameter',
  queryParameterSubSchema: 'parameter',
  formDataParameterSubSchema: 'parameter',
  pathParameterSubSchema: 'parameter',
  ParameterLocation: 'parameter',
  fileSchema: 'schema',
  primitivesItems: 'schema',
  jsonReference: 'reference',
  basicAuthenticationSecurity: 'security-scheme',
  apiKeySecurity: 'security-scheme',
  oauth2ImplicitSecurity: 'security-scheme',
  oauth2PasswordSecurity: 'security-scheme',
  oauth2ApplicationSecurity: 'security-scheme',
  oauth2AccessCodeSecurity: 'security-scheme',
  APIKeySecurityScheme: 'security-scheme',
  HTTPSecurityScheme: 'security-scheme',
  OAuth2SecurityScheme: 'security-scheme',
  OpenIdConnectSecurityScheme: 'security-scheme',
  OAuthFlows: 'oauth-flows',
  ImplicitOAuthFlow: 'oauth-flow',
  PasswordOAuthFlow: 'oauth-flow',
  ClientCredentialsFlow: 'oauth-flow',
  AuthorizationCodeOAuthFlow: 'oauth-flow',
  'styles-for-form': 'encoding',
}

const FLOW_FIELDS = new Set([
  'authorizationUrl',
  'tokenUrl',
  'refreshUrl',
  'deviceAuthorizationUrl',
  'scopes',
])

/** `parameter.required`, for a field of an object as a meta-schema names it. */
export function fieldOf(object: string, field: string): string {
  const name = OLDER[object] ?? object.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()
  // The flows stand in one definition with what is in a flow.
  if (name === 'oauth-flows' && FLOW_FIELDS.has(field)) return `oauth-flow.${field}`
  // How examples are written is said once for all that have them.
  if (name === 'examples') return `parameter.${field}`
  return `${name}.${field}`
}

const RESPONSE: Path = ['paths', PATH, 'post', ...OK]
const REQUEST: Path = ['paths', PATH, 'post', ...CONTENT]

/** Where the sample has an object: what a waived field is tried on. */
export function objectOf(object: string, version: Version): Path[] {
  const swagger = version === '2.0'
  const post: Path = ['paths', PATH, 'post']
  const schemas: Path[] = swagger
    ? [
        [...post, 'parameters', 1, 'schema'],
        [...RESPONSE, 'schema'],
      ]
    : [
        [...REQUEST, 'application/json', 'schema'],
        [...RESPONSE, 'content', 'application/json', 'schema'],
      ]
  const places: Readonly<Record<string, Path[]>> = {
    root: [[]],
    info: [['info']],
    contact: [['info', 'contact']],
    license: [['info', 'license']],
    tag: [['tags', 0]],
    'external-documentation': [['externalDocs']],
    server: [['servers', 0]],
    'server-variable': [['servers', 0, 'variables', 'version']],
    'path-item': [['paths', PATH]],
    operation: [post],
    parameter: [[...post, 'parameters', 0]],
    'request-body': [[...post, 'requestBody']],
    'media-type': [[...REQUEST, 'application/json']],
    encoding: [['paths', PATH, 'post', ...PART]],
    response: [RESPONSE],
    header: [[...RESPONSE, 'headers', 'X-Rate']],
    link: [[...RESPONSE, 'links', 'self']],
    example: [[...REQUEST, 'application/json', 'examples', 'one']],
    'security-scheme': [swagger ? ['securityDefinitions', 'key'] : [...SECRET, 'key']],
    schema: schemas,
    xml: schemas.map((at) => [...at, 'xml']),
  }
  if (swagger && ['server', 'request-body', 'media-type', 'encoding', 'link'].includes(object)) return []
  return places[object] ?? []
}
