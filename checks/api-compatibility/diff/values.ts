import { items, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { allowedValues, canonical, keyword, keywords } from '../../../src/parse/openapi/keywords.ts'
import type { Shape } from '../../../src/parse/openapi/schema.ts'
import { list, nameOf, quote } from './naming.ts'
import type { Pair } from './pairs.ts'

/** Compares `enum`, `const` and `x-extensible-enum`. */
export function compareValues(pair: Pair): void {
  const before = allowedValues(pair.base)
  const after = allowedValues(pair.head)
  if (pair.mode.direction === 'request') requestValues(pair, before?.value, after?.value, after?.node)
  else responseValues(pair, before?.value, after?.value, before?.node)
  extensibleValues(pair)
}

/** Values are compared where the types fit; but another type that is limited from the start narrows twice. */
export function compareNewValues(pair: Pair): void {
  if (pair.mode.direction !== 'request' || allowedValues(pair.base)) return
  const after = allowedValues(pair.head)
  requestValues(pair, undefined, after?.value, after?.node)
}

function requestValues(
  pair: Pair,
  before: readonly SpecNode[] | undefined,
  after: readonly SpecNode[] | undefined,
  node: SpecNode | undefined,
): void {
  if (!after || !node) return
  const name = nameOf(pair.head.node)
  if (!before) {
    if (isComplete(pair, after)) return
    pair.changes.push({
      kind: 'request-enum-narrowed',
      level: 'error',
      side: 'head',
      node,
      other: pair.base.node,
      words: `\`${name}\` in requests is now limited to ${list(after.slice(0, 5).map(({ value }) => quote(value)))}${after.length > 5 ? ' and others' : ''}`,
    })
    return
  }
  const lost = missing(before, after)
  const listed = listedNull(pair.base)
  // Where the type changes with the list, that is told of the type.
  if (listed && !listedNull(pair.head) && typesNull(node)) lost.push(listed)
  for (const value of lost) {
    pair.changes.push({
      kind: 'request-enum-narrowed',
      level: 'error',
      side: 'base',
      node: value,
      other: node,
      detail: canonical(value.value),
      words: `The value ${quote(value.value)} of \`${name}\` is no longer accepted in requests`,
    })
  }
}

/** `null` where it is one of the values of an `enum`: without it there, a nullable type takes none either. */
function listedNull(shape: Shape): SpecNode | undefined {
  return keywords(shape, 'enum')
    .flatMap(items)
    .find(({ value }) => value === null)
}

/** Whether the schema of an `enum` itself names `null` as a type: not so in a choice between a list and `null`. */
function typesNull({ key, parent }: SpecNode): boolean {
  const types = key === 'enum' && parent ? valueAt(parent.value, 'type') : undefined
  return Array.isArray(types) && types.includes('null')
}

function responseValues(
  pair: Pair,
  before: readonly SpecNode[] | undefined,
  after: readonly SpecNode[] | undefined,
  node: SpecNode | undefined,
): void {
  if (!before || !node) return
  const name = nameOf(pair.head.node)
  if (!after) {
    pair.changes.push({
      kind: 'response-enum-widened',
      level: 'warning',
      side: 'base',
      node,
      other: pair.head.node,
      words: `\`${name}\` in responses is no longer limited to the values it had`,
    })
    return
  }
  // Only clients that refuse what they do not know break, and most lists are made to grow; but where none of the
  // old values is left, nothing that clients look for comes any more.
  const replaced = before.length > 0 && missing(before, after).length === before.length
  for (const value of missing(after, before)) {
    pair.changes.push({
      kind: 'response-enum-widened',
      level: replaced ? 'error' : 'warning',
      side: 'head',
      node: value,
      other: node,
      detail: canonical(value.value),
      words: `\`${name}\` in responses can now be ${quote(value.value)}, which clients do not know`,
    })
  }
}

/** Values an extensible list (Zalando guideline 112) no longer knows; new ones are what it is made for. */
function extensibleValues(pair: Pair): void {
  if (pair.mode.direction !== 'request') return
  const before = keyword(pair.base, 'x-extensible-enum')
  const after = keyword(pair.head, 'x-extensible-enum')
  if (!before || !after) return
  for (const value of missing(items(before), items(after))) {
    pair.changes.push({
      kind: 'request-enum-narrowed',
      level: 'error',
      side: 'base',
      node: value,
      other: after,
      detail: canonical(value.value),
      words: `The value ${quote(value.value)} of \`${nameOf(pair.head.node)}\` is no longer accepted in requests`,
    })
  }
}

/** Those of `all` that are not among `kept`. */
function missing(all: readonly SpecNode[], kept: readonly SpecNode[]): SpecNode[] {
  const known = new Set(kept.map((node) => canonical(node.value)))
  return all.filter((node) => !known.has(canonical(node.value)))
}

/** `true` and `false` are all a boolean has. */
function isComplete(pair: Pair, values: readonly SpecNode[]): boolean {
  const types = [...(pair.base.types?.value ?? [])].filter((type) => type !== 'null')
  return types.length === 1 && types[0] === 'boolean' && new Set(values.map(({ value }) => value)).size === 2
}
