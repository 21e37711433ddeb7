import { afterAll, beforeAll, expect, test } from 'vitest'
import { SOUND } from './law.ts'
import { World } from './world.ts'

let world: World
/** Minutes. */
const OFTEN = '0.05'
const TIMEOUT = { timeout: 400_000 }

beforeAll(async () => {
  world = await World.start({ env: { SWEEP_MINUTES: OFTEN } })
}, 120_000)
afterAll(() => world[Symbol.asyncDispose]())

test('every event twice, in pairs swapped, and all the wrong way round', TIMEOUT, async () => {
  const { webhooks } = world.standIn
  const [twice, swapped, reversed] = [await world.subject(), await world.subject(), await world.subject()]
  webhooks.mode = 'duplicate'
  await twice.open()
  await twice.push('clean')
  await twice.push('offends')
  webhooks.mode = 'reorder'
  await swapped.open()
  await swapped.push('clean')
  await swapped.push('offends')
  await swapped.push('clean')
  await webhooks.release()
  webhooks.mode = 'hold'
  await reversed.open()
  await reversed.push('offends')
  await reversed.push('clean')
  webhooks.mode = 'deliver'
  await webhooks.release((held) => held.toReversed())
  expect(await world.judge()).toMatchObject(SOUND)
})

test('an event that comes again a day later asks for nothing', TIMEOUT, async () => {
  const subject = await world.subject()
  await subject.open()
  await world.rest()
  const { standIn } = world
  const opened = standIn.state.deliveries.filter(({ event }) => event === 'pull_request')
  const before = standIn.requests.length
  for (const delivery of opened) standIn.webhooks.redeliver(delivery)
  expect(await world.judge()).toMatchObject(SOUND)
  const about = standIn.requests.slice(before).filter(({ path }) => path.includes(`/${subject.name}/`))
  // The sweep looks for open pull requests; nothing is written.
  expect(about.filter(({ method, kind }) => kind === 'git' || method !== 'GET')).toEqual([])
})

test('events that never arrived are found: dropped, and sent while nothing ran', TIMEOUT, async () => {
  const { standIn } = world
  const [dropped, pushed, unheard] = [await world.subject(), await world.subject(), await world.subject()]
  await pushed.open()
  await world.rest()
  standIn.webhooks.mode = 'drop'
  await dropped.open()
  await pushed.push('clean')
  standIn.webhooks.mode = 'deliver'
  await world.kill()
  await unheard.open()
  await world.start()
  await expect
    .poll(
      () =>
        [dropped, pushed, unheard].map(
          ({ repository, pull }) =>
            standIn.checkRuns(repository, pull.headSha).filter(({ status }) => status === 'completed').length,
        ),
      { timeout: 120_000 },
    )
    .toEqual([4, 4, 4])
  expect(await world.judge({ lost: true })).toMatchObject(SOUND)
})
