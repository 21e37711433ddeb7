import type { ProofAnswer, ProofStep, ProofVerdict } from '../../model/index.ts'
import type { Database } from './database.ts'
import { differencesOf } from './differences.ts'
import { proveSteps } from './prove.ts'
import { readScript } from './script.ts'
import { takeSnapshot } from './snapshot.ts'

/**
 * Proves each migration as a change of its own on what those before it made: a whole history in one process. A second
 * database goes up only, so that a way back that does harm is not held against the migrations after it.
 * @param database holds the schema that the first step finds
 * @param clone opens another database from a dump
 */
export async function proveEach(
  database: Database,
  steps: readonly ProofStep[],
  clone: (dump: Blob) => Promise<Database>,
): Promise<Omit<ProofAnswer, 'history'>> {
  const verdicts: ProofAnswer['verdicts'] = []
  const rows: ProofAnswer['rows'] = { tables: 0, without: [] }
  const plain = await clone(await database.dump())
  let work = database
  let broken: string | undefined
  for (const step of steps) {
    if (broken !== undefined) {
      verdicts.push({ id: step.id, verdict: { kind: 'not-provable', why: broken } })
      continue
    }
    const answer = await proveSteps(work, [step], clone)
    const verdict: ProofVerdict = answer.verdicts[0]?.verdict ?? {
      kind: 'not-provable',
      why: 'it was not reached',
    }
    verdicts.push({ id: step.id, verdict })
    rows.tables = Math.max(rows.tables, answer.rows.tables)
    rows.without.push(...answer.rows.without.filter((table) => !rows.without.includes(table)))
    const script = await readScript(step.up)
    const failure = script.refused === undefined ? await plain.run(script) : { message: script.refused }
    if (failure) {
      broken = `${step.id} before it does not apply (${failure.message})`
      continue
    }
    if (verdict.kind === 'proven' || (await isLike(work, plain, verdict))) continue
    await work.close()
    // What was closed holds hundreds of megabytes that V8 does not count.
    globalThis.gc?.()
    work = await clone(await plain.dump())
  }
  return { verdicts, rows }
}

/** Whether the next migration finds the same, for all that can be seen: a copy costs more than a look. */
async function isLike(work: Database, plain: Database, verdict: ProofVerdict): Promise<boolean> {
  if (verdict.kind === 'loses-data') return false
  const [left, right] = [await takeSnapshot(work), await takeSnapshot(plain)]
  return differencesOf(left, right).length === 0
}
