import { entries, isMapping, stringAt, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical, keyword } from '../../../src/parse/openapi/keywords.ts'
import type { Schemas, Shape } from '../../../src/parse/openapi/schema.ts'
import { nameOf } from './naming.ts'
import type { Encoding } from './change.ts'
import type { Pair, Pairs } from './pairs.ts'

/** Compares types and formats. True when they have nothing in common, so that the rest need not be compared. */
export function compareTypes(pair: Pair, pairs: Pairs): boolean {
  const { base, head, mode } = pair
  if (head.never || base.never) {
    if (head.never && !base.never && mode.direction === 'request')
      report(pair, head.node, 'no value is allowed any more')
    return true
  }
  const narrowed = !covers(head, base, mode.encoding)
  const widened = !covers(base, head, mode.encoding)
  const wrong = mode.direction === 'request' ? narrowed : widened
  const node = head.types?.node ?? base.types?.node ?? head.node
  if (becomesNullable(pair, pairs)) report(pair, head.node, nullWords(head))
  else if (wrong) report(pair, head.types ? node : head.node, `from ${typeWords(base)} to ${typeWords(head)}`)
  else compareFormats(pair)
  const disjoint =
    base.types && head.types && ![...base.types.value].some((type) => type !== 'null' && accepts(head, type))
  return disjoint === true && wrong
}

function report(pair: Pair, node: SpecNode, words: string): void {
  const request = pair.mode.direction === 'request'
  pair.changes.push({
    kind: request ? 'request-type-narrowed' : 'response-type-widened',
    level: 'error',
    side: 'head',
    node,
    other: pair.base.types?.node ?? pair.base.node,
    words: `The type of \`${nameOf(pair.head.node)}\` in ${request ? 'requests' : 'responses'} changes ${words}`,
  })
}

/** A choice names no type of its own, but may be nullable as a whole. */
function becomesNullable({ base, head, mode }: Pair, pairs: Pairs): boolean {
  if (base.types || head.types || base.choices.length === 0 || head.choices.length === 0) return false
  const request = mode.direction === 'request'
  return request
    ? base.nullable && !takesNull(head, pairs.head)
    : head.nullable && !takesNull(base, pairs.base)
}

const MAX_BRANCHES = 64

/** As a whole, or by one of its branches. */
function takesNull({ nullable, choices }: Shape, schemas: Schemas): boolean {
  return (
    nullable ||
    choices.some(({ branches }) =>
      branches.slice(0, MAX_BRANCHES).some((branch) => schemas.shape([branch]).nullable),
    )
  )
}

function nullWords(head: Shape): string {
  return head.nullable ? 'to allow `null`' : 'to allow `null` no longer'
}

/** Whether every type of `inner` is one of `outer`. */
function covers(outer: Shape, inner: Shape, encoding: Encoding): boolean {
  if (!outer.types) return true
  if (!inner.types) return false
  const string = outer.types.value.has('string')
  const all = string && encoding === 'markup'
  const scalars = string && encoding === 'text'
  return (
    all ||
    [...inner.types.value].every(
      (type) =>
        accepts(outer, type) ||
        (scalars && isScalar(type)) ||
        (encoding === 'text' && readsAs(outer, inner, type)),
    )
  )
}

/** As text a single value is a list of one, and a number in quotes (protobuf's JSON for 64 bits) is a number. */
function readsAs(outer: Shape, inner: Shape, type: string): boolean {
  if (outer.types?.value.has('array'))
    return (type === 'string' || isScalar(type)) && takesOne(outer, inner, type)
  return (
    type === 'string' && /^u?int(?:32|64)$/.test(formatOf(inner).format ?? '') && accepts(outer, 'integer')
  )
}

/** What does not narrow an item. */
const IDLE = new Set(['type', 'title', 'description', 'example', 'examples', 'default', 'deprecated'])

/** Whether a list of one such value is valid: of the items' type, and within what was asked of the value before. */
function takesOne(list: Shape, single: Shape, type: string): boolean {
  const least = keyword(list, 'minItems')?.value
  if (typeof least === 'number' && least > 1) return false
  const item = keyword(list, 'items')
  if (!item || !isMapping(item.value)) return true
  const types = new Set([valueAt(item.value, 'type') ?? type].flat())
  const fits = types.has(type) || types.has('string') || (type === 'integer' && types.has('number'))
  return (
    fits &&
    entries(item).every(
      ([name, node]) => IDLE.has(name) || canonical(node.value) === canonical(keyword(single, name)?.value),
    )
  )
}

function accepts(shape: Shape, type: string): boolean {
  const types = shape.types?.value
  return !types || types.has(type) || (type === 'integer' && types.has('number'))
}

/** A number or a truth value written as text is a text; a list or an object is not. */
function isScalar(type: string): boolean {
  return type === 'integer' || type === 'number' || type === 'boolean'
}

function typeWords(shape: Shape): string {
  if (!shape.types) return 'any type'
  const types = [...shape.types.value].filter((type) => type !== 'null').toSorted()
  if (shape.types.value.has('null')) types.push('null')
  return types.length === 0 ? 'nothing' : types.map((type) => `\`${type}\``).join(' or ')
}

/** Formats that every value of another format also has. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  int32: ['int64', 'float', 'double', 'decimal'],
  float: ['double', 'decimal'],
  url: ['uri', 'uri-reference', 'iri', 'iri-reference'],
  uri: ['url', 'uri-reference', 'iri', 'iri-reference'],
  hostname: ['idn-hostname'],
  email: ['idn-email'],
}
/** Formats that take in every number that programs send without saying one. */
const UNBOUNDED = new Set(['int64', 'uint64', 'double'])
/** Formats that say how to show or store a value, not which values there are. */
const NO_CONSTRAINT = new Set(['password', 'byte', 'binary', 'textarea', 'markdown', 'html', 'int', 'string'])

/**
 * Formats that frameworks check by themselves. Where one of these comes to requests, what was accepted is refused;
 * any other that comes is often only documented.
 */
const CHECKED = new Set([
  'date',
  'date-time',
  'time',
  'duration',
  'uuid',
  'ipv4',
  'ipv6',
  'email',
  'uri',
  'int32',
])

function compareFormats(pair: Pair): void {
  const { base, head, mode } = pair
  const before = formatOf(base)
  const after = formatOf(head)
  if (before.format === after.format) return
  const request = mode.direction === 'request'
  const [narrow, wide] = request ? [before.format, after.format] : [after.format, before.format]
  if (narrow === undefined && UNBOUNDED.has(wide ?? '')) return
  if (wide === undefined || (narrow !== undefined && WIDER[narrow]?.includes(wide))) return
  const node = after.node ?? head.node
  pair.changes.push({
    kind: request ? 'request-type-narrowed' : 'response-type-widened',
    level: narrow === undefined && !CHECKED.has(wide) ? 'warning' : 'error',
    side: after.node ? 'head' : 'base',
    node: after.node ? node : (before.node ?? node),
    other: after.node ? (before.node ?? base.node) : head.node,
    detail: 'format',
    words: `The format of \`${nameOf(head.node)}\` in ${request ? 'requests' : 'responses'} changes from ${before.format === undefined ? 'none' : `\`${before.format}\``} to ${after.format === undefined ? 'none' : `\`${after.format}\``}`,
  })
}

function formatOf(shape: Shape): { format?: string; node?: SpecNode } {
  const node = keyword(shape, 'format')
  const format = node?.parent && stringAt(node.parent, 'format')
  return node && format !== undefined && !NO_CONSTRAINT.has(format) ? { format, node } : {}
}
