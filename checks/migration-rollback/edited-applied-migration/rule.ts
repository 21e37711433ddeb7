import type { Location } from '../../../src/model/index.ts'
import { defineRule, touches } from '../../../src/model/index.ts'
import type { Step } from '../../../src/parse/migrations/index.ts'
import { baseName } from '../../../src/parse/migrations/index.ts'
import { type MigrationChange, migrationsOf } from '../collect.ts'
import { MIGRATION_FILES, migrationOptions } from '../options.ts'
import { firstLine } from '../words.ts'
import { essence } from './essence.ts'

export default defineRule({
  title: 'Edit of a migration that was already applied',
  level: 'warning',
  confidence: 'high',
  status: 'stable',
  module: 4,
  files: MIGRATION_FILES,
  namesUnread: true,
  outsideDiff: true,
  options: migrationOptions,
  async *check(context) {
    for (const migration of (await migrationsOf(context)).changes) {
      const { adapter, base, head, textEdited } = migration
      if (!base) continue
      const renumbered = adapter.knownBy === 'version' && base.version !== head.version
      const moved = adapter.knownBy === 'file-name' && baseName(base.path) !== baseName(head.path)
      const renamed = adapter.checksummed && base.name !== head.name
      const edited = adapter.checksummed ? textEdited : isEdited(base, head)
      if (!renumbered && !moved && !renamed && !edited) continue
      yield {
        location: edited ? firstEdit(migration) : firstLine(head.up),
        subject: head.id,
        message: message(migration, renumbered, moved),
        fix: 'Leave the file as the base branch has it and add a new migration that makes the difference.',
        ...(adapter.checksummed && { level: 'error' as const }),
      }
    }
  },
})

/** What frameworks do that keep a checksum, where it is not to fail. */
const STOPS: Readonly<Record<string, string>> = {
  prisma: '`migrate dev` asks to reset the database and `migrate deploy` leaves it as it is',
}

function isEdited(base: Step, head: Step): boolean {
  if (base.up.code === head.up.code) return false
  return essence(base.path, base.up.code) !== essence(head.path, head.up.code)
}

function message(
  { adapter, base, head, textEdited }: MigrationChange,
  renumbered: boolean,
  moved: boolean,
): string {
  if (moved) {
    return `${adapter.title} knows this migration as \`${baseName(base?.path ?? '')}\`: databases that have applied it do not recognise \`${baseName(head.path)}\`.`
  }
  if (renumbered) {
    return `${adapter.title} migration ${base?.version ?? ''} becomes ${head.version ?? ''}: databases that ran it under its old version will run it again.`
  }
  if (adapter.checksummed) {
    const what = textEdited ? 'edited' : 'renamed'
    const harm = STOPS[adapter.framework] ?? 'and validate and migrate fail'
    return `This ${adapter.title} migration is in the base branch already and is ${what}: where it was applied its stored checksum or description no longer fits, ${harm}.`
  }
  return `This ${adapter.title} migration is in the base branch already and is edited: databases that have applied it never see the edit, and drift from those that have not.`
}

/** The first changed line of the way up, in the head if there is one. */
function firstEdit({ base, head, upChange }: MigrationChange): Location {
  const added = upChange?.added.find((range) => touches([range], head.up.region))
  if (added) return at('head', head.path, Math.max(added.start, head.up.region.startLine))
  // Of a file with several migrations the edit is in this one, or nowhere.
  const removed =
    upChange?.removed.find((range) => base && touches([range], base.up.region)) ?? upChange?.removed[0]
  if (!removed && upChange?.added[0]) return at('head', head.path, upChange.added[0].start)
  return removed && base ? at('base', base.path, removed.start) : firstLine(head.up)
}

function at(side: 'base' | 'head', path: string, line: number): Location {
  return { side, path, region: { startLine: line, endLine: line } }
}
