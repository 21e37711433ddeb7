import { child, entries, isMapping, madeUp, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import { quote } from '../diff/naming.ts'
import type { Exchange } from './messages.ts'

/** Members of bindings that are schemas: compared as such, by the direction of the messages. */
const SCHEMAS = new Set([
  'kafka key',
  'http query',
  'http headers',
  'ws query',
  'ws headers',
  'anypointmq headers',
])
/** Schemas of what a client gives when it connects: asked of it whichever way the messages go. */
const ON_CONNECTING = new Set(['http query', 'ws query', 'ws headers'])

/**
 * Members whose change a partner does not survive: it looks in another place, speaks another way, or declares a
 * queue or exchange with other properties than it has, which AMQP 0-9-1 refuses (PRECONDITION_FAILED).
 */
const BREAKING = new Set([
  'kafka topic',
  'http method',
  'http type',
  'ws method',
  'ibmmq groupId',
  'ibmmq type',
  'jms destination',
  'amqp is',
  'amqp exchange name',
  'amqp exchange type',
  'amqp exchange durable',
  'amqp exchange autoDelete',
  'amqp exchange vhost',
  'amqp queue name',
  'amqp queue durable',
  'amqp queue exclusive',
  'amqp queue autoDelete',
  'amqp queue vhost',
  'amqp contentEncoding',
  'amqp messageType',
  'sns name',
  'sqs queue name',
  'pulsar namespace',
  'pulsar persistence',
  'googlepubsub topic',
  'solace destinations',
  'nats queue',
  'mqtt correlationData',
  'mqtt responseTopic',
  'kafka schemaIdLocation',
  'kafka schemaIdPayloadEncoding',
  'kafka schemaLookupStrategy',
])

const SILENT = new Set(['bindingVersion', 'description'])

/** Compares what a protocol is told. What is added is asked of nobody; what is not in the list above is a warning. */
export function compareBindings(
  base: SpecNode | undefined,
  head: SpecNode | undefined,
  place: SpecNode,
  exchange: Exchange,
): void {
  if (!base && !head) return
  for (const [protocol, before] of entries(base)) {
    const after = head && child(head, protocol)
    compareMembers(protocol, before, after, after ?? head ?? place, exchange)
  }
  for (const [protocol, after] of entries(head)) {
    if (base && child(base, protocol)) continue
    for (const [name, node] of entries(after)) added(`${protocol} ${name}`, node, exchange)
  }
}

function compareMembers(
  path: string,
  base: SpecNode,
  head: SpecNode | undefined,
  place: SpecNode,
  exchange: Exchange,
): void {
  for (const [name, before] of entries(base)) {
    const key = `${path} ${name}`
    const after = head && child(head, name)
    if (
      SILENT.has(name) ||
      (after && canonical(before.value) === canonical(after.value) && !SCHEMAS.has(key))
    )
      continue
    if (SCHEMAS.has(key)) compareSchemasAt(key, before, after ?? madeUp(place, {}), exchange)
    else if (isMapping(before.value) && (!after || isMapping(after.value)))
      compareMembers(key, before, after, after ?? place, exchange)
    else changed(key, before, after, place, exchange)
  }
  for (const [name, node] of entries(head)) if (!child(base, name)) added(`${path} ${name}`, node, exchange)
}

function compareSchemasAt(key: string, before: SpecNode, after: SpecNode, exchange: Exchange): void {
  if (ON_CONNECTING.has(key)) exchange.connecting(before, after)
  else exchange.schemas(before, after)
}

/** A schema where none was asks for something only where it asks a client that connects. */
function added(key: string, node: SpecNode, exchange: Exchange): void {
  if (ON_CONNECTING.has(key) && isMapping(node.value))
    exchange.connecting(madeUp(node.parent ?? node, EMPTY), node)
}

const EMPTY = { type: 'object' }

function changed(
  key: string,
  before: SpecNode,
  after: SpecNode | undefined,
  place: SpecNode,
  { report }: Exchange,
): void {
  report({
    kind: 'binding-changed',
    level: BREAKING.has(key) && after ? 'error' : 'warning',
    side: after ? 'head' : 'base',
    node: after ?? before,
    other: after ? before : place,
    words: after
      ? `Binding \`${key}\` changes from ${quote(before.value)} to ${quote(after.value)}`
      : `Binding \`${key}\` (${quote(before.value)}) is removed`,
  })
}
