import { type Client, getPullRequest, GitHubGone } from '../../github/index.ts'
import type { Examined } from '../examine.ts'
import type { ReviewJob } from '../target.ts'
import { dayOf, type Decided, type DecisionStore, digestOf, waivedUntil } from './decisions.ts'

/** Whether people decided otherwise about what a published review found, or a waiver that it counted on has ended. */
export async function isRedecided(
  store: DecisionStore,
  { repoId, target }: ReviewJob,
  key: string,
  { decisions }: Decided,
): Promise<boolean> {
  const { digest, until } = await store.recordedOf(key)
  if (until !== undefined && until < dayOf(new Date())) return true
  if (decisions.length === 0) return digest !== ''
  return digestOf(decisions, await store.findingsOf(repoId, target)) !== digest
}

/** Writes down what a published review took into account. */
export async function recordDecided(
  store: DecisionStore,
  key: string,
  { decisions }: Decided,
  { review, config }: Examined,
): Promise<void> {
  if (!review || !config) return
  const findings = new Map(review.findings.map(({ fingerprint, ruleId }) => [fingerprint, ruleId]))
  const digest = digestOf(decisions, findings)
  const until = waivedUntil(review.findings, config, new Date())
  if (digest !== '' || until !== undefined) await store.recordReview(key, { digest, until })
}

/** The pull request was closed: what was decided on it holds in the repository where it was merged. */
export async function noteMerge(
  store: DecisionStore,
  { repoId, owner, repo, target }: ReviewJob,
  client: Client,
  signal: AbortSignal,
): Promise<void> {
  if (target.kind !== 'pull') return
  await store.forgetEnd(repoId, target.number)
  if (!(await store.hasUnmerged(repoId, target.number))) return
  try {
    const { merged } = await getPullRequest(client, { owner, repo }, target.number, signal)
    if (merged === true) await store.markMerged(repoId, target.number)
  } catch (error) {
    if (!(error instanceof GitHubGone)) throw error
  }
}
