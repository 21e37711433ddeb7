import { setTimeout as sleep } from 'node:timers/promises'
import type { World } from './world.ts'

const SUBJECTS = 4
/** Longer than a review takes. */
const LIFE_MS = 5_000

/** The same numbers for the same seed (mulberry32): a round that broke the law can be played again. */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let value = Math.imul(state ^ (state >>> 15), 1 | state)
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296
  }
}

/**
 * People open pull requests and push to them, and a process is killed at a moment that nobody chose; sometimes once more
 * while it starts. Events that found nobody are delivered again, as GitHub does when it is asked; acknowledged ones are not.
 */
export async function killAtAnyMoment(world: World, next: () => number, victim = 0): Promise<void> {
  const subjects = await Promise.all(Array.from({ length: SUBJECTS }, () => world.subject()))
  const moment = next() * LIFE_MS
  const lives = subjects.map(async (subject, index) => {
    const [begin, pause, kind] = [next(), next(), next()]
    await sleep(begin * LIFE_MS * 0.5)
    world.tellAny(index)
    await subject.open()
    await sleep(pause * LIFE_MS * 0.5)
    await subject.push(kind < 0.5 ? 'clean' : 'offends')
  })
  await sleep(moment)
  await world.kill(victim)
  if (next() < 0.3) await world.startAndKill(victim, next() * LIFE_MS * 0.5)
  await Promise.all(lives)
  await world.start(victim)
  await world.redeliver()
}
