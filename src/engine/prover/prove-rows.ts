import type { ProofLoss } from '../../model/index.ts'
import type { Database, Failure } from './database.ts'
import type { ReadStep, RowsOutcome } from './outcome.ts'
import { contentsOf, lossesOf, type Contents } from './rows.ts'
import type { Script } from './script.ts'
import { seedRows } from './seed.ts'

/** All ways up and all ways back in reverse, with a synthetic row in every table of the base. */
export async function proveRows(
  database: Database,
  steps: readonly ReadStep[],
  run: (script: Script) => Promise<Failure | undefined>,
): Promise<RowsOutcome> {
  const { tables, without } = await seedRows(database)
  const losses: RowsOutcome['losses'] = new Map()
  const before: Contents[] = []
  for (const step of steps) {
    before.push(await contentsOf(database))
    const failure = await run(step.up)
    if (failure) return { tables, without, losses, failure: { step, failure, way: 'up' } }
  }
  let known = new Set<string>()
  for (const [index, step] of [...steps.entries()].toReversed()) {
    const failure = step.down && (await run(step.down))
    if (failure) return { tables, without, losses, failure: { step, failure, way: 'down' } }
    const here = lossesOf(before[index] ?? new Map(), await contentsOf(database))
    losses.set(
      step,
      here.filter((loss) => !known.has(keyOf(loss))),
    )
    known = new Set(here.map(keyOf))
  }
  for (const [step, all] of losses)
    losses.set(
      step,
      all.filter((loss) => known.has(keyOf(loss))),
    )
  return { tables, without, losses }
}

function keyOf({ table, columns }: ProofLoss): string {
  return JSON.stringify([table, columns])
}
