import { defineRule } from '../../../src/model/index.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { proofsOf } from '../proof/prove.ts'
import { provenHelp } from '../proof/suggest.ts'
import { lineOf } from '../proof/words.ts'

export default defineRule({
  title: 'Rollback fails',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    for (const { migration, verdict, inverse } of await proofsOf(context)) {
      const { up, down, id } = migration.head
      if (verdict.kind !== 'fails' || !down) continue
      const { way, code, message, line, onRows } = verdict.failure
      if (way === 'up') continue
      const again = way === 'up again'
      const where = onRows ? ' where tables hold rows' : ''
      yield {
        location: lineOf(again ? up : down, line),
        subject: `${id} ${way} ${code}`,
        message: again
          ? `After the rollback this migration cannot run again${where}: ${code}, ${message}.`
          : `The rollback fails here${where}, run right after the migration: ${code}, ${message}.`,
        fix: again
          ? 'Let the rollback remove everything that the migration creates, so that it can be applied again.'
          : 'Undo the statements of the migration last first, and name objects as the migration leaves them.',
        ...(inverse !== undefined && provenHelp(migration.head, inverse)),
        ...(again && {
          relatedLocations: [{ ...lineOf(down, 0), message: 'The rollback that was run before' }],
        }),
      }
    }
  },
})
