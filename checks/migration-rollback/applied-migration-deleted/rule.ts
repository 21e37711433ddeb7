import { defineRule, type Report, type RuleContext } from '../../../src/model/index.ts'
import type { Adapter, Step } from '../../../src/parse/migrations/index.ts'
import { baseName, compareVersions } from '../../../src/parse/migrations/index.ts'
import { type Migrations, migrationsOf } from '../collect.ts'
import { historySet } from '../history.ts'
import type { Files, Layout } from '../layout.ts'
import { MIGRATION_FILES, type MigrationOptions, migrationOptions } from '../options.ts'

/** Frameworks that stop where a database has applied what is not there any more, in their own words. */
const REFUSES: Readonly<Record<string, string>> = {
  alembic: '"Can’t locate revision"',
  flyway: '"Detected applied migration not resolved locally"',
  'golang-migrate': '"no migration found for version"',
  knex: '"The migration directory is corrupt"',
  kysely: '"corrupted migrations: previously executed migration is missing"',
  'node-pg-migrate': '"Not run migration is preceding already run migration"',
  refinery: '"migration is missing from the filesystem"',
  sqlx: '"migration was previously applied but is missing"',
}
/** Of one set; more say nothing new. */
const MAX_NAMED = 5

export default defineRule({
  title: 'Deletion of a migration that was already applied',
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
    const seen = new Set<string>()
    for (const [adapter, base] of migrations.base) {
      const head = migrations.head.get(adapter)
      // Liquibase does not ask for changesets that it has run.
      if (!head || adapter.readAll) continue
      const gone = goneFrom(context, adapter, base, head).filter(({ up }) => !seen.has(up))
      const sets = Map.groupBy(gone, ({ place }) => historySet(adapter, place))
      for (const [set, files] of sets) {
        for await (const report of reportsOf(context, migrations, {
          adapter,
          set,
          gone: files,
          base,
          head,
        })) {
          seen.add(report.location.path)
          yield report
        }
      }
    }
  },
})

type Gone = Files & { up: string; key: string }

/** Migrations of the base whose files this change removes, and which do not stand elsewhere under what they are known by. */
function goneFrom(
  { changes }: RuleContext<MigrationOptions>,
  adapter: Adapter,
  base: Layout,
  head: Layout,
): Gone[] {
  const removed = new Set(
    changes.flatMap((change) =>
      change.status === 'removed'
        ? [change.path]
        : change.status === 'renamed' && !adapter.place(change.path)
          ? [change.previousPath ?? change.path]
          : [],
    ),
  )
  const kept = [...head.files.values()].filter((files) => files.up !== undefined)
  const names = new Set(kept.map(nameOf))
  return [...base.files].flatMap(([key, files]) => {
    const { up, place } = files
    if (up === undefined || !removed.has(up) || head.files.get(key)?.up !== undefined) return []
    // Moved to another folder, or given another name that does not matter: the rule on edits looks at that.
    if (names.has(nameOf(files)) || head.sameVersion(place).length > 0) return []
    return [{ ...files, up, key }]
  })
}

/** Of frameworks with folders for each way (`up.sql`), the folder's name. */
function nameOf({ up = '', place }: Files): string {
  return /^(?:up|down|migration)\.\w+$/.test(baseName(up)) ? baseName(place.key) : baseName(up)
}

interface Deleted {
  adapter: Adapter
  set: string
  gone: readonly Gone[]
  base: Layout
  head: Layout
}

async function* reportsOf(
  context: RuleContext<MigrationOptions>,
  migrations: Migrations,
  { adapter, set, gone, base, head }: Deleted,
): AsyncIterable<Report> {
  const inSet = ({ place, up }: Files): boolean => up !== undefined && historySet(adapter, place) === set
  const before = [...base.files.values()].filter(inSet)
  const left = new Set([...head.files].flatMap(([key, files]) => (inSet(files) ? [key] : [])))
  const stay = [...base.files].flatMap(([key, files]) => (inSet(files) && left.has(key) ? [files] : []))
  const isNew = [...left].some((key) => !base.files.has(key))
  // The whole history gives way to a new one, or the tool is no longer used.
  if (stay.length === 0) return
  if (isSquash(gone, stay, before.length, isNew)) return
  let named = 0
  for (const { key, up, place } of gone.toSorted((a, b) => (a.up < b.up ? -1 : 1))) {
    const step = await migrations.readBase(adapter, key)
    if (!step || (await isReplaced(context, adapter, stay, step))) continue
    const later = stay.some((other) => isLater(other.place.version ?? other.up ?? '', place.version ?? up))
    const refuses = REFUSES[adapter.framework]
    // Taking back the newest one is what a revert does; where nobody has applied it that does no harm.
    if (!later && refuses === undefined) continue
    if (++named > MAX_NAMED) return
    const harm = refuses
      ? `databases that have applied it are refused (${refuses})`
      : 'databases that have applied it keep what it did, and new ones never get it'
    yield {
      location: {
        side: 'base',
        path: up,
        region: { startLine: step.up.region.startLine, endLine: step.up.region.startLine },
      },
      subject: `${adapter.framework}:${key}`,
      message: `This ${adapter.title} migration is in the base branch already and is deleted: ${harm}.`,
      fix: 'Leave the file, and undo what it does in a new migration.',
      ...(adapter.checksummed && later && { level: 'error' as const }),
    }
  }
}

/** The oldest part of a history gives way to one file that makes the same, or to a dump of the schema beside it. */
function isSquash(gone: readonly Gone[], stay: readonly Files[], all: number, isNew: boolean): boolean {
  const isPrefix = !isLater(versionsOf(gone).at(-1) ?? '', versionsOf(stay)[0] ?? '')
  return isPrefix && (gone.length > 2 || gone.length * 2 >= all || isNew)
}

function versionsOf(files: readonly Files[]): string[] {
  return files
    .map(({ place, up = '' }) => place.version ?? up)
    .toSorted((a, b) => (isLater(a, b) ? 1 : isLater(b, a) ? -1 : 0))
}

function isLater(a: string, b: string): boolean {
  return /^\d/.test(a) && /^\d/.test(b) ? compareVersions(a, b) > 0 : a > b
}

/** Django: a squashed migration stands in for it. */
async function isReplaced(
  { changeSet }: RuleContext<MigrationOptions>,
  adapter: Adapter,
  stay: readonly Files[],
  { name }: Step,
): Promise<boolean> {
  if (adapter.framework !== 'django') return false
  const texts = await changeSet.base.readMany(stay.flatMap(({ up }) => up ?? []))
  return [...texts.values()].some(
    (content) =>
      content.kind === 'text' && /^\s*replaces\s*=/m.test(content.text) && content.text.includes(name),
  )
}
