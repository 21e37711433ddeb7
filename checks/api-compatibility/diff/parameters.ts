import { isTrue } from '../../../src/parse/openapi/description.ts'
import { child, valueAt } from '../../../src/parse/openapi/node.ts'
import type { Operation, Parameter } from '../../../src/parse/openapi/operations.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import type { Exchange } from './exchange.ts'
import { compareLifecycle } from './lifecycle.ts'
import { quote } from './naming.ts'
import { compareWritten } from './written.ts'

/** Compares parameters: path parameters by position, others by place and name. */
export function compareParameters(exchange: Exchange, base: Operation, head: Operation): void {
  const before = new Map(base.parameters.map((parameter) => [parameter.id, parameter]))
  const after = new Map(head.parameters.map((parameter) => [parameter.id, parameter]))
  for (const [id, parameter] of before) {
    const other = after.get(id)
    if (other) comparePair(exchange, parameter, other)
    else if (parameter.in === 'path') continue
    else if (exchange.asks === 'request') removed(exchange, parameter, head)
    else noLongerSent(exchange, parameter, head)
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

/** What the API sends along when it calls its clients. */
function noLongerSent(exchange: Exchange, parameter: Parameter, head: Operation): void {
  exchange.report({
    kind: 'parameter-removed',
    level: parameter.required ? 'error' : 'warning',
    side: 'base',
    node: parameter.node,
    other: child(head.node, 'parameters') ?? head.node,
    words: `The ${words(parameter)} is no longer sent to clients`,
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
  if (exchange.asks === 'response' && before.required && !after.required) {
    exchange.report({
      kind: 'response-property-became-optional',
      level: 'error',
      side: 'head',
      node: child(after.node, 'required') ?? after.node,
      other: before.node,
      words: `The ${words(after)} is no longer always sent to clients`,
    })
  }
  compareDefault(exchange, before, after)
  compareEmptyValue(exchange, before, after)
  for (const change of compareLifecycle(before.node, after.node, `the ${words(after)}`))
    exchange.report(change)
  compareWritten(exchange, exchange.asks, words(after), before, after)
}

/** A client that leaves the parameter out now asks for something else. */
function compareDefault(exchange: Exchange, before: Parameter, after: Parameter): void {
  const [old, fresh] = [before.schemaTarget, after.schemaTarget]
  if (!old || !fresh || exchange.asks !== 'request') return
  // A path parameter that does not say so is left out by generated clients, which fill in its default.
  if ([before, after].every(({ node }) => isTrue(node, 'required'))) return
  const from = valueAt(old.value, 'default')
  const to = valueAt(fresh.value, 'default')
  if (canonical(from) === canonical(to)) return
  const place = child(fresh, 'default')
  exchange.report({
    kind: 'parameter-default-changed',
    level: 'error',
    side: place ? 'head' : 'base',
    node: place ?? child(old, 'default') ?? before.node,
    other: place ? (child(old, 'default') ?? before.node) : after.node,
    words: `The default of the ${words(after)} changes from ${from === undefined ? 'none' : quote(from)} to ${to === undefined ? 'none' : quote(to)}`,
  })
}

/** `?name=` and `?name` are refused where they were allowed (OpenAPI 3.1 section 4.8.12.2). */
function compareEmptyValue(exchange: Exchange, before: Parameter, after: Parameter): void {
  const [from, to] = [before, after].map(({ node }) => isTrue(node, 'allowEmptyValue'))
  if (after.in === 'header' || exchange.asks !== 'request' || !from || to) return
  const place = child(after.node, 'allowEmptyValue')
  exchange.report({
    kind: 'request-constraint-tightened',
    level: 'error',
    side: place ? 'head' : 'base',
    node: place ?? child(before.node, 'allowEmptyValue') ?? before.node,
    other: place ? before.node : after.node,
    detail: 'allowEmptyValue',
    words: `The ${words(after)} must no longer be empty (\`allowEmptyValue\` was true)`,
  })
}
