import type { FaultKind } from '../stand-in/index.ts'
import type { Phase } from './phases.ts'
import type { Subject } from './subject.ts'
import type { World } from './world.ts'

/** A review that has come to a phase and stands still there. */
export interface Standing {
  subject: Subject
  /** Resolves when the request of the phase is under way. */
  reached: Promise<void>
  /** Lets the request go on, or be cut: after the process is dead. */
  release: () => void
}

/** Long enough for a review in a busy process; the app itself gives a request 20 s. */
const REACH_MS = 120_000

/** A subject whose next review is the one of the phase. */
export async function prepare(world: World, phase: Phase): Promise<Subject> {
  const subject = await world.subject()
  if (phase.review !== 'first') await subject.open()
  return subject
}

/** Leads a review into a phase; `atOnce` is called there, before anything else can happen. */
export async function lead(
  world: World,
  phase: Phase,
  subject: Subject,
  atOnce?: () => Promise<void>,
): Promise<Standing> {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const late = setTimeout(() => reached.reject(new Error(`“${phase.name}” was not reached`)), REACH_MS)
  arm(world, phase, subject, {
    when: phase.request === 'done' ? 'after' : 'instead',
    pushInTheMiddle: async () => {
      await atOnce?.()
      reached.resolve()
      await released.promise
    },
  })
  await begin(phase, subject)
  return { subject, reached: reached.promise.finally(() => clearTimeout(late)), release: released.resolve }
}

/** Makes the request of a phase fail; answers how often it has. */
export function arm(
  world: World,
  phase: Phase,
  subject: Subject,
  what: FaultKind,
): { readonly happened: number } {
  const { faults } = world.standIn
  if (phase.slow) {
    const slow = new RegExp(`/${subject.name}/.*git-upload-pack$`)
    faults.add({ match: { git: true, path: slow }, what: { delay: 4_000 } })
  }
  const end = phase.match.path?.source.replace(/^\\\//, '') ?? ''
  const path = new RegExp(`(${namesOf(world, subject)})/.*${end}`)
  return faults.add({ match: { ...phase.match, path }, skip: phase.skip ?? 0, what })
}

/** What starts the review of a phase. */
export async function begin({ review }: Phase, subject: Subject): Promise<void> {
  if (review === 'first') await subject.open()
  else if (review === 'second') await subject.push('clean')
  else await subject.ask()
}

/** Leads reviews into phases, all at a time, and kills a process while they stand there. */
export async function killIn(world: World, phases: readonly Phase[], victim = 0): Promise<void> {
  const prepared = await Promise.all(
    phases.map(async (phase) => ({ phase, subject: await prepare(world, phase) })),
  )
  await world.rest()
  const standing = await Promise.all(prepared.map(({ phase, subject }) => lead(world, phase, subject)))
  await Promise.all(standing.map(({ reached }) => reached))
  await world.kill(victim)
  for (const { release } of standing) release()
  for (const [index, { pushed }] of phases.entries()) {
    if (pushed) await standing[index]?.subject.push('offends')
  }
}

/** What requests about a subject have in their path: the repository, or its installation for tokens. */
function namesOf({ standIn }: World, { name, repository }: Subject): string {
  const ids = standIn.state.installationsOf(repository).map(({ id }) => `/installations/${id}`)
  return [`/${name}`, ...ids].join('|')
}
