import type { ProofDifference, ProofLoss } from '../../model/index.ts'
import type { Ground, ReadStep, RowsOutcome } from './outcome.ts'
import { lossesOf } from './rows.ts'
import type { Script } from './script.ts'
import type { Hints } from './seed-hints.ts'
import type { Watch } from './watch.ts'

/** All ways up, all ways back in reverse and the ways up again, with a synthetic row in every table of the base. */
export async function proveRows(
  ground: Omit<Ground, 'snapshot'>,
  steps: readonly ReadStep[],
  { hints, watch }: { hints?: Hints; watch?: Watch } = {},
): Promise<RowsOutcome> {
  const seeded = await ground.seed(hints)
  const losses: RowsOutcome['losses'] = new Map()
  const outcome = {
    ...seeded,
    losses,
    doubled: new Map<ReadStep, ProofDifference[]>(),
    seen: watch?.seen ?? new Map(),
  }
  const contents = [await ground.contents()]
  for (const step of steps) {
    const failure = await (watch ? watch.run(step) : ground.run(step.up))
    if (failure) return { ...outcome, failure: { step, failure, way: 'up' } }
    contents.push(await ground.contents())
  }
  let known = new Set<string>()
  for (const [index, step] of [...steps.entries()].toReversed()) {
    const failure = step.down && (await ground.run(step.down))
    if (failure) return { ...outcome, failure: { step, failure, way: 'down' } }
    const here = lossesOf(contents[index] ?? new Map(), await ground.contents())
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
  const named = new Set<string>()
  for (const [index, step] of steps.entries()) {
    const failure = await ground.run(step.up)
    if (failure) return { ...outcome, failure: { step, failure, way: 'up again' } }
    const targets = insertedInto(step.up)
    if (targets.size === 0) continue
    const [first, once, twice] = [contents[0], contents[index + 1], await ground.contents()]
    const more = [...twice].flatMap(([table, rows]) => {
      const isOurs = targets.has(table.split('.').at(-1) ?? table) && !named.has(table)
      const before = once?.get(table)
      return isOurs && first?.has(table) && before && rows.length > before.length ? [table] : []
    })
    for (const table of more) named.add(table)
    outcome.doubled.set(
      step,
      more.map((name) => ({ kind: 'rows', name, change: 'left-over' })),
    )
  }
  return outcome
}

const INSERT = /\binsert\s+into\s+(?:(?:"[^"]+"|\w+)\.)*("[^"]+"|\w+)/gi

/** Rows that triggers write (a log of changes) come with every run, and are nobody's to take back. */
function insertedInto({ statements }: Script): Set<string> {
  const names = statements.flatMap(({ text }) => [...text.matchAll(INSERT)].map(([, name = '']) => name))
  return new Set(names.map((name) => (name.startsWith('"') ? name.slice(1, -1) : name.toLowerCase())))
}

function keyOf({ table, columns }: ProofLoss): string {
  return JSON.stringify([table, columns])
}
