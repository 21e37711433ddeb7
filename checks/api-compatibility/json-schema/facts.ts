import { child, entries, isMapping, items, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { compareLimits, type Bound, type Limit } from '../../../src/parse/openapi/keywords.ts'
import { besideRef, refOf, type SchemaSet } from '../../../src/parse/json-schema/schema-set.ts'

/** The kinds of JSON values; numbers with and without a fraction are told apart, as `integer` is. */
export type Kind = 'null' | 'boolean' | 'object' | 'array' | 'string' | 'integer' | 'fraction'

export const KINDS: readonly Kind[] = ['null', 'boolean', 'object', 'array', 'string', 'integer', 'fraction']

/** Alternatives of which (at least) one applies; each is a list of schemas that apply together. */
export interface Alternatives {
  node: SpecNode
  branches: SpecNode[][]
  /** Exactly one of them applies. */
  exclusive: boolean
}

/** What schemas that apply together ask for, with references followed and `allOf` merged. */
export interface Facts {
  /** The first schema, where it is written. */
  node: SpecNode
  parts: SpecNode[]
  /** A `false` among them: nothing is valid. */
  never: boolean
  kinds: Set<Kind>
  choices: Alternatives[]
  /** True where a part refers to something that could not be read. */
  unknown: boolean
}

const MAX_PARTS = 400

/** The schemas of a list and all that they bring in by `$ref` and `allOf`. */
export function partsOf(
  nodes: readonly SpecNode[],
  set: (node: SpecNode) => SchemaSet,
): Pick<Facts, 'parts' | 'never' | 'unknown'> {
  const parts: SpecNode[] = []
  const state = { never: false, unknown: false }
  const seen = new Set<unknown>()
  const open = [...nodes].reverse()
  for (let node = open.pop(); node; node = open.pop()) {
    if (parts.length >= MAX_PARTS) {
      state.unknown = true
      break
    }
    if (node.value === false) state.never = true
    if (!isMapping(node.value) || seen.has(node.value)) continue
    seen.add(node.value)
    if (refOf(node) === undefined) parts.push(node)
    else {
      const target = set(node).resolve(node)
      if (target) open.push(target)
      else state.unknown = true
      if (!set(node).countsSiblings(node)) continue
      node = besideRef(node)
      if (Object.keys(node.value as object).length > 0) parts.push(node)
    }
    open.push(...items(child(node, 'allOf')).reverse())
  }
  return { parts, ...state }
}

export function kindsOf(part: SpecNode): Set<Kind> {
  const type = valueAt(part.value, 'type')
  if (type === undefined) return new Set(KINDS)
  const named = Array.isArray(type) ? type : [type]
  return new Set(
    named.flatMap((name): Kind[] =>
      name === 'number' ? ['integer', 'fraction'] : KINDS.filter((kind) => kind === name),
    ),
  )
}

/** Every place among the parts where a keyword is written. */
export function all(facts: Pick<Facts, 'parts'>, name: string): SpecNode[] {
  return facts.parts.flatMap((part) => child(part, name) ?? [])
}

/** The tightest number a keyword has among the parts. */
export function extreme(
  facts: Pick<Facts, 'parts'>,
  name: string,
  least: boolean,
): { value: number; node: SpecNode } | undefined {
  let best: { value: number; node: SpecNode } | undefined
  for (const node of all(facts, name)) {
    const { value } = node
    if (typeof value === 'number' && (!best || (least ? value > best.value : value < best.value)))
      best = { value, node }
  }
  return best
}

/** The end of a part's range of numbers, with draft-04's boolean exclusive bounds. */
export function endsOf(part: SpecNode, bound: Bound): { limit: Limit; node: SpecNode }[] {
  const inclusive = child(part, bound)
  const exclusive = child(part, bound === 'minimum' ? 'exclusiveMinimum' : 'exclusiveMaximum')
  return [
    ...(typeof inclusive?.value === 'number'
      ? [
          {
            limit: { limit: inclusive.value, exclusive: exclusive?.value === true },
            node: exclusive?.value === true ? exclusive : inclusive,
          },
        ]
      : []),
    ...(typeof exclusive?.value === 'number'
      ? [{ limit: { limit: exclusive.value, exclusive: true }, node: exclusive }]
      : []),
  ]
}

export function rangeEnd(facts: Facts, bound: Bound): { limit: Limit; node: SpecNode } | undefined {
  const ends = facts.parts.flatMap((part) => endsOf(part, bound))
  // Whole numbers above 0.5 are those from 1.
  if (!facts.kinds.has('fraction')) {
    for (const end of ends) {
      const { limit, exclusive } = end.limit
      const up = bound === 'minimum'
      const whole = up ? Math.ceil(limit) : Math.floor(limit)
      end.limit = { limit: exclusive && whole === limit ? whole + (up ? 1 : -1) : whole, exclusive: false }
    }
  }
  return ends.toSorted((a, b) => compareLimits(bound, b.limit, a.limit))[0]
}

/** Names that are required, each with the place that says so. */
export function requiredOf(facts: Pick<Facts, 'parts'>): Map<string, SpecNode> {
  const required = new Map<string, SpecNode>()
  for (const list of all(facts, 'required')) {
    for (const item of items(list))
      if (typeof item.value === 'string' && !required.has(item.value)) required.set(item.value, item)
  }
  return required
}

/** Names that must come with a name: `dependentRequired`, and `dependencies` up to draft-07. */
export function dependentNames(part: SpecNode): [string, SpecNode][] {
  return ['dependentRequired', 'dependencies'].flatMap((name) =>
    entries(child(part, name)).filter(
      ([, node]) => Array.isArray(node.value) || typeof node.value === 'string',
    ),
  )
}

/** Schemas that apply where a name is there. */
export function dependentSchemas(part: SpecNode): [string, SpecNode][] {
  return ['dependentSchemas', 'dependencies'].flatMap((name) =>
    entries(child(part, name)).filter(([, node]) => isMapping(node.value) || typeof node.value === 'boolean'),
  )
}

/** `true` and `{}` ask for nothing; neither does a schema of annotations alone. */
export function isTrivial({ value }: SpecNode): boolean {
  return value === true || (isMapping(value) && Object.keys(value).every((key) => ANNOTATIONS.has(key)))
}

/** Keywords that only tell people something (validation section 9), or that only give names. */
export const ANNOTATIONS: ReadonlySet<string> = new Set(
  '$schema $id id $anchor $dynamicAnchor $recursiveAnchor $comment $vocabulary $defs definitions title description default examples example deprecated readOnly writeOnly'.split(
    ' ',
  ),
)
