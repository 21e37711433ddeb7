import { isTrue, type Description } from '../../../src/parse/openapi/description.ts'
import { child, stringAt, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { lifecycleOf, type Lifecycle } from '../../../src/parse/openapi/operations.ts'
import { keyword, keywords } from '../../../src/parse/openapi/keywords.ts'
import type { Shape } from '../../../src/parse/openapi/schema.ts'
import { compareLifecycle } from './lifecycle.ts'
import { nameOf } from './naming.ts'
import type { Pair, Pairs } from './pairs.ts'
import { asking } from './subschemas.ts'

/** Compares `properties`, `required` and `additionalProperties`. */
export function compareProperties(pair: Pair, pairs: Pairs): void {
  const { base, head, mode } = pair
  const request = mode.direction === 'request'
  const visibleBase = visible(base, mode.direction, pairs.base.description)
  const visibleHead = visible(head, mode.direction, pairs.head.description)
  for (const [name, nodes] of visibleBase) {
    const others = visibleHead.get(name)
    if (others) {
      pairs.descend(pair, nodes, others, mode)
      const [before, after] = [nodes[0], others[0]]
      if (before && after)
        pair.changes.push(...compareLifecycle(before, after, `property \`${nameOf(after)}\``))
    } else if (request) requestPropertyRemoved(pair, pairs, name, nodes)
    else responsePropertyRemoved(pair, pairs, name, nodes)
  }
  if (request) compareRequestRequired(pair, visibleBase, visibleHead, pairs)
  else compareResponseRequired(pair, visibleBase, visibleHead)
  compareAdditional(pair, pairs)
}

/** Properties that travel this way: a read-only one is not sent, a write-only one is not returned. */
function visible(
  shape: Shape,
  direction: 'request' | 'response',
  description: Description,
): Map<string, SpecNode[]> {
  const hidden = direction === 'request' ? 'readOnly' : 'writeOnly'
  return new Map(
    [...shape.properties].filter(([, nodes]) =>
      nodes.every((node) => {
        const target = description.resolve(node)
        return !isTrue(node, hidden) && !(target && isTrue(target, hidden))
      }),
    ),
  )
}

function requestPropertyRemoved(pair: Pair, pairs: Pairs, name: string, nodes: readonly SpecNode[]): void {
  const [node] = nodes
  if (!node) return
  const hidden = pair.head.properties.has(name)
  const refused = !hidden && isClosed(pair.head)
  pair.changes.push({
    kind: 'request-property-removed',
    level: refused ? 'error' : 'warning',
    side: 'base',
    node,
    other: pair.head.properties.get(name)?.[0] ?? keyword(pair.head, 'properties') ?? pair.head.node,
    lifecycle: lifecycleThrough(node, pairs),
    words: hidden
      ? `Property \`${nameOf(node)}\` becomes read-only: what clients send in it is lost`
      : `Property \`${nameOf(node)}\` is removed from requests${refused ? ', and unknown properties are refused' : ': what clients send in it is lost'}`,
  })
}

/** What a property says about its own end, else what the schema says that it refers to. */
function lifecycleThrough(node: SpecNode, pairs: Pairs): Lifecycle {
  const own = lifecycleOf(node)
  const target = pairs.base.description.resolve(node)
  return own.deprecated || !target
    ? own
    : { ...lifecycleOf(target), ...(own.stability && { stability: own.stability }) }
}

function responsePropertyRemoved(pair: Pair, pairs: Pairs, name: string, nodes: readonly SpecNode[]): void {
  const [node] = nodes
  if (!node) return
  // A branch of a choice may describe it now; the branches are compared on their own.
  if (
    pair.head.choices.some(({ branches }) =>
      branches.every((branch) => pairs.head.shape([branch]).properties.has(name)),
    )
  )
    return
  const hidden = pair.head.properties.has(name)
  const required = pair.base.required.has(name)
  pair.changes.push({
    kind: 'response-property-removed',
    level: required ? 'error' : 'warning',
    side: 'base',
    node,
    other: pair.head.properties.get(name)?.[0] ?? keyword(pair.head, 'properties') ?? pair.head.node,
    lifecycle: lifecycleThrough(node, pairs),
    words: hidden
      ? `${required ? 'Required property' : 'Property'} \`${nameOf(node)}\` becomes write-only: responses no longer hold it`
      : `${required ? 'Required property' : 'Property'} \`${nameOf(node)}\` is removed from responses`,
  })
}

function compareRequestRequired(
  pair: Pair,
  before: ReadonlyMap<string, SpecNode[]>,
  after: ReadonlyMap<string, SpecNode[]>,
  pairs: Pairs,
): void {
  for (const [name, place] of pair.head.required) {
    const nodes = after.get(name)
    if (pair.base.required.has(name)) {
      // It was read-only, so that it was required of answers alone (OpenAPI 3.0.3 section 4.7.24.2).
      if (nodes && !before.has(name) && pair.base.properties.has(name)) mustBeSent(pair, name, nodes)
      continue
    }
    // Required and read-only: required in the answer alone.
    if (!nodes && pair.head.properties.has(name)) continue
    const node = nodes?.[0]
    const known = before.get(name)?.[0]
    const shown = node ?? place
    const defaulted = node !== undefined && hasDefault(node, pairs.head.description)
    const label = node ? nameOf(node) : `${nameOf(pair.head.node)}.${name}`
    pair.changes.push({
      kind: known ? 'property-became-required' : 'required-property-added',
      level: 'error',
      side: 'head',
      node: known ? (isField(shown) ? (child(shown, 'required') ?? shown) : place) : shown,
      other: known ?? pair.base.node,
      detail: name,
      words: known
        ? `Property \`${label}\` becomes required in requests${defaulted ? ', although it has a default' : ''}`
        : `Required property \`${label}\` is added to requests${defaulted ? ', although it has a default' : ''}`,
    })
  }
}

function mustBeSent(pair: Pair, name: string, [node]: readonly SpecNode[]): void {
  const known = pair.base.properties.get(name)?.[0]
  if (!node || !known) return
  pair.changes.push({
    kind: 'property-became-required',
    level: 'error',
    side: 'head',
    node,
    other: known,
    detail: name,
    words: `Required property \`${nameOf(node)}\` is no longer read-only: requests must hold it`,
  })
}

/** A field of a form in Swagger 2, which says by itself that it is required. */
function isField(node: SpecNode): boolean {
  return node.parent?.key === 'parameters'
}

function hasDefault(node: SpecNode, description: Description): boolean {
  const target = description.resolve(node) ?? node
  return valueAt(node.value, 'default') !== undefined || valueAt(target.value, 'default') !== undefined
}

function compareResponseRequired(
  pair: Pair,
  before: ReadonlyMap<string, SpecNode[]>,
  after: ReadonlyMap<string, SpecNode[]>,
): void {
  for (const [name, place] of pair.base.required) {
    if (pair.head.required.has(name) || !before.has(name)) continue
    const node = after.get(name)?.[0]
    if (!node) continue
    pair.changes.push({
      kind: 'response-property-became-optional',
      level: 'error',
      side: 'base',
      node: place,
      other: node,
      detail: name,
      words: `Property \`${nameOf(node)}\` of responses is no longer guaranteed to be there`,
    })
  }
}

/** Whether properties that are not described are refused. */
export function isClosed(shape: Shape): boolean {
  return ['additionalProperties', 'unevaluatedProperties'].some((name) =>
    keywords(shape, name).some((node) => node.value === false),
  )
}

/** Of a schema that stands alone, both keywords refuse the same. */
export function staysClosed({ base, head }: Pair): boolean {
  return [base, head].every(
    (shape) => isClosed(shape) && shape.parts.length === 1 && shape.choices.length === 0,
  )
}

function compareAdditional(pair: Pair, pairs: Pairs): void {
  if (staysClosed(pair)) return
  const before = keyword(pair.base, 'additionalProperties')
  const after = keyword(pair.head, 'additionalProperties')
  const closed = before?.value === false
  const closes = after?.value === false
  if (pair.mode.direction === 'request' && after && closes && !closed) {
    pair.changes.push({
      kind: 'request-constraint-tightened',
      level: 'error',
      side: 'head',
      node: after,
      other: before ?? pair.base.node,
      detail: 'additionalProperties',
      words: `\`${nameOf(pair.head.node)}\` in requests now refuses properties that are not described`,
    })
  } else if (pair.mode.direction === 'response' && before && closed && !closes) {
    pair.changes.push({
      kind: 'response-constraint-loosened',
      level: 'warning',
      side: after ? 'head' : 'base',
      node: after ?? before,
      other: after ? before : pair.head.node,
      detail: 'additionalProperties',
      words: `\`${nameOf(pair.head.node)}\` in responses can now hold properties that are not described`,
    })
  }
  const [limited, limits] = [asking(before), asking(after)]
  if (limited && limits && isSchema(limited) && isSchema(limits)) {
    pairs.descend(pair, [limited], [limits], pair.mode)
  } else if (pair.mode.direction === 'request' && limits && isSchema(limits) && !limited) {
    // As text, whatever stands in a field is a text.
    if (pair.mode.encoding === 'text' && stringAt(limits, 'type') === 'string') return
    pair.changes.push({
      kind: 'request-constraint-tightened',
      level: 'error',
      side: 'head',
      node: limits,
      other: before ?? pair.base.node,
      detail: 'additionalProperties',
      words: `\`${nameOf(pair.head.node)}\` in requests now limits what properties that are not described can hold`,
    })
  } else if (pair.mode.direction === 'response' && limited && isSchema(limited) && !limits) {
    pair.changes.push({
      kind: 'response-constraint-loosened',
      level: 'error',
      side: after ? 'head' : 'base',
      node: after ?? limited,
      other: after ? limited : pair.head.node,
      detail: 'additionalProperties',
      words: `\`${nameOf(pair.head.node)}\` in responses no longer says what properties that are not described hold`,
    })
  }
}

function isSchema(node: SpecNode): boolean {
  return typeof node.value === 'object' && node.value !== null
}
