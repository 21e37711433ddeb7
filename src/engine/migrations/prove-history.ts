import type { ProofAnswer, ProofFailure, ProofStep, ProofVerdict } from '../../model/index.ts'
import type { Part, Step } from '../../parse/migrations/index.ts'
import { runTool } from '../tools/run-tool.ts'
import type { PlacedFailure, Proof } from './status.ts'

/** Longest proof of one history, in milliseconds. */
const TIME_MS = 15 * 60_000

/**
 * Runs each migration of a history up, down and up again, on what those before it made.
 * @returns a verdict for each, in order; `incomplete` where the proof was ended before its time
 */
export async function proveHistory(
  steps: readonly Step[],
  signal: AbortSignal,
): Promise<{ proofs: Proof[]; incomplete?: string }> {
  const foreign = steps.find(({ dialect }) => dialect !== undefined && dialect !== 'postgresql')
  if (foreign) return { proofs: all(steps, `it is written for ${foreign.dialect}, which is not run here`) }
  // What comes after a migration that cannot be run has no ground to stand on.
  const runnable = steps.findIndex(({ up }) => scriptOf(up) === undefined)
  const sql = runnable < 0 ? steps : steps.slice(0, runnable)
  const rest = runnable < 0 ? [] : steps.slice(runnable)
  const unproven = rest.map((step): Proof => ({ kind: 'not-provable', why: whyNot(step, rest[0]) }))
  if (sql.length === 0) return { proofs: unproven }
  const request = { history: [], steps: sql.map(proofStep), each: true as const }
  const files = { 'request.json': JSON.stringify(request) }
  const answer = await runTool({ tool: 'prove-postgres', files }, { signal, timeMs: TIME_MS })
  signal.throwIfAborted()
  if (answer.kind !== 'ran' || answer.exitCode !== 0) {
    const why = answer.kind === 'ran' ? `the prover failed: ${lastWords(answer.stderr)}` : answer.why
    return { proofs: [...all(sql, why), ...unproven], incomplete: why }
  }
  const { verdicts } = JSON.parse(answer.stdout) as ProofAnswer
  const byId = new Map(verdicts.map(({ id, verdict }) => [id, verdict]))
  const proofs = sql.map((step, index) => placed(byId.get(idOf(step, index)), step))
  return { proofs: [...proofs, ...unproven] }
}

/** What it died of, without the dots that say that it lives. */
function lastWords(stderr: string): string {
  const error = /\b\w*Error\b[^\n]{0,200}/.exec(stderr)?.[0]
  return error ?? (stderr.replace(/^\.+/, '').trim().slice(-200) || 'it said nothing')
}

function all(steps: readonly Step[], why: string): Proof[] {
  return steps.map(() => ({ kind: 'not-provable', why }))
}

function whyNot({ up }: Step, first: Step | undefined): string {
  if (scriptOf(up) === undefined) return 'it is not plain SQL'
  return `${first?.path ?? 'one'} before it is not plain SQL`
}

function proofStep(step: Step, index: number): ProofStep {
  const down = step.down && scriptOf(step.down)
  return {
    id: idOf(step, index),
    framework: step.framework,
    up: scriptOf(step.up) ?? '',
    ...(down !== undefined && { down }),
  }
}

/** Unique, and readable where the prover names it. */
function idOf(step: Step, index: number): string {
  return `${index + 1} (${step.version ?? step.name})`
}

/** The SQL of a part on the lines that it has in its file, so that the prover's lines are the file's. */
export function scriptOf({ sql }: Part): string | undefined {
  if (sql === undefined) return undefined
  let script = ''
  let line = 1
  for (const { text, line: begins } of sql) {
    // On a line of its own: the chunk before may end in a comment.
    if (script !== '') {
      script += '\n;'
      line++
    }
    script += '\n'.repeat(Math.max(0, begins - line)) + text
    line = Math.max(line, begins) + text.split('\n').length - 1
  }
  return script
}

function placed(verdict: ProofVerdict | undefined, step: Step): Proof {
  if (!verdict) return { kind: 'not-provable', why: 'it was not reached' }
  if (verdict.kind === 'fails') return { ...verdict, failure: placedFailure(verdict.failure, step) }
  if (verdict.kind !== 'differs') return verdict
  const { again, ...rest } = verdict
  return { ...rest, ...(again && { again: placedFailure(again, step) }) }
}

function placedFailure({ way, code, message, line, onRows }: ProofFailure, step: Step): PlacedFailure {
  const part = way === 'down' ? (step.down ?? step.up) : step.up
  return { way, code, message, path: part.path, line, onRows }
}
