import type { ChangeSet, Finding } from '../../model/index.ts'
import { pathOn } from '../../model/index.ts'
import { identityOf, lastingPath } from '../fingerprint.ts'
import type { Baseline } from './file.ts'
import { EarlierLines, isTouched } from './was-there.ts'

type Entry = Baseline['entries'][number]

/** What a baseline says about findings. */
export interface Cover {
  /** The entry that covers a finding, by the finding's fingerprint. */
  entries: ReadonlyMap<string, Entry>
  /** How many findings each entry covers; those it covers none of are missing. */
  used: ReadonlyMap<Entry, number>
}

/** Identities tried for files that were moved: each costs a hash. */
const MAX_TRIES = 200_000

/**
 * Finds what the baseline covers. Of findings alike in one file it covers as many as it counts, those on lines that the
 * change left alone first: one more of them is new, wherever it was put. An entry whose file is gone covers the same
 * findings of the same rule in another file: the code was moved.
 * @param findings in the order of their places within a file.
 */
export async function coverOf(
  baseline: Baseline,
  findings: readonly Finding[],
  changeSet: ChangeSet,
  paths: ReadonlySet<string>,
): Promise<Cover> {
  const byFingerprint = new Map(baseline.entries.map((entry) => [entry.fingerprint, entry]))
  const gone = goneEntries(baseline, changeSet, paths)
  const removed = new Set(changeSet.changes.flatMap((change) => pathOn(change, 'base') ?? []))
  const earlier = new EarlierLines(changeSet)
  const groups = Map.groupBy(findings, ({ ruleId, location, subject }) =>
    identityOf(ruleId, lastingPath(location, changeSet), subject),
  )
  const covered = new Map<string, Entry>()
  const used = new Map<Entry, number>()
  const take = async (entry: Entry, same: readonly Finding[], movedHere: boolean): Promise<void> => {
    const { left = [], written = [] } = Object.groupBy(same, (finding) =>
      isTouched(finding, changeSet) ? 'written' : 'left',
    )
    for (const finding of [...left, ...written]) {
      const before = used.get(entry) ?? 0
      if (before >= entry.count) return
      if (!movedHere && !(await earlier.had(finding))) continue
      covered.set(finding.fingerprint, entry)
      used.set(entry, before + 1)
    }
  }
  let tries = 0
  for (const [identity, same] of groups) {
    const entry = byFingerprint.get(identity)
    if (entry) await take(entry, same, false)
    const [first] = same
    if (entry || !first) continue
    for (const [path, entries] of gone.get(first.ruleId) ?? []) {
      if (++tries > MAX_TRIES) break
      const moved = entries.get(identityOf(first.ruleId, path, first.subject))
      if (moved) await take(moved, same, removed.has(path))
    }
  }
  return { entries: covered, used }
}

/** Entries of files that are not in the head any more, by rule, path and identity. */
function goneEntries(
  { entries }: Baseline,
  changeSet: ChangeSet,
  paths: ReadonlySet<string>,
): Map<string, Map<string, Map<string, Entry>>> {
  const renamed = new Set(changeSet.changes.flatMap(({ previousPath }) => previousPath ?? []))
  const gone = new Map<string, Map<string, Map<string, Entry>>>()
  for (const entry of entries) {
    if (paths.has(entry.path) || renamed.has(entry.path)) continue
    const ofRule = gone.get(entry.rule) ?? new Map<string, Map<string, Entry>>()
    const ofPath = ofRule.get(entry.path) ?? new Map<string, Entry>()
    gone.set(entry.rule, ofRule.set(entry.path, ofPath.set(entry.fingerprint, entry)))
  }
  return gone
}
