import { dump } from 'js-yaml'

interface Schema {
  type?: string
  required?: string[]
  properties?: Record<string, unknown>
}

interface Description {
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, unknown>>
  components: { schemas: Record<string, Schema> }
}

const COUNT = 76

function resource(n: number): string {
  return `Resource${String(n).padStart(2, '0')}`
}

function describe(): Description {
  const paths: Description['paths'] = {}
  const schemas: Description['components']['schemas'] = {
    Problem: {
      type: 'object',
      required: ['code', 'title'],
      properties: { code: { type: 'string' }, title: { type: 'string' } },
    },
  }
  const content = (schema: string): unknown => ({
    'application/json': { schema: { $ref: `#/components/schemas/${schema}` } },
  })
  for (let n = 0; n < COUNT; n++) {
    const name = resource(n)
    schemas[name] = {
      type: 'object',
      required: ['id', 'status'],
      properties: {
        id: { type: 'string' },
        status: { type: 'string', enum: ['open', 'paid', 'closed'] },
        displayName: { type: 'string', maxLength: 100 },
        total: { type: 'integer' },
      },
    }
    const failure = { description: 'Failed', content: content('Problem') }
    paths[`/v1/${name.toLowerCase()}`] = {
      get: {
        operationId: `list${name}`,
        parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', maximum: 100 } }],
        responses: { 200: { description: 'OK', content: content(name) }, default: failure },
      },
      post: {
        operationId: `create${name}`,
        requestBody: { content: content(name) },
        responses: { 201: { description: 'Created' }, default: failure },
      },
    }
  }
  return { openapi: '3.0.3', info: { title: 'Shop', version: '1.0.0' }, paths, components: { schemas } }
}

/** A description and its next major version: some three hundred breaking changes, one of which reaches everything. */
export function majorBump(): { base: string; head: string } {
  const head = describe()
  const { paths } = head
  const { schemas } = head.components
  for (let n = 0; n < COUNT; n++) {
    const name = resource(n)
    const path = `/v1/${name.toLowerCase()}`
    const properties = schemas[name]?.properties as Record<string, Record<string, unknown>>
    const operations = paths[path] as { get: { parameters: unknown[] }; post: unknown }
    properties['total'] = { type: 'string' }
    properties['status'] = { type: 'string', enum: ['open', 'closed'] }
    if (n % 2 === 0) properties['displayName'] = { type: 'string', maxLength: 50 }
    if (n % 3 === 0) schemas[name]?.required?.push('displayName')
    operations.get.parameters.push({
      name: 'tenant',
      in: 'query',
      required: true,
      schema: { type: 'string' },
    })
    if (n % 6 === 0) delete paths[path]
  }
  const problem = schemas['Problem']?.properties as Record<string, unknown>
  problem['code'] = { type: 'integer' }
  head.info.version = '2.0.0'
  const text = (description: Description): string => dump(description, { noRefs: true })
  return { base: text(describe()), head: text(head) }
}
