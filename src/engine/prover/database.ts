import { PGlite } from '@electric-sql/pglite'
import { contribModules } from './extensions.ts'
import type { Failure } from './outcome.ts'
import type { Script, Statement } from './script.ts'
import { SCRIPT_MS, tooSlow } from './too-slow.ts'

/** Roles that a script may take for granted; more hint at a loop. */
const MAX_ROLES = 50
const MAX_MESSAGE = 400
/** Statements of the history that are sent together: each answer is a sign of life. */
const AT_A_TIME = 50
const RESET = 'RESET SESSION AUTHORIZATION; RESET ALL; DISCARD TEMP'
/**
 * What PostgreSQL refuses inside of a transaction, or because of what the same transaction did before:
 * active_sql_transaction, unsafe_new_enum_value_usage, object_in_use.
 */
const NEEDS_NO_TRANSACTION = new Set(['25001', '55P04', '55006'])
/** undefined_object: the code of a role that is not there. */
const UNDEFINED = '42704'
const ROLE = /^role "(.+)" does not exist$/

/**
 * Nothing here has to survive its process, and what is kept of it is copied: small segments of the log, none kept for later,
 * none of the template databases. An empty folder is 16 MB by that and not 40, and opened in a tenth of the time.
 */
const SETTINGS = [
  'fsync = off',
  'full_page_writes = off',
  'synchronous_commit = off',
  'wal_level = minimal',
  'max_wal_senders = 0',
  'wal_recycle = off',
  'wal_init_zero = off',
  'min_wal_size = 2MB',
  'max_wal_size = 32MB',
  'autovacuum = off',
]
const FOR_INITDB = ['--wal-segsize=1', '--no-sync', '--no-instructions']

/** What runs SQL: PGlite, or a connection to a server. Errors of statements carry their SQLSTATE as `code`. */
export interface Backend {
  exec(sql: string): Promise<unknown>
  query(sql: string): Promise<{ rows: unknown[] }>
  dumpDataDir(compression: 'none'): Promise<Blob>
  close(): Promise<void>
}

/** An empty PostgreSQL in this process, or one from a data folder; or a database on a server. */
export class Database {
  #open: Backend | undefined
  /** Tells the supervisor that a statement came back. */
  readonly #alive: () => void

  constructor(db: Backend, alive: () => void) {
    this.#open = db
    this.#alive = alive
  }

  /** @param load a data folder as `dump` gave it */
  static async open(extensions: ReadonlySet<string>, alive: () => void, load?: Blob): Promise<Database> {
    const db = await PGlite.create({
      extensions: await contribModules(extensions),
      postgresqlconf: SETTINGS,
      ...(load ? { loadDataDir: load } : { initDbStartParams: FOR_INITDB }),
    })
    const database = new Database(db, alive)
    alive()
    if (!load) await database.#withoutTemplates()
    return database
  }

  async #withoutTemplates(): Promise<void> {
    await this.#db.exec("UPDATE pg_database SET datistemplate = false WHERE datname LIKE 'template_'")
    for (const name of ['template0', 'template1']) await this.#db.exec(`DROP DATABASE ${name}`)
  }

  async dump(): Promise<Blob> {
    // Log that is applied is left out of the copy. Servers see to that themselves.
    if (this.#db instanceof PGlite) await this.#db.exec('CHECKPOINT')
    return this.#db.dumpDataDir('none')
  }

  /** Gives its memory back at once, whoever still holds this: V8 does not count the hundreds of megabytes. */
  async close(): Promise<void> {
    await this.#db.close()
    this.#open = undefined
    globalThis.gc?.()
  }

  get #db(): Backend {
    if (!this.#open) throw new Error('the database was closed')
    return this.#open
  }

  async exec(sql: string): Promise<void> {
    await this.#db.exec(sql)
    this.#alive()
  }

  async rows<Row>(sql: string): Promise<Row[]> {
    const { rows } = await this.#db.query(sql)
    this.#alive()
    return rows as Row[]
  }

  /** Forgets what a script set for its session. */
  async reset(): Promise<void> {
    await this.#db.exec(RESET)
  }

  /**
   * Runs a script in one transaction, or statement by statement where PostgreSQL wants none; in the latter case what came
   * before a failure stays. Roles that are not there are made: they belong to a server, not to its migrations.
   */
  async run(script: Script): Promise<Failure | undefined> {
    for (let roles = 0; ; roles++) {
      let failure = await this.#inTransaction(script.statements)
      if (failure && NEEDS_NO_TRANSACTION.has(failure.code)) failure = await this.#oneByOne(script.statements)
      await this.reset()
      const role = failure?.code === UNDEFINED ? ROLE.exec(failure.message)?.[1] : undefined
      if (role === undefined || roles >= MAX_ROLES) return failure
      const made = await this.#try({ text: `CREATE ROLE "${role.replaceAll('"', '""')}"`, line: 1 })
      // On a server that is not for us to do.
      if (made) return failure
    }
  }

  /** As `run`, many statements at a time: only where something fails is it taken slowly, to know where. */
  async runKnown(script: Script): Promise<Failure | undefined> {
    await this.#db.exec('BEGIN')
    try {
      for (let at = 0; at < script.statements.length; at += AT_A_TIME) {
        const some = script.statements.slice(at, at + AT_A_TIME)
        // A statement may end in a comment.
        await this.exec(some.map(({ text }) => text).join('\n;\n'))
      }
      await this.exec(`COMMIT; ${RESET}`)
      return undefined
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error
      await this.#db.exec(`ROLLBACK; ${RESET}`)
      return this.run(script)
    }
  }

  /** Runs statements inside of a transaction that the caller has opened, all of one step or none. */
  async runNested(script: Script): Promise<Failure | undefined> {
    return this.#each(script.statements)
  }

  async #inTransaction(statements: readonly Statement[]): Promise<Failure | undefined> {
    await this.#db.exec('BEGIN')
    const failure =
      (await this.#each(statements)) ??
      (await this.#try({ text: 'COMMIT', line: statements.at(-1)?.line ?? 1 }))
    if (failure) await this.#db.exec('ROLLBACK')
    return failure
  }

  #oneByOne(statements: readonly Statement[]): Promise<Failure | undefined> {
    return this.#each(statements)
  }

  async #each(statements: readonly Statement[]): Promise<Failure | undefined> {
    const end = performance.now() + SCRIPT_MS
    for (const statement of statements) {
      // Each statement that comes back is a sign of life: without this, many that sleep would go on for minutes.
      const failure = performance.now() > end ? tooSlow(statement) : await this.#try(statement)
      if (failure) return failure
    }
    return undefined
  }

  async #try({ text, line }: Statement): Promise<Failure | undefined> {
    try {
      await this.#db.exec(text)
      return undefined
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') throw error
      return { code: error.code, message: error.message.slice(0, MAX_MESSAGE), line }
    } finally {
      this.#alive()
    }
  }
}
