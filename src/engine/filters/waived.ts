import { findWaiver } from '../../../config/index.ts'
import type { Filter } from './filter.ts'

/** A waiver of the configuration, valid today, covers the rule and the path. */
export const waived: Filter = ({ ruleId, location: { path } }, { config, now }) => {
  const waiver = findWaiver(config, { ruleId, path }, now)
  return waiver && { because: 'waived', detail: `${waiver.reason} (until ${waiver.expires})` }
}
