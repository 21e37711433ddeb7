import { isBookkeeping } from '../bookkeeping.ts'
import type { Contents } from '../rows.ts'
import type { MysqlDatabase } from './database.ts'

const MAX_ROWS = 300

interface Column {
  tab: string
  name: string
  type: string
  full: string
  extra: string
}

/** Columns that can be written, by table. */
async function columnsByTable(database: MysqlDatabase): Promise<Map<string, Column[]>> {
  const columns = await database.rows<Column>(
    `SELECT c.table_name AS tab, column_name AS name, data_type AS type, column_type AS full, extra
      FROM information_schema.columns c JOIN information_schema.tables t USING (table_schema, table_name)
      WHERE c.table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY 1, ordinal_position`,
  )
  const own = columns.filter(({ tab }) => !isBookkeeping(`table:${tab}`))
  return Map.groupBy(own, ({ tab }) => tab)
}

export async function contentsOf(database: MysqlDatabase): Promise<Contents> {
  const contents = new Map<string, Record<string, unknown>[]>()
  for (const [table, columns] of await columnsByTable(database)) {
    const values = columns.map(({ name, type }) => {
      const text = /blob|binary|bit|geometry|point|polygon|linestring/i.test(type)
        ? `hex(${quoted(name)})`
        : `cast(${quoted(name)} AS char)`
      return `${text} AS ${quoted(name)}`
    })
    const order = columns.map((_, index) => index + 1).join(', ')
    contents.set(
      table,
      await database.rows(
        `SELECT ${values.join(', ')} FROM ${quoted(table)} ORDER BY ${order} LIMIT ${MAX_ROWS}`,
      ),
    )
  }
  return contents
}

/**
 * Puts a row into every table that has none, of values that its types accept: keys are all 1, so that what refers to another
 * table finds its row.
 */
export async function seedRows(database: MysqlDatabase): Promise<{ tables: number; without: string[] }> {
  const without: string[] = []
  let tables = 0
  await database.withoutKeys(async () => {
    for (const [table, columns] of await columnsByTable(database)) {
      const written = columns.filter(({ extra }) => !/generated|virtual|stored|persistent/i.test(extra))
      const names = written.map(({ name }) => quoted(name)).join(', ')
      const values = written.map(({ type, full }) => valueOf(type.toLowerCase(), full)).join(', ')
      const [found] = await database.rows(`SELECT 1 FROM ${quoted(table)} LIMIT 1`)
      if (found || (await database.accepts(`INSERT INTO ${quoted(table)} (${names}) VALUES (${values})`)))
        tables++
      else without.push(table)
    }
  })
  return { tables, without }
}

function valueOf(type: string, full: string): string {
  if (type === 'enum' || type === 'set') return /'(?:[^']|'')*'/.exec(full)?.[0] ?? 'NULL'
  if (type === 'date') return "'2001-02-03'"
  if (type === 'datetime' || type === 'timestamp') return "'2001-02-03 04:05:06'"
  if (type === 'time') return "'01:02:03'"
  if (type === 'year') return '2001'
  if (type === 'json') return `'{"a": 1}'`
  if (type === 'bit') return "b'1'"
  if (type === 'uuid') return "'00000000-0000-0000-0000-000000000001'"
  if (/blob|binary/.test(type)) return "x'31'"
  if (type === 'geometry' || type === 'point') return "ST_GeomFromText('POINT(1 1)')"
  if (/char|text/.test(type)) return "'1'"
  return '1'
}

function quoted(name: string): string {
  return `\`${name.replaceAll('`', '``')}\``
}
