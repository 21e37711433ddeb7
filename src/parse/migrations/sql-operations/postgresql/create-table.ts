import type { CreateStmt } from 'libpg-query'
import { tableName } from '../../../sql/names.ts'
import type { ColumnFacts, ConstraintFacts } from '../../operation.ts'
import { atCommas, bracketed } from '../pieces.ts'
import { columnOf, constraintOf } from './column.ts'
import type { Found, Read } from './statement.ts'

export function createTable(statement: CreateStmt, { text, region }: Read): Found {
  const { relation, tableElts = [], if_not_exists, inhRelations, ofTypename } = statement
  const columns: ColumnFacts[] = []
  const constraints: ConstraintFacts[] = []
  // After the name, which may itself be quoted with a bracket in it.
  const inside = bracketed(text)
  const pieces = inside ? atCommas(text, inside.start, inside.end) : []
  let like = false
  for (const [i, element] of tableElts.entries()) {
    const piece = pieces.length === tableElts.length ? pieces[i] : undefined
    const place = piece && { region: region(piece.start, piece.end) }
    if ('ColumnDef' in element) columns.push({ ...columnOf(element.ColumnDef, piece?.text ?? ''), ...place })
    else if ('Constraint' in element) {
      const constraint = constraintOf(element.Constraint, piece?.text ?? '')
      if (constraint) constraints.push({ ...constraint, ...place })
    } else like = true
  }
  return {
    kind: 'create-table',
    table: tableName(relation),
    columns,
    constraints,
    ...(if_not_exists && { ifNotExists: true }),
    ...(relation?.relpersistence === 't' && { temporary: true }),
    ...(relation?.relpersistence === 'u' && { unlogged: true }),
    ...((like || (inhRelations ?? []).length > 0 || ofTypename) && { partial: true }),
  }
}
