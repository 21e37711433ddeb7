import type { ColumnFacts, ConstraintFacts } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { constraintsOf, type Schema } from '../hazards/schema.ts'

const WIDTHS: Readonly<Record<string, number>> = {
  int2: 16,
  smallint: 16,
  smallserial: 16,
  int4: 32,
  int: 32,
  integer: 32,
  serial: 32,
  serial4: 32,
  int8: 64,
  bigint: 64,
  bigserial: 64,
  serial8: 64,
}

export default defineHazard({
  title: 'Foreign key narrower than the key it holds',
  level: 'warning',
  status: 'stable',
  ways: ['up'],
  kinds: ['create-table', 'add-column', 'add-constraint'],
  judge(operation, { schema }) {
    const keys =
      operation.kind === 'create-table'
        ? [
            ...operation.columns.flatMap((column) =>
              constraintsOf(column).map((one) => ({ ...one, region: column.region })),
            ),
            ...operation.constraints,
          ]
        : operation.kind === 'add-column'
          ? constraintsOf(operation.column)
          : [operation.constraint]
    const columns =
      operation.kind === 'create-table'
        ? new Map(operation.columns.map((column) => [column.name, column]))
        : new Map<string, ColumnFacts>(schema.table(operation.table)?.columns)
    if (operation.kind === 'add-column') columns.set(operation.column.name, operation.column)
    return keys.flatMap((key) => {
      const found = narrower(key, columns, schema)
      if (!found) return []
      const { from, to } = found
      const name = `${operation.table}.${from.name}`
      return [
        {
          message: `${name} is ${from.typeText} and refers to ${key.references?.table ?? ''}.${to.name}, which is ${to.typeText}: inserts fail (integer out of range) as soon as that key grows past what ${from.typeText} holds.`,
          fix: `Make ${name} ${to.identity ? 'bigint' : to.typeText}: both sides of a foreign key have the same type.`,
          subject: `type of foreign key ${name}`,
          ...(key.region && { region: key.region }),
        },
      ]
    })
  },
})

function narrower(
  { kind, references, columns }: ConstraintFacts,
  own: ReadonlyMap<string, ColumnFacts>,
  schema: Schema,
): { from: ColumnFacts; to: ColumnFacts } | undefined {
  if (kind !== 'foreign-key' || !references || columns.length !== 1) return undefined
  const target = schema.table(references.table)
  const name =
    references.columns[0] ?? target?.constraints.find((one) => one.kind === 'primary-key')?.columns[0]
  const [from, to] = [own.get(columns[0] ?? ''), name === undefined ? undefined : target?.columns.get(name)]
  const [width, needed] = [WIDTHS[from?.type ?? ''], WIDTHS[to?.type ?? '']]
  if (!from || !to || width === undefined || needed === undefined || width >= needed) return undefined
  return { from, to }
}
