import { expect, test } from 'vitest'
import { reviewSchema } from '../../src/report/index.ts'
import { type Files, World } from './world.ts'

const OPENAPI = 'openapi: 3.0.3\ninfo: { title: Shop, version: 0.1.0 }\npaths:\n'
const path = (name: string): string =>
  `  /${name}:\n    get: { responses: { '200': { description: All } } }\n`
const EVENTS = 'asyncapi: 3.0.0\ninfo: { title: Orders, version: 0.1.0 }\nchannels:\n'
const channel = (name: string): string => `  ${name}: { address: ${name} }\n`
const schema = (...required: string[]): string =>
  `${JSON.stringify({ $schema: 'https://json-schema.org/draft/2020-12/schema', type: 'object', required }, undefined, 2)}\n`
const xsd = (occurs: string): string =>
  `<schema xmlns="http://www.w3.org/2001/XMLSchema">\n  <element name="order"><complexType><sequence>\n    <element name="note" type="string" ${occurs}/>\n  </sequence></complexType></element>\n</schema>\n`

const BASE: Files = {
  'api/openapi.yaml': OPENAPI + path('orders') + path('carts'),
  'old/openapi.yaml': OPENAPI + path('stock') + path('shelves'),
  'events.yaml': EVENTS + channel('paid') + channel('sent'),
  'order.json': schema('id'),
  'order.xsd': xsd('minOccurs="0"'),
}
const HEAD: Files = {
  'api/openapi.yaml': OPENAPI + path('orders'),
  'old/openapi.yaml': OPENAPI + path('stock'),
  'events.yaml': EVENTS + channel('paid'),
  'order.json': schema('id', 'total'),
  'order.xsd': xsd(''),
}

async function reported(config: string, base = BASE, head = HEAD): Promise<[string, string][]> {
  using world = new World().repository({ ...base, '.roadmap.yml': `version: 1\n${config}` }, head)
  const { stdout } = await world.run('review', '--format', 'json')
  const { findings } = reviewSchema.parse(JSON.parse(stdout))
  return findings
    .filter(({ verdict }) => verdict.shown)
    .map(({ ruleId, location }): [string, string] => [
      ruleId.replace('api-compatibility/', ''),
      location.path,
    ])
    .toSorted(([, a], [, b]) => (a < b ? -1 : 1))
}

const OTHERS = [
  ['asyncapi-channel-removed', 'events.yaml'],
  ['json-schema-narrowed', 'order.json'],
  ['xsd-narrowed', 'order.xsd'],
]

test('naming the files of one format leaves those of the others found', async () => {
  const specs = 'checks:\n  api-compatibility/*: { specs: ["api/**"] }\n'
  await expect(reported(specs)).resolves.toEqual([['path-removed', 'api/openapi.yaml'], ...OTHERS])
})

test('an option in overrides holds for its paths and for no others', async () => {
  const unstable =
    'overrides:\n  - { paths: ["old/**"], checks: { api-compatibility/*: { unstable-paths: ["/**"] } } }\n'
  await expect(reported(unstable)).resolves.toEqual([['path-removed', 'api/openapi.yaml'], ...OTHERS])
})

test('the direction of schemas may be another one for some paths', async () => {
  const config = `overrides:
  - paths: ["exports/**"]
    checks:
      api-compatibility/json-schema-narrowed: off
      api-compatibility/json-schema-widened: error
`
  const both = (files: string): Files => ({ 'exports/a.json': files, 'imports/a.json': files })
  await expect(reported(config, both(schema('id')), both(schema('id', 'total')))).resolves.toEqual([
    ['json-schema-narrowed', 'imports/a.json'],
  ])
  await expect(reported(config, both(schema('id', 'total')), both(schema('id')))).resolves.toEqual([
    ['json-schema-widened', 'exports/a.json'],
  ])
})
