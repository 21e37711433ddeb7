import { ruleSettings } from '../../../config/index.ts'
import type { Filter } from './filter.ts'

/** The pull request carries a label by which the configuration allows what the rule finds there. */
export const allowedByLabel: Filter = ({ ruleId, location: { path } }, { config, rules, labels }) => {
  const rule = labels.size === 0 ? undefined : rules.get(ruleId)
  if (!rule) return undefined
  const label = ruleSettings(config, rule, path).allowWhenLabel.find((name) => labels.has(name.toLowerCase()))
  return label === undefined ? undefined : { because: 'allowed-by-label', detail: label }
}
