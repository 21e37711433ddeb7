import { splitSql } from '../../../parse/sql/split.ts'
import type { Script, Statement } from '../script.ts'

/** Size of one script, in UTF-16 units. */
const MAX_SCRIPT = 4 * 1024 * 1024
/** What would leave the one database. The account's rights are the wall; this says why, and where. */
const REACHES_OUT: readonly (readonly [RegExp, string])[] = [
  [/^load\s+(?:data|xml)\b/i, 'LOAD DATA reads a file'],
  [/\binto\s+(?:outfile|dumpfile)\b/i, 'INTO OUTFILE writes a file'],
  [/\bload_file\s*\(/i, 'LOAD_FILE reads a file'],
  [/^set\s+(?:@@)?(?:global|persist)\b|@@global\b/i, 'SET GLOBAL is the whole server’s'],
  [
    /^(?:grant|revoke|(?:create|alter|drop|rename)\s+(?:user|role)|set\s+password)\b/i,
    'accounts are the whole server’s',
  ],
  [/^(?:use|(?:create|drop|alter)\s+(?:database|schema))\b/i, 'it names a database of its own'],
  [
    /^(?:install|uninstall|shutdown|kill|flush|reset|purge|change|start\s+(?:slave|replica))\b/i,
    'it is the whole server’s',
  ],
]
/** Locks end with the script, and need a right of their own. */
const IDLE = /^(?:(?:un)?lock\s+tables?)\b/i
const STRINGS = /'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*"|`[^`]*`/gs

/** Takes a script of MySQL or MariaDB apart, DELIMITER lines and bodies of routines respected. */
export function readMysqlScript(sql: string): Script {
  if (sql.length > MAX_SCRIPT) return refused(`a script of ${sql.length} characters is too long to be run`)
  const statements: Statement[] = []
  let line = 1
  let counted = 0
  for (const { text, start } of splitSql(sql, true).statements) {
    for (; counted < start; counted++) if (sql.charCodeAt(counted) === 10) line++
    const bare = text.replaceAll(STRINGS, "''")
    const why = REACHES_OUT.find(([pattern]) => pattern.test(bare))?.[1]
    if (why !== undefined) return refused(`${why} (line ${line})`)
    if (!IDLE.test(text)) statements.push({ text, line })
  }
  return { statements, extensions: [] }
}

function refused(why: string): Script {
  return { statements: [], extensions: [], refused: why }
}
