import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import { lifecycleOf, type Lifecycle } from '../../../src/parse/openapi/operations.ts'
import type { Announced } from './announced.ts'
import type { RawChange } from './change.ts'
import { quote } from './naming.ts'
import { dayOf, sunsetOf } from './sunset.ts'

/** From the least to the most binding promise; without a level a thing counts as stable. */
const STABILITY = ['draft', 'alpha', 'beta', 'stable'] as const

/** What happened to the promises about one thing (`deprecated`, `x-sunset`, `x-stability-level`). `what` names it. */
export function compareLifecycle(
  base: SpecNode,
  head: SpecNode,
  what: string,
  before: Announced = lifecycleOf(base),
  after: Announced = lifecycleOf(head),
): RawChange[] {
  return [
    ...compareStability(base, head, before, after, what),
    ...readability(base, before, after, what),
    ...compareSunset(before, after, what, head),
    ...announcement(base, head, before, after, what),
  ]
}

function compareStability(
  base: SpecNode,
  head: SpecNode,
  before: Lifecycle,
  after: Lifecycle,
  what: string,
): RawChange[] {
  const invalid = after.stability && rank(after) < 0 ? after.stability : undefined
  if (invalid) {
    const words = `The stability level of ${what} is ${quote(invalid.value)}, which is none of ${STABILITY.join(', ')}`
    return [
      { kind: 'stability-invalid', level: 'error', side: 'head', node: invalid.node, other: base, words },
    ]
  }
  // A level that is none (such as `ga`) promises no less than no level does.
  const promised = rank(before) < 0 ? STABILITY.length - 1 : rank(before)
  if (!before.stability || rank(after) >= promised) return []
  const place = after.stability
    ? ({ side: 'head', node: after.stability.node, other: before.stability.node } as const)
    : ({ side: 'base', node: before.stability.node, other: head } as const)
  const to = after.stability ? quote(after.stability.value) : 'none'
  const words = `The stability level of ${what} is lowered from ${quote(before.stability.value)} to ${to}`
  return [{ kind: 'stability-decreased', level: 'error', ...place, words }]
}

function rank(lifecycle: Lifecycle): number {
  if (!lifecycle.stability) return STABILITY.length - 1
  return STABILITY.findIndex((level) => level === lifecycle.stability?.value)
}

/** Sunsets that are no date: nobody can plan for them, and nothing can be compared with them. */
function readability(base: SpecNode, before: Lifecycle, after: Announced, what: string): RawChange[] {
  const { sunset } = after
  if (!after.deprecated || !sunset) return []
  const to = sunsetOf(after)
  const invalid = { kind: 'sunset-invalid', level: 'error' } as const
  if (to === undefined) {
    const words = `The sunset of ${what} is ${quote(sunset.value)}, which is no date (write 2027-01-31)`
    return [{ ...invalid, side: 'head', node: sunset.node, other: before.sunset?.node ?? base, words }]
  }
  if (after.since && to < after.since) {
    // RFC 9745 section 4.
    const words = `The sunset of ${what}, ${dayOf(to)}, is before its deprecation, ${dayOf(after.since)}`
    return [{ ...invalid, side: 'head', node: sunset.node, other: before.sunset?.node ?? base, words }]
  }
  if (before.deprecated && before.sunset && sunsetOf(before) === undefined) {
    const words = `The sunset of ${what} was ${quote(before.sunset.value)}, which is no date: whether ${dayOf(to)} is what clients were told cannot be seen`
    const fix = 'Where the new day is no earlier than announced, say so in the pull request and let it pass.'
    return [{ ...invalid, side: 'base', node: before.sunset.node, other: sunset.node, words, fix }]
  }
  return []
}

function compareSunset(before: Lifecycle, after: Lifecycle, what: string, head: SpecNode): RawChange[] {
  if (!before.deprecated || !after.deprecated || !before.sunset) return []
  if (!after.sunset) {
    const words = `The sunset of ${what} is deleted while it stays deprecated: nobody can plan for it`
    const { node } = before.sunset
    return [{ kind: 'sunset-deleted', level: 'error', side: 'base', node, other: head, words }]
  }
  const [from, to] = [sunsetOf(before), sunsetOf(after)]
  if (!from || !to || to >= from) return []
  return [
    {
      kind: 'sunset-moved-closer',
      level: 'warning',
      side: 'head',
      node: after.sunset.node,
      other: before.sunset.node,
      lifecycle: after,
      words: `The sunset of ${what} moves closer, from ${dayOf(from)} to ${dayOf(to)}`,
    },
  ]
}

/** Whether the notice is long enough is judged by the day of the review and the policy. */
function announcement(
  base: SpecNode,
  head: SpecNode,
  before: Lifecycle,
  after: Lifecycle,
  what: string,
): RawChange[] {
  if (before.deprecated || !after.deprecated) return []
  const node = after.sunset?.node ?? head
  const words = `${what.startsWith('`') ? what : `${what.charAt(0).toUpperCase()}${what.slice(1)}`} becomes deprecated`
  return [
    { kind: 'sunset-too-soon', level: 'error', side: 'head', node, other: base, lifecycle: after, words },
  ]
}

/** Nothing is promised for what is marked draft or alpha. */
export function isUnstable(lifecycle: Lifecycle): boolean {
  return lifecycle.stability?.value === 'draft' || lifecycle.stability?.value === 'alpha'
}
