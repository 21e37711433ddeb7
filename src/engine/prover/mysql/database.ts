import { type Connection, createConnection } from 'mysql2/promise'
import type { Failure } from '../outcome.ts'
import type { Script } from '../script.ts'
import { SCRIPT_MS, tooSlow } from '../too-slow.ts'
import type { MysqlAccess } from './access.ts'

const MAX_MESSAGE = 400
/** https://mariadb.com/kb/en/mariadb-error-code-reference/, as the SQLSTATE that PostgreSQL gives to the same. */
const STATES: Readonly<Record<number, string>> = {
  1044: '0A000', // no right to the database
  1045: '0A000',
  1142: '0A000', // no right to the table
  1227: '0A000', // no right to the command
  1419: '0A000', // routines need SUPER while the binary log is on
  1048: '23502',
  1138: '23502', // a column of NULLs made NOT NULL
  1364: '23502',
  1062: '23505',
  1586: '23505',
  1451: '23503',
  1452: '23503',
  3819: '23514',
  4025: '23514',
  1205: '57014', // waited too long for a lock
  1969: '57014', // max_statement_time
  3024: '57014',
}

/** One database on the operator's server. */
export class MysqlDatabase {
  readonly #connection: Connection
  readonly #alive: () => void
  readonly #foreignKeys: boolean
  readonly name: string

  private constructor(connection: Connection, name: string, foreignKeys: boolean, alive: () => void) {
    this.#connection = connection
    this.#alive = alive
    this.#foreignKeys = foreignKeys
    this.name = name
  }

  /** Makes a database. @param foreignKeys whether keys are checked while migrations run */
  static async make(
    access: MysqlAccess,
    number: number,
    foreignKeys: boolean,
    alive: () => void,
  ): Promise<MysqlDatabase> {
    const name = `${access.prefix}_${number}`
    const connection = await createConnection({
      ...(access.socket === undefined
        ? { host: access.host, port: access.port }
        : { socketPath: access.socket }),
      user: access.user,
      password: access.password,
      // Parsers put together at run time are code from strings, which this process does not run.
      disableEval: true,
      multipleStatements: false,
      supportBigNumbers: true,
      bigNumberStrings: true,
      dateStrings: true,
    })
    connection.on('error', () => {})
    await connection.query(`CREATE DATABASE \`${name}\` CHARACTER SET utf8mb4`)
    await connection.query(`USE \`${name}\``)
    const database = new MysqlDatabase(connection, name, foreignKeys, alive)
    await database.#session()
    alive()
    return database
  }

  /** What a script set for its session is forgotten. */
  async #session(): Promise<void> {
    await this.#connection.query(
      `SET SESSION foreign_key_checks = ${this.#foreignKeys ? 1 : 0}, SESSION lock_wait_timeout = 5, SESSION sql_mode = DEFAULT`,
    )
    // MariaDB's; MySQL knows it for SELECT alone, under another name.
    await this.#connection
      .query(`SET SESSION max_statement_time = ${SCRIPT_MS / 1000}`)
      .catch(() => this.#connection.query(`SET SESSION max_execution_time = ${SCRIPT_MS}`))
  }

  async drop(): Promise<void> {
    await this.#connection.query(`DROP DATABASE IF EXISTS \`${this.name}\``)
    await this.#connection.end()
  }

  async rows<Row>(sql: string): Promise<Row[]> {
    const [rows] = await this.#connection.query(sql)
    this.#alive()
    return rows as Row[]
  }

  /** Of a statement of ours that may be refused. */
  async accepts(sql: string): Promise<boolean> {
    return (await this.#try(sql, 1)) === undefined
  }

  /** Keys are not looked at while rows are made up. */
  async withoutKeys(work: () => Promise<void>): Promise<void> {
    await this.#connection.query('SET SESSION foreign_key_checks = 0')
    await work()
    await this.#session()
  }

  /** Statement by statement: what changes the schema commits by itself, and what came before a failure stays. */
  async run({ statements }: Script): Promise<Failure | undefined> {
    const end = performance.now() + SCRIPT_MS
    for (const { text, line } of statements) {
      const failure = performance.now() > end ? tooSlow({ line }) : await this.#try(text, line)
      if (failure) return failure
    }
    await this.#connection.query('COMMIT')
    await this.#session()
    return undefined
  }

  async #try(text: string, line: number): Promise<Failure | undefined> {
    try {
      await this.#connection.query(text)
      return undefined
    } catch (error) {
      if (!(error instanceof Error) || !('errno' in error) || !('sqlState' in error)) throw error
      const { errno, sqlState, message } = error
      const code = STATES[Number(errno)] ?? (typeof sqlState === 'string' ? sqlState : 'HY000')
      return { code, message: `${message} (${String(errno)})`.slice(0, MAX_MESSAGE), line }
    } finally {
      this.#alive()
    }
  }
}
