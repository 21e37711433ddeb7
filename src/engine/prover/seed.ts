import type { Database } from './database.ts'
import { type Table, tablesOf } from './rows.ts'
import type { Hints } from './seed-hints.ts'
import { type Choice, type Column, FORMS, valueOf } from './seed-values.ts'

/** Every column that a row may name, with the CHECK constraints that speak of it alone. Domains stand for their base. */
const COLUMNS = `SELECT format('%I.%I', n.nspname, c.relname) AS table, format('%I', attname) AS name, format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL) AS type,
    format_type(t.oid, atttypmod) AS declared, coalesce(b.typcategory, t.typcategory)::text AS category, attnotnull OR t.typnotnull AS required, atthasdef OR attidentity <> '' AS has_default,
    (SELECT array_agg(enumlabel::text ORDER BY enumsortorder) FROM pg_enum WHERE enumtypid = coalesce(b.oid, t.oid)) AS labels,
    (SELECT substring(pg_get_expr(k.relpartbound, k.oid) FROM '(?:FROM|IN) \\(([^),]+)') FROM pg_inherits JOIN pg_class k ON k.oid = inhrelid JOIN pg_partitioned_table p ON partrelid = inhparent
      WHERE inhparent = c.oid AND partattrs[0] = attnum AND pg_get_expr(k.relpartbound, k.oid) NOT LIKE ALL ('{DEFAULT,%(MINVALUE%}'::text[]) ORDER BY k.oid LIMIT 1) AS bound,
    (SELECT string_agg(pg_get_constraintdef(k.oid), ' ') FROM pg_constraint k WHERE k.contype = 'c' AND (k.contypid = t.oid OR (k.conrelid = c.oid AND k.conkey = ARRAY[attnum]))) AS checks
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace JOIN pg_attribute ON attrelid = c.oid JOIN pg_type t ON t.oid = atttypid LEFT JOIN pg_type b ON b.oid = nullif(t.typbasetype, 0)
  WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
  ORDER BY attrelid, attnum`

/**
 * Gives made-up rows that point nowhere a place to point to; where there is none, the reference is emptied or the row
 * goes. Three rounds, as a row that goes may leave another one alone.
 */
const KEEP_REFERENCES = `DO $seed$ DECLARE f record; gone text; one bigint; moved bigint;
BEGIN FOR round IN 1..3 LOOP
  moved := 0;
  FOR f IN SELECT conrelid::regclass::text AS child, confrelid::regclass::text AS parent,
      (SELECT string_agg(format('%I', attname), ', ' ORDER BY i) FROM unnest(conkey) WITH ORDINALITY k(n, i) JOIN pg_attribute ON attrelid = conrelid AND attnum = n) AS own,
      (SELECT string_agg(format('%I', attname), ', ' ORDER BY i) FROM unnest(confkey) WITH ORDINALITY k(n, i) JOIN pg_attribute ON attrelid = confrelid AND attnum = n) AS theirs
    FROM pg_constraint WHERE contype = 'f' AND conparentid = 0 AND pg_get_constraintdef(oid) NOT LIKE '% NOT ENFORCED'
  LOOP
    gone := format('(%1$s) IS NOT NULL AND NOT EXISTS (SELECT FROM %2$s p WHERE (%3$s) = (%4$s))', 'c.' || replace(f.own, ', ', ', c.'), f.parent, 'p.' || replace(f.theirs, ', ', ', p.'), 'c.' || replace(f.own, ', ', ', c.'));
    gone := replace(gone, 'IS NOT NULL', 'IS DISTINCT FROM NULL');
    BEGIN EXECUTE format('UPDATE %s c SET (%s) = (SELECT %s FROM %s LIMIT 1) WHERE %s', f.child, f.own, f.theirs, f.parent, gone); GET DIAGNOSTICS one = ROW_COUNT; moved := moved + one;
    EXCEPTION WHEN OTHERS THEN
      BEGIN EXECUTE format('DELETE FROM %s c WHERE %s', f.child, gone); moved := moved + 1; EXCEPTION WHEN OTHERS THEN NULL; END;
    END;
  END LOOP;
  EXIT WHEN moved = 0;
END LOOP; END $seed$`

/** What is left out, and which of two values is taken, until a table accepts the row. */
const ATTEMPTS: readonly Attempt[] = [
  {},
  { other: true },
  { required: true },
  { required: true, other: true },
]
/** Attempts at one table that accepts none of those. */
const MAX_ATTEMPTS = 120

interface Attempt extends Choice {
  /** Leaves out what may be empty, or has a default. */
  required?: boolean
  /** Quoted name of the one column that is given all the same. */
  besides?: string
}

/**
 * Puts one made-up row into every empty table, and beside it those that the conditions of the change look for. Triggers stay quiet: what they would do is not what is looked at.
 * @returns how many tables hold a row, and those that hold none
 */
export async function seedRows(
  database: Database,
  hints: Hints = new Map(),
): Promise<{ tables: number; without: string[] }> {
  const tables = await tablesOf(database)
  const columns = Map.groupBy(await database.rows<Column>(COLUMNS), ({ table }) => table)
  // Each insert looks by itself whether its table is empty.
  let empty = tables
  await database.exec('SET session_replication_role = replica')
  for (const attempt of ATTEMPTS) await insert(() => [attempt])
  await insert((own) => furtherAttempts(own))
  const wanted = insertsFor(hints, tables, columns)
  if (wanted.length > 0) await database.exec(block(wanted))
  await database.exec(KEEP_REFERENCES)
  await database.exec('SET session_replication_role = origin')
  const without = (await emptyOf(database, tables)).map(({ schema, name }) => `${schema}.${name}`)
  return { tables: tables.length - without.length, without }

  async function insert(attemptsAt: (own: readonly Column[]) => readonly Attempt[]): Promise<void> {
    if (empty.length === 0) return
    const inserts = empty.flatMap(({ quoted }) => {
      const own = columns.get(quoted) ?? []
      return attemptsAt(own).map(
        (attempt) => `IF NOT EXISTS (SELECT FROM ${quoted}) THEN
          BEGIN ${insertOf(quoted, own, attempt)}; EXCEPTION WHEN OTHERS THEN NULL; END; END IF;`,
      )
    })
    await database.exec(block(inserts))
    empty = await emptyOf(database, empty)
  }
}

/** For constraints that ask for one of several columns, a kind that fits to what is empty, or text of some form. */
function furtherAttempts(columns: readonly Column[]): Attempt[] {
  const kinds = Math.max(0, ...columns.map(({ labels }) => labels?.length ?? 0))
  const attempts: Attempt[] = []
  for (let label = 0; label < kinds; label++) attempts.push({ required: true, label })
  for (const { name, required, has_default: given } of columns)
    if (!required || given) attempts.push({ required: true, besides: name })
  for (let form = 0; form < FORMS.length; form++) attempts.push({ form }, { required: true, form })
  return attempts.slice(0, MAX_ATTEMPTS)
}

/** One row for each value that a column is looked for by; what a table refuses is left. */
function insertsFor(
  hints: Hints,
  tables: readonly Table[],
  columns: ReadonlyMap<string, readonly Column[]>,
): string[] {
  return tables.flatMap(({ name, quoted }) => {
    const wanted = hints.get(name)
    const own = columns.get(quoted) ?? []
    if (!wanted) return []
    const asked = own.flatMap((column) => {
      const values = wanted.get(unquoted(column.name))
      return values ? [{ column, values }] : []
    })
    const rows = Math.max(0, ...asked.map(({ values }) => values.length))
    return Array.from({ length: rows }, (_, nth) => {
      const given = new Map(
        asked.map(({ column, values }) => [column.name, values[nth] ?? values[0] ?? 'NULL']),
      )
      const values = own.map((column) => given.get(column.name) ?? valueOf(column, { nth, other: true }))
      const names = own.map(({ name: column }) => column).join(', ')
      return `BEGIN INSERT INTO ${quoted} (${names}) OVERRIDING SYSTEM VALUE VALUES (${values.join(', ')});
        EXCEPTION WHEN OTHERS THEN NULL; END;`
    })
  })
}

function unquoted(name: string): string {
  return name.startsWith('"') ? name.slice(1, -1).replaceAll('""', '"') : name
}

function block(statements: readonly string[]): string {
  return `DO $seed$ BEGIN ${statements.join('\n')} END $seed$`
}

function insertOf(table: string, all: readonly Column[], attempt: Attempt): string {
  const { required = false, besides } = attempt
  const columns = all.filter(
    (column) => !required || column.name === besides || (column.required && !column.has_default),
  )
  if (columns.length === 0) return `INSERT INTO ${table} DEFAULT VALUES`
  const names = columns.map(({ name }) => name)
  const values = columns.map((column) => valueOf(column, attempt))
  return `INSERT INTO ${table} (${names.join(', ')}) OVERRIDING SYSTEM VALUE VALUES (${values.join(', ')})`
}

async function emptyOf(database: Database, tables: readonly Table[]): Promise<Table[]> {
  if (tables.length === 0) return []
  const parts = tables.map(({ quoted }, at) => `SELECT ${at} AS at WHERE NOT EXISTS (SELECT FROM ${quoted})`)
  const found = await database.rows<{ at: number }>(parts.join(' UNION ALL '))
  return found.flatMap(({ at }) => tables[at] ?? [])
}
