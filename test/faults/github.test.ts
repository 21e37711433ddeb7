import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOUND } from './law.ts'
import { failAt, SAMPLE } from './requests.ts'
import { World } from './world.ts'

// Every failure of GitHub and every kind of request, not each with each: `npm run faults` does that.
let world: World
beforeAll(async () => {
  world = await World.start()
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

test('GitHub fails: one review of the newest commit, and nothing is said twice', async () => {
  expect(await failAt(world, SAMPLE)).toEqual([])
  expect(await world.judge()).toMatchObject(SOUND)
}, 400_000)
