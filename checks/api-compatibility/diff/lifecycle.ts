import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import { lifecycleOf, type Lifecycle } from '../../../src/parse/openapi/operations.ts'
import type { RawChange } from './change.ts'
import { quote } from './naming.ts'

/** From the least to the most binding promise; without a level a thing counts as stable. */
const STABILITY = ['draft', 'alpha', 'beta', 'stable'] as const

/** What happened to the promises about one thing (`x-sunset`, `x-stability-level`). `what` names it. */
export function compareLifecycle(base: SpecNode, head: SpecNode, what: string): RawChange[] {
  const [before, after] = [lifecycleOf(base), lifecycleOf(head)]
  return [...compareStability(base, head, before, after, what), ...compareSunset(before, after, what, head)]
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

function compareSunset(before: Lifecycle, after: Lifecycle, what: string, head: SpecNode): RawChange[] {
  const changes: RawChange[] = []
  if (after.deprecated && after.sunset && sunsetOf(after) === undefined) {
    const words = `The sunset of ${what} is ${quote(after.sunset.value)}, which is no date (write 2027-01-31)`
    changes.push({
      kind: 'sunset-invalid',
      level: 'error',
      side: 'head',
      node: after.sunset.node,
      words,
      ...(before.sunset && { other: before.sunset.node }),
    })
  }
  if (before.deprecated && after.deprecated && before.sunset && !after.sunset) {
    const words = `The sunset of ${what} is deleted while it stays deprecated: nobody can plan for it`
    changes.push({
      kind: 'sunset-deleted',
      level: 'error',
      side: 'base',
      node: before.sunset.node,
      other: head,
      words,
    })
  }
  const [from, to] = [sunsetOf(before), sunsetOf(after)]
  if (before.deprecated && after.deprecated && after.sunset && from && to && to < from) {
    const words = `The sunset of ${what} moves closer, from ${dateOf(from)} to ${dateOf(to)}`
    changes.push({
      kind: 'sunset-moved-closer',
      level: 'warning',
      side: 'head',
      node: after.sunset.node,
      words,
      ...(before.sunset && { other: before.sunset.node }),
    })
  }
  return changes
}

function dateOf(date: Date): string {
  return date.toISOString().slice(0, 10)
}

/** The day a thing may go; undefined where there is none or it cannot be read. RFC 3339 date or date-time. */
export function sunsetOf(lifecycle: Lifecycle): Date | undefined {
  const value = lifecycle.sunset?.value
  if (typeof value !== 'string' || !/^\d{4}-\d{2}-\d{2}(T.*)?$/.test(value)) return undefined
  const time = Date.parse(value)
  return Number.isNaN(time) ? undefined : new Date(time)
}

/** Whether a removed thing had been announced and its day has come. */
export function isRetired(lifecycle: Lifecycle | undefined, now: Date): boolean {
  const sunset = lifecycle && sunsetOf(lifecycle)
  return lifecycle?.deprecated === true && sunset !== undefined && sunset <= now
}

/** Nothing is promised for what is marked draft or alpha. */
export function isUnstable(lifecycle: Lifecycle): boolean {
  return lifecycle.stability?.value === 'draft' || lifecycle.stability?.value === 'alpha'
}
