import { loadModule, parseSync } from 'libpg-query'

/** What PostgreSQL's grammar says of a script that it refuses. */
export interface SyntaxMistake {
  message: string
  /** Where reading ended, from 1. */
  line: number
}

/**
 * The mistake for which PostgreSQL's parser refuses a script, if it does. A script that it cannot take for another reason
 * (its depth, its size) has none.
 */
export async function syntaxMistake(sql: string): Promise<SyntaxMistake | undefined> {
  if (sql.trim() === '') return undefined
  await loadModule()
  try {
    parseSync(sql)
    return undefined
  } catch (error) {
    if (!(error instanceof Error) || !/syntax error|unterminated/.test(error.message)) return undefined
    const at = (error as { sqlDetails?: { cursorPosition?: number } }).sqlDetails?.cursorPosition ?? 0
    // Characters, not UTF-16 units.
    const before = Array.from(sql).slice(0, Math.max(0, at)).join('')
    return { message: error.message, line: before.split('\n').length }
  }
}
