import { isBookkeeping } from '../bookkeeping.ts'
import type { Snapshot } from '../snapshot.ts'
import type { SqliteDatabase } from './database.ts'
import { readTableText } from './table-text.ts'
import { normalized } from './tokens.ts'

interface SchemaObject {
  type: string
  name: string
  tbl_name: string
  sql: string | null
}

interface Column {
  tab: string
  name: string
  type: string
  required: number
  dflt: string | null
  pk: number
}

const COLUMNS = `SELECT t.name AS tab, c.name, c.type, c."notnull" AS required, c.dflt_value AS dflt, c.pk
  FROM main.sqlite_schema t, pragma_table_xinfo(t.name) c WHERE t.type = 'table' AND c.hidden <> 1`
const FOREIGN_KEYS = `SELECT t.name AS tab, group_concat(f."from", ', ') AS own, f."table" AS target, coalesce(group_concat(f."to", ', '), '') AS theirs, f.on_update, f.on_delete
  FROM main.sqlite_schema t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table' GROUP BY t.name, f.id`
const UNIQUES = `SELECT t.name AS tab, (SELECT group_concat(i.name, ', ') FROM pragma_index_info(l.name) i) AS columns
  FROM main.sqlite_schema t, pragma_index_list(t.name) l WHERE t.type = 'table' AND l.origin = 'u'`

/**
 * Every object of the schema by what it is and not by how it came about: a table that was rebuilt
 * (https://www.sqlite.org/lang_altertable.html, 7.) equals one that was altered. Column order and names of constraints are quiet.
 */
export function snapshotOf(database: SqliteDatabase): Snapshot {
  const found = new Map<string, string>()
  const objects = database.rows<SchemaObject>(
    "SELECT type, name, tbl_name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
  )
  const virtual = objects.filter(({ sql }) => /^create\s+virtual\b/i.test(sql ?? '')).map(({ name }) => name)
  const isShadow = (name: string): boolean => virtual.some((one) => name.startsWith(`${one}_`))
  const texts = new Map<string, ReturnType<typeof readTableText>>()
  for (const { type, name, tbl_name: table, sql } of objects) {
    if (isShadow(table) || sql === null) continue
    if (type === 'table') {
      const text = readTableText(sql)
      texts.set(name, text)
      put('table', name, text.options.trim())
      for (const check of text.checks) constraint(name, `CHECK (${check})`)
    } else if (type === 'view') put('view', name, bodyOf(sql, /^create (?:temp )?view (?:if not exists )?/))
    else if (type === 'index')
      put(
        'index',
        `${table}.${name}`,
        normalized(sql).replace(/^create (unique )?index (?:if not exists )?.*? on /, 'create $1index on '),
      )
    else put('trigger', `${table}.${name}`, bodyOf(sql, /^create trigger (?:if not exists )?/))
  }
  for (const { tab, name, type, required, dflt, pk } of database.rows<Column>(COLUMNS)) {
    const text = texts.get(tab)
    if (!text) continue
    const words = [
      type
        .toLowerCase()
        .replaceAll(/\s+/g, ' ')
        .replaceAll(/ ?([(,)]) ?/g, '$1'),
      // A primary key that is the row's number is never null.
      required && !(pk && /^integer$/i.test(type)) ? 'NOT NULL' : '',
      dflt === null ? '' : `DEFAULT ${defaultOf(dflt)}`,
      pk ? `PRIMARY KEY${pk > 1 ? ` ${pk}` : ''}` : '',
      text.columns.get(name.toLowerCase()) ?? '',
    ]
    put('column', `${tab}.${name}`, words.filter(Boolean).join(' '))
  }
  for (const one of database.rows<Record<string, string>>(FOREIGN_KEYS)) {
    const { tab = '', own, target, theirs, on_update: update, on_delete: remove } = one
    const to = theirs ? ` (${theirs})` : ''
    const onUpdate = update === 'NO ACTION' ? '' : ` ON UPDATE ${update}`
    const onDelete = remove === 'NO ACTION' ? '' : ` ON DELETE ${remove}`
    if (texts.has(tab))
      constraint(tab, `FOREIGN KEY (${own}) REFERENCES ${target}${to}${onUpdate}${onDelete}`)
  }
  for (const { tab, columns } of database.rows<{ tab: string; columns: string }>(UNIQUES))
    if (texts.has(tab)) constraint(tab, `UNIQUE (${columns})`)
  return found

  function put(kind: string, name: string, definition: string): void {
    const key = `${kind}:${name}`
    if (!isBookkeeping(key)) found.set(key, definition)
  }

  /** Known by what it asks for: few have a name, and none is used by it. A dot would part table and name. */
  function constraint(table: string, definition: string): void {
    put('constraint', `${table}.${definition.replaceAll('.', '·')}`, definition)
  }
}

function bodyOf(sql: string, head: RegExp): string {
  return normalized(sql).replace(head, '')
}

function defaultOf(text: string): string {
  const bare = normalized(text)
  const inner = bare.slice(1, -1)
  return bare.startsWith('(') && bare.endsWith(')') && !inner.includes('(') ? inner : bare
}
