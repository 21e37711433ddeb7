import type { RenameStmt } from 'libpg-query'
import { nameParts, tableName } from '../../../sql/names.ts'
import type { Found } from './statement.ts'

export function rename(statement: RenameStmt): Found[] | undefined {
  const { renameType, relationType, relation, subname = '', newname = '', object } = statement
  const table = tableName(relation)
  switch (renameType) {
    case 'OBJECT_TABLE':
      return [{ kind: 'rename-table', table, to: newname }]
    case 'OBJECT_COLUMN':
      // Of a view or a composite type no stored column gets another name.
      if (relationType !== undefined && relationType !== 'OBJECT_TABLE') return undefined
      return [{ kind: 'rename-column', table, column: subname, to: newname }]
    case 'OBJECT_INDEX':
      return [{ kind: 'rename-index', name: table, to: newname }]
    case 'OBJECT_TABCONSTRAINT':
      return [{ kind: 'rename-constraint', table, name: subname, to: newname }]
    case 'OBJECT_SCHEMA':
      return [{ kind: 'rename-schema', name: subname, to: newname }]
    default:
      return [
        {
          kind: 'other',
          what: `renames ${(renameType ?? '').replace('OBJECT_', '').toLowerCase()} ${subname || table || nameParts(object).join('.')} to ${newname}`,
        },
      ]
  }
}
