import type { RuleContext } from '../../../src/model/index.ts'
import type { Adapter, Dialect, Step } from '../../../src/parse/migrations/index.ts'
import type { MigrationOptions } from '../options.ts'

/** Operations of a history that are looked at for what only one database has. */
const MAX_LOOKED_AT = 3000

/** The database that the migrations of a set are written for: as configured, else as their SQL tells. */
export async function dialectOf(
  { options }: RuleContext<MigrationOptions>,
  _adapter: Adapter,
  earlier: readonly Step[],
  added: readonly Step[],
): Promise<Dialect | undefined> {
  if (options.database !== 'auto') return options.database
  const steps = [...earlier, ...added]
  for (const step of steps) if (step.dialect) return step.dialect
  const operations = steps.flatMap(({ up }) => up.operations ?? []).slice(-MAX_LOOKED_AT)
  for (const { dialect } of operations) if (dialect) return dialect
  // PostgreSQL's own parser took what plain SQL there is.
  const plain = steps.every(({ path, up }) => path.endsWith('.sql') || up.sql !== undefined)
  const refused = operations.filter(({ kind }) => kind === 'other').length
  return plain && refused * 4 <= operations.length ? 'postgresql' : undefined
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
