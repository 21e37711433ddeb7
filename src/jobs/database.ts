import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Pool, types } from 'pg'
import { type ConstructorOptions, type Db, fromPglite } from 'pg-boss'
import { UserError } from '../model/index.ts'
import { type FolderLock, lockFolder } from './lock.ts'

/** A session of the database, or a transaction of it. Rows are plain objects; bigint columns are numbers. */
export interface Sql {
  query<Row>(text: string, parameters?: readonly unknown[]): Promise<Row[]>
  /** Several statements, without parameters. */
  script(text: string): Promise<void>
  /** The same session for pg-boss: a job sent through it is part of the transaction. */
  readonly boss: Db
}

export interface Database extends Sql, AsyncDisposable {
  readonly kind: 'pglite' | 'postgres'
  /** What pg-boss connects with. */
  readonly bossOptions: ConstructorOptions
  transaction<T>(work: (sql: Sql) => Promise<T>): Promise<T>
  close(): Promise<void>
}

/**
 * PostgreSQL where `databaseUrl` is set; otherwise a database embedded in this process, in `dataDir`.
 * @throws UserError where the folder is in use, or the server does not answer.
 */
export async function openDatabase(options: { dataDir: string; databaseUrl?: string }): Promise<Database> {
  return options.databaseUrl ? openPostgres(options.databaseUrl) : openPglite(options.dataDir)
}

async function openPglite(dataDir: string): Promise<Database> {
  await mkdir(dataDir, { recursive: true })
  const lock: FolderLock = await lockFolder(dataDir)
  let lite: PGlite
  try {
    lite = await PGlite.create(join(dataDir, 'database'))
  } catch (error) {
    await lock.release()
    throw error
  }
  const close = async (): Promise<void> => {
    if (!lite.closed) await lite.close()
    await lock.release()
  }
  return {
    kind: 'pglite',
    ...liteSql(lite),
    bossOptions: { db: fromPglite(lite), backend: 'pglite' },
    transaction: (work) => lite.transaction((tx) => work(liteSql(tx))),
    close,
    [Symbol.asyncDispose]: close,
  }
}

function liteSql(session: Pick<PGlite, 'query' | 'exec'>): Sql {
  return {
    query: async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await session.query<Row>(text, [...parameters])).rows,
    script: async (text) => {
      await session.exec(text)
    },
    boss: {
      executeSql: async (text, values) =>
        values?.length
          ? session.query(text, values)
          : { rows: (await session.exec(text)).flatMap(({ rows }) => rows) },
    },
  }
}

const BIGINT = 20

async function openPostgres(connectionString: string): Promise<Database> {
  const pool = new Pool({
    connectionString,
    max: 10,
    connectionTimeoutMillis: 10_000,
    // To open one takes 50 ms, which a delivery after a quiet while would wait for.
    idleTimeoutMillis: 600_000,
    application_name: 'roadmap-review',
    types: {
      getTypeParser: ((oid: Parameters<typeof types.getTypeParser>[0], format?: 'text') =>
        (oid as number) === BIGINT ? Number : types.getTypeParser(oid, format)) as typeof types.getTypeParser,
    },
  })
  // Without a listener an idle connection that breaks ends the process.
  pool.on('error', () => {})
  try {
    await pool.query('select 1')
  } catch (error) {
    await pool.end()
    const reason = error instanceof Error ? error.message || error.name : String(error)
    throw new UserError(
      `DATABASE_URL: the database does not answer (${reason}). Check host, user and network.`,
      {
        cause: error,
      },
    )
  }
  const close = async (): Promise<void> => {
    if (!pool.ended) await pool.end()
  }
  return {
    kind: 'postgres',
    ...pgSql(pool),
    bossOptions: { connectionString, max: 10, application_name: 'roadmap-review' },
    transaction: async (work) => {
      const client = await pool.connect()
      let broken: Error | undefined
      try {
        await client.query('begin')
        const result = await work(pgSql(client))
        await client.query('commit')
        return result
      } catch (error) {
        await client.query('rollback').catch((cause: unknown) => {
          broken = new Error('rollback failed', { cause })
        })
        throw error
      } finally {
        client.release(broken)
      }
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

function pgSql(session: Pick<Pool, 'query'>): Sql {
  return {
    query: async <Row>(text: string, parameters: readonly unknown[] = []) =>
      (await session.query(text, [...parameters])).rows as Row[],
    script: async (text) => {
      await session.query(text)
    },
    boss: { executeSql: async (text, values) => session.query(text, values) },
  }
}
