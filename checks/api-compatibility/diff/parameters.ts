import { child, stringAt, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Operation, Parameter } from '../../../src/parse/openapi/operations.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import { compareContent } from './content.ts'
import type { Exchange } from './exchange.ts'
import { compareLifecycle } from './lifecycle.ts'
import { quote } from './naming.ts'

/** Compares parameters: path parameters by position, others by place and name. */
export function compareParameters(exchange: Exchange, base: Operation, head: Operation): void {
  const before = new Map(base.parameters.map((parameter) => [parameter.id, parameter]))
  const after = new Map(head.parameters.map((parameter) => [parameter.id, parameter]))
  for (const [id, parameter] of before) {
    const other = after.get(id)
    if (other) comparePair(exchange, parameter, other)
    else if (parameter.in !== 'path') removed(exchange, parameter, head)
  }
  if (exchange.asks !== 'request') return
  for (const [id, parameter] of after) {
    if (!before.has(id) && parameter.required && parameter.in !== 'path') {
      exchange.report({
        kind: 'required-parameter-added',
        level: 'error',
        side: 'head',
        node: parameter.node,
        other: child(base.node, 'parameters') ?? base.node,
        words: `Required ${words(parameter)} is added`,
      })
    }
  }
}

function words(parameter: Parameter): string {
  return `${parameter.in} parameter \`${parameter.name}\``
}

function removed(exchange: Exchange, parameter: Parameter, head: Operation): void {
  exchange.report({
    kind: 'parameter-removed',
    // A promised day that has not come binds more than no promise.
    level: parameter.lifecycle.deprecated && parameter.lifecycle.sunset ? 'error' : 'warning',
    side: 'base',
    node: parameter.node,
    other: child(head.node, 'parameters') ?? head.node,
    lifecycle: parameter.lifecycle,
    words: `The ${words(parameter)} is removed`,
  })
}

function comparePair(exchange: Exchange, before: Parameter, after: Parameter): void {
  if (exchange.asks === 'request' && after.required && !before.required) {
    exchange.report({
      kind: 'parameter-became-required',
      level: 'error',
      side: 'head',
      node: child(after.node, 'required') ?? after.node,
      other: before.node,
      words: `The ${words(after)} becomes required`,
    })
  }
  compareDefault(exchange, before, after)
  compareSerialization(exchange, before, after)
  for (const change of compareLifecycle(before.node, after.node, `the ${words(after)}`))
    exchange.report(change)
  if (before.schema && after.schema) {
    exchange.schemas(before.schema, after.schema, { direction: exchange.asks, encoding: 'text' })
  }
  if (before.schema && before.content.length === 0 && !after.schema && after.content.length > 0) {
    rewritten(exchange, before, after, child(after.node, 'content') ?? after.node)
  } else if (!before.schema && before.content.length > 0 && after.schema && after.content.length === 0) {
    rewritten(exchange, before, after, after.schema)
  } else compareContent(exchange, exchange.asks, before.content, after.content, after.node)
}

/** `schema` is written by `style`, `content` as its media type: `a,b` and `["a","b"]` (OpenAPI 3.1 section 4.8.12). */
function rewritten(exchange: Exchange, before: Parameter, after: Parameter, node: SpecNode): void {
  const [schema, content] = before.schema
    ? [before.schema, after.content[0]]
    : [after.schema, before.content[0]]
  const plain = content?.type.startsWith('text/plain') && schema !== undefined && !isCompound(schema)
  if (!plain) {
    const type = quote(content?.type ?? 'content')
    exchange.report({
      kind: 'parameter-serialization-changed',
      level: 'error',
      side: 'head',
      node,
      other: before.node,
      words: `The ${words(after)} is written in another way (${before.schema ? `by its style, now as ${type}` : `as ${type}, now by its style`})`,
    })
  }
  const [from, to] = [before.schema ?? content?.schema, after.schema ?? content?.schema]
  if (from && to) exchange.schemas(from, to, { direction: exchange.asks, encoding: 'text' })
}

/** A client that leaves the parameter out now asks for something else. */
function compareDefault(exchange: Exchange, before: Parameter, after: Parameter): void {
  const from = before.schema && valueAt(before.schema.value, 'default')
  const to = after.schema && valueAt(after.schema.value, 'default')
  if (!after.schema || !before.schema || canonical(from) === canonical(to)) return
  if (before.required && after.required) return
  const place = child(after.schema, 'default')
  exchange.report({
    kind: 'parameter-default-changed',
    level: 'error',
    side: place ? 'head' : 'base',
    node: place ?? child(before.schema, 'default') ?? before.node,
    other: place ? (child(before.schema, 'default') ?? before.node) : after.node,
    words: `The default of the ${words(after)} changes from ${from === undefined ? 'none' : quote(from)} to ${to === undefined ? 'none' : quote(to)}`,
  })
}

const DEFAULT_STYLE: Readonly<Record<string, string>> = {
  query: 'form',
  cookie: 'form',
  path: 'simple',
  header: 'simple',
}
/** Swagger 2 `collectionFormat` in OpenAPI 3 words: style and explode. */
const COLLECTION: Readonly<Record<string, string>> = {
  multi: 'form true',
  ssv: 'spaceDelimited false',
  pipes: 'pipeDelimited false',
  tsv: 'tsv false',
}

function compareSerialization(exchange: Exchange, before: Parameter, after: Parameter): void {
  const [from, to] = [serialization(before), serialization(after)]
  // From `schema` to `content` is looked at elsewhere, and so is a single value that becomes a list or was one.
  if (from === to || from === '' || to === '' || !before.schema || !after.schema) return
  const key = ['style', 'explode', 'collectionFormat'].find((name) => child(after.node, name))
  exchange.report({
    kind: 'parameter-serialization-changed',
    level: 'error',
    side: 'head',
    node: (key !== undefined && child(after.node, key)) || after.node,
    other: before.node,
    words: `The ${words(after)} is written in another way (style and explode: ${from}, now ${to})`,
  })
}

/** How lists and objects are written; of no meaning for a single value. */
function serialization(parameter: Parameter): string {
  const { node, schema } = parameter
  if (!schema || !isCompound(schema)) return ''
  const usual = DEFAULT_STYLE[parameter.in] ?? ''
  const collection = stringAt(node, 'collectionFormat')
  if (stringAt(node, 'type') !== undefined) {
    return COLLECTION[collection ?? 'csv'] ?? `${usual} false`
  }
  const style = stringAt(node, 'style') ?? usual
  const explode = valueAt(node.value, 'explode')
  return `${style} ${typeof explode === 'boolean' ? explode : style === 'form'}`
}

function isCompound(schema: SpecNode): boolean {
  const type = valueAt(schema.value, 'type')
  return ['array', 'object'].some((name) => type === name || (Array.isArray(type) && type.includes(name)))
}
