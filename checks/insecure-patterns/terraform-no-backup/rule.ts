import { BACKUP } from '../terraform/settings/backup.ts'
import { forAudit, settingRule } from '../terraform/setting-rule.ts'

export default settingRule(
  {
    title: 'Nothing keeps what Terraform deletes',
    level: 'note',
    confidence: 'medium',
    status: 'preview',
    module: 13,
    cwe: [693],
  },
  forAudit(BACKUP),
)
