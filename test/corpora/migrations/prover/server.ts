import pg from 'pg'
import { Database } from '../../../../src/engine/prover/database.ts'
import { ServerConnection, type ServerAccess } from '../../../../src/engine/prover/server/connection.ts'
import { startPostgres } from '../../../faults/postgres.ts'

/** A real PostgreSQL server on which the prover's own steps run: what PGlite's verdicts are held against. */
export interface Server extends AsyncDisposable {
  /** An empty database, or a copy of one from `dump`. */
  open(from?: Blob): Promise<Database>
  /** Drops all databases and roles that were made so far. */
  clear(): Promise<void>
}

export async function startServer(): Promise<Server> {
  const { databaseUrl, [Symbol.asyncDispose]: stop } = await startPostgres()
  const admin = new pg.Client({ connectionString: databaseUrl })
  await admin.connect()
  // Databases are copied by the hundred, and none has to outlive a crash.
  for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'])
    await admin.query(`ALTER SYSTEM SET ${setting} = off`)
  await admin.query('SELECT pg_reload_conf()')
  const { host, port, user = 'postgres', database = 'postgres' } = admin
  const password = typeof admin.password === 'string' ? admin.password : ''
  const access: ServerAccess = {
    host,
    port,
    user,
    password,
    database,
    prefix: 'proof',
    strategy: 'file_copy',
  }

  // Roles are the server's: where one of them is left, a history that creates it fails when it is run again.
  const dropRoles = async (): Promise<void> => {
    const { rows } = await admin.query<{ name: string }>(
      `SELECT quote_ident(rolname) AS name FROM pg_roles WHERE oid >= 16384`,
    )
    for (const { name } of rows) {
      try {
        await admin.query(`DROP ROLE ${name}`)
      } catch (error) {
        // dependent_objects_still_exist: a database that is still there uses it.
        if (!(error instanceof pg.DatabaseError) || error.code !== '2BP01') throw error
      }
    }
  }

  return {
    open: async (from) => {
      if (from) await dropRoles()
      return new Database(await ServerConnection.open(access, from), () => {})
    },
    clear: async () => {
      const { rows } = await admin.query<{ name: string }>(
        `SELECT datname AS name FROM pg_database WHERE datname ~ '^proof_'`,
      )
      for (const { name } of rows) await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
      await dropRoles()
    },
    [Symbol.asyncDispose]: async () => {
      await admin.end()
      await stop()
    },
  }
}
