import { child, entries, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { allowedValues, keyword } from '../../../src/parse/openapi/keywords.ts'
import type { Choice, Shape } from '../../../src/parse/openapi/schema.ts'
import { branchName } from './branches.ts'
import { list, nameOf, quote } from './naming.ts'
import type { Pair, Pairs } from './pairs.ts'

/** Compares the property that tells which of several schemas a value is of. */
export function compareDiscriminators(pair: Pair, pairs: Pairs): void {
  const before = discriminatorOf(pair.base)
  const after = discriminatorOf(pair.head)
  if (!before || !after) return
  if (before.name === after.name) {
    compareMappings(pair, before.node, after.node)
    compareDefaultMapping(pair, before.node, after.node)
    return
  }
  // One that no value ever had told nothing: the description only catches up with the server.
  const known = [pair.base, ...branchShapes(pair.base, pairs)].some(({ properties }) =>
    properties.has(before.name),
  )
  pair.changes.push({
    kind: 'discriminator-changed',
    level: known ? 'error' : 'warning',
    side: 'head',
    node: child(after.node, 'propertyName') ?? after.node,
    other: child(before.node, 'propertyName') ?? before.node,
    words: `\`${nameOf(pair.head.node)}\` is told apart by \`${after.name}\` instead of \`${before.name}\``,
  })
}

function branchShapes({ choices }: Shape, pairs: Pairs): Shape[] {
  return choices.flatMap(({ branches }) =>
    branches.slice(0, MAX_BRANCHES).map((branch) => pairs.base.shape([branch])),
  )
}

/** Branches that are looked at for the property that tells them apart. */
const MAX_BRANCHES = 64

/**
 * Where requests now are told apart by a property that could hold anything, its values are limited to the names of
 * the branches (OpenAPI 3.1 section 4.8.25.1).
 */
export function compareNewDiscriminator(pair: Pair, pairs: Pairs, choice: Choice): void {
  const after = discriminatorOf(pair.head)
  const property = after && pair.base.properties.get(after.name)
  if (!after || !property || discriminatorOf(pair.base)) return
  const mapped = entries(child(after.node, 'mapping')).map(([value]) => value)
  const known = new Set([...mapped, ...choice.branches.flatMap((branch) => branchName(branch) ?? [])])
  const before = allowedValues(pairs.base.shape(property))
  if (known.size === 0 || before?.value.every(({ value }) => known.has(String(value)))) return
  pair.changes.push({
    kind: 'request-enum-narrowed',
    level: 'error',
    side: 'head',
    node: after.node,
    other: property[0] ?? pair.base.node,
    detail: 'discriminator',
    words: `\`${nameOf(pair.head.node)}\` in requests is now told apart by \`${after.name}\`, which is limited to ${list([...known].slice(0, 5).map(quote))}${known.size > 5 ? ' and others' : ''}`,
  })
}

/** Whether a value of the mapping that stood for one branch stands for the other now. */
export function mappedAlike(pair: Pair, before: SpecNode, after: SpecNode): boolean {
  const [old, fresh] = [discriminatorOf(pair.base), discriminatorOf(pair.head)]
  const [from, to] = [branchName(before), branchName(after)]
  if (!old || !fresh || old.name !== fresh.name || from === undefined || to === undefined) return false
  const values = valuesOf(fresh.node).get(to)
  return [...(valuesOf(old.node).get(from)?.keys() ?? [])].some((value) => values?.has(value))
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
    // Clients that get one more name may yet be made for it; where the one they know is gone, they are not.
    const replaced = ![...old.keys()].some((value) => fresh.has(value))
    pair.changes.push({
      kind: 'discriminator-changed',
      level: request || replaced ? 'error' : 'warning',
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
