import type { MediaType } from '../../../src/parse/openapi/content.ts'
import { isMapping, madeUp, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Encoding, Mode } from './change.ts'
import type { Exchange } from './exchange.ts'
import { compareEncodings } from './media-encoding.ts'

/** Compares the media types that a body, a response, a parameter or a header can be of. */
export function compareContent(
  exchange: Exchange,
  direction: Mode['direction'],
  base: readonly MediaType[],
  head: readonly MediaType[],
  place: SpecNode,
): void {
  for (const before of base) {
    const after = partner(before.type, head, direction)
    if (after) {
      if (after.type !== before.type && !after.type.includes('*') && !before.type.includes('*')) {
        renamed(exchange, direction, before, after)
      }
      compareSchemasOf(exchange, direction, before, after)
      compareEncodings(exchange, direction, before, after)
      continue
    }
    exchange.report({
      kind: direction === 'request' ? 'request-media-type-removed' : 'response-media-type-removed',
      level: 'error',
      side: 'base',
      node: before.node,
      other: place,
      detail: before.type,
      words: `${direction === 'request' ? 'Requests' : 'Responses'} as \`${before.type}\` are no longer ${direction === 'request' ? 'accepted' : 'given'}`,
    })
  }
}

function compareSchemasOf(
  exchange: Exchange,
  direction: Mode['direction'],
  before: MediaType,
  after: MediaType,
): void {
  const mode: Mode = { direction, encoding: encodingOf(before.type) }
  for (const key of ['schema', 'itemSchema'] as const) {
    const old = before[key]
    const fresh = after[key]
    // A stream may be described as a whole or by its items: nobody can tell one from the other.
    if (!fresh && key === 'itemSchema' && after.schema) continue
    if (old && !fresh && direction === 'response') exchange.schemas(old, madeUp(after.node, {}), mode)
    else if (old && fresh) exchange.schemas(old, fresh, mode)
    else if (fresh && direction === 'request' && !before.schema && !before.itemSchema) {
      described(exchange, before, after, fresh)
    }
  }
}

/** Anything could be sent, as far as the description said; often it only catches up with the server. */
function described(exchange: Exchange, before: MediaType, after: MediaType, schema: SpecNode): void {
  if (schema.value === true || (isMapping(schema.value) && Object.keys(schema.value).length === 0)) return
  exchange.report({
    kind: 'request-type-narrowed',
    level: 'warning',
    side: 'head',
    node: schema,
    other: before.node,
    words: `Requests as \`${after.type}\`, of which nothing was said, must match a schema now`,
  })
}

function partner(
  type: string,
  head: readonly MediaType[],
  direction: Mode['direction'],
): MediaType | undefined {
  const [main = ''] = type.split('/')
  for (const name of [type, `${main}/*`, '*/*']) {
    const found = head.find((media) => media.type === name)
    if (found) return found
  }
  // Of many types that could come, some still do.
  if (direction === 'response' && type.endsWith('/*')) {
    const family = type === '*/*' ? '' : `${main}/`
    return head.find((media) => media.type.startsWith(family))
  }
  // What is named after JSON can be read as JSON (RFC 6839 section 3.1); likewise XML. But who reads requests goes
  // by the name, and refuses another one (RFC 9110 section 15.5.16).
  if (direction === 'request') return undefined
  const [, format] = /^application\/(json|xml)$/.exec(type) ?? []
  return format === undefined
    ? undefined
    : head.find((media) => media.type.split(';')[0]?.endsWith(`+${format}`))
}

function renamed(
  exchange: Exchange,
  direction: Mode['direction'],
  before: MediaType,
  after: MediaType,
): void {
  exchange.report({
    kind: direction === 'request' ? 'request-media-type-removed' : 'response-media-type-removed',
    level: 'warning',
    side: 'base',
    node: before.node,
    other: after.node,
    detail: before.type,
    words: `${direction === 'request' ? 'Requests' : 'Responses'} as \`${before.type}\` become \`${after.type}\``,
  })
}

function encodingOf(type: string): Encoding {
  if (type.includes('json') || type.includes('*')) return 'json'
  return type.includes('form') || type.startsWith('text/plain') ? 'text' : 'markup'
}
