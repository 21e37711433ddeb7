import type {
  ChangeSet,
  CoverageReports,
  CriticalPath,
  FileChange,
  Remark,
  Report,
  Rule,
  RunTool,
} from '../model/index.ts'
import { runTool } from './tools/run-tool.ts'

/** Reports of one rule in one review above which the rest is named instead of listed. */
export const MAX_REPORTS = 5000
/** Remarks of one rule in one review above which the rest is left out. */
export const MAX_REMARKS = 500
/** Numbers of one rule in one review. */
const MAX_MEASURES = 100

export interface RuleRun {
  rule: Rule
  changeSet: ChangeSet
  changes: readonly FileChange[]
  options: unknown
  optionsFor?: (path: string) => unknown
  criticalPaths?: readonly CriticalPath[]
  coverage?: CoverageReports
  now: Date
  signal: AbortSignal
  shared?: SharedValues
  /** By default tools are started by this process. */
  tool?: RunTool
}

export interface RuleResult {
  reports: Report[]
  /** What the rule should have looked at and could not. */
  notLookedAt: string[]
  remarks: Remark[]
  measures: Record<string, number>
}

/** Sets of options that one rule is run with in one review, above which the rest is named instead. */
const MAX_VARIANTS = 20

/**
 * Runs one rule in this thread and collects what it reports. Where overrides give some paths other options, it runs
 * once for each set of them, and what it reports of a path counts from the run with that path's options.
 * @throws whatever the rule throws; the caller turns it into a `failed` outcome.
 */
export async function runRule(run: RuleRun): Promise<RuleResult> {
  const shared = run.shared ?? new SharedValues()
  const { optionsFor } = run
  if (!optionsFor) return runOnce({ ...run, shared }, () => true)
  const keys = new Map<unknown, string>()
  const keyOf = (options: unknown): string => {
    let key = keys.get(options)
    if (key === undefined) keys.set(options, (key = JSON.stringify(options)))
    return key
  }
  const variants = new Map([[keyOf(run.options), run.options]])
  const keyAt = (path: string): string => {
    const options = optionsFor(path)
    const key = keyOf(options)
    if (!variants.has(key)) variants.set(key, options)
    return key
  }
  for (const { path } of run.changes) keyAt(path)
  const result: RuleResult = { reports: [], notLookedAt: [], remarks: [], measures: {} }
  let runs = 0
  // A report of a file that did not change may bring in another set, which is run then: maps are walked with what is added.
  for (const [key, options] of variants) {
    if (++runs > MAX_VARIANTS) {
      result.notLookedAt.push(
        `overrides make more than ${MAX_VARIANTS} sets of options: the rest was not run`,
      )
      break
    }
    const own = await runOnce({ ...run, options, shared }, ({ location }) => keyAt(location.path) === key)
    result.reports.push(...own.reports)
    result.notLookedAt.push(...own.notLookedAt)
    result.remarks.push(...own.remarks)
    Object.assign(result.measures, own.measures)
  }
  result.notLookedAt = [...new Set(result.notLookedAt)].toSorted()
  return result
}

async function runOnce(
  run: RuleRun & { shared: SharedValues },
  counts: (report: Report) => boolean,
): Promise<RuleResult> {
  const reports: Report[] = []
  const notLookedAt = new Set<string>()
  const remarks = new Map<string, Remark>()
  const measures = new Map<string, number>()
  const context = {
    changeSet: run.changeSet,
    changes: run.changes,
    options: run.options,
    optionsFor: run.optionsFor ?? (() => run.options),
    criticalPaths: run.criticalPaths ?? [],
    ...(run.coverage && run.rule.readsCoverage && { coverage: run.coverage }),
    now: run.now,
    signal: run.signal,
    shared: <T>(key: string, make: () => Promise<T>) => run.shared.get(key, make),
    tool: run.tool ?? ((request) => runTool(request, { signal: run.signal })),
    incomplete: (what: string) => void notLookedAt.add(what),
    remark: (remark: Remark) => {
      if (remarks.size < MAX_REMARKS) remarks.set(JSON.stringify(remark), remark)
    },
    measure: (name: string, value: number) => {
      if (measures.size < MAX_MEASURES) measures.set(name, value)
    },
  }
  for await (const report of run.rule.check(context)) {
    run.signal.throwIfAborted()
    if (!counts(report)) continue
    if (reports.length >= MAX_REPORTS) {
      notLookedAt.add(`more than ${MAX_REPORTS} results: the rest is not listed`)
      break
    }
    reports.push(report)
  }
  return {
    reports,
    notLookedAt: [...notLookedAt].toSorted(),
    remarks: [...remarks.values()],
    measures: Object.fromEntries(measures),
  }
}

/** Values that the rules of one review compute once, by key. */
export class SharedValues {
  readonly #values = new Map<string, Promise<unknown>>()

  /** The value of `key`, made on first use; a failure is not kept. */
  get<T>(key: string, make: () => Promise<T>): Promise<T> {
    const known = this.#values.get(key)
    if (known) return known as Promise<T>
    const value = make()
    this.#values.set(key, value)
    value.catch(() => this.#values.delete(key))
    return value
  }
}
