import type { ColumnFacts, Operation, OperationOf } from '../../../src/parse/migrations/index.ts'
import type { Danger } from './define.ts'

export const COLUMN_KINDS = ['create-table', 'add-column'] as const

type WithColumns = OperationOf<(typeof COLUMN_KINDS)[number]>

/** The columns that a statement brings, with their table. */
export function newColumns(operation: WithColumns): { table: string; column: ColumnFacts }[] {
  const { table } = operation
  const columns = operation.kind === 'create-table' ? operation.columns : [operation.column]
  const temporary = operation.kind === 'create-table' && operation.temporary
  return temporary ? [] : columns.map((column) => ({ table, column }))
}

/** One danger for each new column of certain types. */
export function columnsOfType(
  operation: Operation & WithColumns,
  types: readonly string[],
  words: (name: string, column: ColumnFacts) => { message: string; fix: string },
): Danger[] {
  return newColumns(operation).flatMap(({ table, column }) => {
    if (column.type === undefined || !types.includes(column.type)) return []
    const name = `${table}.${column.name}`
    return [
      {
        ...words(name, column),
        subject: `column ${name}`,
        ...(column.region && { region: column.region }),
      },
    ]
  })
}
