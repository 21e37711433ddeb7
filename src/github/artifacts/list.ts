import type { Client } from '../client.ts'
import { GitHubGone, MissingPermission } from '../errors.ts'
import type { RepositoryName } from '../pull-request.ts'

/** A workflow run that ended well, as far as coverage is concerned. */
export interface WorkflowRun {
  id: number
  /** Runs of one workflow for one event: the newest has the say. */
  workflow: string
  /** `push`, `pull_request`… */
  event: string
  /** Undefined where the repository that it was pushed to was deleted. */
  headRepositoryId: number | undefined
}

/** An archive that a workflow left and that says by its name that it holds coverage. */
export interface CoverageArtifact {
  id: number
  name: string
  /** Of the archive, as GitHub says it. */
  bytes: number
  expired: boolean
  run: WorkflowRun
}

/** `not-permitted`: the installation has not granted `actions: read`. */
export type ListedArtifacts =
  | { kind: 'not-permitted' }
  | {
      kind: 'listed'
      /** Newest runs first. */
      artifacts: CoverageArtifact[]
      /** Runs that were asked for theirs. */
      runs: number
      /** What was left out because of a bound; then what is listed is a part. */
      leftOut: string[]
    }

/** Bounds of what is asked of GitHub for one commit. */
export const LISTING = { runs: 10, pages: 5, perPage: 100 } as const

/** `discovery`, `recovery` and `covid` hold three of the letters and mean none of it. What is inside decides. */
const COVERAGE = /coverage|jacoco|cobertura|clover|[a-z]cov(?![a-z])|(?:^|[^a-z])cov(?!en|id)/i

export function isCoverageName(name: string): boolean {
  return COVERAGE.test(name)
}

/**
 * The archives of coverage that workflow runs of a commit left. One request where no run has ended, and one more for
 * each workflow that did; large lists take more.
 */
export async function listCoverageArtifacts(
  client: Client,
  repository: RepositoryName,
  headSha: string,
  options: { signal?: AbortSignal; accepts?: (run: WorkflowRun) => boolean } = {},
): Promise<ListedArtifacts> {
  try {
    const all = await endedRuns(client, repository, headSha, options.signal)
    const runs = all.filter(options.accepts ?? (() => true))
    const asked = runs.slice(0, LISTING.runs)
    const leftOut: string[] = []
    if (runs.length > asked.length)
      leftOut.push(`artifacts of ${runs.length - asked.length} more workflows of ${headSha.slice(0, 7)}`)
    const artifacts: CoverageArtifact[] = []
    for (const run of asked) {
      const { found, more } = await artifactsOfRun(client, repository, run, options.signal)
      artifacts.push(...found)
      if (more) leftOut.push(`artifacts beyond the first ${LISTING.pages * LISTING.perPage} of run ${run.id}`)
    }
    return { kind: 'listed', artifacts, runs: asked.length, leftOut }
  } catch (error) {
    // GitHub answers 404 for what a token may not know of.
    if (error instanceof MissingPermission || error instanceof GitHubGone) return { kind: 'not-permitted' }
    throw error
  }
}

/** Archives of coverage of one run, those of the same name once: the newest. */
export async function listRunArtifacts(
  client: Client,
  repository: RepositoryName,
  run: WorkflowRun,
  signal?: AbortSignal,
): Promise<CoverageArtifact[]> {
  try {
    return (await artifactsOfRun(client, repository, run, signal)).found
  } catch (error) {
    if (error instanceof MissingPermission || error instanceof GitHubGone) return []
    throw error
  }
}

/** Newest first; of one workflow and event the newest alone. */
async function endedRuns(
  client: Client,
  { owner, repo }: RepositoryName,
  headSha: string,
  signal?: AbortSignal,
): Promise<WorkflowRun[]> {
  const { data } = await client.request(
    'GET /repos/{owner}/{repo}/actions/runs',
    { owner, repo, head_sha: headSha, exclude_pull_requests: true, per_page: LISTING.perPage },
    { signal },
  )
  const newest = new Map<string, WorkflowRun>()
  for (const run of data.workflow_runs.toSorted((a, b) => Number(b.id) - Number(a.id))) {
    // Tests that broke off leave coverage that says of much that it never ran.
    if (run.head_sha !== headSha || run.status !== 'completed' || run.conclusion !== 'success') continue
    const workflow = `${run.workflow_id}`
    const key = `${workflow} ${run.event}`
    // The description says that it is always there; it is null where a fork was deleted.
    const head = run.head_repository as { id: number } | null
    if (!newest.has(key))
      newest.set(key, { id: Number(run.id), workflow, event: run.event, headRepositoryId: head?.id })
  }
  return [...newest.values()]
}

async function artifactsOfRun(
  client: Client,
  { owner, repo }: RepositoryName,
  run: WorkflowRun,
  signal?: AbortSignal,
): Promise<{ found: CoverageArtifact[]; more: boolean }> {
  const byName = new Map<string, CoverageArtifact>()
  for (let page = 1; page <= LISTING.pages; page += 1) {
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts',
      { owner, repo, run_id: run.id, per_page: LISTING.perPage, page },
      { signal },
    )
    for (const { id, name, size_in_bytes: bytes, expired } of data.artifacts) {
      // A run that was repeated has those of every attempt.
      if (!isCoverageName(name) || (byName.get(name)?.id ?? 0) > id) continue
      byName.set(name, { id, name, bytes, expired, run })
    }
    if (data.artifacts.length < LISTING.perPage) return { found: [...byName.values()], more: false }
  }
  return { found: [...byName.values()], more: true }
}
