import type { PublishedReview } from '../store.ts'
import type { ReviewJob } from '../target.ts'
import type { CoverageStore } from './coverage-store.ts'

/** Whether GitHub told of coverage of a commit that its last review did not know; false where that would not matter to it. */
export async function hasNewCoverage(
  store: CoverageStore,
  { repoId }: Pick<ReviewJob, 'repoId'>,
  headSha: string,
  last: PublishedReview,
): Promise<boolean> {
  if (last.coverage === null) return false
  const known = new Set(last.coverage)
  return (await store.artifactsOf(repoId, headSha)).some((id) => !known.has(id))
}
