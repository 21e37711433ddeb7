import type { Source } from '../code/source.ts'
import type { SqlScript, SqlStatement } from '../sql/parse.ts'
import { firstWords } from '../sql/word-effects.ts'
import type { Operation } from './operation.ts'
import { type Found, postgresOperations } from './sql-operations/postgresql/statement.ts'

/** Text of an operation that is kept for a message. */
const MAX_TEXT = 1000

/**
 * What a script does, statement by statement. A statement that PostgreSQL's parser refuses is `other`, by its first words.
 * @param start offset in `source` where the script begins
 */
export function sqlOperations(script: SqlScript, path: string, source: Source, start: number): Operation[] {
  return script.statements.flatMap((statement) => {
    const from = start + statement.start
    const whole = source.region(from, start + statement.end)
    return found(statement, (a, b) => source.region(from + a, from + b)).map((one): Operation => {
      const region = one.region ?? whole
      return { ...one, path, region, text: statement.text.slice(0, MAX_TEXT) }
    })
  })
}

function found(
  { node, text }: SqlStatement,
  region: (start: number, end: number) => Operation['region'],
): Found[] {
  const other: Found[] = [{ kind: 'other', what: firstWords(text) }]
  if (!node) return other
  try {
    return postgresOperations(node, { text, region })
  } catch (error) {
    // An expression nested deeper than this program's stack.
    if (error instanceof RangeError) return other
    throw error
  }
}
