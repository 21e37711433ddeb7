import { allAdapters } from '../../../checks/migration-rollback/read-step.ts'
import { type History, historiesIn, historySet } from '../../../checks/migration-rollback/history.ts'
import { inForm } from '../../../checks/migration-rollback/proof/suggest.ts'
import type { Config } from '../../../config/index.ts'
import { type ProofAnswer, type ProofRequest, type Snapshot, UserError } from '../../model/index.ts'
import { type Part, scriptOf, type Step } from '../../parse/migrations/index.ts'
import { runTool } from '../tools/run-tool.ts'
import { optionsOf } from './survey.ts'

/** A way back for a migration, and where it goes. */
export interface Scaffold {
  title: string
  text: string
  /** Why it was not run; absent where it was run up, back and up again. */
  notProven?: string
  /** Absent where it has no lines of its own that could be replaced: then it is put in by hand. */
  target?: { path: string; region?: { startLine: number; endLine: number }; replacement: string }
  /** Where the framework looks for it, in words. */
  expected: string
  /** Whether something that is no comment stands there. */
  taken: boolean
}

/**
 * Writes the way back of one migration of a tree.
 * @throws UserError where the file is no migration that is understood
 */
export async function scaffoldRollback(
  snapshot: Snapshot,
  path: string,
  { config, signal }: { config: Config; signal: AbortSignal },
): Promise<Scaffold> {
  const options = optionsOf(config)
  const histories = await historiesIn(snapshot, options, {
    signal,
    wanted: (adapter, set) => {
      const place = adapter.place(path)
      return place !== undefined && historySet(adapter, place) === set
    },
  })
  for (const history of histories) {
    const index = history.steps.findIndex(({ step }) => step.path === path || step.down?.path === path)
    const found = history.steps[index]
    if (!found) continue
    const earlier = history.steps.slice(0, index).map(({ step }) => step)
    return scaffoldOf(found.step, history, await prove(found.step, earlier, history, signal))
  }
  const unread = histories.flatMap(({ notRead }) => notRead).find((one) => one.path === path)
  if (unread) throw new UserError(`${path}: ${unread.why}`)
  const titles = [...new Set(allAdapters(options).map(({ title }) => title))].toSorted()
  throw new UserError(
    `${path} is no migration that is understood. Understood are those of ${titles.join(', ')}`,
  )
}

function scaffoldOf(
  step: Step,
  { adapter }: History,
  proof: { inverse: string } | { why: string },
): Scaffold {
  const proven = 'inverse' in proof ? inForm(step, proof.inverse) : undefined
  const text = proven ?? step.inverse ?? skeleton(step)
  const notProven = 'why' in proof ? { notProven: proof.why } : {}
  const taken =
    ['explicit', 'automatic', 'declared-irreversible'].includes(step.reversibility) && step.down !== undefined
  const about = { title: adapter.title, text, expected: step.expected, taken, ...notProven }
  if (step.room) {
    const { path, region, before } = step.room
    return { ...about, target: { path, region, replacement: before + text } }
  }
  if (proven === undefined && step.remedy && text === step.inverse) return { ...about, target: step.remedy }
  const [, file] = /^`([^`]+\.sql)`$/.exec(step.expected) ?? []
  return file === undefined || (step.down && step.reversibility !== 'empty')
    ? about
    : { ...about, target: { path: file, replacement: `${text}\n` } }
}

/** Comments only, so that it counts as empty until somebody writes it. */
function skeleton({ path, up, name }: Step): string {
  const mark = /\.(?:sql)$/.test(path) ? '--' : /\.(?:rb|py|exs?)$/.test(path) ? '#' : '//'
  const undo = up.effects
    .toReversed()
    .map(({ what }) => `${mark} TODO: undo: ${what.replaceAll(/\s+/g, ' ')}`)
  return undo.length > 0 ? undo.join('\n') : `${mark} TODO: undo ${name}`
}

async function prove(
  step: Step,
  earlier: readonly Step[],
  { notRead }: History,
  signal: AbortSignal,
): Promise<{ inverse: string } | { why: string }> {
  const foreign = [...earlier, step].find(({ dialect }) => dialect !== undefined && dialect !== 'postgresql')
  if (foreign?.dialect !== undefined)
    return { why: `it is written for ${foreign.dialect}, which is not run here` }
  const [missing] = notRead
  if (missing) return { why: `${missing.path} could not be read` }
  const code = [...earlier, step].find(({ up }) => up.sql === undefined)
  if (code) return { why: `${code === step ? 'it' : code.path} runs code, and only SQL is run` }
  const script = ({ sql }: Part): string => scriptOf(sql ?? [])
  const request: ProofRequest = {
    history: earlier.map(({ path, framework, up }) => ({ id: path, framework, up: script(up) })),
    steps: [{ id: step.path, framework: step.framework, up: script(step.up) }],
    inverse: true,
  }
  const ran = await runTool(
    { tool: 'prove-postgres', files: { 'request.json': JSON.stringify(request) } },
    { signal },
  )
  signal.throwIfAborted()
  if (ran.kind !== 'ran') return { why: ran.why }
  if (ran.exitCode !== 0) return { why: 'the prover failed' }
  const { history, verdicts, inverses } = JSON.parse(ran.stdout) as ProofAnswer
  if (history) return { why: `${history.id} does not apply on the PostgreSQL that proves (${history.why})` }
  const [inverse] = inverses ?? []
  if (inverse) return { inverse: inverse.down }
  const verdict = verdicts[0]?.verdict
  if (verdict?.kind === 'fails')
    return { why: `the migration itself fails (${verdict.failure.code}: ${verdict.failure.message})` }
  return { why: 'no statements were found that bring the schema back' }
}
