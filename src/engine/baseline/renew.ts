import type { Finding } from '../../model/index.ts'
import { identityOf } from '../fingerprint.ts'
import { compare } from '../order.ts'
import type { Cover } from './cover.ts'
import type { Baseline, BaselineEntry } from './file.ts'
import type { StaleEntry } from './stale.ts'

/** The baseline of what a whole tree holds: what is shown, and what was over the limit of a report. */
export function baselineOf(findings: readonly Finding[], reason?: string): BaselineEntry[] {
  const counted = findings.filter(({ verdict }) => verdict.shown || verdict.because === 'capped')
  const entries = new Map<string, BaselineEntry>()
  for (const { ruleId, location, subject } of counted) {
    const fingerprint = identityOf(ruleId, location.path, subject)
    const count = (entries.get(fingerprint)?.count ?? 0) + 1
    const why = reason === undefined ? {} : { reason }
    entries.set(fingerprint, { path: location.path, rule: ruleId, fingerprint, count, ...why })
  }
  return [...entries.values()].toSorted((a, b) => compare(a.path, b.path))
}

/**
 * The baseline without what is gone. What moved to another file goes with it. Never more findings than before, unless
 * `added` are accepted.
 * @param findings of the whole tree, reviewed by `baseline`.
 */
export function shrink(
  baseline: Baseline,
  findings: readonly Finding[],
  cover: Cover,
  stale: readonly StaleEntry[],
  added: readonly BaselineEntry[] = [],
): BaselineEntry[] {
  const gone = new Map(stale.map(({ entry, gone: number }) => [entry, number]))
  const entries = new Map<string, BaselineEntry>()
  const add = (entry: BaselineEntry): void => {
    const { fingerprint, count } = entry
    if (count > 0)
      entries.set(fingerprint, { ...entry, count: count + (entries.get(fingerprint)?.count ?? 0) })
  }
  const moved = new Map<object, number>()
  for (const finding of findings) {
    const entry = cover.entries.get(finding.fingerprint)
    if (!entry || entry.path === finding.location.path) continue
    moved.set(entry, (moved.get(entry) ?? 0) + 1)
    const { path } = finding.location
    const { reason } = entry
    add({
      path,
      rule: entry.rule,
      fingerprint: identityOf(entry.rule, path, finding.subject),
      count: 1,
      ...(reason !== undefined && { reason }),
    })
  }
  for (const entry of baseline.entries) {
    const { line: _, ...rest } = entry
    add({ ...rest, count: entry.count - (gone.get(entry) ?? 0) - (moved.get(entry) ?? 0) })
  }
  for (const entry of added) add(entry)
  return [...entries.values()]
}
