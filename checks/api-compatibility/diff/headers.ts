import type { Header } from '../../../src/parse/openapi/content.ts'
import { child, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Mode } from './change.ts'
import type { Exchange } from './exchange.ts'
import { compareWritten } from './written.ts'

/**
 * Compares the headers of a response or of a part of a body. `of` names what they belong to, `place` is where
 * the head would have them.
 */
export function compareHeaders(
  exchange: Exchange,
  direction: Mode['direction'],
  of: string,
  base: readonly Header[],
  head: readonly Header[],
  place: SpecNode,
): void {
  for (const before of base) {
    const after = head.find(({ name }) => name === before.name)
    const label = `header \`${before.name}\` of ${of}`
    if (!after) {
      removed(exchange, direction, label, before, place)
      continue
    }
    compareRequired(exchange, direction, label, before, after)
    compareWritten(exchange, direction, label, written(before), written(after))
  }
  if (direction === 'response') return
  for (const after of head) {
    if (!after.required || base.some(({ name }) => name === after.name)) continue
    exchange.report({
      kind: 'required-parameter-added',
      level: 'error',
      side: 'head',
      node: after.node,
      other: place,
      words: `Required header \`${after.name}\` of ${of} is added: clients must send it`,
    })
  }
}

function removed(
  exchange: Exchange,
  direction: Mode['direction'],
  label: string,
  before: Header,
  place: SpecNode,
): void {
  const request = direction === 'request'
  exchange.report({
    kind: request ? 'parameter-removed' : 'response-header-removed',
    level: !request && before.required ? 'error' : 'warning',
    side: 'base',
    node: before.node,
    other: child(place, 'headers') ?? place,
    words: `The ${request ? '' : 'response '}${label} is removed`,
  })
}

function compareRequired(
  exchange: Exchange,
  direction: Mode['direction'],
  label: string,
  before: Header,
  after: Header,
): void {
  if (before.required === after.required || after.required !== (direction === 'request')) return
  const node = after.node
  exchange.report(
    after.required
      ? {
          kind: 'parameter-became-required',
          level: 'error',
          side: 'head',
          node,
          other: before.node,
          words: `The ${label} becomes required: clients must send it`,
        }
      : {
          kind: 'response-header-became-optional',
          level: 'error',
          side: 'head',
          node,
          other: before.node,
          words: `The response ${label} is no longer guaranteed to be there`,
        },
  )
}

function written({
  definition,
  schema,
  schemaTarget,
  content,
}: Header): Parameters<typeof compareWritten>[3] {
  return {
    in: 'header',
    node: definition,
    ...(schema && { schema }),
    ...(schemaTarget && { schemaTarget }),
    content,
  }
}
