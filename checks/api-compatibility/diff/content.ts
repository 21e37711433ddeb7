import type { Body } from '../../../src/parse/openapi/operations.ts'
import type { Header, MediaType, Response } from '../../../src/parse/openapi/content.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { child, isMapping, madeUp, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { quote } from './naming.ts'
import type { Encoding, Mode } from './change.ts'
import type { Exchange } from './exchange.ts'
import { compareEncodings } from './media-encoding.ts'

/** Compares what clients send as a body. */
export function compareBodies(exchange: Exchange, base: Operation, head: Operation): void {
  const before = base.body
  const after = head.body
  const { asks } = exchange
  if (before && after) {
    if (asks === 'request' && after.required && !before.required) becameRequired(exchange, after, before.node)
    compareContent(exchange, asks, before.content, after.content, child(after.node, 'content') ?? after.node)
  } else if (after?.required && asks === 'request') becameRequired(exchange, after, base.node)
  else if (before && before.content.length > 0) {
    exchange.report({
      kind: 'request-body-removed',
      level: 'error',
      side: 'base',
      node: before.node,
      other: head.node,
      words: 'The request body is removed',
    })
  }
}

function becameRequired(exchange: Exchange, body: Body, other: SpecNode): void {
  exchange.report({
    kind: 'request-body-became-required',
    level: 'error',
    side: 'head',
    node: child(body.node, 'required') ?? body.node,
    other,
    words: 'The request body becomes required',
  })
}

/** Compares the answers of an operation. */
export function compareResponses(exchange: Exchange, base: Operation, head: Operation): void {
  for (const before of base.responses) {
    const after = coveredBy(before.status, head.responses)
    if (!after) {
      const success = /^[23]/.test(before.status)
      exchange.report({
        kind: 'response-removed',
        level: success ? 'error' : 'note',
        side: 'base',
        node: before.node,
        other: child(head.node, 'responses') ?? head.node,
        words: `The response \`${before.status}\` is removed`,
      })
      continue
    }
    compareHeaders(exchange, before, after)
    compareLinks(exchange, before, after)
    compareContent(
      exchange,
      exchange.answers,
      before.content,
      after.content,
      child(after.node, 'content') ?? after.node,
    )
  }
}

/** Links to other operations: clients that follow them by name find nothing (OpenAPI 3.1 section 4.8.20). */
function compareLinks(exchange: Exchange, base: Response, head: Response): void {
  for (const [name, link] of base.links) {
    if (head.links.has(name)) continue
    exchange.report({
      kind: 'response-link-removed',
      level: 'warning',
      side: 'base',
      node: link,
      other: head.node,
      words: `The link ${quote(name)} of \`${base.status}\` is removed`,
    })
  }
}

/**
 * `404` is still described where `4XX` or `default` is (OpenAPI 3.1 section 4.8.16); a success only by a `default`
 * that stands for every success.
 */
function coveredBy(status: string, responses: readonly Response[]): Response | undefined {
  const range = `${status.slice(0, 1)}XX`
  // Beside another success, `default` is what stands for the failures.
  const failuresOnly = status.startsWith('2') && responses.some((other) => other.status.startsWith('2'))
  const names = failuresOnly ? [status, range] : [status, range, 'default']
  for (const name of names) {
    const response = responses.find((candidate) => candidate.status === name)
    if (response) return response
  }
  return undefined
}

function compareHeaders(exchange: Exchange, base: Response, head: Response): void {
  for (const before of base.headers) {
    const after = head.headers.find(({ name }) => name === before.name)
    if (!after) {
      exchange.report({
        kind: 'response-header-removed',
        level: before.required ? 'error' : 'warning',
        side: 'base',
        node: before.node,
        other: child(head.node, 'headers') ?? head.node,
        words: `The response header \`${before.name}\` of \`${base.status}\` is removed`,
      })
      continue
    }
    if (before.required && !after.required) {
      exchange.report({
        kind: 'response-header-became-optional',
        level: 'error',
        side: 'head',
        node: after.node,
        other: before.node,
        words: `The response header \`${before.name}\` of \`${base.status}\` is no longer guaranteed to be there`,
      })
    }
    compareHeaderSchemas(exchange, before, after)
  }
}

function compareHeaderSchemas(exchange: Exchange, before: Header, after: Header): void {
  if (before.schema && after.schema) {
    exchange.schemas(before.schema, after.schema, { direction: exchange.answers, encoding: 'text' })
  }
}

export function compareContent(
  exchange: Exchange,
  direction: Mode['direction'],
  base: readonly MediaType[],
  head: readonly MediaType[],
  place: SpecNode,
): void {
  for (const before of base) {
    const after = partner(before.type, head)
    if (after) {
      if (after.type !== before.type && !after.type.includes('*')) renamed(exchange, direction, before, after)
      const schema = after.schema ?? (direction === 'response' ? madeUp(after.node, {}) : undefined)
      if (before.schema && schema)
        exchange.schemas(before.schema, schema, { direction, encoding: encodingOf(before.type) })
      else if (!before.schema && schema && direction === 'request') described(exchange, before, after, schema)
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

function partner(type: string, head: readonly MediaType[]): MediaType | undefined {
  const [main = ''] = type.split('/')
  for (const name of [type, `${main}/*`, '*/*']) {
    const found = head.find((media) => media.type === name)
    if (found) return found
  }
  // What is named after JSON can be read as JSON (RFC 6839 section 3.1); likewise XML.
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
