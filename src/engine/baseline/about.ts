import type { Notice } from '../../model/index.ts'
import { baselineChangeNotices } from './change.ts'
import type { Cover } from './cover.ts'
import type { LoadedBaseline } from './load.ts'
import { goneNotice, type Judged, type StaleEntry, staleEntries, staleNotices } from './stale.ts'

/** How a baseline met the findings of a review. */
export interface SeenBaseline {
  cover: Cover
  stale: readonly StaleEntry[]
}

/** What a review has to say of the baseline: what is wrong with it, what of it is gone, what the change does to it. */
export async function aboutBaseline(
  request: { baseline?: LoadedBaseline; onBaseline?: (seen: SeenBaseline) => void },
  judged: Judged,
  cover: Cover | undefined,
): Promise<{ notices: Notice[]; broken: boolean }> {
  const { baseline: loaded, onBaseline } = request
  if (!loaded) return { notices: [], broken: false }
  const stale = loaded.baseline && cover ? staleEntries(loaded.baseline, cover, judged) : []
  if (cover) onBaseline?.({ cover, stale })
  const change = await baselineChangeNotices(judged.changeSet, loaded.baseline, judged.findings)
  const side = judged.changeSet.base.sha === 'empty' ? 'head' : 'base'
  return {
    notices: [
      ...loaded.notices,
      ...(side === 'head' ? staleNotices(stale) : goneNotice(stale)),
      ...change.notices,
    ],
    // A change that mends it must be able to pass.
    broken: change.leavesValid === undefined ? loaded.broken : !change.leavesValid,
  }
}
