import type { OperationOf } from '../../../src/parse/migrations/index.ts'
import { type Danger, defineHazard } from '../hazards/define.ts'
import { isExisting, type Moment } from '../hazards/moment.ts'
import { inFramework } from '../playbook/in-framework.ts'
import { playbook } from '../playbook/playbook.ts'

export default defineHazard({
  title: 'SET NOT NULL that scans a locked table',
  level: 'warning',
  status: 'stable',
  dialects: ['postgresql'],
  kinds: ['set-not-null', 'add-constraint'],
  judge(operation, moment) {
    if (operation.kind === 'add-constraint') return keyOnNullable(operation, moment)
    const { table, column } = operation
    if (!isExisting(moment, table) || isChecked(moment, table, column)) return undefined
    const before = moment.operations[moment.index - 1]
    const filled = before?.kind === 'write' && before.table === table && before.text === moment.operation.text
    const nulls = filled ? 'rows that hold NULL are written first' : 'one NULL fails the migration'
    return {
      message: `SET NOT NULL on ${table}.${column} reads every row under an ACCESS EXCLUSIVE lock: reads and writes wait that long, and ${nulls}.`,
      fix: inFramework(moment.step.framework, 'set-not-null', playbook('set-not-null', { table, column })),
      subject: `not null ${table}.${column}`,
      table,
    }
  },
})

/** A primary key over an index that is there makes its columns NOT NULL, and reads the table for it. */
function keyOnNullable(
  { table, constraint }: OperationOf<'add-constraint'>,
  moment: Moment,
): Danger | undefined {
  const { kind, usingIndex } = constraint
  if (kind !== 'primary-key' || usingIndex === undefined || !isExisting(moment, table)) return undefined
  const index = moment.schema.table(table)?.indexes.find(({ name }) => name === usingIndex)
  const nullable = index?.columns.filter((column) => !isChecked(moment, table, column)) ?? []
  if (nullable.length === 0) return undefined
  const names = nullable.map((column) => `${table}.${column}`).join(', ')
  return {
    message: `The primary key makes ${names} NOT NULL: every row is read for it under an ACCESS EXCLUSIVE lock, and one NULL fails the migration.`,
    fix: 'Make the columns NOT NULL first, by way of a check that is added NOT VALID and validated.',
    subject: `not null ${names}`,
    table,
  }
}

/** PostgreSQL 12 takes a valid CHECK (column IS NOT NULL) as proof; a column that is NOT NULL is not looked at again. */
function isChecked({ schema, version, way }: Moment, table: string, column: string): boolean {
  const known = schema.table(table)
  if (known?.columns.get(column)?.notNull) return true
  // Where the way up took it away, a key's columns are NOT NULL already.
  if (known?.constraints.some((one) => one.kind === 'primary-key' && one.columns.includes(column)))
    return true
  if (version < 12 && way === 'up') return false
  const proof = new RegExp(`"?${column.replaceAll(/\W/g, '\\$&')}"?\\s+is\\s+not\\s+null`, 'i')
  return (known?.constraints ?? []).some(
    ({ kind, expression, columns, validated }) =>
      validated &&
      ((kind === 'check' &&
        expression !== undefined &&
        !/\bor\b/i.test(expression) &&
        proof.test(expression)) ||
        (kind === 'not-null' && columns.includes(column))),
  )
}
