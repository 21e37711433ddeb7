import { stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import {
  allowedValues,
  compareLimits,
  isWhole,
  keyword,
  keywords,
  rangeEnd,
  type Bound,
  type Limit,
} from '../../../src/parse/openapi/keywords.ts'
import type { Shape } from '../../../src/parse/openapi/schema.ts'
import { comparePatterns, type Inclusion } from '../../../src/parse/patterns/inclusion.ts'
import { nameOf, quote } from './naming.ts'
import type { Pair } from './pairs.ts'

/** Compares ranges, lengths, counts, patterns and the like. */
export function compareConstraints(pair: Pair): void {
  // A keyword of another type's (`maximum` on a string) has no effect by the standard; whoever changes it means it.
  for (const bound of ['minimum', 'maximum'] as const) compareRange(pair, bound)
  for (const size of SIZES) compareSize(pair, size)
  comparePattern(pair)
  compareUniqueness(pair)
  compareMultiple(pair)
  for (const name of ['contentMediaType', 'contentEncoding'] as const) compareContent(pair, name)
}

type Verdict = 'tightened' | 'loosened' | 'other' | 'same'

function compareRange(pair: Pair, bound: Bound): void {
  const before = rangeEnd(pair.base, bound)
  const after = rangeEnd(pair.head, bound)
  const order =
    before && after ? compareLimits(bound, after.value, before.value) : Number(!!after) - Number(!!before)
  const verdict = order > 0 ? 'tightened' : order < 0 ? 'loosened' : 'same'
  const limit = pair.mode.direction === 'request' ? after?.value : before?.value
  if (everyListed(pair, (value) => typeof value !== 'number' || !limit || isWithin(bound, limit, value)))
    return
  report(pair, bound, verdict, before?.node, after?.node, limitWords(before?.value), limitWords(after?.value))
}

function isWithin(bound: Bound, { limit, exclusive }: Limit, value: number): boolean {
  return bound === 'minimum'
    ? value > limit || (value === limit && !exclusive)
    : value < limit || (value === limit && !exclusive)
}

/** Whether the values that can travel are listed, and the keyword of the side that reads them rules none of them out. */
function everyListed({ base, head, mode }: Pair, fits: (value: unknown) => boolean): boolean {
  const listed = allowedValues(mode.direction === 'request' ? base : head)
  return listed !== undefined && listed.value.length > 0 && listed.value.every(({ value }) => fits(value))
}

function limitWords(limit: Limit | undefined): string {
  return limit ? `${limit.limit}${limit.exclusive ? ' (exclusive)' : ''}` : 'none'
}

/** Keyword and what it is when it is not written. More is tighter for a minimum, less for a maximum. */
const SIZES = [
  { name: 'minLength', least: true, absent: 0 },
  { name: 'maxLength', least: false, absent: Infinity },
  { name: 'minItems', least: true, absent: 0 },
  { name: 'maxItems', least: false, absent: Infinity },
  { name: 'minProperties', least: true, absent: 0 },
  { name: 'maxProperties', least: false, absent: Infinity },
  { name: 'minContains', least: true, absent: 1 },
  { name: 'maxContains', least: false, absent: Infinity },
] as const

type Size = (typeof SIZES)[number]

function compareSize(pair: Pair, size: Size): void {
  if (size.name.endsWith('Contains') && ![pair.base, pair.head].every((shape) => keyword(shape, 'contains')))
    return
  const before = sizeOf(pair.base, size)
  const after = sizeOf(pair.head, size)
  const more = after.value - before.value
  const limit = (pair.mode.direction === 'request' ? after : before).value
  const fits = (value: unknown): boolean => {
    const length = typeof value === 'string' ? Array.from(value).length : undefined
    return length === undefined || (size.least ? length >= limit : length <= limit)
  }
  if (size.name.endsWith('Length') && everyListed(pair, fits)) return
  const verdict = before.value === after.value ? 'same' : more > 0 === size.least ? 'tightened' : 'loosened'
  report(pair, size.name, verdict, before.node, after.node, sizeWords(before.value), sizeWords(after.value))
}

function sizeOf(shape: Shape, { name, least, absent }: Size): { value: number; node?: SpecNode } {
  let found: { value: number; node?: SpecNode } = { value: absent }
  for (const node of keywords(shape, name)) {
    if (typeof node.value !== 'number') continue
    if (!found.node || (least ? node.value > found.value : node.value < found.value)) {
      found = { value: node.value, node }
    }
  }
  return found
}

function sizeWords(size: number): string {
  return size === Infinity ? 'none' : String(size)
}

/** Patterns that every text matches. */
const ANY_TEXT = new Set(['.*', '^.*$', '.*$', '^.*', '', '^', '$', '^(.*)$', '(.*)'])

/** Patterns that every part of a path matches: without a character the path would be another. */
const ANY_SEGMENT = new Set([...ANY_TEXT, '.+', '^.+$', '[^/]+', '^[^/]+$'])

const VERDICTS: Readonly<Record<Inclusion, Verdict>> = {
  same: 'same',
  narrower: 'tightened',
  wider: 'loosened',
  neither: 'other',
  unknown: 'other',
}

function isInPath(node: SpecNode | undefined): boolean {
  return [node, node?.parent].some((holder) => holder && stringAt(holder, 'in') === 'path')
}

function comparePattern(pair: Pair): void {
  const idle = isInPath(pair.head.node) ? ANY_SEGMENT : ANY_TEXT
  const patterns = (shape: Shape): SpecNode[] =>
    keywords(shape, 'pattern').filter(({ value }) => typeof value === 'string' && !idle.has(value))
  const before = patterns(pair.base)
  const after = patterns(pair.head)
  const fresh = after.find((node) => !before.some((other) => other.value === node.value))
  const gone = before.find((node) => !after.some((other) => other.value === node.value))
  const inclusion = gone && fresh ? comparePatterns(String(gone.value), String(fresh.value)) : undefined
  const verdict = inclusion ? VERDICTS[inclusion] : fresh ? 'tightened' : gone ? 'loosened' : 'same'
  const words = (node: SpecNode | undefined): string => (node ? quote(node.value) : 'none')
  const certain = inclusion === 'neither' && pair.mode.direction === 'request' ? 'error' : 'warning'
  report(pair, 'pattern', verdict, gone, fresh, words(gone), words(fresh), certain)
}

function compareUniqueness(pair: Pair): void {
  const unique = (shape: Shape): SpecNode | undefined =>
    keywords(shape, 'uniqueItems').find((node) => node.value === true)
  const before = unique(pair.base)
  const after = unique(pair.head)
  const verdict = !before && after ? 'tightened' : before && !after ? 'loosened' : 'same'
  report(pair, 'uniqueItems', verdict, before, after, String(!!before), String(!!after))
}

function compareMultiple(pair: Pair): void {
  const before = keyword(pair.base, 'multipleOf')
  const after = keyword(pair.head, 'multipleOf')
  // Whole numbers are multiples of 1.
  const [a, b] = [
    before?.value ?? (isWhole(pair.base) ? 1 : undefined),
    after?.value ?? (isWhole(pair.head) ? 1 : undefined),
  ]
  if (a === b || (!before && !after)) return
  let verdict: Verdict = 'other'
  if (typeof b !== 'number') verdict = 'loosened'
  else if (typeof a !== 'number' || isMultiple(b, a)) verdict = 'tightened'
  else if (isMultiple(a, b)) verdict = 'loosened'
  // A multiple of the old factor need not be one of the new: certain, where a client sends it.
  const certain = pair.mode.direction === 'request' ? 'error' : 'warning'
  report(pair, 'multipleOf', verdict, before, after, quote(a ?? 'none'), quote(b ?? 'none'), certain)
}

function isMultiple(value: number, of: number): boolean {
  const times = value / of
  return Math.abs(times - Math.round(times)) < 1e-9
}

/** What OpenAPI 3.0 and Swagger 2 say by a format (OpenAPI 3.1 section 4.8.14.2, "migrating binary descriptions"). */
const FORMATS = {
  contentEncoding: { format: 'byte', value: 'base64' },
  contentMediaType: { format: 'binary', value: 'application/octet-stream' },
} as const

function contentOf(shape: Shape, name: keyof typeof FORMATS): { node: SpecNode; value: unknown } | undefined {
  const own = keyword(shape, name)
  if (own) return { node: own, value: own.value }
  const type = keyword(shape, 'type')
  // Swagger 2 has a type of its own for it.
  if (type?.value === 'file' && name === 'contentMediaType') return { node: type, value: FORMATS[name].value }
  const format = keyword(shape, 'format')
  return format?.value === FORMATS[name].format ? { node: format, value: FORMATS[name].value } : undefined
}

/** How text is to be decoded: what is said in both versions must stay, in both directions. */
function compareContent(pair: Pair, name: keyof typeof FORMATS): void {
  const before = contentOf(pair.base, name)
  const after = contentOf(pair.head, name)
  if (before?.value === after?.value) return
  const verdict = !before ? 'tightened' : !after ? 'loosened' : 'other'
  report(
    pair,
    name,
    verdict,
    before?.node,
    after?.node,
    quote(before?.value ?? 'none'),
    quote(after?.value ?? 'none'),
    'error',
  )
}

/**
 * `other` is neither more nor less but different: a warning, as nobody can say whether it matters, unless
 * `otherwise` says it is certain.
 */
function report(
  pair: Pair,
  name: string,
  verdict: Verdict,
  before: SpecNode | undefined,
  after: SpecNode | undefined,
  from: string,
  to: string,
  otherwise: 'error' | 'warning' = 'warning',
): void {
  const request = pair.mode.direction === 'request'
  if (verdict === 'same' || verdict === (request ? 'loosened' : 'tightened')) return
  const node = after ?? before ?? pair.head.node
  pair.changes.push({
    kind: request ? 'request-constraint-tightened' : 'response-constraint-loosened',
    level: verdict === 'other' ? otherwise : responseOnly(request, name) ? 'warning' : 'error',
    side: after ? 'head' : 'base',
    node,
    other: after ? (before ?? pair.base.node) : pair.head.node,
    detail: name,
    words: `\`${name}\` of \`${nameOf(pair.head.node)}\` in ${request ? 'requests' : 'responses'} ${verdict === 'other' ? 'changes' : `is ${verdict}`} from ${from} to ${to}`,
  })
}

/** Constraints of an answer that hardly any client depends on. */
function responseOnly(request: boolean, name: string): boolean {
  return !request && ['pattern', 'uniqueItems', 'multipleOf', 'maxProperties', 'minProperties'].includes(name)
}
