import type { Action, AsyncMessage, AsyncModel } from '../../../src/parse/asyncapi/model.ts'
import { child, madeUp, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import { quote } from '../diff/naming.ts'
import { compareAvroPayloads } from './avro-payload.ts'
import { compareBindings } from './bindings.ts'
import type { Sink } from './change.ts'
import { formatOf, type SchemaFormat } from './schema-format.ts'

/** Messages that go one way, under comparison. */
export interface Exchange {
  action: Action
  base: AsyncModel
  head: AsyncModel
  report: Sink
  incomplete(what: string): void
  schemas(base: SpecNode, head: SpecNode): void
  /** Text that partners fill in: parameters of an address. */
  parameter(base: SpecNode, head: SpecNode): void
  /** What a client gives when it connects, whichever way the messages go. */
  connecting(base: SpecNode, head: SpecNode): void
}

/** Compares the messages of an operation: one that is gone reaches nobody, one that changed must still be understood. */
export function compareMessages(
  base: readonly AsyncMessage[],
  head: readonly AsyncMessage[],
  place: SpecNode,
  exchange: Exchange,
): void {
  const left = [...head]
  const take = (found: AsyncMessage | undefined): AsyncMessage | undefined =>
    found && left.splice(left.indexOf(found), 1)[0]
  const pairs = base.map((before) => ({
    before,
    after: take(left.find(({ name }) => name !== undefined && name === before.name)),
  }))
  for (const pair of pairs.filter(({ after }) => !after)) {
    const same = left.find(({ node, payload }) => isTwin(pair.before, node, payload))
    pair.after = take(same ?? (base.length === 1 && left.length === 1 ? left[0] : undefined))
  }
  for (const { before, after } of pairs) {
    if (after) compareMessage(before, after, exchange)
    else {
      const how = exchange.action === 'send' ? 'sent' : 'accepted'
      exchange.report({
        kind: 'message-removed',
        level: 'error',
        side: 'base',
        node: before.place,
        other: place,
        detail: before.name ?? '',
        words: `Message ${quote(before.name ?? 'without a name')} is no longer ${how}`,
      })
    }
  }
  if (exchange.action === 'send' && base.length > 0)
    for (const { name, place: node } of left)
      exchange.report({
        kind: 'message-added',
        level: 'warning',
        side: 'head',
        node,
        other: base[0]?.place ?? node,
        detail: name ?? '',
        words: `Message ${quote(name ?? 'without a name')} is sent as well, which receivers do not know`,
      })
}

/** A message under another name with the same payload. */
function isTwin(before: AsyncMessage, node: SpecNode, payload: SpecNode | undefined): boolean {
  return (
    before.node.value === node.value ||
    (before.payload !== undefined &&
      payload !== undefined &&
      canonical(before.payload.value) === canonical(payload.value))
  )
}

function compareMessage(base: AsyncMessage, head: AsyncMessage, exchange: Exchange): void {
  compareContentTypes(base, head, exchange)
  compareCorrelation(base, head, exchange)
  comparePayloads(base, head, exchange)
  if (base.headers || head.headers) {
    const [before, after] = [base.headers ?? anyObject(base.node), head.headers ?? anyObject(head.node)]
    exchange.schemas(before, after)
  }
  compareBindings(base.bindings, head.bindings, head.node, exchange)
}

const objects = new WeakMap<object, SpecNode>()

function anyObject(place: SpecNode): SpecNode {
  const key = place.value as object
  let node = objects.get(key)
  if (!node) objects.set(key, (node = madeUp(place, { type: 'object' })))
  return node
}

function compareContentTypes(
  base: AsyncMessage,
  head: AsyncMessage,
  { base: before, head: after, report }: Exchange,
): void {
  const [from, to] = [
    base.contentType ?? before.defaultContentType,
    head.contentType ?? after.defaultContentType,
  ]
  if (typeof from?.value !== 'string' || normal(from.value) === normal(to?.value)) return
  report({
    kind: 'message-changed',
    level: 'error',
    side: to ? 'head' : 'base',
    node: to ?? from,
    other: to ? from : head.node,
    detail: 'contentType',
    words: `The content type changes from ${quote(from.value)} to ${to ? quote(to.value) : 'none that is said'}`,
  })
}

function normal(type: unknown): string | undefined {
  return typeof type === 'string'
    ? type
        .toLowerCase()
        .replaceAll(/\s/g, '')
        .replaceAll(/;charset=[^;]*/g, '')
    : undefined
}

function compareCorrelation(base: AsyncMessage, head: AsyncMessage, { report }: Exchange): void {
  const [before, after] = [base.correlationId, head.correlationId]
  if (!before) return
  const [from, to] = [child(before, 'location'), after && child(after, 'location')]
  if (after && from?.value === to?.value) return
  const name = quote(head.name ?? 'message')
  report({
    kind: 'message-changed',
    level: 'error',
    side: after ? 'head' : 'base',
    detail: 'correlationId',
    node: (after ? (to ?? after) : before) ?? before,
    other: after ? (from ?? before) : head.node,
    words: after
      ? `The correlation id of ${name} moves from ${quote(from?.value ?? 'nowhere')} to ${quote(to?.value ?? 'nowhere')}`
      : `The correlation id of ${name} is removed`,
  })
}

function comparePayloads(base: AsyncMessage, head: AsyncMessage, exchange: Exchange): void {
  const [before, after] = [formatOf(base.schemaFormat?.value), formatOf(head.schemaFormat?.value)]
  const { payload: old } = base
  const { payload: fresh } = head
  const name = quote(head.name ?? 'message')
  if (before !== after) {
    const node = head.schemaFormat ?? fresh ?? head.node
    exchange.report({
      kind: 'message-changed',
      level: 'error',
      side: 'head',
      node,
      other: base.schemaFormat ?? old ?? base.node,
      detail: 'schemaFormat',
      words: `The payload of ${name} is described as ${after} instead of ${before}`,
    })
  } else if (old && !fresh) {
    if (exchange.action === 'send')
      exchange.report({
        kind: 'message-changed',
        level: 'error',
        side: 'base',
        node: old,
        other: head.node,
        detail: 'payload',
        words: `The payload of ${name} is no longer described`,
      })
  } else if (!old && fresh) {
    if (exchange.action === 'receive')
      exchange.report({
        kind: 'message-changed',
        level: 'error',
        side: 'head',
        node: fresh,
        other: base.node,
        detail: 'payload',
        words: `The payload of ${name}, which could be anything, is now described`,
      })
  } else if (old && fresh) compareSchemasOf(after, old, fresh, exchange)
}

function compareSchemasOf(format: SchemaFormat, old: SpecNode, fresh: SpecNode, exchange: Exchange): void {
  if (format === 'JSON Schema' || format === 'OpenAPI') exchange.schemas(old, fresh)
  // A schema in a file of its own is looked at by the rules for Avro.
  else if (format === 'Avro' && isAvroFile(exchange, old, fresh)) return
  else if (format === 'Avro') compareAvro(old, fresh, exchange)
  else compareUnknown(format, old, fresh, exchange)
}

function compareAvro(old: SpecNode, fresh: SpecNode, exchange: Exchange): void {
  const { base, head, action, report } = exchange
  const [before, after] = [base.description.resolve(old), head.description.resolve(fresh)]
  const changes = before && after && compareAvroPayloads(before, after, action)
  if (!changes) compareUnknown('Avro', old, fresh, exchange)
  else for (const change of changes) report(change)
}

function compareUnknown(format: SchemaFormat, old: SpecNode, fresh: SpecNode, exchange: Exchange): void {
  if (canonical(old.value) !== canonical(fresh.value)) {
    exchange.report({
      kind: 'message-changed',
      level: 'warning',
      side: 'head',
      node: fresh,
      other: old,
      detail: 'payload',
      words: `The ${format} schema of the payload changes, which is not compared here`,
    })
    exchange.incomplete(`a payload described as ${format} changed and was not compared`)
  }
}

function isAvroFile({ base, head }: Exchange, old: SpecNode, fresh: SpecNode): boolean {
  const paths = [base.description.resolve(old), head.description.resolve(fresh)].map(
    (node) => node?.tree.path ?? '',
  )
  return paths.every((path) => path.endsWith('.avsc'))
}
