import { defineRule } from '../../../src/model/index.ts'
import { migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { describeEffects, firstLine } from '../words.ts'

export default defineRule({
  title: 'Irreversible migration without a reason',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    for (const { adapter, base, head } of (await migrationsOf(context)).changes) {
      if (head.reversibility !== 'declared-irreversible') continue
      if (head.reason !== undefined) {
        const message = `This ${adapter.title} migration is declared irreversible, and says why: ${shorten(head.reason)}`
        context.remark({ message, location: firstLine(head.down ?? head.up) })
        continue
      }
      // What the base already left unexplained is not this change's doing; a reason taken away is.
      if (base && base.reversibility !== 'explicit' && base.reason === undefined) continue
      yield {
        location: firstLine(head.down ?? head.up),
        subject: head.id,
        message: `This ${adapter.title} migration ${describeEffects(head.up)} and refuses to be rolled back, without saying why.`,
        fix: 'Write a rollback, or state the reason in the error message or a comment beside it, with what to do instead (restore from a snapshot, roll forward).',
      }
    }
  },
})

/** A reason is a sentence or two; a licence header is not shown whole. */
function shorten(reason: string): string {
  const flat = reason.replaceAll(/\s+/g, ' ').trim().replace(/\.$/, '')
  return flat.length > 200 ? `${flat.slice(0, 200)}…` : flat
}
