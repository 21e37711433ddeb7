import { ENCRYPTION } from '../terraform/settings/encryption.ts'
import { forAudit, settingRule } from '../terraform/setting-rule.ts'

export default settingRule(
  {
    title: 'Encryption that Terraform does not ask for',
    level: 'note',
    confidence: 'medium',
    status: 'preview',
    module: 13,
    cwe: [311, 319, 326],
  },
  forAudit(ENCRYPTION),
)
