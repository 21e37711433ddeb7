import { stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { keyword } from '../../../src/parse/openapi/keywords.ts'
import type { Shape } from '../../../src/parse/openapi/schema.ts'
import { nameOf } from './naming.ts'
import type { Pair } from './pairs.ts'

/** Compares the property that tells which of several schemas a value is of. */
export function compareDiscriminators(pair: Pair): void {
  const before = discriminatorOf(pair.base)
  const after = discriminatorOf(pair.head)
  if (!before || !after || before.name === after.name) return
  pair.changes.push({
    kind: 'discriminator-changed',
    level: 'warning',
    side: 'head',
    node: after.node,
    other: before.node,
    words: `\`${nameOf(pair.head.node)}\` is told apart by \`${after.name}\` instead of \`${before.name}\``,
  })
}

/** Swagger 2 writes the name itself, OpenAPI 3 an object with `propertyName`. */
function discriminatorOf(shape: Shape): { name: string; node: SpecNode } | undefined {
  const node = keyword(shape, 'discriminator')
  const name = typeof node?.value === 'string' ? node.value : stringAt(node, 'propertyName')
  return node && name !== undefined ? { name, node } : undefined
}
