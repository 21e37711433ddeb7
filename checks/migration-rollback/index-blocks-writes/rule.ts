import { defineHazard } from '../hazards/define.ts'
import { isExisting } from '../hazards/moment.ts'
import { indexed } from '../hazards/words.ts'
import { inFramework } from '../playbook/in-framework.ts'
import { playbook } from '../playbook/playbook.ts'

export default defineHazard({
  title: 'Index built while writes wait',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['create-index'],
  judge({ index }, moment) {
    if (index.concurrently || !isExisting(moment, index.table)) return undefined
    return {
      message: `Building ${index.unique ? 'a unique' : 'an'} index on ${indexed(index)} without CONCURRENTLY holds a SHARE lock: every INSERT, UPDATE and DELETE on ${index.table} waits until it is built.`,
      fix: inFramework(moment.step.framework, 'create-index', playbook('create-index', index)),
      subject: `index ${index.name ?? ''} on ${indexed(index)}`,
      table: index.table,
    }
  },
})
