import { ruleSettings } from '../../../config/index.ts'
import type { Filter } from './filter.ts'

/** The configuration turns the rule off for this path, though a change elsewhere started it. */
export const off: Filter = (finding, { config, rules }) => {
  const rule = rules.get(finding.ruleId)
  if (!rule || ruleSettings(config, rule, finding.location.path).enabled) return undefined
  return { because: 'off' }
}
