import type { Location, Review } from '../../model/index.ts'
import { gaps } from '../words.ts'
import { text } from './text.ts'

/** SARIF's `invocation` (3.20): whether everything was looked at, and by name what was not. */
export function invocation(review: Review, locationOf: (location: Location) => object): object {
  const missing = gaps(review)
  return {
    executionSuccessful: missing.length === 0,
    ...(missing.length > 0 && {
      toolExecutionNotifications: missing.map((gap) => ({
        level: gap.kind === 'failed' ? 'error' : 'warning',
        descriptor: { id: gap.kind },
        ...(gap.ruleId !== undefined && { associatedRule: { id: gap.ruleId } }),
        message: { text: text(gap.kind === 'failed' ? gap.text : `Not looked at: ${gap.text}`) },
      })),
    }),
    ...(review.notices.length > 0 && {
      toolConfigurationNotifications: review.notices.map((notice) => ({
        level: notice.level,
        message: { text: text(notice.message) },
        ...(notice.location && { locations: [locationOf(notice.location)] }),
      })),
    }),
  }
}
