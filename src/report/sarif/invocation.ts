import type { Location, Notice, Review } from '../../model/index.ts'
import { gaps } from '../words.ts'
import { text } from './text.ts'

/** SARIF's `invocation` (3.20): whether everything was looked at, and by name what was not. */
export function invocation(review: Review, locationOf: (location: Location) => object): object {
  const missing = gaps(review)
  const remarks = review.notices.filter(({ ruleId }) => ruleId !== undefined)
  const notices = review.notices.filter(({ ruleId }) => ruleId === undefined)
  const said = (notice: Notice): object => ({
    level: notice.level,
    ...(notice.ruleId !== undefined && { associatedRule: { id: notice.ruleId } }),
    message: { text: text(notice.message) },
    ...(notice.location && { locations: [locationOf(notice.location)] }),
  })
  return {
    executionSuccessful: missing.length === 0,
    ...(missing.length + remarks.length > 0 && {
      toolExecutionNotifications: [
        ...missing.map((gap) => ({
          level: gap.kind === 'failed' ? 'error' : 'warning',
          descriptor: { id: gap.kind },
          ...(gap.ruleId !== undefined && { associatedRule: { id: gap.ruleId } }),
          message: { text: text(gap.kind === 'failed' ? gap.text : `Not looked at: ${gap.text}`) },
        })),
        ...remarks.map(said),
      ],
    }),
    ...(notices.length > 0 && { toolConfigurationNotifications: notices.map(said) }),
  }
}
