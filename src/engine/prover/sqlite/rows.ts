import { isBookkeeping } from '../bookkeeping.ts'
import type { Contents } from '../rows.ts'
import type { SqliteDatabase } from './database.ts'

const MAX_ROWS = 300

export interface Column {
  name: string
  type: string
  required: boolean
  hasDefault: boolean
  pk: boolean
}

export interface Table {
  name: string
  sql: string
  columns: Column[]
}

interface Found {
  tab: string
  sql: string
  name: string
  type: string
  required: number
  given: number
  pk: number
}

/** Tables that hold rows of their own: not those behind a virtual one. */
export function tablesOf(database: SqliteDatabase): Table[] {
  const found = database.rows<Found>(
    `SELECT t.name AS tab, t.sql, c.name, c.type, c."notnull" AS required, c.dflt_value IS NOT NULL AS given, c.pk
      FROM main.sqlite_schema t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND c.hidden = 0
      AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY t.rowid, c.cid`,
  )
  const virtual = database
    .rows<{ name: string }>("SELECT name FROM main.sqlite_schema WHERE sql LIKE 'create virtual %'")
    .map(({ name }) => name)
  return [...Map.groupBy(found, ({ tab }) => tab)].flatMap(([name, own]) => {
    if (isBookkeeping(`table:${name}`)) return []
    if (virtual.some((one) => name === one || name.startsWith(`${one}_`))) return []
    const columns = own.map((one) => ({
      name: one.name,
      type: one.type,
      required: one.required === 1 || one.pk > 0,
      hasDefault: one.given === 1,
      pk: one.pk > 0,
    }))
    return [{ name, sql: own[0]?.sql ?? '', columns }]
  })
}

export function contentsOf(database: SqliteDatabase): Contents {
  return new Map(
    tablesOf(database).map(({ name, columns }) => {
      const values = columns.map(({ name: column }) => `${asText(quoted(column))} AS ${quoted(column)}`)
      const order = columns.map((_, index) => index + 1)
      const rows = database.rows<Record<string, unknown>>(
        `SELECT ${values.join(', ')} FROM ${quoted(name)} ORDER BY ${order.join(', ')} LIMIT ${MAX_ROWS}`,
      )
      return [name, rows]
    }),
  )
}

/** As text, so that a column that was rebuilt with another affinity holds the same: `1`, `1.0` and `'1'`. */
function asText(column: string): string {
  return `CASE typeof(${column}) WHEN 'blob' THEN hex(${column}) WHEN 'null' THEN NULL
    WHEN 'real' THEN CASE WHEN ${column} = CAST(${column} AS INTEGER) THEN CAST(CAST(${column} AS INTEGER) AS TEXT) ELSE CAST(${column} AS TEXT) END
    ELSE CAST(${column} AS TEXT) END`
}

export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

export function isEmpty(database: SqliteDatabase, table: string): boolean {
  return database.rows(`SELECT 1 FROM ${quoted(table)} LIMIT 1`).length === 0
}
