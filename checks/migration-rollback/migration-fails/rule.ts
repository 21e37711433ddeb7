import { defineRule } from '../../../src/model/index.ts'
import type { Part } from '../../../src/parse/migrations/index.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { proofsOf } from '../proof/prove.ts'
import { lineOf } from '../proof/words.ts'

export default defineRule({
  title: 'Migration fails',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    for (const { migration, verdict } of await proofsOf(context)) {
      if (verdict.kind !== 'fails' || verdict.failure.way !== 'up') continue
      const { code, message, line, onRows } = verdict.failure
      const { up, id } = migration.head
      const location = lineOf(up, line)
      if (code === '23502' && addsRequired(up, location.region?.startLine)) continue
      yield {
        location,
        subject: `${id} ${code}`,
        message: onRows
          ? `This runs on empty tables and fails where they hold rows: ${code}, ${message}.`
          : `This fails on the schema that the migrations before it make: ${code}, ${message}.`,
        fix: onRows
          ? 'Add the column without NOT NULL or with a default, fill it, and set NOT NULL in a later step.'
          : 'Run the migrations on an empty database to see it; objects are named as the migrations before it leave them.',
      }
    }
  },
})

/** Whether the line adds a NOT NULL column without a default: `not-null-column-without-default` says so, unproven too. */
function addsRequired({ operations = [] }: Part, line = 0): boolean {
  return operations.some(
    (one) =>
      one.kind === 'add-column' &&
      one.region.startLine <= line &&
      line <= one.region.endLine &&
      one.column.notNull === true &&
      one.column.default === undefined &&
      one.column.identity !== true,
  )
}
