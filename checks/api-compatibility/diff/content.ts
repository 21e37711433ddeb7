import type { Response } from '../../../src/parse/openapi/content.ts'
import { child, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Body, Operation } from '../../../src/parse/openapi/operations.ts'
import type { Exchange } from './exchange.ts'
import { compareHeaders } from './headers.ts'
import { compareLinks } from './links.ts'
import { compareContent } from './media-types.ts'

/** Compares what clients send as a body. */
export function compareBodies(exchange: Exchange, base: Operation, head: Operation): void {
  const before = base.body
  const after = head.body
  const { asks } = exchange
  if (before && after) {
    // A form of Swagger 2 is required as soon as one of its fields is, which is told of the field.
    const isForm = stringAt(after.node, 'in') === 'formData'
    if (asks === 'request' && after.required && !before.required && !isForm)
      becameRequired(exchange, after, before.node)
    if (asks === 'response' && before.required && !after.required) becameOptional(exchange, before, after)
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

/** Clients that are called can no longer rely on the body. */
function becameOptional(exchange: Exchange, before: Body, after: Body): void {
  exchange.report({
    kind: 'response-property-became-optional',
    level: 'error',
    side: 'head',
    node: child(after.node, 'required') ?? after.node,
    other: before.node,
    words: 'The body is no longer always sent to clients',
  })
}

/** Compares the answers of an operation. */
export function compareResponses(exchange: Exchange, base: Operation, head: Operation): void {
  for (const before of base.responses) {
    const after =
      coveredBy(before.status, head.responses) ?? oneOfMany(before.status, base.responses, head.responses)
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
    const of = `\`${before.status}\``
    compareHeaders(exchange, exchange.answers, of, before.headers, after.headers, after.node)
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

/** Of all that a range, or a lone `default`, could be, some still can: clients handle it already. */
function oneOfMany(
  status: string,
  base: readonly Response[],
  head: readonly Response[],
): Response | undefined {
  const success = (response: Response): boolean => response.status.startsWith('2')
  if (status === 'default') return base.some(success) ? undefined : head.find(success)
  if (!status.endsWith('XX')) return undefined
  return head.find((candidate) => candidate.status.startsWith(status.slice(0, 1)))
}
