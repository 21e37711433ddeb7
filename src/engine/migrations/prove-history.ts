import type {
  ProofAnswer,
  ProofFailure,
  ProofRequest,
  ProofSighting,
  ProofStep,
  ProofVerdict,
} from '../../model/index.ts'
import { databaseInPath, driverOf } from '../../../checks/migration-rollback/proof/drivers.ts'
import type { Part, Step } from '../../parse/migrations/index.ts'
import { behindCode, isMostlySql } from '../../parse/migrations/behind-code.ts'
import { runTool } from '../tools/run-tool.ts'
import type { PlacedFailure, Proof } from './status.ts'

/** Locks and rewrites of ways up, by their migration. */
type Sightings = Map<Step, ProofSighting[]>

/** Longest proof of one slice, in milliseconds. */
const TIME_MS = 5 * 60_000
/** Migrations that one process proves: what came before them is run again first. */
const SLICE = 40
/** A slice that dies is tried again in halves until the migration is alone that kills it; after so many of them it ends. */
const MAX_DIED = 3

/**
 * Runs each migration of a history up, down and up again, on what those before it made.
 * @returns a verdict for each, in order; `incomplete` where the proof was ended before its time
 */
export async function proveHistory(
  steps: readonly Step[],
  signal: AbortSignal,
): Promise<{ proofs: Proof[]; seen: Sightings; incomplete?: string }> {
  const database =
    databaseInPath(steps[0]?.path ?? '') ??
    steps.find(({ dialect }) => dialect !== undefined && dialect !== 'postgresql')?.dialect
  const dialect = driverOf(database)
  if (database !== undefined && dialect === undefined)
    return { proofs: all(steps, `it is written for ${database}, which is not run here`), seen: new Map() }
  const proofs: Proof[] = []
  const seen: Sightings = new Map()
  const history: ProofStep[] = []
  // What comes after code has no ground to stand on, unless there is hardly any.
  const end = isMostlySql(steps) ? -1 : steps.findIndex(({ up }) => scriptOf(up) === undefined)
  const sql = (end < 0 ? steps : steps.slice(0, end)).filter(({ up }) => scriptOf(up) !== undefined)
  const slices: [from: number, to: number][] = []
  for (let from = 0; from < sql.length; from += SLICE) slices.push([from, Math.min(from + SLICE, sql.length)])
  const died: string[] = []
  let gap: string | undefined
  for (let next = slices.shift(); next; next = slices.shift()) {
    const [from, to] = next
    const slice = sql.slice(from, to)
    const proofSteps = slice.map((step, index) => proofStep(step, from + index))
    const answer = await prove(
      { history, steps: proofSteps, each: true, ...(dialect && { dialect }) },
      signal,
    )
    if ('incomplete' in answer) {
      if (slice.length > 1 && !answer.final) {
        const middle = Math.ceil((from + to) / 2)
        slices.unshift([from, middle], [middle, to])
        continue
      }
      const id = proofSteps[0]?.id ?? ''
      died.push(`${id}: ${answer.incomplete}`)
      if (answer.final || died.length >= MAX_DIED) {
        const rest = all(sql.slice(from), answer.incomplete)
        return { proofs: inOrder(steps, sql, [...proofs, ...rest]), seen, incomplete: died.join('; ') }
      }
      proofs.push(...all(slice, answer.incomplete))
      gap ??= id
      continue
    }
    const before = gap
    for (const [index, verdict] of answer.verdicts.entries()) {
      const [step, run] = [slice[index], proofSteps[index]]
      if (!step || !run) continue
      const statements = answer.seen.get(run.id)
      if (statements) seen.set(step, statements)
      proofs.push(placed(before === undefined ? verdict : behindGap(verdict, before), step))
      if (answer.applied.has(run.id)) history.push({ id: run.id, framework: run.framework, up: run.up })
      else gap ??= run.id
    }
  }
  return {
    proofs: inOrder(steps, sql, proofs),
    seen,
    ...(died.length > 0 && { incomplete: died.join('; ') }),
  }
}

/** What was said of those in SQL, at their places among all. */
function inOrder(steps: readonly Step[], sql: readonly Step[], proofs: readonly Proof[]): Proof[] {
  const own = new Map(sql.map((step, index) => [step, proofs[index]]))
  let code: Step | undefined
  return steps.map((step) => {
    const proof = own.get(step)
    if (!proof) {
      const why = whyNot(step, code)
      code ??= step
      return { kind: 'not-provable', why }
    }
    if (!code) return proof
    return behind(proof, code.path, step)
  })
}

function behind(proof: Proof, code: string, { up, down }: Step): Proof {
  const told = behindCode(proof, code, [scriptOf(up) ?? '', (down && scriptOf(down)) ?? ''])
  return told.kind === 'not-provable' ? told : proof
}

/** One slice: a process of its own, whose memory ends with it. */
async function prove(
  request: ProofRequest,
  signal: AbortSignal,
): Promise<
  | { verdicts: ProofVerdict[]; applied: Set<string>; seen: Map<string, ProofSighting[]> }
  | { incomplete: string; final?: boolean }
> {
  const files = { 'request.json': JSON.stringify(request) }
  const answer = await runTool({ tool: 'prove-postgres', files }, { signal, timeMs: TIME_MS })
  signal.throwIfAborted()
  if (answer.kind !== 'ran') return { incomplete: answer.why }
  if (answer.exitCode !== 0) return { incomplete: `the prover failed: ${lastWords(answer.stderr)}` }
  const { history, verdicts, notApplied = [], seen = [] } = JSON.parse(answer.stdout) as ProofAnswer
  if (history)
    return { incomplete: `${history.id} applied once and does not again (${history.why})`, final: true }
  const byId = new Map(verdicts.map(({ id, verdict }) => [id, verdict]))
  const missing: ProofVerdict = { kind: 'not-provable', why: 'it was not reached' }
  const left = new Set(notApplied)
  return {
    verdicts: request.steps.map(({ id }) => byId.get(id) ?? missing),
    seen: new Map(seen.map(({ id, statements }) => [id, statements])),
    applied: new Set(request.steps.flatMap(({ id }) => (left.has(id) ? [] : [id]))),
  }
}

/** What it died of, without the dots that say that it lives. */
function lastWords(stderr: string): string {
  const error = /\b\w*Error\b[^\n]{0,200}/.exec(stderr)?.[0]
  return error ?? (stderr.replace(/^\.+/, '').trim().slice(-200) || 'it said nothing')
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

function placed(verdict: ProofVerdict, step: Step): Proof {
  if (verdict.kind === 'fails') return { ...verdict, failure: placedFailure(verdict.failure, step) }
  if (verdict.kind !== 'differs') return verdict
  const { again, ...rest } = verdict
  return { ...rest, ...(again && { again: placedFailure(again, step) }) }
}

function placedFailure({ way, code, message, line, onRows }: ProofFailure, step: Step): PlacedFailure {
  const part = way === 'down' ? (step.down ?? step.up) : step.up
  return { way, code, message, path: part.path, line, onRows }
}
