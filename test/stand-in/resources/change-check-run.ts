import { invalid } from '../http/errors.ts'
import { timestamp } from '../state.ts'
import type { Annotation, CheckAction, CheckRun } from '../state.ts'

/** GitHub's limit on an annotation's texts, in bytes. */
const MOST_BYTES = 64 * 1024

export interface RunBody {
  name?: string
  head_sha?: string
  details_url?: string
  external_id?: string
  status?: CheckRun['status']
  conclusion?: string
  started_at?: string
  completed_at?: string
  output?: { title?: string; summary?: string; text?: string; annotations?: Annotation[] }
  actions?: CheckAction[]
}

/** Carries out what a request asks for. Throws ApiError 422, before anything is changed. */
export function changeCheckRun(run: CheckRun, body: RunBody): void {
  const { output } = body
  checkOutput(output)
  // https://docs.github.com/en/rest/checks/runs: a conclusion completes, and completing needs a conclusion.
  const completes = body.status === 'completed' || body.completed_at !== undefined
  if (completes && body.conclusion === undefined) {
    throw invalid({ resource: 'CheckRun', code: 'missing_field', field: 'conclusion' })
  }
  if (body.conclusion === 'stale')
    throw invalid({ resource: 'CheckRun', code: 'invalid', field: 'conclusion' })
  run.writes += 1
  run.name = body.name ?? run.name
  run.detailsUrl = body.details_url ?? run.detailsUrl
  run.externalId = body.external_id ?? run.externalId
  run.startedAt = body.started_at ?? run.startedAt
  if (body.conclusion !== undefined) {
    run.status = 'completed'
    run.conclusion = body.conclusion
    run.completedAt = body.completed_at ?? timestamp()
  } else if (body.status !== undefined) {
    run.status = body.status
    run.conclusion = null
    run.completedAt = null
  }
  if (output) {
    run.output.title = output.title ?? run.output.title
    run.output.summary = output.summary ?? run.output.summary
    run.output.text = output.text ?? run.output.text
    // Updates add annotations, they never replace them.
    run.output.annotations.push(...(output.annotations ?? []).map(completeAnnotation))
  }
  run.actions = body.actions ?? run.actions
  run.suite.updatedAt = timestamp()
}

function checkOutput(output: RunBody['output']): void {
  for (const annotation of output?.annotations ?? []) {
    const fail = (field: string) => {
      throw invalid({ resource: 'CheckRun', code: 'invalid', field: `annotations.${field}` })
    }
    if (annotation.start_line < 1 || annotation.end_line < annotation.start_line) fail('end_line')
    const columns = annotation.start_column != null || annotation.end_column != null
    if (columns && annotation.start_line !== annotation.end_line) fail('start_column')
    if (Buffer.byteLength(annotation.message) > MOST_BYTES) fail('message')
    if (Buffer.byteLength(annotation.raw_details ?? '') > MOST_BYTES) fail('raw_details')
    if ((annotation.title ?? '').length > 255) fail('title')
    if (annotation.path === '' || annotation.path.startsWith('/')) fail('path')
  }
}

function completeAnnotation(annotation: Partial<Annotation>): Annotation {
  const empty = { start_column: null, end_column: null, title: null, raw_details: null }
  return { ...empty, ...annotation } as Annotation
}
