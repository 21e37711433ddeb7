import { Source } from '../code/source.ts'
import { parseSql } from '../sql/parse.ts'
import type { Operation } from './operation.ts'
import { sqlOperations } from './sql-operations.ts'

/**
 * What SQL in a string of a migration in code does.
 * @param line where the string's text begins in its file
 * @param shown how the call is written, for the text of the operations
 */
export async function sqlOperationsOfText(
  text: string,
  path: string,
  line: number,
  shown: string,
): Promise<Operation[]> {
  const source = new Source(text)
  const operations = sqlOperations(await parseSql(text), path, source, 0)
  return operations.map((one) => ({
    ...one,
    text: one.text || shown,
    region: {
      startLine: one.region.startLine + line - 1,
      endLine: one.region.endLine + line - 1,
    },
  }))
}
