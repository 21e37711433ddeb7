/** A part of a description as plain JSON. */
export type Json = { [key: string]: unknown }

export type Format = 'swagger2' | 'openapi3'

/** What the formats say alike about one path; an edit changes one of it. */
interface Example {
  request: typeof SCHEMA
  response: typeof SCHEMA
  headers: Json
  status: string
  methods: Set<string>
}

const SCHEMA = {
  type: 'object',
  required: ['name'],
  properties: {
    name: { type: 'string', minLength: 1, maxLength: 50 },
    age: { type: 'integer', minimum: 0, maximum: 99 },
    kind: { type: 'string', enum: ['cat', 'dog'] },
    tags: { type: 'array', items: { type: 'string' }, maxItems: 5 },
    owner: { type: 'object', properties: { id: { type: 'string' } }, additionalProperties: false },
  },
}

/** Edits of one schema, by name. They are made to requests and to responses, and undone. */
const SCHEMA_EDITS: Readonly<Record<string, (schema: typeof SCHEMA & Json) => void>> = {
  'a property becomes required': (schema) => schema.required.push('age'),
  'nothing is required': (schema) => delete (schema as Json)['required'],
  'a required property is new': (schema) => {
    schema.required.push('colour')
    Object.assign(schema.properties, { colour: { type: 'string' } })
  },
  'an optional property is new': (schema) => Object.assign(schema.properties, { colour: { type: 'string' } }),
  'a property is removed': (schema) => delete (schema.properties as Json)['age'],
  'a required property is removed': (schema) => {
    delete (schema.properties as Json)['name']
    delete (schema as Json)['required']
  },
  'another type': (schema) => (schema.properties.age.type = 'string'),
  'a wider type': (schema) => (schema.properties.age.type = 'number'),
  'a value more': (schema) => schema.properties.kind.enum.push('bird'),
  'a higher minimum': (schema) => (schema.properties.age.minimum = 1),
  'a higher maximum': (schema) => (schema.properties.age.maximum = 120),
  'a longer text': (schema) => (schema.properties.name.maxLength = 80),
  'no empty text': (schema) => (schema.properties.name.minLength = 2),
  'a pattern': (schema) => Object.assign(schema.properties.name, { pattern: '^[a-z]+$' }),
  'more items': (schema) => (schema.properties.tags.maxItems = 9),
  'items of another type': (schema) => (schema.properties.tags.items.type = 'integer'),
  'an object that is open': (schema) => (schema.properties.owner.additionalProperties = true),
  'a closed object': (schema) => Object.assign(schema, { additionalProperties: false }),
  'nothing is said': (schema) => {
    for (const key of Object.keys(schema)) delete (schema as Json)[key]
  },
}

const EDITS: Readonly<Record<string, (example: Example) => void>> = {
  'a path is removed': ({ methods }) => methods.clear(),
  'a method is removed': ({ methods }) => methods.delete('get'),
  'another status': (example) => (example.status = '201'),
  'a header is removed': ({ headers }) => delete headers['X-Total'],
  ...Object.fromEntries(
    Object.entries(SCHEMA_EDITS).flatMap(([name, edit]) =>
      (['request', 'response'] as const).map((side) => [
        `${side}: ${name}`,
        (example: Example) => edit(example[side]),
      ]),
    ),
  ),
}

/** Every edit by the path it is made at. */
export const edits: ReadonlyMap<string, string> = new Map(
  Object.keys(EDITS).map((name) => [`/${name.replace(/[^a-z]+/g, '-')}`, name]),
)

/** A description with a path for every edit, before or after all of them are made. */
export function description(format: Format, edited: boolean): Json {
  const paths: Json = {}
  for (const [path, name] of edits) {
    const example: Example = {
      request: structuredClone(SCHEMA),
      response: structuredClone(SCHEMA),
      headers: { 'X-Total': format === 'swagger2' ? { type: 'integer' } : { schema: { type: 'integer' } } },
      status: '200',
      methods: new Set(['get', 'post']),
    }
    if (edited) EDITS[name]?.(example)
    const methods = [...example.methods].map((method) => [method, operation(format, method, example)])
    if (methods.length > 0) paths[path] = Object.fromEntries(methods)
  }
  const info = { title: 'Pets', version: '1.0.0' }
  return { ...(format === 'swagger2' ? { swagger: '2.0' } : { openapi: '3.0.3' }), info, paths }
}

function operation(format: Format, method: string, { request, response, headers, status }: Example): Json {
  if (method === 'get') return { responses: { 200: { description: 'OK' } } }
  const json = (schema: Json): Json => ({ content: { 'application/json': { schema } } })
  if (format === 'openapi3') {
    const answer = { description: 'OK', headers, ...json(response) }
    return { requestBody: { required: true, ...json(request) }, responses: { [status]: answer } }
  }
  return {
    consumes: ['application/json'],
    produces: ['application/json'],
    parameters: [{ in: 'body', name: 'pet', required: true, schema: request }],
    responses: { [status]: { description: 'OK', headers, schema: response } },
  }
}
