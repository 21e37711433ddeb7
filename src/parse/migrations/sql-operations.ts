import type { Source } from '../code/source.ts'
import type { SqlScript, SqlStatement } from '../sql/parse.ts'
import { dialectOfRefused } from '../sql/marks.ts'
import { firstWords } from '../sql/word-effects.ts'
import type { Operation } from './operation.ts'
import { otherOperations } from './sql-operations/other/statement.ts'
import { type Found, postgresOperations } from './sql-operations/postgresql/statement.ts'

/** Text of an operation that is kept for a message. */
const MAX_TEXT = 1000

/** Statements of one script that node-sql-parser reads, a millisecond each; the rest are `other`. */
const MAX_OTHER = 2000

/**
 * What a script does, statement by statement. What PostgreSQL's parser refuses is read as MySQL's or SQLite's where a word
 * of the script is only theirs; else, or where that fails too, it is `other`, by its first words.
 * @param start offset in `source` where the script begins
 */
export function sqlOperations(script: SqlScript, path: string, source: Source, start: number): Operation[] {
  const refused = script.statements.filter(({ node }) => !node)
  const dialect = refused.length === 0 ? undefined : dialectOfRefused(refused.map(({ text }) => text))
  let left = MAX_OTHER
  return script.statements.flatMap((statement) => {
    const from = start + statement.start
    const whole = source.region(from, start + statement.end)
    const region = (a: number, b: number): Operation['region'] => source.region(from + a, from + b)
    const own = statement.node || left-- <= 0 ? undefined : dialect
    return found(statement, region, own).map((one): Operation => {
      const text = statement.text.slice(0, MAX_TEXT)
      return { ...one, path, region: one.region ?? whole, text, ...(own && { dialect: own }) }
    })
  })
}

function found(
  { node, text }: SqlStatement,
  region: (start: number, end: number) => Operation['region'],
  dialect: 'mysql' | 'sqlite' | undefined,
): Found[] {
  const other: Found[] = [{ kind: 'other', what: firstWords(text) }]
  if (!node) return (dialect && otherOperations(dialect, { text, region })) ?? other
  try {
    return postgresOperations(node, { text, region })
  } catch (error) {
    // An expression nested deeper than this program's stack.
    if (error instanceof RangeError) return other
    throw error
  }
}
