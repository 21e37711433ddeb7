import { child, stringAt, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical, compareLimits } from '../../../src/parse/openapi/keywords.ts'
import { list, quote } from '../diff/naming.ts'
import type { Containment } from './containment.ts'
import { isMultiple } from './evaluate.ts'
import { all, endsOf, extreme, kindsOf, rangeEnd, type Facts, type Kind } from './facts.ts'
import { includes, isAnyText } from './patterns.ts'
import { nameOf, type Reason } from './reason.ts'

/** Values that the outer part refuses, of a schema that lists its values. */
export function valueReasons(
  world: Containment,
  facts: Facts,
  values: readonly SpecNode[],
  part: SpecNode,
): Reason[] {
  const refused = values.filter(({ value }) => world.isValid(value, part) === false)
  const place = child(part, 'enum') ?? child(part, 'const') ?? part
  // No value of its own is written for a type: `boolean`, `null`.
  const type = child(part, 'type')
  const written = (node: SpecNode): boolean => node.key !== 'type'
  if (refused.length > 0 && refused.length === values.length && type && !refused.some(written))
    return typeReasons(facts, part)
  return refused.map((node) => ({
    of: 'inner',
    node,
    other: place,
    level: 'error',
    detail: `value ${canonical(node.value)}`,
    refused: `the value ${quote(node.value)} of ${nameOf(part)} is no longer valid`,
    allowed: `${nameOf(part)} can now be ${quote(node.value)}`,
  }))
}

/** `type`, `enum` and `const` of the outer part. */
export function typeReasons(facts: Facts, part: SpecNode): Reason[] {
  const type = child(part, 'type')
  const kinds = kindsOf(part)
  const missing = [...facts.kinds].filter((kind) => !kinds.has(kind))
  if (type && missing.length > 0) {
    const [from, to] = [words(facts.kinds), words(kinds)]
    return [
      {
        of: 'outer',
        node: type,
        other: all(facts, 'type')[0] ?? facts.node,
        level: 'error',
        detail: 'type',
        refused: `the type of ${nameOf(part)} changes from ${from} to ${to}`,
        allowed: `the type of ${nameOf(part)} changes from ${to} to ${from}`,
      },
    ]
  }
  const listed = child(part, 'const') ?? child(part, 'enum')
  if (!listed) return []
  const values = listed.key === 'const' ? [listed.value] : [listed.value].flat()
  const shown =
    list(values.slice(0, 5).map((value) => quote(value))) + (values.length > 5 ? ' and others' : '')
  return [
    {
      of: 'outer',
      node: listed,
      other: facts.node,
      level: 'error',
      detail: 'enum',
      refused: `${nameOf(part)} is now limited to ${shown}`,
      allowed: `${nameOf(part)} is no longer limited to ${shown}`,
    },
  ]
}

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  null: 'null',
  boolean: 'boolean',
  object: 'object',
  array: 'array',
  string: 'string',
  integer: 'integer',
  fraction: 'number',
}

function words(kinds: ReadonlySet<Kind>): string {
  if (kinds.size >= 7) return 'any type'
  const names = [...kinds]
    .filter((kind) => kind !== 'integer' || !kinds.has('fraction'))
    .map((kind) => KIND_WORDS[kind])
  return names.length === 0 ? 'no type' : `\`${list(names.toSorted())}\``
}

function changed(
  keyword: SpecNode,
  part: SpecNode,
  other: SpecNode | undefined,
  [from, to]: [string, string],
  level: Reason['level'] = 'error',
): Reason {
  const name = `\`${String(keyword.key)}\` of ${nameOf(part)}`
  return {
    of: 'outer',
    node: keyword,
    other,
    level,
    detail: String(keyword.key),
    refused: from === 'none' ? `${name} is added: ${to}` : `${name} changes from ${from} to ${to}`,
    allowed: from === 'none' ? `${name} is removed: ${to}` : `${name} changes from ${to} to ${from}`,
  }
}

/** Ranges and multiples. */
export function numberReasons(facts: Facts, part: SpecNode): Reason[] {
  const reasons: Reason[] = []
  if (!facts.kinds.has('integer') && !facts.kinds.has('fraction')) return reasons
  for (const bound of ['minimum', 'maximum'] as const) {
    const own = rangeEnd(facts, bound)
    for (const { limit, node } of endsOf(part, bound)) {
      if (own && compareLimits(bound, own.limit, limit) >= 0) continue
      const show = (end: typeof limit): string => `${end.limit}${end.exclusive ? ' (exclusive)' : ''}`
      reasons.push(changed(node, part, own?.node, [own ? show(own.limit) : 'none', show(limit)]))
    }
  }
  const factor = child(part, 'multipleOf')
  if (factor && typeof factor.value === 'number') {
    const { value } = factor
    const own = all(facts, 'multipleOf')
    const whole = !facts.kinds.has('fraction') && isMultiple(1, value)
    if (!whole && !own.some((node) => typeof node.value === 'number' && isMultiple(node.value, value)))
      reasons.push(changed(factor, part, own[0], [own[0] ? quote(own[0].value) : 'none', quote(value)]))
  }
  return reasons
}

/** Sizes: keyword, the kind of value it is of, and whether more of it is tighter. */
const SIZES = [
  ['minLength', 'string', true],
  ['maxLength', 'string', false],
  ['minItems', 'array', true],
  ['maxItems', 'array', false],
  ['minProperties', 'object', true],
  ['maxProperties', 'object', false],
] as const

/** Lengths and counts, patterns and formats. */
export function textReasons(facts: Facts, part: SpecNode): Reason[] {
  const reasons: Reason[] = []
  for (const [name, kind, least] of SIZES) {
    const node = child(part, name)
    if (!node || typeof node.value !== 'number' || !facts.kinds.has(kind) || (least && node.value <= 0))
      continue
    const own = extreme(facts, name, least)
    if (own && (least ? own.value >= node.value : own.value <= node.value)) continue
    if (implied(facts, name, node.value)) continue
    reasons.push(changed(node, part, own?.node, [own ? String(own.value) : 'none', String(node.value)]))
  }
  if (facts.kinds.has('string')) reasons.push(...patternReasons(facts, part), ...formatReasons(facts, part))
  return reasons
}

/** Counts that follow from what is required and what is refused. */
function implied(facts: Facts, name: string, size: number): boolean {
  if (name === 'minProperties')
    return new Set(all(facts, 'required').flatMap((node) => [node.value].flat())).size >= size
  if (name !== 'maxProperties' || all(facts, 'patternProperties').length > 0) return false
  return facts.parts.some((part) => {
    const own = valueAt(part.value, 'properties')
    return valueAt(part.value, 'additionalProperties') === false && Object.keys(own ?? {}).length <= size
  })
}

function patternReasons(facts: Facts, part: SpecNode): Reason[] {
  const node = child(part, 'pattern')
  if (!node || typeof node.value !== 'string' || isAnyText(node.value)) return []
  const pattern = node.value
  const own = all(facts, 'pattern').filter(({ value }) => typeof value === 'string')
  const verdicts = new Set(own.map(({ value }) => includes(pattern, String(value))))
  if (verdicts.has(true)) return []
  // Whether one pattern allows all that another does cannot be decided where it looks around or back.
  const undecided = verdicts.has(undefined)
  return [
    changed(
      node,
      part,
      own[0],
      [own[0] ? quote(own[0].value) : 'none', quote(pattern)],
      undecided ? 'warning' : 'error',
    ),
  ]
}

/** Formats that every value of another format also has. */
const WIDER: Readonly<Record<string, readonly string[]>> = {
  int32: ['int64', 'float', 'double'],
  int64: ['double'],
  float: ['double'],
  url: ['uri', 'uri-reference', 'iri', 'iri-reference'],
  uri: ['url', 'uri-reference', 'iri', 'iri-reference'],
  iri: ['iri-reference'],
  'uri-reference': ['iri-reference'],
  hostname: ['idn-hostname'],
  email: ['idn-email'],
}

/** A format is an annotation unless a validator is told otherwise (validation section 7.2). */
function formatReasons(facts: Facts, part: SpecNode): Reason[] {
  const after = stringAt(part, 'format')
  const node = child(part, 'format')
  if (after === undefined || !node) return []
  const own = all(facts, 'format').filter(({ value }) => typeof value === 'string')
  if (own.some(({ value }) => value === after || WIDER[String(value)]?.includes(after))) return []
  const [before] = own
  // What had no format and now has one is often only documented; another one is meant.
  return [
    changed(
      node,
      part,
      before,
      [before ? quote(before.value) : 'none', quote(after)],
      before ? 'error' : 'warning',
    ),
  ]
}
