import type { SqlStatement } from './parse.ts'
import { postgresEffects } from './postgres-effects.ts'
import { wordEffects } from './word-effects.ts'

/** One lasting change that a statement makes to the schema or the data. */
export interface SqlEffect {
  /** Third person, names unquoted: `drops column users.email`. */
  what: string
  /** `data` changes rows only. `raises` ends the script with an error on purpose. */
  kind: 'schema' | 'data' | 'raises'
  /** The statement that undoes it exactly, without semicolon; absent where something would be lost or guessed. */
  inverse?: string
  /** Of a `raises`: what the error says. */
  reason?: string
}

/**
 * What a statement changes for good. Empty for what leaves nothing behind: transaction control, settings of the
 * session, reading constants, maintenance such as VACUUM, an empty DO block.
 */
export function effectsOf(statement: SqlStatement): SqlEffect[] {
  if (!statement.node) return wordEffects(statement.text)
  try {
    return postgresEffects(statement.node, statement.text)
  } catch (error) {
    // An expression nested deeper than this program's stack; its first words still say what it is.
    if (error instanceof RangeError) return wordEffects(statement.text)
    throw error
  }
}
