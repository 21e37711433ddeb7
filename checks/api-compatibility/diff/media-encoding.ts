import { stringAt, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { MediaType } from '../../../src/parse/openapi/content.ts'
import type { Mode } from './change.ts'
import type { Exchange } from './exchange.ts'
import { compareHeaders } from './headers.ts'
import { quote } from './naming.ts'
import { compareReserved } from './written.ts'

/**
 * Compares `encoding`: how the parts of a form or a multipart body are written (OpenAPI 3.1 section 4.8.15).
 * It has a meaning for these media types alone.
 */
export function compareEncodings(
  exchange: Exchange,
  direction: Mode['direction'],
  before: MediaType,
  after: MediaType,
): void {
  if (!/^(?:multipart\/|application\/x-www-form-urlencoded)/.test(before.type)) return
  const [from, to] = [before.parts ?? [], after.parts ?? []]
  for (const name of new Set([...from, ...to].map((part) => part.name))) {
    const [old, fresh] = [from, to].map((parts) => parts.find((part) => part.name === name))
    compareWriting(exchange, direction, name, old?.node, fresh?.node, { before, after })
    const place = fresh?.node ?? after.node
    const of = `the part ${quote(name)}`
    compareReserved(exchange, direction, `part ${quote(name)}`, old?.node, fresh?.node)
    // Without a multipart body there is nowhere to write a header (section 4.8.15.1).
    if (!before.type.startsWith('multipart/')) continue
    compareHeaders(exchange, direction, of, old?.headers ?? [], fresh?.headers ?? [], place)
  }
}

function compareWriting(
  exchange: Exchange,
  direction: Mode['direction'],
  name: string,
  old: SpecNode | undefined,
  fresh: SpecNode | undefined,
  { before, after }: { before: MediaType; after: MediaType },
): void {
  const lost = lostTypes(old, fresh, direction)
  const [wrote, writes] = [styleOf(old), styleOf(fresh)]
  if (lost.length === 0 && wrote === writes) return
  exchange.report({
    kind: 'parameter-serialization-changed',
    level: 'error',
    side: fresh ? 'head' : 'base',
    node: fresh ?? old ?? after.node,
    other: fresh ? (old ?? before.node) : after.node,
    detail: name,
    words:
      wrote === writes
        ? `The part ${quote(name)} is written in another way (content type ${typeWords(old)}, now ${typeWords(fresh)})`
        : `The part ${quote(name)} is written in another way (style and explode: ${wrote}, now ${writes})`,
  })
}

/** Content types that one side writes and the other need not read. */
function lostTypes(
  base: SpecNode | undefined,
  head: SpecNode | undefined,
  direction: Mode['direction'],
): string[] {
  const [before, after] = [typesOf(base), typesOf(head)]
  // Where nothing is said, the type follows from the schema, so saying it need not change anything.
  if (before.length === 0 || after.length === 0) return []
  const [written, read] = direction === 'request' ? [before, after] : [after, before]
  return written.filter((type) => !read.some((other) => includes(other, type)))
}

function typesOf(encoding: SpecNode | undefined): string[] {
  return (stringAt(encoding, 'contentType') ?? '')
    .split(',')
    .map((type) => type.trim().toLowerCase())
    .filter((type) => type !== '')
}

function includes(outer: string, inner: string): boolean {
  return outer === inner || outer === '*/*' || (outer.endsWith('/*') && inner.startsWith(outer.slice(0, -1)))
}

function typeWords(encoding: SpecNode | undefined): string {
  return quote(stringAt(encoding, 'contentType') ?? 'none')
}

function styleOf(encoding: SpecNode | undefined): string {
  const style = stringAt(encoding, 'style') ?? 'form'
  const explode = encoding && valueAt(encoding.value, 'explode')
  return `${style} ${typeof explode === 'boolean' ? explode : style === 'form'}`
}
