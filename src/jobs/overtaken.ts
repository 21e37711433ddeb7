import { cancelCheckRun, type Client, GitHubGone, listCheckRuns } from '../github/index.ts'
import type { ReviewDependencies } from './dependencies.ts'
import type { ReviewJob } from './target.ts'

/**
 * Ends what earlier reviews of a target left open on GitHub: their process was killed, or GitHub could not be told, and a
 * newer commit is reviewed now. Costs requests only where there is something to end.
 * @throws what the requests throw: the job is tried again, and a check run of an old commit does not spin for ever.
 */
export async function endOvertaken(
  job: ReviewJob,
  /** The review that answers now; undefined where there is none. */
  key: string | undefined,
  { store, github }: Pick<ReviewDependencies, 'store' | 'github'>,
  client: Client,
  signal: AbortSignal,
): Promise<void> {
  const { owner, repo } = job
  for (const old of await store.unfinishedReviews(job, key)) {
    try {
      const runs = await listCheckRuns(client, { owner, repo, headSha: old.headSha }, github.appId, signal)
      const open = runs.filter((run) => run.externalId.startsWith(`${old.key}:`) && !run.completed)
      await Promise.all(
        open.map((run) =>
          cancelCheckRun(client, { owner, repo }, run, {
            title: 'Superseded',
            summary: key
              ? 'The newest commit of this pull request is reviewed instead.'
              : 'The pull request was closed before the review ended.',
          }),
        ),
      )
    } catch (error) {
      // The commit is not there any more: nobody can see it spin.
      if (!(error instanceof GitHubGone)) throw error
    }
    await store.endReview(old.key, 'superseded')
  }
}
