import { BACKUP } from '../terraform/settings/backup.ts'
import { GUARDS } from '../terraform/settings/guards.ts'
import { LOGGING } from '../terraform/settings/logging.ts'
import { WORKLOADS } from '../terraform/settings/workloads.ts'
import { plainly, settingRule } from '../terraform/setting-rule.ts'

export default settingRule(
  {
    title: 'Guard that Terraform turns off',
    level: 'warning',
    confidence: 'medium',
    status: 'stable',
    module: 13,
    cwe: [1188, 693, 778, 250],
  },
  plainly([...GUARDS, ...LOGGING, ...BACKUP, ...WORKLOADS]),
)
