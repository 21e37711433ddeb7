import type { SqliteDatabase } from './database.ts'
import { isEmpty, quoted } from './rows.ts'

interface Violation {
  table: string
  rowid: number | null
  parent: string
  fkid: number
}

/** Made-up rows that lose their parent may be another's. */
const ROUNDS = 3

/** What refers to no row refers to the first one, to none, or goes. */
export function keepReferences(database: SqliteDatabase): void {
  for (let round = 0; round < ROUNDS; round++) {
    // A reference to columns without a unique index is an error of its own.
    if (!database.accepts('PRAGMA foreign_key_check')) return
    const violations = database.rows<Violation>(
      'SELECT "table", rowid, parent, fkid FROM pragma_foreign_key_check',
    )
    for (const violation of violations) mend(database, violation)
  }
}

function mend(database: SqliteDatabase, { table, rowid, parent, fkid }: Violation): void {
  if (rowid === null) return
  const keys = database.rows<{ own: string; theirs: string | null }>(
    `SELECT "from" AS own, "to" AS theirs FROM pragma_foreign_key_list('${table.replaceAll("'", "''")}') WHERE id = ${fkid}`,
  )
  const first = keys.map(
    ({ own, theirs }) =>
      `${quoted(own)} = (SELECT ${theirs === null ? 'rowid' : quoted(theirs)} FROM ${quoted(parent)} LIMIT 1)`,
  )
  const nothing = keys.map(({ own }) => `${quoted(own)} = NULL`)
  const [held] = database.rows(
    `SELECT 1 FROM main.sqlite_schema WHERE type = 'table' AND name = '${parent.replaceAll("'", "''")}' COLLATE NOCASE`,
  )
  const update = (set: readonly string[]): boolean =>
    database.accepts(`UPDATE ${quoted(table)} SET ${set.join(', ')} WHERE rowid = ${rowid}`)
  if (held && !isEmpty(database, parent) && update(first)) return
  if (!update(nothing)) database.accepts(`DELETE FROM ${quoted(table)} WHERE rowid = ${rowid}`)
}
