import { Socket } from 'node:net'
import pg from 'pg'
import type { Backend } from '../database.ts'

/** How the process that proves reaches the server. Plain data: it is a file in that process's folder. */
export interface ServerAccess {
  host: string
  port: number
  user: string
  password?: string
  ssl?: boolean | object
  /** The database to which one connects to make others. */
  database: string
  /** A socket in the file system through which the server is reached, by a process without a network. */
  socket?: string
  /** How databases are copied; by default the server's own way. */
  strategy?: 'file_copy'
  /** What the names of all databases of this run start with. */
  prefix: string
}

/**
 * What every session begins with, and what RESET ALL goes back to. A script may set other values: then the supervisor's
 * timer ends it, and the server notices that the client is gone.
 */
const SETTINGS = {
  statement_timeout: '6s',
  lock_timeout: '5s',
  idle_in_transaction_session_timeout: '60s',
  client_connection_check_interval: '1s',
  synchronous_commit: 'off',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  TimeZone: 'UTC',
}
/** insufficient_resources (disk, memory, connections) and operator_intervention: of the server, not of a statement. */
const OF_THE_SERVER = /^(?:53|57P)/

/** One database on a server, as PGlite is one in this process. A dump is the name of a database that is a copy. */
export class ServerConnection implements Backend {
  readonly #access: ServerAccess
  readonly #name: string
  #client: pg.Client | undefined
  static #made = 0

  private constructor(access: ServerAccess, name: string) {
    this.#access = access
    this.#name = name
  }

  /** An empty database, or a copy of one that `dumpDataDir` gave. */
  static async open(access: ServerAccess, from?: Blob): Promise<ServerConnection> {
    const name = await createDatabase(access, from ? await from.text() : 'template0')
    const connection = new ServerConnection(access, name)
    await connection.#connect()
    return connection
  }

  /** A name that no other database of this run has. */
  static nextName({ prefix }: ServerAccess): string {
    return `${prefix}_${++ServerConnection.#made}`
  }

  async #connect(): Promise<void> {
    this.#client = clientOf(this.#access, this.#name)
    await this.#client.connect()
  }

  async exec(sql: string): Promise<void> {
    await this.query(sql)
  }

  async query(sql: string): Promise<{ rows: unknown[] }> {
    if (!this.#client) throw new Error('the connection was closed')
    try {
      return await this.#client.query(sql)
    } catch (error) {
      if (!(error instanceof pg.DatabaseError)) throw error
      if (error.severity !== 'FATAL' && !OF_THE_SERVER.test(error.code ?? '')) throw error
      throw new Error(`the server ended it: ${error.code ?? ''} ${error.message}`, { cause: error })
    }
  }

  /** A database that is copied must have no connection. */
  async dumpDataDir(): Promise<Blob> {
    await this.#client?.end()
    const copy = await createDatabase(this.#access, this.#name)
    await this.#connect()
    return new Blob([copy])
  }

  async close(): Promise<void> {
    await this.#client?.end()
    this.#client = undefined
    await once(this.#access, `DROP DATABASE IF EXISTS ${this.#name} WITH (FORCE)`)
  }
}

async function createDatabase(access: ServerAccess, template: string): Promise<string> {
  const name = ServerConnection.nextName(access)
  // The names are ours: letters, digits and underscores.
  const strategy = access.strategy ? `STRATEGY ${access.strategy}` : ''
  await once(access, `CREATE DATABASE ${name} TEMPLATE ${template} ${strategy}`)
  return name
}

async function once(access: ServerAccess, sql: string): Promise<void> {
  const client = clientOf(access, access.database)
  await client.connect()
  try {
    // Copies of large databases take longer than a statement of a migration may.
    await client.query('SET statement_timeout = 0')
    await client.query(sql)
  } finally {
    await client.end()
  }
}

function clientOf(access: ServerAccess, database: string): pg.Client {
  const { host, port, user, password, ssl, socket, prefix } = access
  const client = new pg.Client({
    host,
    port,
    user,
    password,
    ssl,
    database,
    application_name: prefix,
    connectionTimeoutMillis: 10_000,
    options: Object.entries(SETTINGS)
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(' '),
    ...(socket !== undefined && { stream: () => through(socket) }),
  })
  // A connection that breaks between two statements: the next one says so.
  client.on('error', () => {})
  return client
}

/** A stream that is connected to the socket, wherever it is told to go: names of hosts count for TLS alone. */
function through(path: string): Socket {
  const socket = new Socket()
  const connect = socket.connect.bind(socket)
  socket.connect = () => connect({ path })
  return socket
}
