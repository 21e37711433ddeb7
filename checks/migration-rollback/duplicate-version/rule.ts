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
      const { path, merged } = twin
      const where = merged ? 'came to the base branch meanwhile and has it too' : 'has it too'
      yield {
        location: firstLine(head.up),
        ...(!merged && { relatedLocations: [{ side: 'head', path, message: 'has the same version' }] }),
        subject: head.id,
        message: `${adapter.title} version ${head.version ?? ''} is taken: \`${path}\` ${where}, and one of the two will not run.`,
        fix: 'Rename this migration (all its files) to a version after the newest one.',
      }
    }
  },
})

/** Another migration of the same framework, set and version: in the head, or `merged` into the base branch meanwhile. */
async function twinOf(
  { adapter, place }: MigrationChange,
  migrations: Migrations,
): Promise<{ path: string; merged: boolean } | undefined> {
  // Where whole names count, two with one number both run.
  if (place.version === undefined || adapter.knownBy === 'file-name') return undefined
  // The frameworks refuse a version that comes twice: where the base has one, a tool goes by whole names.
  if (migrations.base.get(adapter)?.setsWithDuplicates.has(place.set)) return undefined
  const layout = migrations.head.get(adapter)
  for (const key of layout?.sameVersion(place) ?? []) {
    // The name fits; the content says whether it is one of this framework at all.
    if (key === place.key || !(await migrations.readHead(adapter, key))) continue
    const path = layout?.files.get(key)?.up
    if (path !== undefined) return { path, merged: false }
  }
  const tip = migrations.tip.get(adapter)
  for (const key of tip?.sameVersion(place) ?? []) {
    const path = tip?.files.get(key)?.up
    const isNew = key !== place.key && path !== undefined && !migrations.base.get(adapter)?.files.has(key)
    if (isNew && (await migrations.readTip(adapter, key))) return { path, merged: true }
  }
  return undefined
}
