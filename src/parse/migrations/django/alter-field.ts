import type { ConstraintFacts, OperationFacts } from '../operation.ts'
import { fieldIndex, pairsTable, referencesOf } from './columns.ts'
import type { Field, ModelName } from './model-operation.ts'
import { indexName } from './names.ts'
import { columnName, type State, typeOf } from './state.ts'

/**
 * What `BaseDatabaseSchemaEditor._alter_field` does on PostgreSQL, in its order. Where only what Python sees changes
 * (`choices`, `verbose_name`, a default), nothing.
 */
export function alterField(model: ModelName, from: Field, to: Field, state: State): OperationFacts[] {
  const table = state.tableOf(model)
  if (from.stored !== 'column' || to.stored !== 'column') {
    if (from.stored === 'table' && to.stored === 'table') return renamedPairs(model, from, to, state)
    return []
  }
  const [old, column] = [columnName(from), columnName(to)]
  const found: OperationFacts[] = []
  const [before, after] = [referencesOf(from, model, state), referencesOf(to, model, state)]
  const keyChanges = before?.table !== after?.table
  if (before && keyChanges)
    found.push({ kind: 'drop-constraint', table, name: keyName(table, old, before), of: 'foreign-key' })
  if (from.unique && !to.unique && !from.primaryKey)
    found.push({ kind: 'drop-constraint', table, name: indexName(table, [old], '_uniq'), of: 'unique' })
  const [wasIndexed, isIndexed] = [fieldIndex(from, table), fieldIndex(to, table)]
  if (wasIndexed && !isIndexed)
    found.push({ kind: 'drop-index', name: indexName(table, [old]), table, columns: [old] })
  if (from.check !== undefined && from.check !== to.check)
    found.push({ kind: 'drop-constraint', table, name: indexName(table, [old], '_check'), of: 'check' })
  if (old !== column) found.push({ kind: 'rename-column', table, column: old, to: column })
  const [type, was] = [typeOf(to, state), typeOf(from, state)]
  if (type && was && type.typeText !== was.typeText)
    found.push({ kind: 'change-type', table, column, to: { name: column, ...type } })
  found.push(...defaultsAndNull(table, column, from, to))
  if (to.unique && !from.unique && !to.primaryKey) found.push(uniqueOn(table, column))
  if (isIndexed && !wasIndexed) found.push(isIndexed)
  if (after && keyChanges) {
    const constraint: ConstraintFacts = {
      name: keyName(table, column, after),
      kind: 'foreign-key',
      columns: [column],
      references: after,
    }
    found.push({ kind: 'add-constraint', table, constraint })
  }
  if (to.check !== undefined && from.check !== to.check) {
    const name = indexName(table, [column], '_check')
    const constraint: ConstraintFacts = { name, kind: 'check', columns: [column], expression: to.check }
    found.push({ kind: 'add-constraint', table, constraint })
  }
  return found
}

/** Rows that are NULL get the default of the model before the column refuses them. */
function defaultsAndNull(table: string, column: string, from: Field, to: Field): OperationFacts[] {
  const found: OperationFacts[] = []
  const isKey = from.primaryKey || to.primaryKey
  if (to.dbDefault && to.dbDefault.text !== from.dbDefault?.text)
    found.push({ kind: 'set-default', table, column, default: to.dbDefault })
  if (from.dbDefault && !to.dbDefault) found.push({ kind: 'drop-default', table, column })
  if (from.notNull === false && to.notNull && !isKey) {
    const value = to.dbDefault ?? (to.fill === undefined ? undefined : { text: to.fill, volatile: false })
    if (value && !to.dbDefault) found.push({ kind: 'set-default', table, column, default: value })
    if (value) found.push({ kind: 'write', verb: 'update', table, where: true })
    found.push({ kind: 'set-not-null', table, column })
    if (value && !to.dbDefault) found.push({ kind: 'drop-default', table, column })
  }
  if (from.notNull && to.notNull === false && !isKey) found.push({ kind: 'drop-not-null', table, column })
  return found
}

export function uniqueOn(table: string, column: string): OperationFacts {
  const name = indexName(table, [column], '_uniq')
  return { kind: 'add-constraint', table, constraint: { name, kind: 'unique', columns: [column] } }
}

/** `_fk_constraint_name`. */
export function keyName(table: string, column: string, to: { table: string; columns: string[] }): string {
  return indexName(table, [column], `_fk_${to.table}_${to.columns[0] ?? 'id'}`)
}

/** `_alter_many_to_many`: the table of the pairs is renamed. */
function renamedPairs(model: ModelName, from: Field, to: Field, state: State): OperationFacts[] {
  if (from.through || to.through) return []
  const [table, after] = [state.pairsOf(model, from), state.pairsOf(model, to)]
  return table === after || pairsTable(from, model, state).length === 0
    ? []
    : [{ kind: 'rename-table', table, to: after }]
}
