import { applyHistory, proveSteps } from '../../../../src/engine/prover/prove.ts'
import { readScript } from '../../../../src/engine/prover/script.ts'
import { proofStepsOf, type SqlHistory } from './histories.ts'
import type { Server } from './server.ts'

export interface Mutant {
  path: string
  /** The statement that was taken out of the way back. */
  without: string
  /** What was said of the rest. */
  verdict: string
}

/**
 * Takes one statement out of ways back that are proven, and proves the rest.
 * @param wanted at most so many, spread over the history
 */
export async function mutantsOf({ steps }: SqlHistory, wanted: number, server: Server): Promise<Mutant[]> {
  const found: Mutant[] = []
  const proofSteps = proofStepsOf(steps)
  const every = Math.max(1, Math.floor(steps.length / wanted))
  try {
    const work = await server.open()
    await applyHistory(work, [], [steps[0]?.framework ?? ''])
    for (const [index, step] of proofSteps.entries()) {
      const up = await readScript(step.up)
      if (found.length < wanted && index % every === 0 && step.down !== undefined) {
        const own = await ofStep(step, index)
        found.push(...own)
      }
      if (up.refused !== undefined) break
      await work.run(up)
    }
    return found

    async function ofStep(step: (typeof proofSteps)[number], index: number): Promise<Mutant[]> {
      const { statements, refused } = await readScript(step.down ?? '')
      if (refused !== undefined || statements.length === 0) return []
      const before = await work.dump()
      if ((await verdictOf(step.down ?? '', step, before)) !== 'proven') return []
      // A different one in each migration.
      const out = index % statements.length
      const rest = statements.filter((_, at) => at !== out).map(({ text }) => text)
      const verdict = await verdictOf(rest.join(';\n'), step, before)
      return [{ path: steps[index]?.down?.path ?? '', without: statements[out]?.text ?? '', verdict }]
    }

    async function verdictOf(down: string, step: (typeof proofSteps)[number], before: Blob): Promise<string> {
      const database = await server.open(before)
      try {
        const answer = await proveSteps(database, [{ ...step, down }], (dump) => server.open(dump))
        return answer.verdicts[0]?.verdict.kind ?? 'not-provable'
      } finally {
        await database.close()
      }
    }
  } finally {
    await server.clear()
  }
}
