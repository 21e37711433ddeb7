import type { ProofDifference } from '../../model/index.ts'
import { differencesOf } from './differences.ts'
import type { Ground, ReadStep, SchemaOutcome } from './outcome.ts'
import type { Snapshot } from './snapshot.ts'

/**
 * All ways up, all ways back in reverse, and the ways up again, on the tables as they are; ends with all of them applied.
 * @param base what is there at first, where that is known
 */
export async function proveSchema(
  ground: Pick<Ground, 'run' | 'snapshot'>,
  steps: readonly ReadStep[],
  base?: Snapshot,
): Promise<SchemaOutcome> {
  const differences: SchemaOutcome['differences'] = new Map()
  const before: Snapshot[] = []
  for (const step of steps) {
    before.push((before.length === 0 ? base : undefined) ?? (await ground.snapshot()))
    const failure = await ground.run(step.up)
    if (failure) return { differences, failure: { step, failure, way: 'up' } }
  }
  let known = new Set<string>()
  for (const [index, step] of [...steps.entries()].toReversed()) {
    const failure = step.down && (await ground.run(step.down))
    if (failure) return { differences, failure: { step, failure, way: 'down' } }
    const snapshot = before[index]
    if (!snapshot) continue
    const here = differencesOf(snapshot, await ground.snapshot())
    differences.set(
      step,
      here.filter((difference) => !known.has(keyOf(difference))),
    )
    known = new Set(here.map(keyOf))
  }
  // What a later step left behind and an earlier one mended is no difference of the change.
  for (const [step, all] of differences)
    differences.set(
      step,
      all.filter((difference) => known.has(keyOf(difference))),
    )
  for (const step of steps) {
    const failure = await ground.run(step.up)
    if (failure) return { differences, failure: { step, failure, way: 'up again' } }
  }
  return { differences }
}

function keyOf({ kind, name, change }: ProofDifference): string {
  return `${change} ${kind} ${name}`
}
