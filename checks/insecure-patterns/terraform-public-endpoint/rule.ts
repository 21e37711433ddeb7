import { ENDPOINTS } from '../terraform/settings/endpoints.ts'
import { forAudit, settingRule } from '../terraform/setting-rule.ts'

export default settingRule(
  {
    title: 'Address or endpoint that Terraform makes public',
    level: 'note',
    confidence: 'medium',
    status: 'preview',
    module: 13,
    cwe: [668],
  },
  forAudit(ENDPOINTS),
)
