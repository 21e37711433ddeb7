import { GUARDS } from '../terraform/settings/guards.ts'
import { forAudit, settingRule } from '../terraform/setting-rule.ts'

export default settingRule(
  {
    title: 'Guard that Terraform leaves off',
    level: 'note',
    confidence: 'medium',
    status: 'preview',
    module: 13,
    cwe: [1188],
  },
  forAudit(GUARDS),
)
