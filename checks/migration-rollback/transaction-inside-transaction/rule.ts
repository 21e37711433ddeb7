import { defineHazard } from '../hazards/define.ts'

/** These send a script as it is: what BEGIN opens there, COMMIT may end. */
const OPENS_NONE = new Set(['golang-migrate', 'prisma', 'sqitch', 'template'])

export default defineHazard({
  title: 'Transaction inside of the framework’s transaction',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['transaction'],
  judge({ what }, { step, transactional, operations, index }) {
    if (transactional !== true || OPENS_NONE.has(step.framework) || what === 'savepoint' || what === 'begin')
      return undefined
    // The first COMMIT is the one that does it; what BEGIN says before it is only a warning of the server.
    if (operations.slice(0, index).some((one) => one.kind === 'transaction' && one.what === what))
      return undefined
    const word = what === 'commit' ? 'COMMIT' : 'ROLLBACK'
    return {
      message: `The framework runs this in a transaction of its own: ${word} ends that one, and what comes after it, the entry in the history too, is no longer all or nothing.`,
      fix: 'Leave BEGIN and COMMIT out, or tell the framework to run this migration without a transaction.',
      subject: what,
    }
  },
})
