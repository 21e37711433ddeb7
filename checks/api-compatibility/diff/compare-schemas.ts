import { compareChoices } from './choices.ts'
import { compareConstraints } from './constraints.ts'
import { compareDiscriminators } from './discriminator.ts'
import { compareLifecycle } from './lifecycle.ts'
import { nameOf } from './naming.ts'
import type { Pair, Pairs } from './pairs.ts'
import { compareProperties } from './properties.ts'
import { compareSubschemas } from './subschemas.ts'
import { compareTypes } from './types.ts'
import { compareNewValues, compareValues } from './values.ts'
import { compareXml } from './xml.ts'

/** Everything one schema can do to those who rely on the other. */
export function compareSchemas(pair: Pair, pairs: Pairs): void {
  const { base, head } = pair
  // A reference that leads nowhere has no parts; it is named elsewhere.
  if (isUnknown(base.node.value) || isUnknown(head.node.value)) return
  const what = `\`${nameOf(head.node)}\``
  pair.changes.push(...compareLifecycle(base.node, head.node, what))
  compareDiscriminators(pair, pairs)
  compareXml(pair)
  if (compareChoices(pair, pairs)) return
  if (compareTypes(pair, pairs)) {
    compareNewValues(pair)
    return
  }
  compareValues(pair)
  compareConstraints(pair)
  compareProperties(pair, pairs)
  compareSubschemas(pair, pairs)
}

function isUnknown(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.hasOwn(value, '$ref') &&
    Object.keys(value).length === 1
  )
}
