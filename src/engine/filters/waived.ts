import { findWaiver } from '../../../config/index.ts'
import type { Filter } from './filter.ts'

/** A waiver, of the configuration or given by command, valid today, covers the finding. */
export const waived: Filter = ({ ruleId, fingerprint, location: { path } }, { config, now }) => {
  const waiver = findWaiver(config, { ruleId, path, fingerprint }, now)
  return (
    waiver && { because: 'waived', detail: `${waiver.reason} (${waiver.given ?? `until ${waiver.expires}`})` }
  )
}
