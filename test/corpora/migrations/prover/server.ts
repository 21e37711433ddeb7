import type { PGlite } from '@electric-sql/pglite'
import pg from 'pg'
import { Database } from '../../../../src/engine/prover/database.ts'
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
  const names = new Set<string>()
  let made = 0

  const copyOf = async (template: string): Promise<string> => {
    const name = `proof_${++made}`
    await admin.query(`CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy`)
    names.add(name)
    return name
  }
  const drop = async (name: string): Promise<void> => {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    names.delete(name)
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
      const name = await copyOf(from ? await from.text() : 'template0')
      const connection = new Connection(databaseUrl, name, { copyOf, drop })
      await connection.connect()
      // Database uses four methods of PGlite; Connection has them.
      return new Database(connection as unknown as PGlite, () => {})
    },
    clear: async () => {
      for (const name of names) await drop(name)
      await dropRoles()
    },
    [Symbol.asyncDispose]: async () => {
      await admin.end()
      await stop()
    },
  }
}

interface Admin {
  copyOf: (template: string) => Promise<string>
  drop: (name: string) => Promise<void>
}

/** What `Database` asks of PGlite, over a connection. A dump is the name of a database that is a copy. */
class Connection {
  readonly #url: string
  readonly #name: string
  readonly #admin: Admin
  #client: pg.Client | undefined

  constructor(url: string, name: string, admin: Admin) {
    this.#url = url
    this.#name = name
    this.#admin = admin
  }

  async connect(): Promise<void> {
    const url = new URL(this.#url)
    url.pathname = this.#name
    this.#client = new pg.Client({ connectionString: url.href })
    // `clear` ends the connection of what nobody closed; a query that is under way fails by itself.
    this.#client.on('error', () => {})
    await this.#client.connect()
  }

  async exec(sql: string): Promise<void> {
    await this.#client?.query(sql)
  }

  async query(sql: string): Promise<{ rows: unknown[] }> {
    const result = await this.#client?.query(sql)
    return { rows: result?.rows ?? [] }
  }

  /** A database that is copied must have no connection. */
  async dumpDataDir(): Promise<Blob> {
    await this.#client?.end()
    const copy = await this.#admin.copyOf(this.#name)
    await this.connect()
    return new Blob([copy])
  }

  async close(): Promise<void> {
    await this.#client?.end()
    await this.#admin.drop(this.#name)
  }
}
