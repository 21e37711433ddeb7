import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOUND } from './law.ts'
import { PHASES } from './phases.ts'
import { startPostgres } from './postgres.ts'
import { killIn } from './round.ts'
import { World } from './world.ts'

// Two processes on one PostgreSQL; one of them is killed, and the other one takes over.
let postgres: Awaited<ReturnType<typeof startPostgres>>
let world: World
beforeAll(async () => {
  postgres = await startPostgres()
  world = await World.start({ databaseUrl: postgres.databaseUrl, replicas: 2 })
}, 120_000)
afterAll(async () => {
  await world[Symbol.asyncDispose]()
  await postgres[Symbol.asyncDispose]()
})

const NAMES = new Set([
  'fetching files',
  'between check runs',
  'before the review',
  'after the review',
  'between edits',
  'begun, then pushed',
])

test('a replica is killed: the other one ends its reviews', { timeout: 400_000 }, async () => {
  await killIn(
    world,
    PHASES.filter(({ name }) => NAMES.has(name)),
    0,
  )
  expect(await world.judge()).toMatchObject(SOUND)
  await world.start(0)
})

test('events go to both, and the one that had most is killed', { timeout: 400_000 }, async () => {
  const subjects = await Promise.all(Array.from({ length: 6 }, () => world.subject()))
  for (const [index, subject] of subjects.entries()) {
    world.tell(index % 2)
    await subject.open()
  }
  await world.kill(1)
  await Promise.all(subjects.map((subject) => subject.push('clean')))
  expect(await world.judge()).toMatchObject(SOUND)
})
