import { defineHazard } from '../hazards/define.ts'
import { inTransaction } from '../hazards/moment.ts'

export default defineHazard({
  title: 'Statement that cannot be run again after a failure',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  kinds: ['create-index', 'create-table', 'add-column', 'drop-index', 'drop-table', 'drop-column'],
  oncePerPart: true,
  judge(operation, moment) {
    if (moment.transactional !== false || inTransaction(moment) || moment.operations.length < 2)
      return undefined
    if ('ifNotExists' in operation && operation.ifNotExists) return undefined
    if ('ifExists' in operation && operation.ifExists) return undefined
    const guard = operation.kind.startsWith('drop') ? 'IF EXISTS' : 'IF NOT EXISTS'
    return {
      message: `This runs outside of a transaction, and not as the only statement: when a later one fails, running the migration again stops here.`,
      fix: `Write ${guard}, or give each statement a migration of its own.`,
      subject: `repeat ${operation.kind}`,
    }
  },
})
