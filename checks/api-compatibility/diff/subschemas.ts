import type { Side } from '../../../src/model/index.ts'
import { child, entries, isMapping, items, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { keyword } from '../../../src/parse/openapi/keywords.ts'
import type { Shape } from '../../../src/parse/openapi/schema.ts'
import { nameOf } from './naming.ts'
import type { Mode } from './change.ts'
import type { Pair, Pairs } from './pairs.ts'
import { staysClosed } from './properties.ts'

/** Compares the keywords that hold schemas, other than properties and choices. */
export function compareSubschemas(pair: Pair, pairs: Pairs): void {
  compareItems(pair, pairs)
  for (const name of ASSERTIONS) compareAssertion(pair, pairs, name)
  for (const name of ['patternProperties', 'dependentSchemas']) compareByKey(pair, pairs, name)
  compareDependentRequired(pair)
  compareConditions(pair, pairs)
  compareNot(pair, pairs)
}

/** Keywords with one schema that every value (or name, or member) must satisfy: more of it is tighter. */
const ASSERTIONS = [
  'contains',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contentSchema',
] as const

function compareItems(pair: Pair, pairs: Pairs): void {
  const before = asking(keyword(pair.base, 'items'))
  const after = asking(keyword(pair.head, 'items'))
  const { direction } = pair.mode
  if (before && after && isMapping(before.value) && isMapping(after.value)) {
    pairs.descend(pair, [before], [after], pair.mode)
  } else if (after && direction === 'request' && before?.value !== false) {
    const refused = after.value === false
    if (refused) tightened(pair, 'items', after, before, 'refuses items that are not described')
    // As text, whatever stands in a list is a text.
    else if (pair.mode.encoding === 'json' || stringAt(after, 'type') !== 'string') {
      tightened(pair, 'items', after, before, 'asks more of its items than before (nothing)')
    }
  } else if (before && direction === 'response' && after?.value !== false) {
    const words =
      before.value === false ? 'can now hold items that were ruled out' : 'no longer says what its items are'
    loosened(pair, 'items', after, before, words)
  }
  comparePrefix(pair, pairs)
}

/**
 * A position of a tuple that one version describes on its own is, in the other, an item like any (core section
 * 10.3.1.2).
 */
function comparePrefix(pair: Pair, pairs: Pairs): void {
  const before = items(keyword(pair.base, 'prefixItems'))
  const after = items(keyword(pair.head, 'prefixItems'))
  const request = pair.mode.direction === 'request'
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    const [own, other] = [before[index], after[index]]
    if (own && other) {
      pairs.descend(pair, [own], [other], pair.mode)
      continue
    }
    const [from, to] = [own ?? keyword(pair.base, 'items'), other ?? keyword(pair.head, 'items')]
    const position = `position ${index + 1}`
    if (request && asking(to) && from?.value !== false) {
      if (isMapping(from?.value) && from && to && pairs.compatible([from], [to], pair.mode)) continue
      const words = to?.value === false ? `refuses ${position}` : `asks for other values at ${position}`
      tightened(
        pair,
        `prefixItems ${index}`,
        other ?? own ?? pair.head.node,
        from,
        words,
        other ? 'head' : 'base',
      )
    } else if (!request && asking(from) && to?.value !== false) {
      if (isMapping(to?.value) && from && to && pairs.compatible([from], [to], pair.mode)) continue
      const words = from?.value === false ? `has a new ${position}` : `can hold other values at ${position}`
      loosened(pair, `prefixItems ${index}`, other, own ?? pair.base.node, words)
    }
  }
}

/** Without `if`, `then` and `else` say nothing; without them, neither does it (core section 10.2.2). */
function compareConditions(pair: Pair, pairs: Pairs): void {
  const [before, after] = [pair.base, pair.head].map((shape) => {
    const judges = ['then', 'else'].some((name) => asking(keyword(shape, name)))
    return judges ? keyword(shape, 'if') : undefined
  })
  const request = pair.mode.direction === 'request'
  if (before && after) {
    const same = (['request', 'response'] as const).every((direction) =>
      pairs.compatible([before], [after], { ...pair.mode, direction }, { strict: true }),
    )
    // Which branch applies changes for somebody, whatever the direction.
    const words = 'is judged by another condition (`if`) than before'
    if (!same && request) tightened(pair, 'if', after, before, words)
    else if (!same) loosened(pair, 'if', after, before, words)
    for (const name of ['then', 'else'] as const) compareAssertion(pair, pairs, name)
  } else if (after && request) tightened(pair, 'if', after, undefined, 'asks for more on a condition (`if`)')
  else if (before && !request) loosened(pair, 'if', undefined, before, 'promises less on a condition (`if`)')
}

function compareAssertion(
  pair: Pair,
  pairs: Pairs,
  name: (typeof ASSERTIONS)[number] | 'then' | 'else',
): void {
  const before = asking(keyword(pair.base, name))
  const after = asking(keyword(pair.head, name))
  const request = pair.mode.direction === 'request'
  if (name === 'unevaluatedProperties' && staysClosed(pair)) return
  // What is encoded in a text is read on its own (validation section 8.5).
  const mode: Mode = name === 'contentSchema' ? { ...pair.mode, encoding: 'json' } : pair.mode
  if (before && after) {
    if (isMapping(before.value) && isMapping(after.value)) {
      pairs.descend(pair, [before], [after], mode)
    } else if (request && after.value === false && before.value !== false) {
      tightened(pair, name, after, before, `asks for more (\`${name}\`)`)
    } else if (!request && before.value === false && after.value !== false) {
      loosened(pair, name, after, before, `promises less (\`${name}\`)`)
    }
  } else if (after && request) tightened(pair, name, after, undefined, `asks for more (\`${name}\`)`)
  else if (before && !request) loosened(pair, name, undefined, before, `promises less (\`${name}\`)`)
}

/** `true` and `{}` ask for nothing. */
export function asking(node: SpecNode | undefined): SpecNode | undefined {
  if (!node || node.value === true) return undefined
  return isMapping(node.value) && Object.keys(node.value).length === 0 ? undefined : node
}

function compareByKey(pair: Pair, pairs: Pairs, name: string): void {
  const before = new Map(entries(keyword(pair.base, name)))
  const after = new Map(entries(keyword(pair.head, name)))
  const request = pair.mode.direction === 'request'
  for (const [key, node] of before) {
    const other = after.get(key)
    if (other) pairs.descend(pair, [node], [other], pair.mode)
    else if (!request && !onlyRequires(node))
      loosened(pair, `${name} ${key}`, undefined, node, `promises less (\`${name}\` for \`${key}\`)`)
  }
  for (const [key, node] of after) {
    if (request && !before.has(key) && !onlyRequires(node))
      tightened(pair, `${name} ${key}`, node, undefined, `asks for more (\`${name}\` for \`${key}\`)`)
  }
}

/** `dependentSchemas` that only name required properties are `dependentRequired` in other words. */
function onlyRequires(node: SpecNode): boolean {
  return node.parent?.key === 'dependentSchemas' && entries(node).every(([key]) => key === 'required')
}

function compareDependentRequired(pair: Pair): void {
  const request = pair.mode.direction === 'request'
  const [from, to] = request ? [pair.base, pair.head] : [pair.head, pair.base]
  const known = dependents(from, () => true)
  const schemas = keyword(from, 'dependentSchemas')
  // Schemas for the same property on both sides are compared as such.
  const asked = dependents(to, (node, key) => onlyRequires(node) && !(schemas && child(schemas, key)))
  for (const [key, { names, node }] of asked) {
    const others = known.get(key)
    if ([...names].every((name) => others?.names.has(name))) continue
    const detail = `dependentRequired ${key}`
    if (request) tightened(pair, detail, node, others?.node, `asks for more together with \`${key}\``)
    else loosened(pair, detail, others?.node, node, `promises less together with \`${key}\``)
  }
}

/** Properties to the names that are required together with them. */
function dependents(
  shape: Shape,
  takes: (node: SpecNode, key: string) => boolean,
): Map<string, { names: Set<unknown>; node: SpecNode }> {
  const found = new Map<string, { names: Set<unknown>; node: SpecNode }>()
  const add = (key: string, node: SpecNode, list: SpecNode | undefined): void => {
    const names = [...(found.get(key)?.names ?? []), ...items(list).map(({ value }) => value)]
    if (list) found.set(key, { names: new Set(names), node: found.get(key)?.node ?? node })
  }
  for (const [key, node] of entries(keyword(shape, 'dependentRequired'))) add(key, node, node)
  for (const [key, node] of entries(keyword(shape, 'dependentSchemas'))) {
    if (takes(node, key)) add(key, node, child(node, 'required'))
  }
  return found
}

/** What is forbidden: a looser `not` forbids more, so the direction turns round. */
function compareNot(pair: Pair, pairs: Pairs): void {
  const [before, after] = [pair.base, pair.head].map((shape) => {
    const node = keyword(shape, 'not')
    return node?.value === false ? undefined : node
  })
  const request = pair.mode.direction === 'request'
  const flipped: Mode = { ...pair.mode, direction: request ? 'response' : 'request' }
  if (before && after) {
    if (pairs.compatible([before], [after], flipped)) return
    if (request) tightened(pair, 'not', after, before, 'forbids more (`not`)')
    else loosened(pair, 'not', after, before, 'forbids less (`not`)')
  } else if (after && request) tightened(pair, 'not', after, undefined, 'forbids more (`not`)')
  else if (before && !request) loosened(pair, 'not', undefined, before, 'forbids less (`not`)')
}

function tightened(
  pair: Pair,
  detail: string,
  node: SpecNode,
  other: SpecNode | undefined,
  words: string,
  side: Side = 'head',
): void {
  pair.changes.push({
    kind: 'request-constraint-tightened',
    level: 'error',
    side,
    node,
    other: other ?? pair.base.node,
    detail,
    words: `\`${nameOf(pair.head.node)}\` in requests ${words}`,
  })
}

function loosened(
  pair: Pair,
  detail: string,
  after: SpecNode | undefined,
  before: SpecNode,
  words: string,
): void {
  pair.changes.push({
    kind: 'response-constraint-loosened',
    level: 'error',
    side: after ? 'head' : 'base',
    node: after ?? before,
    other: after ? before : pair.head.node,
    detail,
    words: `\`${nameOf(pair.head.node)}\` in responses ${words}`,
  })
}
