import { proveHistory } from '../../../../src/engine/migrations/prove-history.ts'
import { proveEach } from '../../../../src/engine/prover/each.ts'
import { applyHistory } from '../../../../src/engine/prover/prove.ts'
import type { ProofVerdict } from '../../../../src/model/index.ts'
import { proofStepsOf, type SqlHistory } from './histories.ts'
import type { Server } from './server.ts'

/** One migration, judged by the prover as users have it, and by PostgreSQL. */
export interface Judged {
  path: string
  prover: Told
  /** Absent where the prover alone was asked. */
  postgres?: Told
  agrees?: boolean
}

interface Told {
  kind: ProofVerdict['kind']
  /** What it says, one object or error a line, sorted: equal where both say the same. */
  words: string[]
  applies: boolean
}

type AnyVerdict =
  | Exclude<ProofVerdict, { kind: 'fails' }>
  | { kind: 'fails'; failure: { way: string; code: string; line: number; message: string; onRows: boolean } }

/**
 * Proves each migration of a history as a change of its own, in the boxed process and on a server.
 * @returns nothing agreed on where the boxed process was ended: `incomplete` says why
 */
export async function judge(
  { steps }: SqlHistory,
  server: Server | undefined,
  signal: AbortSignal,
): Promise<{ judged: Judged[]; tables: number; without: string[]; incomplete?: string }> {
  const [{ proofs, incomplete }, truth] = await Promise.all([
    proveHistory(steps, signal),
    server && onServer(steps, server),
  ])
  const judged = steps.map((step, index): Judged => {
    const proof = proofs[index] ?? { kind: 'not-provable', why: 'it was not reached' }
    const prover = told(proof as AnyVerdict)
    const verdict = truth?.verdicts[index]?.verdict
    const path = step.down?.path ?? step.path
    if (!verdict) return { path, prover }
    const postgres = told(verdict)
    const same = postgres.kind === prover.kind && postgres.words.join('\n') === prover.words.join('\n')
    return { path, prover, postgres, agrees: same }
  })
  const { tables = 0, without = [] } = truth?.rows ?? {}
  return { judged, tables, without, ...(incomplete !== undefined && { incomplete }) }
}

async function onServer(
  steps: SqlHistory['steps'],
  server: Server,
): Promise<Awaited<ReturnType<typeof proveEach>>> {
  try {
    const database = await server.open()
    const proofSteps = proofStepsOf(steps)
    await applyHistory(
      database,
      [],
      proofSteps.map(({ framework }) => framework),
    )
    return await proveEach(database, proofSteps, await database.dump(), (dump) => server.open(dump))
  } finally {
    await server.clear()
  }
}

function told(verdict: AnyVerdict): Told {
  const { kind } = verdict
  if (verdict.kind === 'fails') {
    const { way, code, line, message, onRows } = verdict.failure
    const words = [`line ${line} ${way}: ${code} ${message}`]
    return { kind, words, applies: way !== 'up' || onRows }
  }
  const words: string[] = []
  if (verdict.kind === 'differs')
    words.push(...verdict.differences.map(({ kind: what, name, change }) => `${what} ${name} ${change}`))
  if (verdict.kind === 'differs' || verdict.kind === 'loses-data')
    for (const { table, columns } of verdict.losses)
      words.push(`rows of ${[table, ...(columns ?? [])].join(' ')}`)
  // What cannot be proven, and why, may well be said in other words.
  const applies = verdict.kind !== 'not-provable' || /no way back/.test(verdict.why)
  if (verdict.kind === 'not-provable') return { kind, words: [verdict.why], applies }
  return { kind, words: words.toSorted(), applies }
}
