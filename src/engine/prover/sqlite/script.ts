import type { Script, Statement } from '../script.ts'
import { type Token, tokensOf } from './tokens.ts'

/** Size of one script, in UTF-16 units. */
const MAX_SCRIPT = 4 * 1024 * 1024
/** What would only make the file smaller. */
const IDLE = /^(?:vacuum|analyze|reindex)$/i
const CONTROL = /^(?:begin|commit|end|rollback|savepoint|release)$/i

/** Parts a script at the semicolons that end a statement: not those inside of a trigger (sqlite3_complete does the same). */
export function readSqliteScript(sql: string): Script {
  if (sql.length > MAX_SCRIPT) return refused(`a script of ${sql.length} characters is too long to be run`)
  if (sql.includes('\0')) return refused('it holds a NUL character, which SQLite does not read')
  const statements: Statement[] = []
  let own: Token[] = []
  let line = 1
  let counted = 0
  for (const token of tokensOf(sql)) {
    if (token.text !== ';') {
      own.push(token)
      continue
    }
    if (isTrigger(own) && !isEnd(own)) own.push(token)
    else if (own.length > 0) {
      const why = add(token.start)
      if (why !== undefined) return refused(why)
    }
  }
  const why = own.length > 0 ? add(sql.length) : undefined
  return why === undefined ? { statements, extensions: [] } : refused(why)

  function add(end: number): string | undefined {
    const [first, second] = own
    const words = own.map(({ text }) => text.toLowerCase())
    own = []
    if (!first || first.start >= end) return undefined
    if (words[0] === 'vacuum' && words.includes('into')) return 'VACUUM INTO writes a file'
    if (words[0] === 'attach' || words[0] === 'detach')
      return `${words[0].toUpperCase()} needs a file beside the database`
    if (first.text.startsWith('.')) return `.${second?.text ?? ''} is a command of SQLite's shell`
    if (IDLE.test(first.text)) return undefined
    for (; counted < first.start; counted++) if (sql.charCodeAt(counted) === 10) line++
    statements.push({ text: sql.slice(first.start, end), line })
    return undefined
  }
}

/** Whether a script says itself where its transactions begin and end. */
export function controlsTransactions({ statements }: Script): boolean {
  return statements.some(({ text }) => isControl(text))
}

export function isControl(text: string): boolean {
  return CONTROL.test(/^\w+/.exec(text)?.[0] ?? '')
}

function refused(why: string): Script {
  return { statements: [], extensions: [], refused: why }
}

function isTrigger(tokens: readonly Token[]): boolean {
  const [create, ...rest] = tokens.slice(0, 3)
  if (create?.text.toLowerCase() !== 'create') return false
  const [first, second] = rest.map(({ text }) => text.toLowerCase())
  return first === 'trigger' || ((first === 'temp' || first === 'temporary') && second === 'trigger')
}

/** `;` and `END` are what a trigger's body ends with; the `END` of a CASE follows no semicolon. */
function isEnd(tokens: readonly Token[]): boolean {
  return tokens.at(-1)?.text.toLowerCase() === 'end' && tokens.at(-2)?.text === ';'
}
