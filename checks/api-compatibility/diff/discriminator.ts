import { child, entries, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { keyword } from '../../../src/parse/openapi/keywords.ts'
import type { Shape } from '../../../src/parse/openapi/schema.ts'
import { nameOf, quote } from './naming.ts'
import type { Pair } from './pairs.ts'

/** Compares the property that tells which of several schemas a value is of. */
export function compareDiscriminators(pair: Pair): void {
  const before = discriminatorOf(pair.base)
  const after = discriminatorOf(pair.head)
  if (!before || !after) return
  if (before.name === after.name) {
    compareMappings(pair, before.node, after.node)
    compareDefaultMapping(pair, before.node, after.node)
    return
  }
  pair.changes.push({
    kind: 'discriminator-changed',
    level: 'warning',
    side: 'head',
    node: child(after.node, 'propertyName') ?? after.node,
    other: child(before.node, 'propertyName') ?? before.node,
    words: `\`${nameOf(pair.head.node)}\` is told apart by \`${after.name}\` instead of \`${before.name}\``,
  })
}

/** Swagger 2 writes the name itself, OpenAPI 3 an object with `propertyName`. */
function discriminatorOf(shape: Shape): { name: string; node: SpecNode } | undefined {
  const node = keyword(shape, 'discriminator')
  const name = typeof node?.value === 'string' ? node.value : stringAt(node, 'propertyName')
  return node && name !== undefined ? { name, node } : undefined
}

/**
 * Compares which value of the discriminator stands for which schema. Where `mapping` does not name a schema, its
 * own name is the value (OpenAPI 3.1 section 4.8.25.1).
 */
function compareMappings(pair: Pair, before: SpecNode, after: SpecNode): void {
  const values = { base: valuesOf(before), head: valuesOf(after) }
  const names = { base: branchesOf(pair.base), head: branchesOf(pair.head) }
  const schemas = new Set([...values.base.keys(), ...values.head.keys(), ...names.base])
  for (const schema of schemas) {
    // A schema that comes or goes is an alternative added or removed, which is a change of its own.
    if (names.base.size > 0 && !(names.base.has(schema) && names.head.has(schema))) continue
    const old = values.base.get(schema) ?? new Map([[schema, before]])
    const fresh = values.head.get(schema) ?? new Map([[schema, after]])
    const request = pair.mode.direction === 'request'
    const [known, used] = request ? [fresh, old] : [old, fresh]
    const strange = [...used.keys()].find((value) => !known.has(value))
    if (strange === undefined) continue
    const place = [...fresh.values()][0] ?? after
    pair.changes.push({
      kind: 'discriminator-changed',
      level: 'warning',
      side: 'head',
      node: place,
      other: [...old.values()][0] ?? before,
      detail: `mapping ${schema}`,
      words: request
        ? `${quote(strange)} in requests no longer stands for \`${schema}\`: it is ${[...fresh.keys()].map(quote).join(', ')} now`
        : `\`${schema}\` in responses is told by ${quote(strange)}, which clients know as ${[...old.keys()].map(quote).join(', ')}`,
    })
  }
}

/** The schema that values stand for which `mapping` does not name, or where the property is left out (OpenAPI 3.2). */
function compareDefaultMapping(pair: Pair, before: SpecNode, after: SpecNode): void {
  const [from, to] = [child(before, 'defaultMapping'), child(after, 'defaultMapping')]
  if (!from || from.value === to?.value) return
  pair.changes.push({
    kind: 'discriminator-changed',
    level: 'warning',
    side: to ? 'head' : 'base',
    node: to ?? from,
    other: to ? from : after,
    detail: 'defaultMapping',
    words: `\`${nameOf(pair.head.node)}\` is by default ${to ? quote(to.value) : 'nothing'} instead of ${quote(from.value)}`,
  })
}

/** Schema names to the values that `mapping` gives them, each with its place. */
function valuesOf(discriminator: SpecNode): Map<string, Map<string, SpecNode>> {
  const values = new Map<string, Map<string, SpecNode>>()
  for (const [value, node] of entries(child(discriminator, 'mapping'))) {
    if (typeof node.value !== 'string') continue
    const schema = node.value.slice(node.value.lastIndexOf('/') + 1)
    const known = values.get(schema)
    if (known) known.set(value, node)
    else values.set(schema, new Map([[value, node]]))
  }
  return values
}

/** Names of the schemas to choose from; none where the choice is left to `allOf` elsewhere. */
function branchesOf(shape: Shape): Set<string> {
  const refs = shape.choices.flatMap(({ branches }) => branches.map((branch) => stringAt(branch, '$ref')))
  return new Set(refs.flatMap((ref) => ref?.slice(ref.lastIndexOf('/') + 1) ?? []))
}
