import { type Client, listRunArtifacts, type WorkflowRun } from '../../github/index.ts'
import { measuresBranch, takeBaseCoverage } from './base-coverage.ts'
import type { CoverageStore } from './coverage-store.ts'

/** A job of the queue: a workflow run ended well. What it left is looked at when the job runs. */
export interface CoverageJob {
  installationId: number
  owner: string
  repo: string
  repoId: number
  run: WorkflowRun & {
    headSha: string
    /** The branch that it ran on, or for which a merge queue ran it. */
    branch?: string
    isDefaultBranch: boolean
  }
  /** Times it was put off because GitHub asked to wait. */
  deferrals?: number
}

export interface CoverageJobDependencies {
  client: Client
  store: CoverageStore
  signal: AbortSignal
  /** Remembers artifacts of a commit and asks for reviews of it. */
  tell: (ids: readonly number[]) => Promise<void>
}

/**
 * Looks at what a run left. One request where that is no coverage; then nothing else happens. Coverage of a branch
 * that reviews begin at is kept; pull requests with this head are reviewed again.
 */
export async function takeCoverage(
  { owner, repo, repoId, run }: CoverageJob,
  { client, store, signal, tell }: CoverageJobDependencies,
): Promise<'coverage' | 'no coverage'> {
  const listed = await listRunArtifacts(client, { owner, repo }, run, signal)
  const ids = listed.flatMap(({ id, expired }) => (expired ? [] : [id]))
  if (ids.length === 0) return 'no coverage'
  if (run.branch !== undefined && (await measuresBase(run, repoId, store))) {
    const repository = { owner, repo, id: repoId }
    await takeBaseCoverage({ client, store, repository, signal }, run.branch, run.headSha)
  }
  await tell(ids)
  return 'coverage'
}

/** Whether a run measured a branch that reviews begin at. */
async function measuresBase(run: CoverageJob['run'], repoId: number, store: CoverageStore): Promise<boolean> {
  if (run.branch === undefined || !measuresBranch(run, repoId)) return false
  return run.isDefaultBranch || store.isBaseBranch(repoId, run.branch)
}

/**
 * Whether what a run left is worth a look: its commit was reviewed or may soon be, is of a branch that reviews begin at, or
 * was pushed here before there is a pull request of it.
 */
export async function mayUseCoverage(
  { repoId, run }: CoverageJob,
  store: CoverageStore,
  isOfReview: () => Promise<boolean>,
): Promise<boolean> {
  if (run.event === 'push' && measuresBranch(run, repoId)) return true
  return (await measuresBase(run, repoId, store)) || isOfReview()
}

/** The branch that a run measured: a merge queue's own branches carry the name of the one they lead to. */
export function measuredBranch(headBranch: string): string {
  return /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(headBranch)?.[1] ?? headBranch
}
