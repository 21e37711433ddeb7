import { defineRule } from '../../../src/model/index.ts'
import type { ProofLoss } from '../../../src/model/index.ts'
import { type Part, scriptOf } from '../../../src/parse/migrations/index.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { proofsOf } from '../proof/prove.ts'
import { provenHelp } from '../proof/suggest.ts'
import { lineNaming, list, lossWords, statementLine } from '../proof/words.ts'

export default defineRule({
  title: 'Rollback loses data',
  level: 'warning',
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
      if (!down || (verdict.kind !== 'loses-data' && verdict.kind !== 'differs')) continue
      const { losses } = verdict
      const [first] = losses
      if (!first) continue
      const meant = losses.every((loss) => isDroppedBy(up, loss))
      yield {
        location: first.columns?.[0] === undefined ? statementLine(down) : lineNaming(down, first.columns[0]),
        subject: `${id} ${losses.map(lossWords).join(', ')}`,
        message: `Rows that were there before the migration are not the same after it and its rollback: ${list(losses.slice(0, 5).map(lossWords))}${losses.length > 5 ? ` and ${losses.length - 5} more` : ''} ${meant ? 'are dropped on the way up and cannot come back' : 'lose their values'}.`,
        fix: 'Keep the old values until the release that needs them no more: copy them aside (a column or table of their own), write them back in the rollback, and drop the copy in a later migration.',
        ...(inverse !== undefined &&
          verdict.kind === 'loses-data' &&
          !meant &&
          provenHelp(migration.head, inverse)),
        ...(meant && { level: 'note' as const }),
      }
    }
  },
})

/** Whether the way up drops or deletes it in so many words: that values go then is no news to its author. */
function isDroppedBy(up: Part, { table, columns }: ProofLoss): boolean {
  const script = scriptOf(up.sql ?? [])
  const names = columns ?? [table.split('.').at(-1) ?? table]
  return names.every((name) => {
    const word = `(?<![\\w$])${name.replaceAll(/[^\w]/g, '\\$&')}(?![\\w$])`
    return new RegExp(`\\b(?:drop|delete\\s+from|truncate)\\b[^;]*${word}`, 'i').test(script)
  })
}
