import type { Node } from 'libpg-query'
import { tableName } from '../../../sql/names.ts'
import type { Found } from './statement.ts'

/** Statements that change rows. A WITH that writes counts by its outer statement. */
export function writes(node: Node): Found[] | undefined {
  if ('InsertStmt' in node) {
    const { relation, selectStmt } = node.InsertStmt
    const select =
      selectStmt && 'SelectStmt' in selectStmt && (selectStmt.SelectStmt.fromClause ?? []).length > 0
    return [{ kind: 'write', verb: 'insert', table: tableName(relation), ...(select && { select }) }]
  }
  if ('UpdateStmt' in node) {
    const { relation, whereClause } = node.UpdateStmt
    return [{ kind: 'write', verb: 'update', table: tableName(relation), where: whereClause !== undefined }]
  }
  if ('DeleteStmt' in node) {
    const { relation, whereClause } = node.DeleteStmt
    return [{ kind: 'write', verb: 'delete', table: tableName(relation), where: whereClause !== undefined }]
  }
  if ('MergeStmt' in node)
    return [{ kind: 'write', verb: 'merge', table: tableName(node.MergeStmt.relation) }]
  if ('CopyStmt' in node) {
    const { relation, is_from } = node.CopyStmt
    return is_from ? [{ kind: 'write', verb: 'copy', table: tableName(relation) }] : undefined
  }
  if (!('TruncateStmt' in node)) return undefined
  const cascade = node.TruncateStmt.behavior === 'DROP_CASCADE'
  return (node.TruncateStmt.relations ?? []).flatMap((one): Found[] =>
    'RangeVar' in one
      ? [
          {
            kind: 'write',
            verb: 'truncate',
            table: tableName(one.RangeVar),
            ...(cascade && { cascade }),
          },
        ]
      : [],
  )
}
