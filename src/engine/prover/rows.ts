import type { ProofLoss } from '../../model/index.ts'
import { isBookkeeping } from './bookkeeping.ts'
import type { Database } from './database.ts'

type Row = Readonly<Record<string, unknown>>
/** Rows by table (`schema.name`). */
export type Contents = ReadonlyMap<string, readonly Row[]>

/** Rows of one table that are compared: a history's own data can be long. */
const MAX_ROWS = 300
/** Columns of time move by themselves (`updated_at`): only their loss counts. */
const MOMENT = /^\d{4}-\d\d-\d\dT?/

/**
 * A tsvector is computed from other columns, by a trigger or by the script that fills it anew: a made-up one never agrees
 * with those, so only whether there is one counts.
 */
export const TABLES = `SELECT n.nspname::text AS schema, c.relname::text AS name, format('%I.%I', n.nspname, c.relname) AS quoted,
    (SELECT string_agg(format('%L, CASE WHEN t.%I IS NOT NULL THEN ''any'' END', attname, attname), ', ') FROM pg_attribute
      WHERE attrelid = c.oid AND atttypid = 'tsvector'::regtype AND attnum > 0 AND NOT attisdropped) AS computed
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' ORDER BY 1, 2`

export interface Table {
  schema: string
  name: string
  quoted: string
  /** Names and values, in turn, for the columns of which only presence counts, of rows `t`. */
  computed: string | null
}

export async function tablesOf(database: Database): Promise<Table[]> {
  const tables = await database.rows<Table>(TABLES)
  return tables.filter(({ schema, name }) => !isBookkeeping(`table:${schema}.${name}`))
}

export async function contentsOf(database: Database): Promise<Contents> {
  const tables = await tablesOf(database)
  if (tables.length === 0) return new Map()
  const parts = tables.map(
    ({ quoted, computed }, index) =>
      `SELECT ${index} AS at, (SELECT jsonb_agg(j) FROM (SELECT to_jsonb(t)${computed === null ? '' : ` || jsonb_object(ARRAY[${computed}])`} AS j FROM ${quoted} t ORDER BY t::text LIMIT ${MAX_ROWS}) s) AS rows`,
  )
  const found = await database.rows<{ at: number; rows: Row[] | null }>(parts.join('\nUNION ALL '))
  return new Map(
    found.flatMap(({ at, rows }) => {
      const table = tables[at]
      return table ? [[`${table.schema}.${table.name}`, rows ?? []] as const] : []
    }),
  )
}

/** What `before` holds and `now` does not, each column by itself. Rows that came are nobody's loss. */
export function lossesOf(before: Contents, now: Contents): ProofLoss[] {
  const losses: ProofLoss[] = []
  for (const [table, rows] of before) {
    const after = now.get(table)
    if (rows.length === 0) continue
    if (!after || after.length < rows.length) losses.push({ table })
    else for (const column of lostColumns(rows, after)) losses.push({ table, columns: [column] })
  }
  return losses
}

/** Columns that hold another value, or none, in rows that are otherwise the nearest. */
function lostColumns(rows: readonly Row[], after: readonly Row[]): string[] {
  const columns = new Set<string>()
  const left = new Set(after)
  const changed: Row[] = []
  const same = new Map<string, Row[]>()
  for (const row of after) {
    const text = textOf(row)
    same.set(text, [...(same.get(text) ?? []), row])
  }
  for (const row of rows) {
    const twin = same.get(textOf(row))?.pop()
    if (twin) left.delete(twin)
    else changed.push(row)
  }
  for (const row of changed) {
    const [nearest] = [...left].toSorted((a, b) => differing(row, a).length - differing(row, b).length)
    if (!nearest) continue
    left.delete(nearest)
    for (const column of differing(row, nearest)) columns.add(column)
  }
  return [...columns].toSorted()
}

function differing(row: Row, other: Row): string[] {
  return Object.keys(row).filter((column) => {
    const [was, is] = [row[column], other[column]]
    if (was === null || JSON.stringify(was) === JSON.stringify(is)) return false
    return !(typeof was === 'string' && typeof is === 'string' && MOMENT.test(was) && MOMENT.test(is))
  })
}

function textOf(row: Row): string {
  return JSON.stringify(Object.entries(row).toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

/** Columns of one table together. */
export function byTable(losses: readonly ProofLoss[]): ProofLoss[] {
  return [...Map.groupBy(losses, ({ table }) => table)].map(([table, own]) => {
    const columns = own.flatMap((loss) => loss.columns ?? [])
    return { table, ...(columns.length > 0 && { columns }) }
  })
}
