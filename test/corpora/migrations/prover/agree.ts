import { proveHistory } from '../../../../src/engine/migrations/prove-history.ts'
import { Database } from '../../../../src/engine/prover/database.ts'
import { proveEach } from '../../../../src/engine/prover/each.ts'
import { extensionsIn } from '../../../../src/engine/prover/extensions.ts'
import { applyHistory } from '../../../../src/engine/prover/prove.ts'
import type { ProofVerdict } from '../../../../src/model/index.ts'
import { proofStepsOf, type SqlHistory } from './histories.ts'

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

/** Something that opens PostgreSQL databases: PGlite in this process, or a server. */
export interface Opener {
  /** An empty database, or a copy of one from its dump. */
  open(from?: Blob): Promise<Database>
  clear(): Promise<void>
}

export interface Judgement {
  judged: Judged[]
  tables: number
  without: string[]
  incomplete?: string
}

/**
 * Proves each migration of a history as a change of its own, by PGlite and on a server.
 * @param boxed in the process that reviews use, slice by slice; by the same code in this process otherwise, which is
 * faster by far
 * @returns nothing agreed on where the boxed process was ended: `incomplete` says why
 */
export async function judge(
  { steps }: SqlHistory,
  server: Opener | undefined,
  { boxed, signal }: { boxed: boolean; signal: AbortSignal },
): Promise<Judgement> {
  // One after the other: PGlite holds this process up, and a script on the server has so many seconds.
  const own = await (boxed ? proveHistory(steps, signal) : proveIn(pgliteFor(steps), steps))
  const truth = server && (await proveIn(server, steps))
  const judged = steps.map((step, index): Judged => {
    const missing: ProofVerdict = { kind: 'not-provable', why: 'it was not reached' }
    const proof = 'proofs' in own ? own.proofs[index] : own.verdicts[index]?.verdict
    const prover = told((proof ?? missing) as AnyVerdict)
    const verdict = truth?.verdicts[index]?.verdict
    const path = step.down?.path ?? step.path
    if (!verdict) return { path, prover }
    const postgres = told(verdict)
    const same = postgres.kind === prover.kind && postgres.words.join('\n') === prover.words.join('\n')
    return { path, prover, postgres, agrees: same }
  })
  // A way back that cannot be read says nothing of the way up.
  if ('verdicts' in own) {
    const left = new Set(own.notApplied)
    for (const [index, { id }] of proofStepsOf(steps).entries()) {
      const one = judged[index]
      if (one) one.prover.applies = !left.has(id)
    }
  }
  const { tables, without } = 'rows' in own ? own.rows : (truth?.rows ?? { tables: 0, without: [] })
  const incomplete = 'incomplete' in own ? own.incomplete : undefined
  return { judged, tables, without, ...(incomplete !== undefined && { incomplete }) }
}

function pgliteFor(steps: SqlHistory['steps']): Opener {
  const extensions = extensionsIn(proofStepsOf(steps).flatMap(({ up, down }) => [up, down ?? '']))
  return { open: (from) => Database.open(extensions, () => {}, from), clear: async () => {} }
}

async function proveIn(
  where: Opener,
  steps: SqlHistory['steps'],
): Promise<Awaited<ReturnType<typeof proveEach>>> {
  try {
    const database = await where.open()
    const proofSteps = proofStepsOf(steps)
    await applyHistory(
      database,
      [],
      proofSteps.map(({ framework }) => framework),
    )
    return await proveEach(database, proofSteps, await database.dump(), (dump) => where.open(dump))
  } finally {
    await where.clear()
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
