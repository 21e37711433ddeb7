import { isTrue } from '../../../src/parse/openapi/description.ts'
import { child, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { keyword } from '../../../src/parse/openapi/keywords.ts'
import type { Shape } from '../../../src/parse/openapi/schema.ts'
import { nameOf, quote } from './naming.ts'
import type { Pair } from './pairs.ts'

/**
 * Compares how a value is written as XML (OpenAPI 3.1 section 4.8.26). The prefix is not compared: readers of XML go
 * by the namespace that it stands for.
 */
export function compareXml(pair: Pair): void {
  if (pair.mode.encoding !== 'markup') return
  const [before, after] = [keyword(pair.base, 'xml'), keyword(pair.head, 'xml')]
  if (!before && !after) return
  const [from, to] = [writingOf(pair.base, before), writingOf(pair.head, after)]
  for (const [field, old] of Object.entries(from)) {
    const fresh = to[field as keyof typeof to]
    if (old === fresh) continue
    pair.changes.push({
      kind: 'xml-serialization-changed',
      level: 'error',
      side: after ? 'head' : 'base',
      node: (after && child(after, field)) ?? after ?? before ?? pair.head.node,
      other: after ? (before ?? pair.base.node) : pair.head.node,
      detail: field,
      words: `\`${nameOf(pair.head.node)}\` is written as XML in another way (${field}: ${quote(old)}, now ${quote(fresh)})`,
    })
  }
}

function writingOf(
  shape: Shape,
  xml: SpecNode | undefined,
): { name: string; namespace: string; nodeType: string } {
  const list = shape.types?.value.has('array')
  const usual = isTrue(xml, 'attribute') ? 'attribute' : list && !isTrue(xml, 'wrapped') ? 'none' : 'element'
  return {
    name: stringAt(xml, 'name') ?? 'as the property is called',
    namespace: stringAt(xml, 'namespace') ?? 'none',
    // OpenAPI 3.2 says `nodeType` where older versions say `attribute` and `wrapped` (3.2 section 4.26).
    nodeType: stringAt(xml, 'nodeType') ?? usual,
  }
}
