import { type Annotation, type CheckRunPayload, LIMITS } from '../report/github/index.ts'
import type { Client } from './client.ts'
import type { RepositoryName } from './pull-request.ts'

/** A check run of ours on one commit. */
export interface CheckRun {
  id: number
  externalId: string
  completed: boolean
  conclusion: string | null
  /** Annotations it already has: GitHub only ever appends. */
  annotations: number
}

export interface CheckRunTarget extends RepositoryName {
  headSha: string
  /** Identity of the review; a repeated attempt has the same, a review asked for again has another. */
  key: string
  detailsUrl?: string
}

/** Name of the check run of one family of one review, in GitHub's `external_id`. */
export function externalId(key: string, family: string): string {
  return `${key}:${family}`
}

/** Check runs of this app on a commit, of every review of it. */
export async function listCheckRuns(
  client: Client,
  { owner, repo, headSha }: RepositoryName & { headSha: string },
  appId: number,
  signal?: AbortSignal,
): Promise<CheckRun[]> {
  const { data } = await client.request(
    'GET /repos/{owner}/{repo}/commits/{ref}/check-runs',
    { owner, repo, ref: headSha, app_id: appId, filter: 'all', per_page: 100 },
    { signal },
  )
  return data.check_runs.filter(({ app }) => app?.id === appId).map(checkRunOf)
}

/** Says that a review has begun; done only where it takes long enough for people to wonder. */
export async function beginCheckRun(
  client: Client,
  target: CheckRunTarget,
  family: { family: string; name: string },
  signal?: AbortSignal,
): Promise<CheckRun> {
  const { data } = await client.request(
    'POST /repos/{owner}/{repo}/check-runs',
    {
      owner: target.owner,
      repo: target.repo,
      name: family.name,
      head_sha: target.headSha,
      external_id: externalId(target.key, family.family),
      status: 'in_progress',
    },
    { signal },
  )
  return checkRunOf(data)
}

/**
 * Completes one family's check run: updates the one there is, or creates it; annotations beyond 50 follow
 * by updates. Repeating it after a failure in the middle goes on where it stopped and adds nothing twice.
 */
export async function completeCheckRun(
  client: Client,
  target: CheckRunTarget,
  payload: CheckRunPayload,
  existing: CheckRun | undefined,
  signal?: AbortSignal,
): Promise<CheckRun> {
  let run = existing
  for (;;) {
    const from = run?.annotations ?? 0
    const chunk = payload.annotations.slice(from, from + LIMITS.annotationsPerRequest)
    if (run?.completed && run.conclusion === payload.conclusion && chunk.length === 0) return run
    const body = bodyOf(target, payload, chunk)
    const { owner, repo } = target
    const { data } = run
      ? await client.request(
          'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}',
          { owner, repo, check_run_id: run.id, ...body },
          { signal, once: chunk.length > 0 },
        )
      : await client.request(
          'POST /repos/{owner}/{repo}/check-runs',
          { owner, repo, head_sha: target.headSha, ...body },
          { signal },
        )
    run = { ...checkRunOf(data), annotations: from + chunk.length }
    if (run.annotations >= payload.annotations.length) return run
  }
}

/**
 * Ends a check run that will never get an answer: its commit was overtaken, or it was asked for again, which leaves
 * the old run queued beside the new one.
 */
export async function cancelCheckRun(
  client: Client,
  { owner, repo }: RepositoryName,
  run: CheckRun,
  output: { title: string; summary: string },
): Promise<void> {
  await client.request('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', {
    owner,
    repo,
    check_run_id: run.id,
    status: 'completed',
    conclusion: 'cancelled',
    output,
  })
}

function bodyOf(target: CheckRunTarget, payload: CheckRunPayload, chunk: readonly Annotation[]) {
  return {
    name: payload.name,
    external_id: externalId(target.key, payload.family),
    status: 'completed' as const,
    conclusion: payload.conclusion,
    ...(target.detailsUrl && { details_url: target.detailsUrl }),
    output: {
      title: payload.title,
      summary: payload.summary,
      ...(payload.text !== undefined && { text: payload.text }),
      ...(chunk.length > 0 && { annotations: chunk.map(annotationBody) }),
    },
    actions: payload.actions.map((action) => ({ ...action })),
  }
}

function annotationBody(annotation: Annotation) {
  return {
    path: annotation.path,
    start_line: annotation.startLine,
    end_line: annotation.endLine,
    ...(annotation.startColumn !== undefined && { start_column: annotation.startColumn }),
    ...(annotation.endColumn !== undefined && { end_column: annotation.endColumn }),
    annotation_level: annotation.level,
    title: annotation.title,
    message: annotation.message,
  }
}

function checkRunOf(data: {
  id: number | bigint
  external_id: string | null
  status: string
  conclusion: string | null
  output?: { annotations_count?: number } | null
}): CheckRun {
  return {
    id: Number(data.id),
    externalId: data.external_id ?? '',
    completed: data.status === 'completed',
    conclusion: data.conclusion,
    annotations: data.output?.annotations_count ?? 0,
  }
}
