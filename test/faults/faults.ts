import { parseArgs } from 'node:util'
import { killAtAnyMoment, random } from './moments.ts'
import { PHASES, type Phase, RULES } from './phases.ts'
import { startPostgres } from './postgres.ts'
import { ALL, FAILURES, failAt } from './requests.ts'
import { killIn, lead } from './round.ts'
import { Tally } from './tally.ts'
import { World } from './world.ts'

// `npm run faults`: what the tests show of a few, for each phase, each failure, and any moment. Takes some minutes.
const { values } = parseArgs({
  options: {
    /** Rounds with a kill at a random moment, of each kind of database. */
    moments: { type: 'string', default: '10' },
    /** `embedded`, `github` or `postgres`; all of them when left out. */
    part: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const moments = Number(values.moments)
const seed = Number(values.seed)
const next = random(seed)
let sound = true

console.log(`seed ${seed}`)
for (const play of [embedded, github, postgres]) {
  if (values.part === undefined || values.part === play.name) await play()
}
process.exitCode = sound ? 0 : 1

async function embedded(): Promise<void> {
  await using world = await World.start()
  const tally = new Tally('kill -9, embedded database', world)
  for (const phase of PHASES) {
    await tally.round(phase.name, async () => {
      await killIn(world, [phase])
      await world.start()
    })
  }
  await tally.round(RULES.name, async () => {
    await killAtOnce(world, RULES)
    await world.start()
  })
  for (let round = 0; round < moments; round += 1) {
    await tally.round(`random moment ${round + 1}`, () => killAtAnyMoment(world, next))
  }
  sound = tally.end() && sound
}

async function github(): Promise<void> {
  await using world = await World.start()
  const tally = new Tally('failures of GitHub', world)
  for (const failure of FAILURES) {
    const failing = ALL.filter((one) => one.failure === failure)
    await tally.round(`${failure.name}, at ${failing.length} kinds of request`, async () => {
      const missed = await failAt(world, failing)
      if (missed.length > 0) throw new Error(`did not happen: ${missed.join(', ')}`)
    })
  }
  sound = tally.end() && sound
}

async function postgres(): Promise<void> {
  await using server = await startPostgres()
  await using world = await World.start({ databaseUrl: server.databaseUrl, replicas: 2 })
  const tally = new Tally('kill -9, PostgreSQL with two replicas', world)
  for (let index = 0; index < PHASES.length; index += 4) {
    const phases = PHASES.slice(index, index + 4)
    const victim = (index / 4) % 2
    await tally.round(phases.map(({ name }) => name).join(', '), async () => {
      await killIn(world, phases, victim)
    })
    await world.start(victim)
  }
  for (let round = 0; round < moments; round += 1) {
    await tally.round(`random moment ${round + 1}`, () => killAtAnyMoment(world, next, round % 2))
  }
  sound = tally.end() && sound
}

/** The process dies in the very moment, with an event that it has only just acknowledged. */
async function killAtOnce(world: World, phase: Phase): Promise<void> {
  const waiting = await world.subject()
  const { reached, release } = await lead(world, phase, await world.subject(), async () => {
    await waiting.open()
    await world.kill()
  })
  await reached
  release()
}
