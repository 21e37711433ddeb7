import { loadModule, type Node, parseSync } from 'libpg-query'
import { refusal } from './refused.ts'

export interface Statement {
  text: string
  /** Line in the script, from 1. */
  line: number
  /** CONCURRENTLY was left out of it. */
  concurrent?: true
}

/** A way of a migration, ready to run statement by statement. */
export interface Script {
  statements: Statement[]
  /** Extensions that it creates. */
  extensions: string[]
  /** Why it must not or cannot be run here. */
  refused?: string
}

/** Size of one script, in UTF-16 units. */
const MAX_SCRIPT = 4 * 1024 * 1024

/**
 * Takes a script apart by PostgreSQL's own parser. Transaction control is left out, and CONCURRENTLY: both decide how a
 * script runs, not what is there afterwards, and frameworks differ in them.
 */
export async function readScript(sql: string): Promise<Script> {
  if (sql.length > MAX_SCRIPT) return refused(`a script of ${sql.length} characters is too long to be run`)
  if (sql.includes('\0')) return refused('it holds a NUL character, which PostgreSQL does not read')
  await loadModule()
  let parsed: { stmts?: { stmt?: Node; stmt_location?: number; stmt_len?: number }[] }
  try {
    parsed = parseSync(sql)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    if (/cannot be empty/.test(why)) return { statements: [], extensions: [] }
    return refused(`PostgreSQL cannot parse it (${why.slice(0, 200)})`)
  }
  // Offsets are bytes.
  const bytes = Buffer.from(sql, 'utf8')
  const statements: Statement[] = []
  const extensions: string[] = []
  let line = 1
  let counted = 0
  for (const { stmt, stmt_location: start = 0, stmt_len: length } of parsed.stmts ?? []) {
    if (!stmt) continue
    const why = refusal(stmt)
    if (why !== undefined) return refused(why)
    if ('TransactionStmt' in stmt) continue
    if ('CreateExtensionStmt' in stmt && stmt.CreateExtensionStmt.extname !== undefined)
      extensions.push(stmt.CreateExtensionStmt.extname)
    const raw = bytes.subarray(start, length ? start + length : undefined).toString('utf8')
    const text = raw.slice(leadingTrivia(raw))
    const begins = start + Buffer.byteLength(raw.slice(0, raw.length - text.length))
    for (; counted < begins; counted++) if (bytes[counted] === 10) line++
    const runnable = isConcurrent(stmt) ? withoutConcurrently(text) : text
    statements.push({ text: runnable, line, ...(runnable !== text && { concurrent: true }) })
  }
  return { statements, extensions }
}

function refused(why: string): Script {
  return { statements: [], extensions: [], refused: why }
}

/** Length of the white space and comments before a statement. */
function leadingTrivia(text: string): number {
  return /^(?:\s+|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*/.exec(text)?.[0].length ?? 0
}

function isConcurrent(stmt: Node): boolean {
  if ('IndexStmt' in stmt) return stmt.IndexStmt.concurrent === true
  if ('DropStmt' in stmt) return stmt.DropStmt.concurrent === true
  if ('RefreshMatViewStmt' in stmt) return stmt.RefreshMatViewStmt.concurrent === true
  return 'ReindexStmt' in stmt || 'AlterTableStmt' in stmt
}

/** The keyword stands outside of quotes and comments; the first one is it. */
function withoutConcurrently(text: string): string {
  let done = false
  return text.replaceAll(
    /'(?:[^']|'')*'|"[^"]*"|--[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/|\bconcurrently\b/gi,
    (match) => {
      if (done || match.toLowerCase() !== 'concurrently') return match
      done = true
      return ''
    },
  )
}
