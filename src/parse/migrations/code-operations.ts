import type { SyntaxNode } from '../code/node.ts'
import { Source } from '../code/source.ts'
import { parseSql } from '../sql/parse.ts'
import type { ColumnFacts, ConstraintFacts, Operation, OperationFacts } from './operation.ts'
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

/** Text of an operation that is kept for a message. */
export const MAX_OPERATION_TEXT = 1000

/** What a call does, at its place. */
export function operationAt(facts: OperationFacts, path: string, node: SyntaxNode): Operation {
  return { ...facts, path, region: node.region, text: node.text.slice(0, MAX_OPERATION_TEXT) }
}

/** Functions in a default that give every row a value of its own, in PostgreSQL and in the words of frameworks. */
const VOLATILE = /random|uuid|ulid|clock_timestamp|nextval|timeofday|nanoid|newid/i

/** A default that is an expression of SQL. */
export function expressionDefault(text: string): { text: string; volatile: boolean } {
  return { text, volatile: VOLATILE.test(text) }
}

/** Several columns that each say that they are the key are one key together. */
export function withOneKey(
  columns: readonly ColumnFacts[],
  constraints: readonly ConstraintFacts[],
): { columns: ColumnFacts[]; constraints: ConstraintFacts[] } {
  const keys = columns.filter(({ primaryKey }) => primaryKey).map(({ name }) => name)
  if (keys.length < 2) return { columns: [...columns], constraints: [...constraints] }
  return {
    columns: columns.map(({ primaryKey, ...column }) => (primaryKey ? { ...column, notNull: true } : column)),
    constraints: [{ kind: 'primary-key', columns: keys }, ...constraints],
  }
}

/** An operation under a condition that looks whether something is there: nothing is done twice. */
export function guarded(one: Operation): Operation {
  if (one.kind === 'create-table' || one.kind === 'add-column' || one.kind === 'create-index')
    return { ...one, ifNotExists: true }
  return one.kind === 'drop-table' || one.kind === 'drop-column' || one.kind === 'drop-index'
    ? { ...one, ifExists: true }
    : one
}

/** Adds to a list whatever its length; `push(...list)` would overflow on a dump of a hundred thousand statements. */
export function append<One>(list: One[], more: Iterable<One>): void {
  for (const one of more) list.push(one)
}
