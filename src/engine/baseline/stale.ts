import { type Config, ruleSettings } from '../../../config/index.ts'
import type { ChangeSet, Finding, Notice, Rule, RuleOutcome } from '../../model/index.ts'
import { plural } from './change.ts'
import type { Cover } from './cover.ts'
import { type Baseline, BASELINE_PATH, type BaselineEntry, regionOf } from './file.ts'

/** Stale entries named one by one; the rest is counted. */
const NAMED = 20

const UPDATE = 'roadmap-review baseline --update takes that out'

export interface StaleEntry {
  entry: Baseline['entries'][number]
  /** How many of its findings are gone: at most its count. */
  gone: number
}

export interface Judged {
  changeSet: ChangeSet
  config: Config
  rules: ReadonlyMap<string, Rule>
  outcomes: readonly RuleOutcome[]
  notLookedAt: readonly string[]
  findings: readonly Finding[]
  paths: ReadonlySet<string>
}

/**
 * Entries whose findings are gone. A review of a whole tree knows of every rule that saw everything; one of a change
 * knows only that a file is gone. A rule that is off, failed or missed something has nothing to say.
 */
export function staleEntries(baseline: Baseline, cover: Cover, judged: Judged): StaleEntry[] {
  const whole = judged.changeSet.base.sha === 'empty'
  const outcomes = new Map(judged.outcomes.map((outcome) => [outcome.ruleId, outcome.kind]))
  const seen = (entry: BaselineEntry): boolean => {
    if (!whole || !judged.paths.has(entry.path)) return !judged.paths.has(entry.path)
    const rule = judged.rules.get(entry.rule)
    // A rule that this version does not know any more finds nothing.
    if (!rule) return !entry.rule.startsWith('imported/')
    if (judged.notLookedAt.length > 0 || !ruleSettings(judged.config, rule).enabled) return false
    const kind = outcomes.get(entry.rule)
    return kind === 'ran' || kind === 'skipped'
  }
  return baseline.entries.flatMap((entry) => {
    const gone = entry.count - (cover.used.get(entry) ?? 0)
    return gone > 0 && seen(entry) ? [{ entry, gone }] : []
  })
}

/** What a review of a whole tree says, on the lines of the baseline, so that it is seen to shrink. */
export function staleNotices(stale: readonly StaleEntry[]): Notice[] {
  const named: Notice[] = stale.slice(0, NAMED).map(({ entry: { rule, path, line }, gone }) => ({
    level: 'note',
    message: `The baseline holds ${plural(gone, 'finding')} of ${rule} in ${path} that ${gone === 1 ? 'is' : 'are'} gone; ${UPDATE}`,
    location: { side: 'head', path: BASELINE_PATH, region: regionOf(line) },
  }))
  const left = stale.length - named.length
  if (left <= 0) return named
  const message = `and ${plural(left, 'more entry', 'more entries')} of the baseline whose findings are gone`
  return [...named, { level: 'note', message, location: { side: 'head', path: BASELINE_PATH } }]
}

/** What a review of a change says: once, for it is nothing that its author did. */
export function goneNotice(stale: readonly StaleEntry[]): Notice[] {
  const [first] = stale
  if (!first) return []
  const files = new Set(stale.map(({ entry }) => entry.path))
  const which =
    files.size === 1 ? first.entry.path : `${first.entry.path} and ${plural(files.size - 1, 'other file')}`
  return [
    {
      level: 'note',
      message: `The baseline speaks of ${which}, not there any more; ${UPDATE}`,
      location: { side: 'base', path: BASELINE_PATH, region: regionOf(first.entry.line) },
    },
  ]
}
