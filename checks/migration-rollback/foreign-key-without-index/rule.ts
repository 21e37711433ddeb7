import type { ConstraintFacts, IndexFacts, Operation } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { constraintsOf, indexOf, tableKey } from '../hazards/schema.ts'

export default defineHazard({
  title: 'Foreign key without an index',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql'],
  ways: ['up'],
  kinds: ['create-table', 'add-column', 'add-constraint'],
  judge(operation, { operations, schema }) {
    const { table } = operation
    const own: ConstraintFacts[] =
      operation.kind === 'create-table'
        ? [
            ...operation.columns.flatMap((column) =>
              constraintsOf(column).map((one) => ({
                ...one,
                ...(column.region && { region: column.region }),
              })),
            ),
            ...operation.constraints,
          ]
        : operation.kind === 'add-column'
          ? constraintsOf(operation.column)
          : [operation.constraint]
    const indexes: readonly Pick<IndexFacts, 'columns'>[] = [
      ...(schema.table(table)?.indexes ?? []),
      ...own.flatMap((one) => indexOf(table, one) ?? []),
      ...operations.flatMap((one) => indexesOf(one, table)),
    ]
    return own.flatMap((key) => {
      if (key.kind !== 'foreign-key' || key.columns.length === 0) return []
      const covered = indexes.some(({ columns }) =>
        key.columns.every((name) => columns.slice(0, key.columns.length).includes(name)),
      )
      if (covered) return []
      const name = `${table} (${key.columns.join(', ')})`
      return [
        {
          message: `No index begins with ${name}: each DELETE or change of a key in ${key.references?.table ?? 'the other table'} reads all of ${table}, and so does every join from there.`,
          fix: `CREATE INDEX CONCURRENTLY ON ${name};`,
          subject: `index for ${name}`,
          ...(key.region && { region: key.region }),
        },
      ]
    })
  },
})

/** Indexes that the same migration gives the table. */
function indexesOf(one: Operation, table: string): Pick<IndexFacts, 'columns'>[] {
  if (one.kind === 'create-index') return tableKey(one.index.table) === tableKey(table) ? [one.index] : []
  return one.kind === 'add-constraint' && tableKey(one.table) === tableKey(table)
    ? [indexOf(table, one.constraint)].filter((index) => index !== undefined)
    : []
}
