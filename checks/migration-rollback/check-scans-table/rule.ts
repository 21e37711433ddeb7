import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'
import { inFramework } from '../playbook/in-framework.ts'
import { playbook } from '../playbook/playbook.ts'

export default defineHazard({
  title: 'CHECK constraint that scans a locked table',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['add-constraint'],
  judge({ table, constraint }, moment) {
    if (constraint.kind !== 'check' || constraint.notValid || !isExisting(moment, table)) return undefined
    const name = constraint.name ?? 'a CHECK constraint'
    return {
      message: `Adding ${name} to ${table} reads every row under an ACCESS EXCLUSIVE lock: reads and writes wait that long, and one row that does not fit fails the migration.`,
      fix: inFramework(moment.step.framework, 'add-check', playbook('add-check', { ...constraint, table })),
      subject: `check ${constraint.name ?? constraint.expression ?? ''} on ${table}`,
      table,
    }
  },
})
