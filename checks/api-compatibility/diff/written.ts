import type { MediaType } from '../../../src/parse/openapi/content.ts'
import { isTrue } from '../../../src/parse/openapi/description.ts'
import { child, stringAt, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Mode } from './change.ts'
import type { Exchange } from './exchange.ts'
import { compareContent } from './media-types.ts'
import { quote } from './naming.ts'

/** A value that is written as text into a request or a response: a parameter or a header. */
export interface Written {
  in: string
  node: SpecNode
  schema?: SpecNode
  /** The schema, or what it refers to. */
  schemaTarget?: SpecNode
  content: readonly MediaType[]
}

/** Compares how a parameter or header is written, and what it holds. `label` names it: `query parameter x`. */
export function compareWritten(
  exchange: Exchange,
  direction: Mode['direction'],
  label: string,
  before: Written,
  after: Written,
): void {
  compareSerialization(exchange, label, before, after)
  compareReserved(exchange, direction, label, before.node, after.node)
  const mode: Mode = { direction, encoding: 'text' }
  if (before.schema && after.schema) exchange.schemas(before.schema, after.schema, mode)
  if (before.schema && before.content.length === 0 && !after.schema && after.content.length > 0) {
    rewritten(exchange, mode, label, before, after, child(after.node, 'content') ?? after.node)
  } else if (!before.schema && before.content.length > 0 && after.schema && after.content.length === 0) {
    rewritten(exchange, mode, label, before, after, after.schema)
  } else compareContent(exchange, direction, before.content, after.content, after.node)
}

/** `schema` is written by `style`, `content` as its media type: `a,b` and `["a","b"]` (OpenAPI 3.1 section 4.8.12). */
function rewritten(
  exchange: Exchange,
  mode: Mode,
  label: string,
  before: Written,
  after: Written,
  node: SpecNode,
): void {
  const [written, content] = before.schema ? [before, after.content[0]] : [after, before.content[0]]
  if (!content?.type.startsWith('text/plain') || isCompound(written)) {
    const type = quote(content?.type ?? 'content')
    exchange.report({
      kind: 'parameter-serialization-changed',
      level: 'error',
      side: 'head',
      node,
      other: before.node,
      words: `The ${label} is written in another way (${before.schema ? `by its style, now as ${type}` : `as ${type}, now by its style`})`,
    })
  }
  const [from, to] = [before.schema ?? content?.schema, after.schema ?? content?.schema]
  if (from && to) exchange.schemas(from, to, mode)
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
/** Styles that write something around a single value too: `.5` and `;id=5` (OpenAPI 3.1 section 4.8.12.4). */
const AROUND_EVERYTHING = new Set(['label', 'matrix'])

function compareSerialization(exchange: Exchange, label: string, before: Written, after: Written): void {
  // From `schema` to `content` is looked at elsewhere, and so is a single value that becomes a list or was one.
  if (!before.schema || !after.schema) return
  const [from, to] =
    isCompound(before) && isCompound(after)
      ? [listStyle(before), listStyle(after)]
      : [around(before), around(after)]
  if (from === to) return
  const keys = ['style', 'explode', 'collectionFormat'].filter((name) => child(after.node, name))
  const differs = (name: string): boolean =>
    valueAt(before.node.value, name) !== valueAt(after.node.value, name)
  const key = keys.find(differs) ?? keys[0]
  exchange.report({
    kind: 'parameter-serialization-changed',
    level: 'error',
    side: 'head',
    node: (key !== undefined && child(after.node, key)) || after.node,
    other: before.node,
    words: `The ${label} is written in another way (style and explode: ${from}, now ${to})`,
  })
}

/** How lists and objects are written. */
function listStyle(written: Written): string {
  const { node } = written
  const usual = DEFAULT_STYLE[written.in] ?? ''
  if (stringAt(node, 'type') !== undefined) return collectionStyle(node, usual)
  const style = stringAt(node, 'style') ?? usual
  const explode = valueAt(node.value, 'explode')
  // `deepObject` is of no meaning without it, and for objects without it there is no other way to read it.
  if (style === 'deepObject') return style
  return `${style} ${typeof explode === 'boolean' ? explode : style === 'form' || style === 'cookie'}`
}

/** In Swagger 2 lists in lists say for themselves how they are written. */
function collectionStyle(node: SpecNode, usual: string): string {
  const own = COLLECTION[stringAt(node, 'collectionFormat') ?? 'csv'] ?? `${usual} false`
  const inner = child(node, 'items')
  return inner && stringAt(inner, 'type') === 'array' ? `${own} of ${collectionStyle(inner, usual)}` : own
}

/** Styles by place (OpenAPI 3.1 section 4.8.12.3, cookies 3.2). Elsewhere nobody can say how a value is written. */
const STYLES: Readonly<Record<string, readonly string[]>> = {
  path: ['simple', 'label', 'matrix'],
  query: ['form', 'spaceDelimited', 'pipeDelimited', 'deepObject'],
  header: ['simple'],
  cookie: ['form', 'cookie'],
}

/** How a single value is written. */
function around({ in: place, node }: Written): string {
  const style = stringAt(node, 'style')
  if (style === undefined) return 'the value alone'
  const misplaced = STYLES[place]?.includes(style) === false
  return misplaced || AROUND_EVERYTHING.has(style) ? style : 'the value alone'
}

function isCompound({ schemaTarget }: Written): boolean {
  const type = schemaTarget && valueAt(schemaTarget.value, 'type')
  return ['array', 'object'].some((name) => type === name || (Array.isArray(type) && type.includes(name)))
}

/** What clients sent as it is must be percent-encoded now: most servers read both. */
export function compareReserved(
  exchange: Exchange,
  direction: Mode['direction'],
  label: string,
  before: SpecNode | undefined,
  after: SpecNode | undefined,
): void {
  const [from, to] = [isTrue(before, 'allowReserved'), isTrue(after, 'allowReserved')]
  const [old, fresh] = [before, after].map((node) => node && child(node, 'allowReserved'))
  const place = fresh ?? old
  if (from === to || (direction === 'request') !== from || !place) return
  exchange.report({
    kind: 'parameter-serialization-changed',
    level: 'warning',
    side: fresh ? 'head' : 'base',
    node: place,
    other: fresh ? (old ?? before ?? place) : (after ?? place),
    detail: 'allowReserved',
    words: `The ${label} is written in another way (\`allowReserved\` is ${to} now)`,
  })
}
