import { defineRule } from '../../../src/model/index.ts'
import { type MigrationChange, type Migrations, migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { normalVersion } from '../../../src/parse/migrations/index.ts'
import { firstLine } from '../words.ts'

export default defineRule({
  title: 'Two migrations with one version',
  level: 'error',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    const migrations = await migrationsOf(context)
    for (const migration of migrations.changes) {
      if (migration.base && migration.base.version === migration.head.version) continue
      if (mindsNoDuplicates(migration, migrations)) continue
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

/**
 * Whether the base has two migrations of one version in this set already: the frameworks would refuse that, so a
 * tool is at work there that goes by whole names.
 */
function mindsNoDuplicates({ adapter, place }: MigrationChange, migrations: Migrations): boolean {
  const seen = new Set<string>()
  for (const { place: other, up } of migrations.base.get(adapter)?.files.values() ?? []) {
    if (up === undefined || other.set !== place.set || other.version === undefined) continue
    const version = normalVersion(other.version)
    if (seen.has(version)) return true
    seen.add(version)
  }
  return false
}

/** Path of another migration of the same framework, set and version. */
async function twinOf(
  { adapter, place }: MigrationChange,
  migrations: Migrations,
): Promise<string | undefined> {
  if (place.version === undefined) return undefined
  const version = normalVersion(place.version)
  for (const [key, { place: other, up }] of migrations.head.get(adapter)?.files ?? []) {
    if (key === place.key || up === undefined || other.set !== place.set) continue
    if (other.version === undefined || normalVersion(other.version) !== version) continue
    // The name fits; the content says whether it is one of this framework at all.
    if (await migrations.readHead(adapter, key)) return up
  }
  return undefined
}
