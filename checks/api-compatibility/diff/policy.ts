import type { Lifecycle } from '../../../src/parse/openapi/operations.ts'
import type { Change, ChangeKind } from './change.ts'
import { isUnstable } from './lifecycle.ts'
import { quote } from './naming.ts'
import { dayOf, sunsetOf } from './sunset.ts'

/** What a team promises its clients, beyond what the description says. */
export interface Policy {
  /** The day of the review. */
  now: Date
  /** Days of notice between a deprecation and its sunset, by stability level; 0: none are asked. */
  graceDays: { beta: number; stable: number }
  /** Whether a path of the API is outside all promises. */
  isIgnored: (path: string) => boolean
}

const REMOVALS: ReadonlySet<ChangeKind> = new Set([
  'path-removed',
  'operation-removed',
  'webhook-removed',
  'callback-removed',
  'parameter-removed',
  'request-property-removed',
  'response-property-removed',
])

/**
 * A change in the light of the policy: what was announced in time may go, what goes too early says so. Undefined
 * where there is nothing to say.
 */
export function judge(change: Change, policy: Policy): Change | undefined {
  const operations = change.operations.filter((name) => !policy.isIgnored(pathOf(name)))
  if (operations.length === 0) return undefined
  const rest = operations.length === change.operations.length ? change : { ...change, operations }
  const promises: readonly Lifecycle[] = [rest.lifecycle ?? []].flat()
  const [first] = promises
  if (!first) return rest
  if (rest.kind === 'sunset-too-soon') return judgeAnnouncement(rest, first, policy)
  if (rest.kind === 'sunset-moved-closer') {
    return daysLeft(first, policy) < graceOf(first, policy) ? { ...rest, level: 'error' } : rest
  }
  return REMOVALS.has(rest.kind) ? judgeRemoval(rest, promises, policy) : rest
}

/** `GET /pets` without its method. */
function pathOf(operation: string): string {
  return operation.slice(operation.indexOf(' ') + 1)
}

function judgeAnnouncement(change: Change, lifecycle: Lifecycle, policy: Policy): Change | undefined {
  const grace = graceOf(lifecycle, policy)
  const asked = `${grace} days of notice are asked`
  if (!lifecycle.sunset) {
    return grace > 0 ? { ...change, words: `${change.words} without a sunset: ${asked}` } : undefined
  }
  const sunset = sunsetOf(lifecycle)
  const left = daysLeft(lifecycle, policy)
  if (!sunset || left >= grace) return undefined
  const why = left < 0 ? 'which is past' : `which is too soon: ${asked}`
  return { ...change, words: `${change.words} with its sunset on ${dayOf(sunset)}, ${why}` }
}

/** Worst first. */
const VERDICTS = ['unannounced', 'unreadable', 'early', 'undated', 'retired'] as const
type Verdict = (typeof VERDICTS)[number]

function judgeRemoval(change: Change, all: readonly Lifecycle[], policy: Policy): Change | undefined {
  // What was draft or alpha may go at any time; it does not hold the others back.
  const bound = all.some((one) => !isUnstable(one)) ? all.filter((one) => !isUnstable(one)) : all
  const judged = bound.map((lifecycle) => ({ lifecycle, verdict: verdictOf(lifecycle, policy) }))
  const verdict = VERDICTS.find((one) => judged.some((other) => other.verdict === one))
  const worst = judged.filter((one) => one.verdict === verdict)
  const sunsets = worst.flatMap(({ lifecycle }) => sunsetOf(lifecycle) ?? [])
  const last = new Date(Math.max(...sunsets.map(Number)))
  switch (verdict) {
    case 'unannounced':
      return { ...change, words: `${change.words}. It was not deprecated before` }
    case 'unreadable': {
      const written = quote(worst[0]?.lifecycle.sunset?.value)
      return {
        ...change,
        level: 'error',
        words: `${change.words}. Its sunset was ${written}, which is no date`,
      }
    }
    case 'early':
      return { ...change, level: 'error', words: `${change.words}. Its sunset, ${dayOf(last)}, has not come` }
    case 'undated':
      return undated(change, Math.max(...worst.map(({ lifecycle }) => graceOf(lifecycle, policy))))
    default:
      return undefined
  }
}

/** Announced, but for no day: clients could know, and could not plan. */
function undated(change: Change, grace: number): Change {
  const words = `${change.words}. It was deprecated without a sunset`
  if (grace > 0) return { ...change, words: `${words}: ${grace} days of notice are asked` }
  return { ...change, level: change.level === 'error' ? 'warning' : change.level, words }
}

function verdictOf(lifecycle: Lifecycle, policy: Policy): Verdict {
  if (!lifecycle.deprecated) return 'unannounced'
  if (!lifecycle.sunset) return 'undated'
  const sunset = sunsetOf(lifecycle)
  if (!sunset) return 'unreadable'
  return sunset <= policy.now ? 'retired' : 'early'
}

function graceOf(lifecycle: Lifecycle, { graceDays }: Policy): number {
  if (isUnstable(lifecycle)) return 0
  return lifecycle.stability?.value === 'beta' ? graceDays.beta : graceDays.stable
}

/** Whole days from the day of the review to the sunset; negative when it is past, infinite where there is none. */
function daysLeft(lifecycle: Lifecycle, { now }: Policy): number {
  const sunset = sunsetOf(lifecycle)
  if (!sunset) return Infinity
  return Math.floor((Date.parse(dayOf(sunset)) - Date.parse(dayOf(now))) / 86_400_000)
}
