import type { Node } from 'libpg-query'

/** Functions that reach the server's files, other servers or its settings. */
const REACHES_OUT = new Set(
  `pg_read_file pg_read_binary_file pg_ls_dir pg_ls_logdir pg_ls_waldir pg_ls_tmpdir pg_stat_file lo_import lo_export
  pg_reload_conf pg_rotate_logfile pg_terminate_backend pg_cancel_backend pg_file_write pg_file_read dblink dblink_connect
  dblink_exec pg_logical_emit_message pg_switch_wal pg_create_restore_point pg_promote xmlparse_file`.split(
    /\s+/,
  ),
)
const LANGUAGES = new Set(['sql', 'plpgsql'])
/** Statements that are about the server, not about one database's schema. */
const OF_THE_SERVER: Readonly<Record<string, string>> = {
  LoadStmt: 'LOAD brings native code into the server',
  AlterSystemStmt: 'ALTER SYSTEM changes the server',
  CreatedbStmt: 'CREATE DATABASE needs a server',
  DropdbStmt: 'DROP DATABASE needs a server',
  AlterDatabaseStmt: 'ALTER DATABASE needs a server',
  CreateTableSpaceStmt: 'CREATE TABLESPACE needs a folder of the server',
  CreateSubscriptionStmt: 'CREATE SUBSCRIPTION connects to another server',
  CreateForeignServerStmt: 'a foreign server is another server',
  CreatePLangStmt: 'CREATE LANGUAGE brings native code into the server',
  CreateFdwStmt: 'CREATE FOREIGN DATA WRAPPER brings native code into the server',
}
const MAX_NODES = 500_000

/**
 * Why a statement is not run, by its syntax tree, or nothing. This is for honest words, not the wall: what hides in a DO
 * block meets the process's bounds.
 */
export function refusal(stmt: Node): string | undefined {
  const kind = Object.keys(stmt)[0] ?? ''
  const why = OF_THE_SERVER[kind]
  if (why !== undefined) return why
  if ('CopyStmt' in stmt) {
    const { is_program: program, filename, query } = stmt.CopyStmt
    if (program === true) return 'COPY … PROGRAM runs a program on the server'
    if (filename !== undefined) return 'COPY with a file needs the files of the server'
    if (query === undefined) return "COPY … STDIN takes its rows from psql's input"
    return 'COPY … TO STDOUT has no client to send to'
  }
  return inTree(stmt)
}

function inTree(stmt: Node): string | undefined {
  const left: unknown[] = [stmt]
  let nodes = 0
  for (let node = left.pop(); node !== undefined; node = left.pop()) {
    if (typeof node !== 'object' || node === null) continue
    if (++nodes > MAX_NODES) return 'a statement of it is too large to be looked at'
    for (const [key, value] of Object.entries(node)) {
      const why = key === 'FuncCall' ? callOf(value) : key === 'DefElem' ? languageOf(value) : undefined
      if (why !== undefined) return why
      if (typeof value === 'object' && value !== null) left.push(value)
    }
  }
  return undefined
}

interface Named {
  funcname?: { String?: { sval?: string } }[]
}

function callOf(value: unknown): string | undefined {
  const name = (value as Named).funcname?.at(-1)?.String?.sval?.toLowerCase() ?? ''
  return REACHES_OUT.has(name) ? `${name}() reaches out of the database` : undefined
}

function languageOf(value: unknown): string | undefined {
  const { defname, arg } = value as { defname?: string; arg?: { String?: { sval?: string } } }
  const language = arg?.String?.sval?.toLowerCase()
  if (defname !== 'language' || language === undefined || LANGUAGES.has(language)) return undefined
  return `functions in the language ${language.slice(0, 40)} are not run here`
}
