import type { IndexStmt } from 'libpg-query'
import { tableName } from '../../../sql/names.ts'
import { atCommas, bracketed } from '../pieces.ts'
import type { Found, Read } from './statement.ts'

export function indexOf(statement: IndexStmt, { text }: Read): Found {
  const { idxname, relation, unique, concurrent, accessMethod, whereClause, if_not_exists } = statement
  const params = statement.indexParams ?? []
  const inside = bracketed(text)
  const pieces = inside ? atCommas(text, inside.start, inside.end) : []
  const columns = params.map((param, i) => {
    const { name } = 'IndexElem' in param ? param.IndexElem : {}
    return name ?? `(${pieces[i]?.text ?? ''})`
  })
  const where = whereClause && (/\bwhere\s+([\s\S]+)$/i.exec(text)?.[1]?.trim() ?? '')
  return {
    kind: 'create-index',
    index: {
      table: tableName(relation),
      columns,
      ...(idxname !== undefined && { name: idxname }),
      ...(unique && { unique }),
      ...(concurrent && { concurrently: true }),
      ...(accessMethod !== undefined && { method: accessMethod }),
      ...(where !== undefined && { where }),
    },
    ...(if_not_exists && { ifNotExists: true }),
  }
}
