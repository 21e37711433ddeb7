import { defineRule } from '../../../src/model/index.ts'
import { migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { inverseFor, provenHelp } from '../proof/suggest.ts'
import {
  weighsLess,
  describeEffects,
  firstLine,
  howToUndo,
  madeWorse,
  placeOf,
  suggestionOf,
} from '../words.ts'

export default defineRule({
  title: 'Migration without rollback',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    for (const migration of (await migrationsOf(context)).changes) {
      const { adapter, base, head } = migration
      if (head.reversibility !== 'missing' || !madeWorse(migration)) continue
      const gone = base?.down
      const what = describeEffects(head.up)
      const inverse = gone ? undefined : await inverseFor(context, migration)
      yield {
        location: gone ? firstLine(gone, 'base') : firstLine(head.up),
        subject: head.id,
        message: gone
          ? `The rollback of this ${adapter.title} migration is removed, while the migration stays and ${what}.`
          : `This ${adapter.title} migration ${what}, and has no rollback: there is no ${head.expected}.`,
        fix: gone ? 'Put the rollback back.' : `Add ${placeOf(head)}. ${howToUndo(head)}`,
        ...(weighsLess(head) && { level: 'note' as const }),
        ...suggestionOf(head),
        ...(inverse !== undefined && provenHelp(head, inverse)),
      }
    }
  },
})
