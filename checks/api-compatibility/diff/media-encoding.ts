import { child, entries, stringAt, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { MediaType } from '../../../src/parse/openapi/content.ts'
import type { Mode } from './change.ts'
import type { Exchange } from './exchange.ts'
import { quote } from './naming.ts'

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
  const [from, to] = [child(before.node, 'encoding'), child(after.node, 'encoding')]
  const names = new Set([...entries(from), ...entries(to)].map(([name]) => name))
  for (const name of names) {
    const old = from && child(from, name)
    const fresh = to && child(to, name)
    const lost = lostTypes(old, fresh, direction)
    const [wrote, writes] = [styleOf(old), styleOf(fresh)]
    if (lost.length === 0 && wrote === writes) continue
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
