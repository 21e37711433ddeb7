import type { ChangeSet, CriticalPath, FileChange, Report, Rule, RunTool } from '../model/index.ts'
import { runTool } from './tools/run-tool.ts'

/** Reports of one rule in one review above which the rest is named instead of listed. */
export const MAX_REPORTS = 5000

export interface RuleRun {
  rule: Rule
  changeSet: ChangeSet
  changes: readonly FileChange[]
  options: unknown
  optionsFor?: (path: string) => unknown
  criticalPaths?: readonly CriticalPath[]
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
}

/**
 * Runs one rule in this thread and collects what it reports.
 * @throws whatever the rule throws; the caller turns it into a `failed` outcome.
 */
export async function runRule(run: RuleRun): Promise<RuleResult> {
  const reports: Report[] = []
  const notLookedAt = new Set<string>()
  const shared = run.shared ?? new SharedValues()
  const context = {
    changeSet: run.changeSet,
    changes: run.changes,
    options: run.options,
    optionsFor: run.optionsFor ?? (() => run.options),
    criticalPaths: run.criticalPaths ?? [],
    now: run.now,
    signal: run.signal,
    shared: <T>(key: string, make: () => Promise<T>) => shared.get(key, make),
    tool: run.tool ?? ((request) => runTool(request, { signal: run.signal })),
    incomplete: (what: string) => void notLookedAt.add(what),
  }
  for await (const report of run.rule.check(context)) {
    run.signal.throwIfAborted()
    if (reports.length >= MAX_REPORTS) {
      notLookedAt.add(`more than ${MAX_REPORTS} results: the rest is not listed`)
      break
    }
    reports.push(report)
  }
  return { reports, notLookedAt: [...notLookedAt].toSorted() }
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
