import type pg from 'pg'

export const VARIABLE = 'ROADMAP_PROVER_POSTGRESQL_URL'
/** Earlier ones let nobody but a superuser make rows without triggers. */
const OLDEST = 150_000

interface Role {
  name: string
  version: number
  canCreate: boolean
  /** What a stranger's SQL would own the server by. */
  powers: string | null
  mayReplay: boolean
}

/**
 * Looks whether strangers' SQL may run as this role: one that may make databases and nothing else of the server's.
 * @returns what is wrong with it, or nothing
 */
export async function roleFault(client: pg.Client): Promise<string | undefined> {
  const { rows: versions } = await client.query<{ version: number }>(
    `SELECT current_setting('server_version_num')::int AS version`,
  )
  if ((versions[0]?.version ?? 0) < OLDEST) return 'it is older than PostgreSQL 15'
  const { rows } = await client.query<Role>(`SELECT rolname AS name, rolcreatedb AS "canCreate",
      concat_ws(', ', CASE WHEN rolsuper THEN 'SUPERUSER' END, CASE WHEN rolcreaterole THEN 'CREATEROLE' END,
        CASE WHEN rolreplication THEN 'REPLICATION' END, CASE WHEN rolbypassrls THEN 'BYPASSRLS' END,
        (SELECT string_agg('member of ' || roleid::regrole::text, ', ' ORDER BY roleid) FROM pg_auth_members WHERE member = r.oid)) AS powers,
      has_parameter_privilege(r.oid, 'session_replication_role', 'SET') AS "mayReplay"
    FROM pg_roles r WHERE rolname = session_user`)
  const [role] = rows
  if (!role) return 'its role is not in pg_roles'
  const { name, canCreate, powers, mayReplay } = role
  if (powers)
    return `the role ${name} has ${powers}: migrations of a pull request would run with that. See docs/operating.md for a role of their own`
  if (!canCreate) return `the role ${name} lacks CREATEDB`
  if (!mayReplay)
    return `the role ${name} may not set session_replication_role (GRANT SET ON PARAMETER session_replication_role TO ${name})`
  return undefined
}
