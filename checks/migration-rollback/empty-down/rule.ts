import { defineRule } from '../../../src/model/index.ts'
import { migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { inverseFor, provenHelp } from '../proof/suggest.ts'
import { weighsLess, describeEffects, firstLine, howToUndo, madeWorse, suggestionOf } from '../words.ts'

export default defineRule({
  title: 'Rollback that does nothing',
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
      const { adapter, head } = migration
      if (head.reversibility !== 'empty' && head.reversibility !== 'fake') continue
      if (!madeWorse(migration)) continue
      const inverse = await inverseFor(context, migration)
      const how = head.reversibility === 'empty' ? 'is empty' : 'changes nothing'
      yield {
        location: firstLine(head.down ?? head.up),
        ...(head.down && {
          relatedLocations: [{ ...firstLine(head.up), message: 'what it should undo' }],
        }),
        subject: head.id,
        message: `The rollback of this ${adapter.title} migration ${how}, while the migration ${describeEffects(head.up)}.`,
        fix: howToUndo(head),
        ...(weighsLess(head) && { level: 'note' as const }),
        ...suggestionOf(head),
        ...(inverse !== undefined && provenHelp(head, inverse)),
      }
    }
  },
})
