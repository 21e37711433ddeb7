import { DatabaseSync } from 'node:sqlite'
import type { Failure } from '../outcome.ts'
import type { Script } from '../script.ts'
import { authorize } from './authorizer.ts'
import { SCRIPT_MS, tooSlow } from '../too-slow.ts'
import { stateOf } from './failure.ts'
import { controlsTransactions } from './script.ts'

const MAX_HEAP = 256 * 1024 * 1024
/** Text and blobs, in bytes. */
const MAX_LENGTH = 16 * 1024 * 1024
const MAX_MESSAGE = 400

/** A SQLite database in memory that runs strangers' SQL and opens no file. */
export class SqliteDatabase {
  readonly #db: DatabaseSync
  readonly #foreignKeys: boolean
  readonly #alive: () => void

  /**
   * @param foreignKeys whether the framework's connections have them enforced
   * @param dump what another such database holds
   */
  constructor(foreignKeys: boolean, alive: () => void, dump?: Uint8Array) {
    this.#foreignKeys = foreignKeys
    this.#alive = alive
    this.#db = new DatabaseSync(':memory:', {
      allowExtension: false,
      defensive: true,
      enableForeignKeyConstraints: foreignKeys,
      limits: { length: MAX_LENGTH, sqlLength: MAX_LENGTH, attach: 0 },
    })
    if (dump) this.#db.deserialize(dump)
    this.#db.exec(`PRAGMA hard_heap_limit = ${MAX_HEAP}`)
    this.#db.setAuthorizer(authorize)
    alive()
  }

  dump(): Uint8Array {
    // It asks for the number of pages by a PRAGMA of its own.
    this.#db.setAuthorizer(null)
    try {
      return this.#db.serialize()
    } finally {
      this.#db.setAuthorizer(authorize)
    }
  }

  close(): void {
    this.#db.close()
  }

  clone(): SqliteDatabase {
    return new SqliteDatabase(this.#foreignKeys, this.#alive, this.dump())
  }

  exec(sql: string): void {
    this.#db.exec(sql)
    this.#alive()
  }

  /** Of a statement of ours that may be refused. */
  accepts(sql: string): boolean {
    try {
      this.exec(sql)
      return true
    } catch (error) {
      stateOf(error)
      return false
    }
  }

  rows<Row>(sql: string): Row[] {
    const rows = this.#db.prepare(sql).all()
    this.#alive()
    return rows as Row[]
  }

  /**
   * Runs a script in one transaction, as frameworks do, or as it stands where it begins one itself: `PRAGMA foreign_keys`
   * does nothing inside of a transaction, and scripts rely on either.
   */
  run(script: Script): Failure | undefined {
    const own = controlsTransactions(script)
    if (!own) this.#db.exec('BEGIN')
    const failure = this.#each(script) ?? this.#end(script)
    if (this.#db.isTransaction) this.#db.exec('ROLLBACK')
    this.#db.exec(`PRAGMA foreign_keys = ${this.#foreignKeys ? 'ON' : 'OFF'}`)
    this.#db.exec('PRAGMA legacy_alter_table = OFF; PRAGMA ignore_check_constraints = OFF')
    return failure
  }

  #each({ statements }: Script): Failure | undefined {
    const end = performance.now() + SCRIPT_MS
    for (const { text, line } of statements) {
      if (performance.now() > end) return tooSlow({ line })
      const failure = this.#try(text, line)
      if (failure) return failure
    }
    return undefined
  }

  /** Constraints that were deferred speak at the end. */
  #end({ statements }: Script): Failure | undefined {
    return this.#db.isTransaction ? this.#try('COMMIT', statements.at(-1)?.line ?? 1) : undefined
  }

  #try(text: string, line: number): Failure | undefined {
    try {
      // The first statement alone, whatever the text holds; it runs to its end for what changes something.
      this.#db.prepare(text).run()
      return undefined
    } catch (error) {
      const { code, message } = stateOf(error)
      return { code, message: message.slice(0, MAX_MESSAGE), line }
    } finally {
      this.#alive()
    }
  }
}
