import type { ProofAnswer, ProofStep, ProofVerdict } from '../../model/index.ts'
import { bookkeeping } from './bookkeeping.ts'
import type { Database } from './database.ts'
import type { Ground, ReadStep, RowsOutcome, StepFailure } from './outcome.ts'
import { proveRows } from './prove-rows.ts'
import { proveSchema } from './prove-schema.ts'
import { contentsOf } from './rows.ts'
import { readScript, type Script } from './script.ts'
import { type Hints, hintsOf } from './seed-hints.ts'
import { seedRows } from './seed.ts'
import { segmentsOf } from './segments.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'
import { TOO_SLOW } from './too-slow.ts'
import { failed, verdictsOf } from './verdicts.ts'
import { watchUps } from './watch.ts'

/**
 * Makes the schema of the base.
 * @returns the first migration that does not apply, and why
 */
export async function applyHistory(
  database: Database,
  history: readonly ProofStep[],
  frameworks: Iterable<string>,
): Promise<ProofAnswer['history']> {
  for (const framework of new Set(frameworks)) {
    const table = bookkeeping(framework)
    if (table !== undefined) await database.exec(table.replace('CREATE TABLE', 'CREATE TABLE IF NOT EXISTS'))
  }
  for (const { id, up } of history) {
    const script = await readScript(up)
    if (script.refused !== undefined) return { id, why: script.refused }
    const failure = await database.runKnown(script)
    if (failure) return { id, why: `line ${failure.line}: ${failure.code} ${failure.message}` }
  }
  return undefined
}

/**
 * Runs the migrations of a change up, down and up again on a database that holds the base's schema. Migrations without a
 * way back part the change: what stands between two of them is proven by itself.
 * @param clone opens a second database from a dump, for what cannot run inside of one transaction
 * @param base what `database` holds, where that is known: looking takes a sixth of the time
 */
export async function proveSteps(
  database: Database,
  steps: readonly ProofStep[],
  clone: (dump: Blob) => Promise<Database>,
  base?: Snapshot,
): Promise<Omit<ProofAnswer, 'history'>> {
  let before = base
  return proveInSegments(await readSteps(steps), {
    run: (script) => {
      before = undefined
      return database.run(script)
    },
    prove: (own) => {
      const known = before
      before = undefined
      return proveSegment(database, own, clone, known)
    },
  })
}

export interface SegmentOutcome {
  verdicts: Map<string, ProofVerdict>
  rows?: RowsOutcome
  /** Why what follows cannot be run. */
  broken?: string
}

/** Parts a change at its migrations without a way back, which are only run up. */
export async function proveInSegments(
  steps: readonly ReadStep[],
  {
    run,
    prove,
    server,
  }: {
    run: Ground['run']
    prove: (steps: readonly ReadStep[]) => Promise<SegmentOutcome>
    /** What runs here, in words; absent: PostgreSQL. */
    server?: string
  },
): Promise<Omit<ProofAnswer, 'history'>> {
  const verdicts = new Map<string, ProofVerdict>()
  const rows: ProofAnswer['rows'] = { tables: 0, without: [] }
  const seen: NonNullable<ProofAnswer['seen']> = []
  let broken: string | undefined
  for (const segment of segmentsOf(steps)) {
    const why = broken ?? segment.steps.map(refusalOf).find((one) => one !== undefined)
    if (why !== undefined) {
      for (const step of segment.steps)
        verdicts.set(step.id, { kind: 'not-provable', why: refusalOf(step) ?? why })
      broken ??= `the migration before it could not be run`
      continue
    }
    if (!segment.reversible) {
      for (const step of segment.steps) {
        const failure = await run(step.up)
        verdicts.set(
          step.id,
          failure
            ? failed({ step, failure, way: 'up' }, false, server)
            : { kind: 'not-provable', why: 'it has no way back' },
        )
        if (failure) broken = `${step.id} before it fails`
      }
      continue
    }
    const outcome = await prove(segment.steps)
    for (const [id, verdict] of outcome.verdicts) verdicts.set(id, verdict)
    for (const [{ id }, statements] of outcome.rows?.seen ?? [])
      if (statements.length > 0) seen.push({ id, statements })
    rows.tables = Math.max(rows.tables, outcome.rows?.tables ?? 0)
    rows.without.push(...(outcome.rows?.without ?? []).filter((table) => !rows.without.includes(table)))
    broken = outcome.broken
  }
  return {
    verdicts: steps.map(({ id }) => ({
      id,
      verdict: verdicts.get(id) ?? { kind: 'not-provable', why: 'it was not reached' },
    })),
    rows,
    ...(seen.length > 0 && { seen }),
  }
}

async function proveSegment(
  database: Database,
  steps: readonly ReadStep[],
  clone: (dump: Blob) => Promise<Database>,
  base?: Snapshot,
): Promise<SegmentOutcome> {
  const hints = hintsOf(steps.map(({ up }) => up))
  let rows = await nestedRows(database, steps, hints)
  // Rows beside the first ones are made up with less care: what they alone stop is not stopped.
  if (rows.failure && hints.size > 0) rows = await nestedRows(database, steps)
  if (rows.failure?.failure.code === TOO_SLOW) {
    const { step, failure } = rows.failure
    const why = `${step.id} takes too long: ${failure.message}`
    return {
      verdicts: new Map(steps.map(({ id }) => [id, { kind: 'not-provable', why }])),
      rows,
      broken: why,
    }
  }
  const { seen } = rows
  // What a single transaction cannot hold is tried again, each step in its own.
  const dump = rows.failure && !isSettled(rows.failure) ? await database.dump() : undefined
  const schema = await proveSchema(groundOf(database), steps, base)
  if (dump && (!schema.failure || schema.failure.way === 'up again')) {
    const other = await clone(dump)
    try {
      rows = await proveRows(groundOf(other), steps)
    } finally {
      await other.close()
    }
  }
  return {
    verdicts: verdictsOf(steps, schema, rows),
    rows: { ...rows, seen },
    ...(schema.failure && { broken: `${schema.failure.step.id} before it fails` }),
  }
}

/** What runs once and not again fails by what the way back left, in any transaction. */
function isSettled({ way, failure: { code } }: StepFailure): boolean {
  return way === 'up again' && /^(?:23|42)/.test(code)
}

function groundOf(database: Database, run: Ground['run'] = (script: Script) => database.run(script)): Ground {
  return {
    run,
    snapshot: () => takeSnapshot(database),
    contents: () => contentsOf(database),
    seed: (hints) => seedRows(database, hints),
  }
}

async function nestedRows(
  database: Database,
  steps: readonly ReadStep[],
  hints?: Hints,
): Promise<RowsOutcome> {
  await database.exec('BEGIN')
  try {
    return await proveRows(
      groundOf(database, (script) => database.runNested(script)),
      steps,
      {
        ...(hints && { hints }),
        watch: await watchUps(database),
      },
    )
  } finally {
    await database.exec('ROLLBACK')
    await database.reset()
  }
}

function refusalOf({ up, down }: ReadStep): string | undefined {
  return up.refused ?? down?.refused
}

async function readSteps(steps: readonly ProofStep[]): Promise<ReadStep[]> {
  const read: ReadStep[] = []
  for (const { id, up, down } of steps) {
    read.push({
      id,
      up: await readScript(up),
      ...(down !== undefined && { down: await readScript(down) }),
    })
  }
  return read
}
