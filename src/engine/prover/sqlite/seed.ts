import type { Hints } from '../seed-hints.ts'
import type { SqliteDatabase } from './database.ts'
import { keepReferences } from './references.ts'
import { type Column, isEmpty, quoted, type Table, tablesOf } from './rows.ts'
import { readTableText } from './table-text.ts'
import { plain } from './tokens.ts'

/** Text of the forms that a CHECK may ask for. */
const FORMS = [
  'x',
  '1',
  'a@example.org',
  '{}',
  '[]',
  '3b241101-e2bb-4255-8caf-4136c566a962',
  'xxxxxxxxxxxxxxxx',
  'https://example.org/',
]

interface Attempt {
  form: string
  number: number
  /** Which of the literals that a check names. */
  literal: number
  /** Leaves out what may be empty, or has a default. */
  required: boolean
}

const ATTEMPTS: readonly Attempt[] = [false, true].flatMap((required) =>
  FORMS.flatMap((form) => [1, 0, 100].map((number, literal) => ({ form, number, literal, required }))),
)

/** Puts one made-up row into every empty table, and beside it those that the change looks for. Triggers stay quiet. */
export function seedRows(
  database: SqliteDatabase,
  hints: Hints = new Map(),
): { tables: number; without: string[] } {
  const tables = tablesOf(database)
  const triggers = database.rows<{ name: string; sql: string }>(
    "SELECT name, sql FROM main.sqlite_schema WHERE type = 'trigger'",
  )
  for (const { name } of triggers) database.exec(`DROP TRIGGER ${quoted(name)}`)
  const [{ foreign_keys: enforced = 0 } = {}] = database.rows<{ foreign_keys?: number }>(
    'PRAGMA foreign_keys',
  )
  database.exec('PRAGMA foreign_keys = OFF')
  for (const table of tables) {
    const checks = readTableText(table.sql).checks.join(' ')
    if (isEmpty(database, table.name))
      ATTEMPTS.some((attempt) => database.accepts(insertOf(table, checks, attempt)))
    for (const insert of wanted(table, checks, hints)) database.accepts(insert)
  }
  keepReferences(database)
  database.exec(`PRAGMA foreign_keys = ${enforced ? 'ON' : 'OFF'}`)
  for (const { sql } of triggers) database.exec(sql)
  const without = tables.filter(({ name }) => isEmpty(database, name)).map(({ name }) => name)
  return { tables: tables.length - without.length, without }
}

function insertOf({ name, columns }: Table, checks: string, attempt: Attempt): string {
  const own = columns.filter(({ required, hasDefault }) => !attempt.required || (required && !hasDefault))
  if (own.length === 0) return `INSERT INTO ${quoted(name)} DEFAULT VALUES`
  return insert(
    name,
    own,
    own.map((column) => valueOf(column, checks, attempt)),
  )
}

/** Rows that a condition of the change names, with other keys than the first. */
function wanted({ name, columns }: Table, checks: string, hints: Hints): string[] {
  const asked = hints.get(name) ?? hints.get(name.toLowerCase())
  if (!asked) return []
  const count = Math.max(0, ...columns.map((column) => asked.get(column.name)?.length ?? 0))
  return Array.from({ length: count }, (_, nth) => {
    const attempt = { form: `x${nth + 2}`, number: nth + 2, literal: 0, required: false }
    const values = columns.map((column) => {
      const given = asked.get(column.name)
      return given?.[nth] ?? given?.[0] ?? valueOf(column, checks, attempt)
    })
    return insert(name, columns, values)
  })
}

function insert(table: string, columns: readonly Column[], values: readonly string[]): string {
  const names = columns.map(({ name }) => quoted(name))
  return `INSERT INTO ${quoted(table)} (${names.join(', ')}) VALUES (${values.join(', ')})`
}

/** One value a kind, whatever the table: so most references hold by themselves. */
function valueOf({ name, type }: Column, checks: string, { form, number, literal }: Attempt): string {
  const literals = literalsFor(name, checks)
  const named = literals[literal % Math.max(1, literals.length)]
  if (named !== undefined) return named
  if (/bool/i.test(type)) return String(number % 2)
  if (/int/i.test(type)) return String(number)
  if (/date|time/i.test(type)) return "'2024-01-02 03:04:05'"
  if (/blob|binary|bytea/i.test(type)) return `X'0${number % 10}'`
  if (/json/i.test(type)) return "'{}'"
  if (/real|floa|doub|num|dec/i.test(type)) return String(number)
  return `'${form}'`
}

/** `kind in ('post', 'page')`, `state = 1` */
function literalsFor(column: string, checks: string): string[] {
  const name = plain(column).replaceAll(/\W/g, '\\$&')
  const list = new RegExp(`(?<![\\w$])${name} (?:in \\(([^)]*)\\)|={1,2} ('(?:[^']|'')*'|\\d+))`, 'i').exec(
    checks,
  )
  return [...(list?.[1] ?? list?.[2] ?? '').matchAll(/'(?:[^']|'')*'|-?\d+/g)].map(([text]) => text)
}
