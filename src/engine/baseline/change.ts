import type { ChangeSet, Finding, Notice } from '../../model/index.ts'
import { compare } from '../order.ts'
import { type Baseline, BASELINE_PATH, regionOf, sizeOf } from './file.ts'
import { identityOf, lastingPath } from '../fingerprint.ts'
import { loadBaseline } from './load.ts'

/** Entries named one by one; the rest is counted. */
const NAMED = 10

export interface BaselineChange {
  notices: Notice[]
  /** Whether the change leaves a valid baseline, or none; undefined where it does not touch it. */
  leavesValid?: boolean
}

/**
 * What to say about a change that edits the baseline: that the base's version is in force, and what the new one would
 * hide once it is merged. An invalid one is said on its lines.
 */
export async function baselineChangeNotices(
  changeSet: ChangeSet,
  before: Baseline | undefined,
  findings: readonly Finding[],
): Promise<BaselineChange> {
  const change = changeSet.changes.find(({ path, previousPath }) =>
    [path, previousPath].includes(BASELINE_PATH),
  )
  if (!change || changeSet.base.sha === 'empty') return { notices: [] }
  if (change.status === 'removed' || change.path !== BASELINE_PATH) {
    const message = `This change removes ${BASELINE_PATH}: once merged, what it covers is shown again`
    return {
      notices: [{ level: 'note', message, location: { side: 'base', path: BASELINE_PATH } }],
      leavesValid: true,
    }
  }
  const after = await loadBaseline(changeSet.head, 'head')
  if (!after.baseline) return { notices: after.notices, leavesValid: !after.broken }
  const counts = new Map(before?.entries.map(({ fingerprint, count }) => [fingerprint, count]))
  const added = after.baseline.entries
    .map((entry) => ({ ...entry, count: entry.count - (counts.get(entry.fingerprint) ?? 0) }))
    .filter(({ count }) => count > 0)
  if (added.length === 0) return { notices: [], leavesValid: true }
  const own = new Set(
    findings
      .filter(({ verdict }) => verdict.shown || verdict.because === 'capped')
      .map(({ ruleId, location, subject }) => identityOf(ruleId, lastingPath(location, changeSet), subject)),
  )
  const hides = added.filter(({ fingerprint }) => own.has(fingerprint))
  const words = `This change adds ${plural(sizeOf(added), 'finding')} to ${BASELINE_PATH}, which stays out of force until it is merged`
  const notices: Notice[] = [
    {
      level: before || hides.length > 0 ? 'warning' : 'note',
      message: hides.length > 0 ? `${words}; some of them are its own` : words,
      location: { side: 'head', path: BASELINE_PATH },
    },
  ]
  // What it would hide of itself is what a reviewer has to know; then what it adds to a baseline that was there.
  const named = [...new Set([...hides, ...(before ? added : [])])].slice(0, NAMED)
  for (const { rule, path, count, line, reason, fingerprint } of named) {
    const whose = own.has(fingerprint) ? 'found in this change' : 'accepted'
    notices.push({
      level: own.has(fingerprint) ? 'warning' : 'note',
      message: `Once merged, hidden: ${plural(count, 'finding')} of ${rule} in ${path}, ${whose}${reason === undefined ? '' : ` (${reason})`}`,
      location: { side: 'head', path: BASELINE_PATH, region: regionOf(line) },
    })
  }
  const rest = before ? added.length - named.length : hides.length - named.length
  if (rest > 0) {
    const rules = [...new Set(added.map(({ rule }) => rule))].toSorted(compare)
    notices.push({
      level: 'note',
      message: `and ${plural(rest, 'more entry', 'more entries')}, of ${rules.slice(0, NAMED).join(', ')}`,
      location: { side: 'head', path: BASELINE_PATH },
    })
  }
  return { notices, leavesValid: true }
}

export function plural(number: number, noun: string, many = `${noun}s`): string {
  return `${number} ${number === 1 ? noun : many}`
}
