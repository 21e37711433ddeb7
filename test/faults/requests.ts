import type { FaultKind } from '../stand-in/index.ts'
import { PHASES, type Phase } from './phases.ts'
import { arm, begin, prepare } from './round.ts'
import type { Subject } from './subject.ts'
import type { World } from './world.ts'

/** Each kind of request that a review makes, as the phase in which it is made. */
export const REQUESTS: readonly Phase[] = [
  'getting a token',
  'reading the pull request',
  'asking git for commits',
  'fetching commits',
  'fetching files',
  'between check runs',
  'completing what it began',
  'before the review',
  'reading comments',
  'between edits',
  'asked again, reading check runs',
].map((name) => {
  const phase = PHASES.find((one) => one.name === name)
  if (!phase) throw new Error(`no phase “${name}”`)
  return phase
})

/** Each way in which GitHub, or the way to it, fails. */
export const FAILURES: readonly { name: string; what: (subject: Subject) => FaultKind }[] = [
  { name: '500', what: () => 500 },
  { name: '502', what: () => 502 },
  { name: '503', what: () => 503 },
  { name: 'a secondary rate limit', what: () => ({ secondaryLimit: { retryAfter: 1 } }) },
  { name: 'a time-out', what: () => ({ timeout: 500 }) },
  { name: 'a lost answer', what: () => 'respondThenDrop' },
  { name: 'an expired token', what: () => 'expiredToken' },
  { name: 'a push in the middle', what: (subject) => ({ pushInTheMiddle: () => subject.push('offends') }) },
]

/** A failure at a kind of request. */
export interface Failing {
  failure: (typeof FAILURES)[number]
  request: Phase
}

export const ALL: readonly Failing[] = FAILURES.flatMap((failure) =>
  REQUESTS.map((request) => ({ failure, request })),
)
/** Some of them, in which each failure and each kind of request stands at least once. */
export const SAMPLE = ALL.filter(
  (_, index) => ((index % REQUESTS.length) - Math.floor(index / REQUESTS.length)) % FAILURES.length === 0,
)

/** A pull request for each, all at a time. Answers the failures that did not come to happen. */
export async function failAt(world: World, failing: readonly Failing[]): Promise<string[]> {
  const cases = await Promise.all(
    failing.map(async (one) => ({ ...one, subject: await prepare(world, one.request) })),
  )
  await world.rest()
  const armed = cases.map(({ failure, request, subject }) => ({
    name: `${failure.name}: ${request.name}`,
    fault: arm(world, request, subject, failure.what(subject)),
  }))
  await Promise.all(cases.map(({ request, subject }) => begin(request, subject)))
  await world.rest()
  return armed.filter(({ fault }) => fault.happened !== 1).map(({ name }) => name)
}
