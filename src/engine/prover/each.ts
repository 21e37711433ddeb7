import type { ProofAnswer, ProofStep, ProofVerdict } from '../../model/index.ts'
import type { Database } from './database.ts'
import { proveSteps } from './prove.ts'
import { readScript, type Script } from './script.ts'

/** Migrations after which another dump is made: running them again takes longer by then. */
const DUMP_AFTER = 20

/**
 * Proves each migration as a change of its own on what those before it made. A migration that does harm, or fails, is
 * undone by starting anew from the last dump: two databases at a time take more memory than the process has.
 * @param database holds the schema that the first step finds
 * @param base a dump of that
 * @param clone opens another database from a dump
 */
export async function proveEach(
  database: Database,
  steps: readonly ProofStep[],
  base: Blob,
  clone: (dump: Blob) => Promise<Database>,
): Promise<Omit<ProofAnswer, 'history'>> {
  const verdicts: ProofAnswer['verdicts'] = []
  const rows: ProofAnswer['rows'] = { tables: 0, without: [] }
  let work = database
  let made = base
  const applied: Script[] = []
  const notApplied: string[] = []
  const seen: NonNullable<ProofAnswer['seen']> = []
  for (const step of steps) {
    const answer = await proveSteps(work, [step], clone)
    seen.push(...(answer.seen ?? []))
    rows.tables = Math.max(rows.tables, answer.rows.tables)
    rows.without.push(...answer.rows.without.filter((table) => !rows.without.includes(table)))
    const verdict = answer.verdicts[0]?.verdict ?? { kind: 'not-provable', why: 'it was not reached' }
    const [gap] = notApplied
    verdicts.push({ id: step.id, verdict: gap === undefined ? verdict : behindGap(verdict, gap) })
    const up = await readScript(step.up)
    const runs = up.refused === undefined && !failsOnTheWayUp(verdict)
    if (runs) applied.push(up)
    else notApplied.push(step.id)
    if (verdict.kind === 'proven' || (runs && step.down === undefined)) continue
    await work.close()
    work = await clone(made)
    for (const script of applied) await work.run(script)
    if (applied.length < DUMP_AFTER) continue
    made = await work.dump()
    applied.length = 0
  }
  return { verdicts, rows, notApplied, ...(seen.length > 0 && { seen }) }
}

/** On empty tables: what fails on rows alone runs here. */
function failsOnTheWayUp(verdict: ProofVerdict): boolean {
  return verdict.kind === 'fails' && verdict.failure.way === 'up' && !verdict.failure.onRows
}

/** An error may come of what is missing. */
function behindGap(verdict: ProofVerdict, gap: string): ProofVerdict {
  if (verdict.kind !== 'fails') return verdict
  const { line, code, message } = verdict.failure
  return {
    kind: 'not-provable',
    why: `${gap} before it does not apply here, and line ${line} of this one fails (${code} ${message})`,
  }
}
