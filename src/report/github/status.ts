import type { Conclusion, Family } from '../../model/index.ts'
import { markdownProse, shorten, visible } from '../escape/index.ts'
import { type CheckRunPayload, checkRunName, LIMITS, RECHECK } from './payload.ts'

/**
 * Check runs that say one thing for every family: that it could not be finished, or that a draft is skipped by configuration.
 */
export function statusRuns(
  families: readonly Pick<Family, 'id' | 'title'>[],
  status: { conclusion: Conclusion; title: string; summary: string },
): CheckRunPayload[] {
  return families.map((family) => ({
    family: family.id,
    name: checkRunName(family),
    conclusion: status.conclusion,
    title: shorten(visible(status.title), LIMITS.title),
    summary: markdownProse(shorten(status.summary, 5_000)),
    annotations: [],
    actions: [RECHECK],
  }))
}
