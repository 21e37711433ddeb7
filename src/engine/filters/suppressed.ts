import { findSuppression } from '../suppressions.ts'
import type { Filter } from './filter.ts'

/** A `roadmap-ignore <rule-id> -- reason` comment stands at the place. */
export const suppressed: Filter = (finding, { suppressions }) => {
  const suppression = findSuppression(suppressions.byPath, finding)
  return suppression && { because: 'suppressed', detail: suppression.reason }
}
