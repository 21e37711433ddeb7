import { labelsNamed, type SharedSource } from '../../config/index.ts'
import { loadConfig } from '../engine/load-config.ts'
import type { OpenedMirror } from '../changeset/index.ts'
import type { Subject } from './subject.ts'

/** Those labels of a pull request by which the configuration in force allows something. */
export async function allowingLabels(
  changeSet: OpenedMirror,
  { labels }: Subject,
  shared: SharedSource,
): Promise<string[]> {
  if (labels.length === 0) return []
  const loaded = await loadConfig({
    snapshot: await changeSet.snapshotAt(changeSet.baseTip),
    now: new Date(),
    shared,
  })
  if (!loaded.ok) return []
  const named = labelsNamed(loaded.config)
  return labels.filter((label) => named.has(label))
}

/** Both sorted; `before` is null where nobody wrote it down. */
export function sameLabels(before: readonly string[] | null, after: readonly string[]): boolean {
  return before !== null && before.length === after.length && before.every((label, at) => label === after[at])
}
