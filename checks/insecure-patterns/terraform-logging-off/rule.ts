import { LOGGING } from '../terraform/settings/logging.ts'
import { forAudit, settingRule } from '../terraform/setting-rule.ts'

export default settingRule(
  {
    title: 'Terraform writes no log of it',
    level: 'note',
    confidence: 'medium',
    status: 'preview',
    module: 13,
    cwe: [778, 223],
  },
  forAudit(LOGGING),
)
