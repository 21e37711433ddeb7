import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOUND } from './law.ts'
import { PHASES, RULES } from './phases.ts'
import { sampled } from '../sampled.ts'
import { killIn, lead } from './round.ts'
import { CONCURRENCY, World } from './world.ts'

// The app is a process of its own here, and `kill -9` ends it. Reviews are first led into as many phases as it works on at
// a time, so that one death meets them all.
let world: World
beforeAll(async () => {
  world = await World.start()
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

const groups = Array.from({ length: Math.ceil(PHASES.length / CONCURRENCY) }, (_, index) =>
  PHASES.slice(index * CONCURRENCY, (index + 1) * CONCURRENCY),
)

test.each(sampled(groups, 4).map((phases) => ({ phases, names: phases.map(({ name }) => name).join(', ') })))(
  'killed while $names: each review ends as if nothing had happened',
  { timeout: 400_000 },
  async ({ phases }) => {
    await killIn(world, phases)
    await world.start()
    expect(await world.judge()).toMatchObject(SOUND)
  },
)

test('killed while the rules run, with an event that was only accepted', { timeout: 400_000 }, async () => {
  const waiting = await world.subject()
  const { reached, release } = await lead(world, RULES, await world.subject(), async () => {
    await waiting.open()
    await world.kill()
  })
  await reached
  release()
  await world.start()
  expect(await world.judge()).toMatchObject(SOUND)
})
