import { child, entries, isMapping, items, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical, keyword } from '../../../src/parse/openapi/keywords.ts'
import { nameOf } from './naming.ts'
import type { Mode } from './change.ts'
import type { Pair, Pairs } from './pairs.ts'

/** Compares the keywords that hold schemas, other than properties and choices. */
export function compareSubschemas(pair: Pair, pairs: Pairs): void {
  compareItems(pair, pairs)
  for (const name of ASSERTIONS) compareAssertion(pair, pairs, name)
  for (const name of ['patternProperties', 'dependentSchemas']) compareByKey(pair, pairs, name)
  compareDependentRequired(pair)
  compareNot(pair, pairs)
}

/** Keywords with one schema that every value (or name, or member) must satisfy: more of it is tighter. */
const ASSERTIONS = [
  'contains',
  'propertyNames',
  'unevaluatedProperties',
  'unevaluatedItems',
  'contentSchema',
  'if',
  'then',
  'else',
] as const

function compareItems(pair: Pair, pairs: Pairs): void {
  const before = keyword(pair.base, 'items')
  const after = keyword(pair.head, 'items')
  if (before && after && isMapping(before.value) && isMapping(after.value)) {
    pairs.descend(pair, [before], [after], pair.mode)
  } else if (pair.mode.direction === 'request' && after?.value === false && before?.value !== false) {
    tightened(pair, 'items', after, before, 'items that are not described are refused')
  } else if (pair.mode.direction === 'response' && before && isMapping(before.value) && !after) {
    loosened(pair, 'items', undefined, before, 'no longer says what its items are')
  }
  comparePrefix(pair, pairs)
}

/** A position of a tuple that is no longer described cannot be relied on; a new one asks for more. */
function comparePrefix(pair: Pair, pairs: Pairs): void {
  const before = items(keyword(pair.base, 'prefixItems'))
  const after = items(keyword(pair.head, 'prefixItems'))
  before.forEach((node, index) => {
    const other = after[index]
    if (other) pairs.descend(pair, [node], [other], pair.mode)
  })
  const [gone] = before.slice(after.length)
  const [fresh] = after.slice(before.length)
  const name = nameOf(pair.head.node)
  if (pair.mode.direction === 'request' && gone) {
    pair.changes.push({
      kind: 'request-constraint-tightened',
      level: 'error',
      side: 'base',
      node: gone,
      other: keyword(pair.head, 'prefixItems') ?? pair.head.node,
      detail: 'prefixItems',
      words: `Position ${after.length + 1} of \`${name}\` in requests is no longer described`,
    })
  } else if (pair.mode.direction === 'response' && fresh) {
    pair.changes.push({
      kind: 'response-constraint-loosened',
      level: 'error',
      side: 'head',
      node: fresh,
      other: keyword(pair.base, 'prefixItems') ?? pair.base.node,
      detail: 'prefixItems',
      words: `\`${name}\` in responses has a new position ${before.length + 1}`,
    })
  }
}

function compareAssertion(pair: Pair, pairs: Pairs, name: (typeof ASSERTIONS)[number]): void {
  const before = asking(keyword(pair.base, name))
  const after = asking(keyword(pair.head, name))
  const request = pair.mode.direction === 'request'
  if (before && after) {
    if (name === 'if') {
      // Which branch applies changes for somebody, whatever the direction.
      if (canonical(before.value) === canonical(after.value)) return
      const words = 'has another condition'
      if (request) tightened(pair, name, after, before, words)
      else loosened(pair, name, after, before, words)
    } else if (isMapping(before.value) && isMapping(after.value)) {
      pairs.descend(pair, [before], [after], pair.mode)
    } else if (request && after.value === false && before.value !== false) {
      tightened(pair, name, after, before, `asks for more (\`${name}\`)`)
    } else if (!request && before.value === false && after.value !== false) {
      loosened(pair, name, after, before, `promises less (\`${name}\`)`)
    }
  } else if (after && request) tightened(pair, name, after, undefined, `asks for more (\`${name}\`)`)
  else if (before && !request) loosened(pair, name, undefined, before, `promises less (\`${name}\`)`)
}

/** `true` and `{}` ask for nothing. */
function asking(node: SpecNode | undefined): SpecNode | undefined {
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
    else if (!request)
      loosened(pair, `${name} ${key}`, undefined, node, `promises less (\`${name}\` for \`${key}\`)`)
  }
  for (const [key, node] of after) {
    if (request && !before.has(key))
      tightened(pair, `${name} ${key}`, node, undefined, `asks for more (\`${name}\` for \`${key}\`)`)
  }
}

function compareDependentRequired(pair: Pair): void {
  const before = keyword(pair.base, 'dependentRequired')
  const after = keyword(pair.head, 'dependentRequired')
  const names = (node: SpecNode | undefined, key: string): unknown[] =>
    items(node && child(node, key)).map(({ value }) => value)
  const request = pair.mode.direction === 'request'
  const [from, to] = request ? [before, after] : [after, before]
  for (const [key, node] of entries(to)) {
    const known = new Set(names(from, key))
    if (names(to, key).every((name) => known.has(name))) continue
    const detail = `dependentRequired ${key}`
    if (request)
      tightened(pair, detail, node, from && child(from, key), `asks for more together with \`${key}\``)
    else loosened(pair, detail, from && child(from, key), node, `promises less together with \`${key}\``)
  }
}

/** What is forbidden: a looser `not` forbids more, so the direction turns round. */
function compareNot(pair: Pair, pairs: Pairs): void {
  const before = keyword(pair.base, 'not')
  const after = keyword(pair.head, 'not')
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
): void {
  pair.changes.push({
    kind: 'request-constraint-tightened',
    level: 'error',
    side: 'head',
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
