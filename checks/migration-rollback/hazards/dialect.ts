import type { RuleContext } from '../../../src/model/index.ts'
import type { Adapter, Dialect, Step } from '../../../src/parse/migrations/index.ts'
import {
  aboveAndBeside,
  baseName,
  databaseManifests,
  databaseOf,
  directoryOf,
} from '../../../src/parse/migrations/index.ts'
import type { MigrationOptions } from '../options.ts'
import { settingsDialect } from './django-settings.ts'

/** Operations of a history that are looked at for what only one database has. */
const MAX_LOOKED_AT = 3000
/** UTF-16 units of a manifest that are looked at. */
const MAX_TEXT = 200_000

/** The database that the migrations of a set are written for: as configured, else as their SQL tells, else as the application's manifests do. */
export async function dialectOf(
  context: RuleContext<MigrationOptions>,
  adapter: Adapter,
  earlier: readonly Step[],
  added: readonly Step[],
): Promise<Dialect | undefined> {
  const { options } = context
  if (options.database !== 'auto') return options.database
  const steps = [...earlier, ...added]
  // Some changesets of Liquibase are for one database, and others for another.
  const own = new Set(steps.flatMap((step) => step.dialect ?? []))
  const [only] = own
  if (own.size > 0) return own.size === 1 ? only : undefined
  const operations = steps.flatMap(({ up }) => up.operations ?? []).slice(-MAX_LOOKED_AT)
  for (const { dialect } of operations) if (dialect) return dialect
  const step = added[0] ?? earlier.at(-1)
  const named = step && (await manifested(context, adapter, step))
  if (named && named !== 'several') return named
  // PostgreSQL's own parser took what plain SQL there is.
  const plain = steps.every(({ path, up }) => path.endsWith('.sql') || up.sql !== undefined)
  const refused = operations.filter(({ kind }) => kind === 'other').length
  return plain && refused * 4 <= operations.length ? 'postgresql' : undefined
}

/** The database that the manifests of the nearest application above a migration name. */
function manifested(
  { changeSet, shared }: RuleContext<MigrationOptions>,
  { framework }: Adapter,
  { path }: Step,
): Promise<Dialect | 'several' | undefined> {
  const names = databaseManifests(framework)
  const settings = (): Promise<Dialect | undefined> => settingsDialect(changeSet.head, path)
  return shared(`database of ${framework} in ${directoryOf(path)}`, async () => {
    if (names.length === 0) return databaseOf(framework, new Map())
    const folders = aboveAndBeside(path, '')
    const texts = await changeSet.head.readMany(
      folders.flatMap((folder) => names.map((name) => placeOf(folder, name))),
    )
    for (const folder of folders) {
      const here = names.flatMap((name) => {
        const content = texts.get(placeOf(folder, name))
        return content?.kind === 'text' ? [[name, content.text.slice(0, MAX_TEXT)] as const] : []
      })
      const found = databaseOf(framework, new Map(here))
      if (found) return framework === 'django' && found === 'several' ? ((await settings()) ?? found) : found
    }
    return framework === 'django' ? settings() : undefined
  })
}

/** @param folder with `/` at its end, or empty */
function placeOf(folder: string, name: string): string {
  return `${folder}${name.replace('{folder}', baseName(folder.replace(/\/$/, '')))}`
}

/** A database that stands in a path, as a folder or between dots: `migrations/mysql/0001_x.sql`, `0001_x.sqlite3.up.sql`. */
const IN_PATH =
  /(?:^|[/._-])(postgres(?:ql)?|pgsql|mysql|mariadb|sqlite3?|cockroach(?:db)?|crdb|mssql|sqlserver|oracle|h2|clickhouse|spanner)(?=[/.])/gi

const NAMED: Readonly<Record<string, Dialect>> = {
  postgres: 'postgresql',
  postgresql: 'postgresql',
  pgsql: 'postgresql',
  mysql: 'mysql',
  mariadb: 'mysql',
  sqlite: 'sqlite',
  sqlite3: 'sqlite',
  mssql: 'sqlserver',
  sqlserver: 'sqlserver',
  oracle: 'oracle',
}

/** The database that the last such word of a path names; `other` where it is none of ours. */
export function dialectInPath(path: string): Dialect | 'other' | undefined {
  const word = [...path.matchAll(IN_PATH)].at(-1)?.[1]?.toLowerCase()
  return word === undefined ? undefined : (NAMED[word] ?? 'other')
}
