import type { Database, Sql } from './database.ts'

/** A repository under the names it had when it was last heard of. */
export interface KnownRepository {
  repoId: number
  owner: string
  repo: string
}

/** What is kept of each installation, and how all of it goes. */
export class Tenants {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Nothing is done for it until its owner takes that back. */
  async isSuspended(installationId: number): Promise<boolean> {
    const rows = await this.#database.query(
      'select 1 from roadmap.installations where id = $1 and suspended_at is not null',
      [installationId],
    )
    return rows.length > 0
  }

  /** Every repository that something is kept of. */
  async repositories(): Promise<KnownRepository[]> {
    return this.#database.query(
      `select distinct on (repo_id) repo_id as "repoId", owner, repo from roadmap.targets
       order by repo_id, updated_at desc`,
    )
  }
}

/**
 * Removes everything of an installation: it was uninstalled. `repoIds` are repositories that GitHub says it had, for
 * those of which no target is known. A repository that was transferred belongs to its new installation. Part of the
 * caller's transaction; answers the repositories whose mirrors have to go.
 */
export async function forgetInstallation(
  sql: Sql,
  id: number,
  repoIds: readonly number[] = [],
): Promise<KnownRepository[]> {
  const gone = await sql.query<KnownRepository>(
    `select distinct repo_id as "repoId", owner, repo from roadmap.targets mine where installation_id = $1
       and not exists (select 1 from roadmap.targets other
         where other.repo_id = mine.repo_id and other.installation_id <> $1)`,
    [id],
  )
  const elsewhere = await sql.query<{ repoId: number }>(
    `select distinct repo_id as "repoId" from roadmap.targets
     where installation_id <> $1 and repo_id in (select value::bigint from jsonb_array_elements_text($2::jsonb))`,
    [id, JSON.stringify(repoIds)],
  )
  const kept = new Set(elsewhere.map(({ repoId }) => repoId))
  const repositories = [...gone.map(({ repoId }) => repoId), ...repoIds.filter((one) => !kept.has(one))]
  await forgetRows(sql, 'repo_id', repositories)
  await forgetRows(sql, 'installation_id', [id])
  await sql.query('delete from roadmap.installations where id = $1', [id])
  await sql.query('delete from pgboss.job where group_id = $1', [String(id)])
  return gone
}

/** Repositories that an installation may not see any more. */
export async function forgetRepositories(
  sql: Sql,
  installationId: number,
  repoIds: readonly number[],
): Promise<KnownRepository[]> {
  const gone = await sql.query<KnownRepository>(
    `select distinct repo_id as "repoId", owner, repo from roadmap.targets
     where installation_id = $1 and repo_id in (select value::bigint from jsonb_array_elements_text($2::jsonb))`,
    [installationId, JSON.stringify(repoIds)],
  )
  await forgetRows(
    sql,
    'repo_id',
    gone.map(({ repoId }) => repoId),
  )
  await sql.query(
    `delete from pgboss.job where group_id = $1
       and (data->>'repoId')::bigint in (select value::bigint from jsonb_array_elements_text($2::jsonb))`,
    [String(installationId), JSON.stringify(repoIds)],
  )
  return gone
}

/** In every table that has the column: a table that is added is not forgotten. */
async function forgetRows(
  sql: Sql,
  column: 'repo_id' | 'installation_id',
  values: readonly number[],
): Promise<void> {
  if (values.length === 0) return
  const tables = await sql.query<{ name: string }>(
    `select c.table_name as name from information_schema.columns c
     join information_schema.tables t using (table_schema, table_name)
     where c.table_schema = 'roadmap' and c.column_name = $1 and t.table_type = 'BASE TABLE'
     order by c.table_name`,
    [column],
  )
  for (const { name } of tables) {
    await sql.query(
      `delete from roadmap."${name}" where ${column} in (select value::bigint from jsonb_array_elements_text($1::jsonb))`,
      [JSON.stringify(values)],
    )
  }
}
