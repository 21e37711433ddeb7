import type { Config } from '../../config/index.ts'
import type { ChangeSet, Conclusion, Finding, Level, Review } from '../model/index.ts'
import type { RulePool } from './pool.ts'
import { review } from './review.ts'

/** A change that was merged, and how to open it. */
export interface PastChange {
  sha: string
  title: string
  pull?: number
  open: () => Promise<ChangeSet & AsyncDisposable>
}

/** A finding that one configuration shows, by what people know it by. */
export interface SimulatedFinding {
  ruleId: string
  level: Level
  message: string
  path: string
  /** 1-based, in the head or, for what was removed, in the base. */
  line?: number
}

/** What the two configurations say of one change, where they differ. */
export interface SimulatedChange {
  sha: string
  title: string
  pull?: number
  before: Conclusion
  after: Conclusion
  /** Families whose check would end otherwise. */
  checks: { family: string; before: Conclusion; after: Conclusion }[]
  appear: SimulatedFinding[]
  vanish: SimulatedFinding[]
  levels: (SimulatedFinding & { from: Level })[]
  /** What could not be looked at, by either; absent where everything was. */
  notLookedAt?: string[]
}

export interface Simulation {
  changes: SimulatedChange[]
  /** Changes for which no time was left. */
  left: number
}

export interface SimulateRequest {
  /** Newest first. */
  changes: readonly PastChange[]
  before: Config
  after: Config
  now: Date
  /** Milliseconds for all of it; a change that was begun is finished or left out when they are over. */
  budgetMs: number
  pool?: RulePool
  signal: AbortSignal
  onProgress?: (done: number, total: number) => void
}

/**
 * Reviews changes of the past by two configurations and answers where they differ. Labels, coverage and the baseline
 * of those days are not known: none is taken into account, for either.
 * @throws the signal's reason when it is aborted.
 */
export async function simulate(request: SimulateRequest): Promise<Simulation> {
  const { changes, signal, budgetMs, onProgress } = request
  const end = AbortSignal.timeout(budgetMs)
  const either = AbortSignal.any([signal, end])
  const done: SimulatedChange[] = []
  for (const change of changes) {
    if (end.aborted) break
    onProgress?.(done.length, changes.length)
    try {
      done.push(await simulateOne(change, request, either))
    } catch (error) {
      signal.throwIfAborted()
      if (!end.aborted) throw error
    }
  }
  return { changes: done, left: changes.length - done.length }
}

async function simulateOne(
  { sha, title, pull, open }: PastChange,
  { before, after, now, pool }: SimulateRequest,
  signal: AbortSignal,
): Promise<SimulatedChange> {
  await using changeSet = await open()
  const run = (config: Config): Promise<Review> =>
    review({ changeSet, config, now, signal, ...(pool && { pool }) })
  const was = await run(before)
  const will = await run(after)
  const [shownBefore, shownAfter] = [shown(was), shown(will)]
  const appear = [...shownAfter]
    .filter(([id]) => !shownBefore.has(id))
    .map(([, finding]) => toSimulated(finding))
  const vanish = [...shownBefore]
    .filter(([id]) => !shownAfter.has(id))
    .map(([, finding]) => toSimulated(finding))
  const levels = [...shownAfter].flatMap(([id, finding]) => {
    const from = shownBefore.get(id)?.level
    return from === undefined || from === finding.level ? [] : [{ ...toSimulated(finding), from }]
  })
  const checks = will.families.flatMap(({ family, conclusion }) => {
    const earlier = was.families.find((one) => one.family === family)?.conclusion ?? 'success'
    return earlier === conclusion ? [] : [{ family, before: earlier, after: conclusion }]
  })
  const notLookedAt = [...new Set([...gapsOf(was), ...gapsOf(will)])]
  return {
    sha,
    title,
    ...(pull !== undefined && { pull }),
    before: was.conclusion,
    after: will.conclusion,
    checks,
    appear,
    vanish,
    levels,
    ...(notLookedAt.length > 0 && { notLookedAt }),
  }
}

function shown({ findings }: Review): Map<string, Finding> {
  return new Map(
    findings.filter(({ verdict }) => verdict.shown).map((finding) => [finding.fingerprint, finding]),
  )
}

function toSimulated({ ruleId, level, message, location }: Finding): SimulatedFinding {
  const line = location.region?.startLine
  return { ruleId, level, message, path: location.path, ...(line !== undefined && { line }) }
}

function gapsOf({ outcomes, notLookedAt }: Review): string[] {
  return [
    ...outcomes.flatMap((outcome) => {
      if (outcome.kind === 'failed') return [`${outcome.ruleId} failed: ${outcome.error}`]
      return outcome.kind === 'incomplete'
        ? outcome.notLookedAt.map((what) => `${outcome.ruleId}: ${what}`)
        : []
    }),
    ...notLookedAt,
  ]
}
