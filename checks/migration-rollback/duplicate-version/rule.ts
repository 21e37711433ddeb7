import { defineRule } from '../../../src/model/index.ts'
import { type MigrationChange, type Migrations, migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { firstLine } from '../words.ts'

export default defineRule({
  title: 'Two migrations with one version',
  level: 'error',
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
      if (migration.base && migration.base.version === migration.head.version) continue
      const twin = await twinOf(migration, migrations)
      if (twin === undefined) continue
      const { adapter, head } = migration
      yield {
        location: firstLine(head.up),
        relatedLocations: [{ side: 'head', path: twin, message: 'has the same version' }],
        subject: head.id,
        message: `${adapter.title} version ${head.version ?? ''} is taken: \`${twin}\` has it too, and one of the two will not run.`,
        fix: 'Rename this migration (all its files) to a version after the newest one.',
      }
    }
  },
})

/** Path of another migration of the same framework, set and version. */
async function twinOf(
  { adapter, place }: MigrationChange,
  migrations: Migrations,
): Promise<string | undefined> {
  // Where whole names count, two with one number both run.
  if (place.version === undefined || adapter.knownBy === 'file-name') return undefined
  // The frameworks refuse a version that comes twice: where the base has one, a tool goes by whole names.
  if (migrations.base.get(adapter)?.setsWithDuplicates.has(place.set)) return undefined
  const layout = migrations.head.get(adapter)
  for (const key of layout?.sameVersion(place) ?? []) {
    // The name fits; the content says whether it is one of this framework at all.
    if (key !== place.key && (await migrations.readHead(adapter, key))) return layout?.files.get(key)?.up
  }
  return undefined
}
