import type { Review } from '../model/index.ts'
import type { Database, Sql } from './database.ts'

/** Rollback and success of the migrations of reviewed changes; of each change its last review counts. */
export interface MigrationKpi {
  /** Reviewed changes with migrations. */
  changes: number
  migrations: number
  withRollback: number
  proven: number
  losesData: number
  differs: number
  rollbackFails: number
  upFails: number
  notProven: number
  /** Rollbacks that were proven, of those that were run, 0 to 1; absent where none was. */
  rollbackRate?: number
  /** Ways up that applied, of those that were run, 0 to 1; absent where none was. */
  successRate?: number
}

/** Columns, by the names that the rules give the numbers. */
const MEASURES = {
  'migrations.with-rollback': 'with_rollback',
  'migrations.proven': 'proven',
  'migrations.loses-data': 'loses_data',
  'migrations.differs': 'differs',
  'migrations.rollback-fails': 'rollback_fails',
  'migrations.up-fails': 'up_fails',
  'migrations.not-proven': 'not_proven',
} as const

/** Keeps what a review says of a change's migrations; nothing where there are none. Part of the caller's transaction. */
export async function recordMigrations(
  sql: Sql,
  repoId: number,
  target: string,
  { headSha, measures = {} }: Pick<Review, 'headSha' | 'measures'>,
): Promise<void> {
  const migrations = measures['migrations']
  if (migrations === undefined || migrations < 1) return
  const columns = Object.values(MEASURES)
  const values = Object.keys(MEASURES).map((name) => measures[name] ?? 0)
  const places = values.map((_, index) => `$${index + 5}`)
  await sql.query(
    `insert into roadmap.migration_reviews (repo_id, target, head_sha, migrations, ${columns.join(', ')})
     values ($1, $2, $3, $4, ${places.join(', ')})
     on conflict (repo_id, target, head_sha) do update set reviewed_at = now(), migrations = excluded.migrations,
       ${columns.map((column) => `${column} = excluded.${column}`).join(', ')}`,
    [repoId, target, headSha, migrations, ...values],
  )
}

/** @param about of one repository, and of reviews since some time, in place of all */
export async function migrationKpi(
  database: Pick<Database, 'query'>,
  { repoId, since }: { repoId?: number; since?: Date } = {},
): Promise<MigrationKpi> {
  const [row] = await database.query<Omit<MigrationKpi, 'rollbackRate' | 'successRate'>>(
    `select count(*)::int as changes, coalesce(sum(migrations), 0)::int as migrations,
       coalesce(sum(with_rollback), 0)::int as "withRollback", coalesce(sum(proven), 0)::int as proven,
       coalesce(sum(loses_data), 0)::int as "losesData", coalesce(sum(differs), 0)::int as differs,
       coalesce(sum(rollback_fails), 0)::int as "rollbackFails", coalesce(sum(up_fails), 0)::int as "upFails",
       coalesce(sum(not_proven), 0)::int as "notProven"
     from (
       select distinct on (repo_id, target) * from roadmap.migration_reviews
       where ($1::bigint is null or repo_id = $1::bigint) and ($2::timestamptz is null or reviewed_at >= $2::timestamptz)
       order by repo_id, target, reviewed_at desc
     ) as last`,
    [repoId ?? null, since?.toISOString() ?? null],
  )
  if (!row) throw new Error('an aggregate without a row')
  const rolledBack = row.proven + row.losesData + row.differs + row.rollbackFails
  const ran = rolledBack + row.upFails
  return {
    ...row,
    ...(rolledBack > 0 && { rollbackRate: row.proven / rolledBack }),
    ...(ran > 0 && { successRate: rolledBack / ran }),
  }
}
