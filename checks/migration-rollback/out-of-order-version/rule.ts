import { defineRule } from '../../../src/model/index.ts'
import type { Adapter } from '../../../src/parse/migrations/index.ts'
import { compareVersions } from '../../../src/parse/migrations/index.ts'
import { migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { firstLine } from '../words.ts'

/** Frameworks that run whatever is pending take no harm from the order often enough: nothing is said there. */
const CONSEQUENCE: Record<Adapter['late'], string | undefined> = {
  skipped: 'databases that have run the newer one will skip it without a word',
  refused: 'databases that have run the newer one will refuse it',
  applied: undefined,
}

export default defineRule({
  title: 'New migration older than the newest one',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    const migrations = await migrationsOf(context)
    for (const migration of migrations.changes) {
      const { adapter, base, head, place } = migration
      const consequence = CONSEQUENCE[adapter.late]
      if (base || consequence === undefined) continue
      const before = migrations.base.get(adapter)?.newest.get(place.set)
      const merged = migrations.tip.get(adapter)?.newest.get(place.set)
      const isMerged = merged && (!before || compareVersions(merged.version, before.version) > 0)
      const newest = isMerged ? merged : before
      if (!newest || head.version === undefined || compareVersions(head.version, newest.version) >= 0)
        continue
      yield {
        location: firstLine(head.up),
        ...(!isMerged && {
          relatedLocations: [
            { side: 'base', path: newest.path, message: 'the newest migration of the base' },
          ],
        }),
        subject: head.id,
        message: `${adapter.title} version ${head.version} is older than ${newest.version}, which the base branch already has: ${consequence}.`,
        fix: `Give it a version after ${newest.version}.`,
      }
    }
  },
})
