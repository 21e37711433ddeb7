import type { Operation } from '../../../src/parse/migrations/index.ts'
import { defineHazard } from '../hazards/define.ts'
import { isExisting, isNewColumn, type Moment } from '../hazards/moment.ts'
import { indexed } from '../hazards/words.ts'

/** Atlas' MF101, MF102 and MF104 (https://atlasgo.io/lint/analyzers#data-dependent-changes). */
export default defineHazard({
  title: 'Change that fails where rows do not fit',
  level: 'note',
  status: 'preview',
  dialects: ['postgresql', 'mysql', 'sqlite'],
  ways: ['up'],
  kinds: ['create-index', 'add-constraint', 'set-not-null', 'change-type'],
  judge(operation, moment) {
    const found = demand(operation, moment)
    if (!found || !isExisting(moment, found.table)) return undefined
    // What the migration writes before may be what makes them fit.
    const { table } = found
    const isCleaned = moment.operations
      .slice(0, moment.index)
      .some((one) => one.kind === 'write' && one.table === table)
    if (isCleaned) return undefined
    return {
      message: `${found.what}: where the rows that are there do not fit, the migration fails, in production and not in a test.`,
      fix: 'Count the rows that do not fit before, and mend them in a migration of their own.',
      subject: found.what,
      table,
    }
  },
})

function demand(operation: Operation, moment: Moment): { table: string; what: string } | undefined {
  switch (operation.kind) {
    case 'create-index': {
      const { index } = operation
      if (!index.unique || index.columns.some((column) => isNewColumn(moment, index.table, column)))
        return undefined
      return { table: index.table, what: `${indexed(index)} becomes unique` }
    }
    case 'add-constraint': {
      const { constraint, table } = operation
      if (constraint.kind !== 'unique' || constraint.usingIndex !== undefined) return undefined
      if (constraint.columns.some((column) => isNewColumn(moment, table, column))) return undefined
      return { table, what: `${table} (${constraint.columns.join(', ')}) becomes unique` }
    }
    case 'set-not-null':
      return required(operation.table, operation.column, moment)
    case 'change-type':
      return operation.to.notNull ? required(operation.table, operation.column, moment) : undefined
    default:
      return undefined
  }
}

function required(
  table: string,
  column: string,
  { schema }: Moment,
): { table: string; what: string } | undefined {
  const known = schema.table(table)
  const before = known?.columns.get(column)
  if (before?.notNull || before?.born === 'change') return undefined
  // A check that was validated has counted them.
  const isProven = known?.constraints.some(
    ({ kind, expression, validated }) =>
      kind === 'check' &&
      validated &&
      expression?.includes(column) &&
      /\bis\s+not\s+null\b/i.test(expression),
  )
  return isProven ? undefined : { table, what: `${table}.${column} becomes NOT NULL` }
}
