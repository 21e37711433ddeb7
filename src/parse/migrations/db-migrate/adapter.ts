import type { Adapter } from '../adapter.ts'
import { baseName, directoryOf } from '../adapter.ts'
import { parameterOf } from '../javascript/body.ts'
import { commandEffects } from '../javascript/commands.ts'
import { scriptOperations } from '../javascript/operations.ts'
import { placeOfScript } from '../javascript/place.ts'
import { readScript, type ScriptTool } from '../javascript/script-adapter.ts'
import { pairedStep } from '../paired-sql.ts'
import { dbMigrateCommand } from './operations.ts'

/** Methods of its drivers (https://db-migrate.readthedocs.io/en/latest/API/SQL/). */
const COMMANDS = {
  createTable: { what: 'creates table $1' },
  dropTable: { what: 'drops table $1' },
  renameTable: { what: 'renames table $1 to $2' },
  addColumn: { what: 'adds column $1.$2' },
  removeColumn: { what: 'drops column $1.$2' },
  renameColumn: { what: 'renames column $1.$2 to $3' },
  changeColumn: { what: 'changes column $1.$2' },
  addIndex: { what: 'adds index $2 to $1' },
  removeIndex: { what: 'drops an index of $1' },
  addForeignKey: { what: 'adds foreign key $3 to $1' },
  removeForeignKey: { what: 'drops foreign key $2 of $1' },
  addPrimaryKey: { what: 'adds a primary key to $1' },
  insert: { what: 'inserts rows into $1', kind: 'data' as const },
}

const SQL = { names: /^(?:runSql|all)$/, owner: /^db\b/ }
const INERT = /^(?:callback|cb|done|next|bind|nodeify|promisify|async|series)$/

const script: ScriptTool = {
  framework: 'db-migrate',
  title: 'db-migrate',
  knownBy: 'file-name',
  late: 'applied',
  mentions: /\bdb-?migrate\b|\bdb\b/i,
  owns: (up) =>
    /^db$|^db\s*:/.test(parameterOf(up)?.text ?? '') && !/\bkysely\b|\bdb\.schema\b/i.test(up.text),
  effects: (callable) => commandEffects(callable, { commands: COMMANDS, sql: SQL, inert: INERT }),
  operations: (callable, path) =>
    scriptOperations(callable, path, {
      commands: COMMANDS,
      sql: SQL,
      inert: INERT,
      command: dbMigrateCommand,
    }),
  expected: 'exported `down` function',
  exactEffects: true,
}

const PAIR = /^(\d+)-(.+)-(up|down)\.sql$/s

/**
 * db-migrate: modules with `up(db, callback)`, or `sqls/<version>-<name>-up.sql` and `-down.sql` that a generated
 * module reads (https://db-migrate.readthedocs.io/en/latest/Getting%20Started/usage/).
 */
export const dbMigrate: Adapter = {
  framework: script.framework,
  title: script.title,
  knownBy: script.knownBy,
  late: script.late,
  checksummed: false,
  place(path) {
    const match = PAIR.exec(baseName(path))
    if (!match) return placeOfScript(path)
    const [, version = '', name = '', way] = match
    return {
      key: path.replace(/-(?:up|down)\.sql$/, ''),
      role: way === 'down' ? 'down' : 'up',
      set: directoryOf(path),
      version,
      name,
    }
  },
  async read(files) {
    const { path, source } = files.up
    if (path.endsWith('.sql')) return pairedStep(dbMigrate, files, path.replace(/-up\.sql$/, '-down.sql'))
    // A module that only runs the two files: they are the migration.
    if (/-up\.sql['"`]/.test(source.text) && /-down\.sql['"`]/.test(source.text)) return undefined
    const step = await readScript(script, files)
    return step && !('unreadable' in step) && !usesDriver(step.up.code) ? undefined : step
  },
}

/** `db` is a name that anybody may give to anything: only calls of its drivers' methods, or its own set-up, tell. */
function usesDriver(code: string): boolean {
  return /\bdb \. (?:runSql|all|createTable|dropTable|renameTable|\w+Column|\w+Index|\w+ForeignKey|addPrimaryKey|insert|createDatabase|_run)\b|_meta|dbmigrate|dbm\b/i.test(
    code,
  )
}
