import { defineRule } from '../../../src/model/index.ts'
import type { Location, ProofDifference } from '../../../src/model/index.ts'
import type { Part } from '../../../src/parse/migrations/index.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { proofsOf } from '../proof/prove.ts'
import { provenHelp } from '../proof/suggest.ts'
import { differenceWords, lineNaming, list } from '../proof/words.ts'

/** Objects that one message names. */
const MAX_NAMED = 5

export default defineRule({
  title: 'Rollback does not restore the schema',
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
      const { down, id } = migration.head
      if (verdict.kind !== 'differs' || !down) continue
      for (const [index, { location, differences }] of byLine(down, verdict.differences).entries()) {
        const named = differences.slice(0, MAX_NAMED).map(differenceWords)
        const more = differences.length - named.length
        const rows = differences.every(isRows)
        const again = verdict.again
          ? ` The migration then fails when it is run again (${verdict.again.code}: ${verdict.again.message}).`
          : ''
        yield {
          location,
          subject: `${id} ${differences.map(({ change, kind, name }) => `${change} ${kind} ${name}`).join(', ')}`,
          message: `${rows ? 'The rollback does not take back what the migration puts in' : 'After the rollback the schema is not as it was'}: ${list(named)}${more > 0 ? `; ${more} more` : ''}.${again}`,
          fix: fixOf(differences),
          ...(inverse !== undefined && index === 0 && provenHelp(migration.head, inverse)),
          // The same thing under another name breaks what names it, and nothing else.
          ...(differences.every((one) => one.change === 'renamed' || isNoLongerValid(one)) && {
            level: 'note' as const,
          }),
          ...(rows && { level: 'warning' as const }),
        }
      }
    }
  },
})

/** Differences by the line of the rollback on which they belong. */
function byLine(
  down: Part,
  all: readonly ProofDifference[],
): { location: Location; differences: ProofDifference[] }[] {
  const found = Map.groupBy(all, ({ name }) => lineNaming(down, name).region?.startLine ?? 1)
  return [...found.values()].flatMap((differences) => {
    const [first] = differences
    return first ? [{ location: lineNaming(down, first.name), differences }] : []
  })
}

/**
 * A constraint that comes back NOT VALID, which is how the way back of NOT NULL by a check is commonly written
 * (https://github.com/ankane/strong_migrations#setting-not-null-on-an-existing-column): new rows are checked as before.
 */
function isNoLongerValid({ kind, change, before, after }: ProofDifference): boolean {
  return kind === 'constraint' && change === 'changed' && after === `${before} NOT VALID`
}

function isRows({ kind }: ProofDifference): boolean {
  return kind === 'rows'
}

function fixOf(differences: readonly ProofDifference[]): string {
  const says = [
    ['left-over', differences.some(isRows) ? 'delete the rows that the migration inserts' : ''],
    ['left-over', differences.every(isRows) ? '' : 'drop what the migration created'],
    ['missing', 'create again what the migration dropped, with its definition'],
    ['changed', 'set back what the migration changed'],
    ['renamed', 'give back the old name'],
  ] as const
  const parts = says.flatMap(([change, words]) =>
    words !== '' && differences.some((difference) => difference.change === change) ? [words] : [],
  )
  return `In the rollback, ${list(parts)}.`
}
