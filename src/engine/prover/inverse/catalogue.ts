import { isBookkeeping } from '../bookkeeping.ts'
import type { Database } from '../database.ts'

/** An object of a schema with what it takes to make it again. */
export interface Thing {
  kind: string
  /** Of the catalogue: stays the same when the object is renamed, altered or moved. */
  id: string
  /** Of what goes with it: the table of a column. */
  of: string
  /** As SQL, quoted, with a schema where the search path needs one. */
  name: string
  facts: Facts
}

/** Each kind has its own; what is not there is null. */
export interface Facts {
  /** The table, as SQL. */
  table?: string | null
  /** What follows the words that create it, or the whole statement. */
  def?: string | null
  /** Of constraints and indexes: numbers of the columns. */
  columns?: number[] | null
  [more: string]: unknown
}

export type Catalogue = ReadonlyMap<string, Thing>

function mine(catalogue: string, alias: string): string {
  return `NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.deptype = 'e' AND e.classid = '${catalogue}'::regclass AND e.objid = ${alias}.oid)`
}

/** Rights of each grantee; the owner's own are implied. */
function grants(what: string, catalogue: string, acl: string, owner: string, from: string): string {
  return `SELECT 'grant', concat_ws(' ', ${catalogue}, CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::text END, a.privilege_type), ${catalogue}, ${what},
      jsonb_build_object('to', CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(a.grantee::regrole::text) END, 'right', a.privilege_type, 'grantable', a.is_grantable)
    FROM ${from}, aclexplode(${acl}) a WHERE a.grantee <> ${owner}`
}

const TABLE = `CASE relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized view' ELSE 'table' END`

/** A value for rows that were there when a required column comes back, by the category of its type. */
const ZERO = `CASE typcategory WHEN 'N' THEN '0' WHEN 'S' THEN '''''' WHEN 'B' THEN 'false' WHEN 'A' THEN '''{}''' WHEN 'D' THEN 'now()' WHEN 'T' THEN '''0''' 
  WHEN 'E' THEN (SELECT quote_literal(enumlabel) FROM pg_enum WHERE enumtypid = t.oid ORDER BY enumsortorder LIMIT 1)
  ELSE CASE t.oid WHEN 'json'::regtype THEN '''{}''' WHEN 'jsonb'::regtype THEN '''{}''' WHEN 'bytea'::regtype THEN '''''' END END`

const PARTS = [
  `SELECT 'schema', 'n' || oid, '', quote_ident(nspname), '{}'::jsonb FROM ns`,
  `SELECT 'extension', 'x' || extname, '', quote_ident(extname), '{}' FROM pg_extension`,
  `SELECT 'enum', 't' || t.oid, '', t.oid::regtype::text, jsonb_build_object(
      'labels', (SELECT jsonb_agg(jsonb_build_array(e.oid::text, enumlabel) ORDER BY enumsortorder) FROM pg_enum e WHERE enumtypid = t.oid),
      'users', (SELECT jsonb_agg(jsonb_build_object('table', rel.oid::regclass::text, 'column', quote_ident(attname), 'default', pg_get_expr(adbin, adrelid)) ORDER BY rel.oid, attnum) FROM pg_attribute
        JOIN rel ON rel.oid = attrelid LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum WHERE atttypid = t.oid AND NOT attisdropped AND relkind IN ('r', 'p')))
    FROM pg_type t JOIN ns ON ns.oid = typnamespace WHERE typtype = 'e' AND ${mine('pg_type', 't')}`,
  `SELECT 'domain', 't' || t.oid, '', t.oid::regtype::text, jsonb_build_object('def', concat_ws(' ', 'AS', format_type(typbasetype, typtypmod), 'DEFAULT ' || typdefault, CASE WHEN typnotnull THEN 'NOT NULL' END,
      (SELECT string_agg('CONSTRAINT ' || quote_ident(conname) || ' ' || pg_get_constraintdef(c.oid), ' ' ORDER BY conname) FROM pg_constraint c WHERE contypid = t.oid AND contype = 'c')))
    FROM pg_type t JOIN ns ON ns.oid = typnamespace WHERE typtype = 'd' AND ${mine('pg_type', 't')}`,
  `SELECT 'composite type', 't' || reltype, '', reltype::regtype::text, jsonb_build_object('def', (SELECT 'AS (' || string_agg(quote_ident(attname) || ' ' || format_type(atttypid, atttypmod), ', ' ORDER BY attnum) || ')' FROM pg_attribute WHERE attrelid = rel.oid AND attnum > 0 AND NOT attisdropped))
    FROM rel WHERE relkind = 'c'`,
  `SELECT 'sequence', 'c' || rel.oid, '', rel.oid::regclass::text, jsonb_build_object('serial', s.serial, 'owner', s.owner,
      'def', concat_ws(' ', 'AS', format_type(seqtypid, NULL), 'START', seqstart, 'INCREMENT', seqincrement, 'MINVALUE', seqmin, 'MAXVALUE', seqmax, 'CACHE', seqcache, CASE WHEN seqcycle THEN 'CYCLE' END))
    FROM pg_sequence JOIN rel ON rel.oid = seqrelid LEFT JOIN LATERAL (SELECT refobjid::regclass::text || '.' || quote_ident(attname) AS owner, 'c' || refobjid || '.' || attnum AS serial FROM pg_depend d
        JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid WHERE d.objid = rel.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'a' LIMIT 1) s ON true
    WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = rel.oid AND d.classid = 'pg_class'::regclass AND d.deptype = 'i')`,
  `SELECT 'routine', 'p' || p.oid, '', p.oid::regprocedure::text, jsonb_build_object('def', pg_get_functiondef(p.oid), 'word', CASE prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END)
    FROM pg_proc p JOIN ns ON ns.oid = pronamespace WHERE prokind <> 'a' AND ${mine('pg_proc', 'p')}`,
  `SELECT 'table', 'c' || rel.oid, '', rel.oid::regclass::text, jsonb_build_object('bare', quote_ident(relname), 'schema', nspname, 'unlogged', relpersistence = 'u', 'options', array_to_string(reloptions, ', '),
      'rls', relrowsecurity, 'force', relforcerowsecurity, 'partitioned', pg_get_partkeydef(rel.oid), 'bound', CASE WHEN relispartition THEN pg_get_expr(relpartbound, rel.oid) END,
      'parents', (SELECT string_agg(inhparent::regclass::text, ', ' ORDER BY inhseqno) FROM pg_inherits WHERE inhrelid = rel.oid), 'identity', relreplident)
    FROM rel WHERE relkind IN ('r', 'p')`,
  `SELECT 'column', 'c' || rel.oid || '.' || attnum, 'c' || rel.oid, quote_ident(attname), jsonb_build_object('table', rel.oid::regclass::text, 'number', attnum,
      'type', format_type(atttypid, atttypmod), 'collation', CASE WHEN attcollation <> 0 AND attcollation <> typcollation THEN attcollation::regcollation::text END, 'required', attnotnull,
      'default', CASE attgenerated WHEN '' THEN pg_get_expr(adbin, adrelid) END, 'generated', CASE attgenerated WHEN '' THEN NULL ELSE format('GENERATED ALWAYS AS (%s) %s', pg_get_expr(adbin, adrelid), CASE attgenerated WHEN 's' THEN 'STORED' ELSE 'VIRTUAL' END) END,
      'identity', CASE attidentity WHEN 'a' THEN 'ALWAYS' WHEN 'd' THEN 'BY DEFAULT' END, 'statistics', nullif(attstattarget, -1), 'zero', ${ZERO},
      'unique', EXISTS (SELECT FROM pg_index i WHERE i.indrelid = rel.oid AND indisunique AND attnum = ANY(indkey)) OR EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = rel.oid AND contype = 'f' AND attnum = ANY(conkey)),
      'serial', pg_get_expr(adbin, adrelid) = format('nextval(%L::regclass)', relname || '_' || attname || '_seq') AND atttypid IN (20, 21, 23) AND attnotnull AND pg_get_serial_sequence(rel.oid::regclass::text, attname) IS NOT NULL)
    FROM rel JOIN pg_attribute a ON attrelid = rel.oid JOIN pg_type t ON t.oid = atttypid LEFT JOIN pg_attrdef ON adrelid = rel.oid AND adnum = attnum
    WHERE relkind IN ('r', 'p') AND attnum > 0 AND NOT attisdropped`,
  // NOT NULL stands with its column; partitions have their parents' constraints.
  `SELECT 'constraint', 'k' || c.oid, 'c' || rel.oid, quote_ident(conname), jsonb_build_object('table', rel.oid::regclass::text, 'def', pg_get_constraintdef(c.oid, true), 'type', contype, 'columns', conkey)
    FROM pg_constraint c JOIN rel ON rel.oid = conrelid WHERE contype NOT IN ('n', 't') AND conparentid = 0`,
  `SELECT 'index', 'c' || rel.oid, 'c' || tab.oid, rel.oid::regclass::text, jsonb_build_object('bare', quote_ident(rel.relname), 'columns', string_to_array(indkey::text, ' ')::int[], 'def',
      replace(replace(pg_get_indexdef(indexrelid), format(' ON %I.%I USING ', nspname, tab.relname), format(' ON %s USING ', tab.oid::regclass)), ' USING btree (', ' ('))
    FROM rel JOIN pg_index i ON indexrelid = rel.oid JOIN pg_class tab ON tab.oid = indrelid WHERE NOT rel.relispartition AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = rel.oid AND conrelid = indrelid)`,
  `SELECT ${TABLE}, 'c' || rel.oid, '', rel.oid::regclass::text, jsonb_build_object('def', rtrim(pg_get_viewdef(rel.oid, true), '; '), 'options', array_to_string(reloptions, ', ')) FROM rel WHERE relkind IN ('v', 'm')`,
  `SELECT 'trigger', 'g' || t.oid, 'c' || rel.oid, quote_ident(tgname), jsonb_build_object('table', rel.oid::regclass::text, 'def', pg_get_triggerdef(t.oid, true), 'enabled', tgenabled)
    FROM pg_trigger t JOIN rel ON rel.oid = tgrelid WHERE NOT tgisinternal AND tgparentid = 0`,
  `SELECT 'policy', 'o' || pg_policy.oid, 'c' || rel.oid, quote_ident(polname), jsonb_build_object('table', rel.oid::regclass::text, 'def', concat_ws(' ', 'AS', CASE WHEN polpermissive THEN 'PERMISSIVE' ELSE 'RESTRICTIVE' END,
      'FOR', CASE polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END, 'TO', (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE r::regrole::text END, ', ' ORDER BY r) FROM unnest(polroles) r),
      'USING (' || pg_get_expr(polqual, polrelid) || ')', 'WITH CHECK (' || pg_get_expr(polwithcheck, polrelid) || ')')) FROM pg_policy JOIN rel ON rel.oid = polrelid`,
  `SELECT 'rule', 'w' || w.oid, 'c' || rel.oid, quote_ident(rulename), jsonb_build_object('table', rel.oid::regclass::text, 'def', rtrim(pg_get_ruledef(w.oid, true), '; ')) FROM pg_rewrite w JOIN rel ON rel.oid = ev_class WHERE rulename <> '_RETURN'`,
  `SELECT 'statistics', 's' || s.oid, '', format('%I', stxname), jsonb_build_object('def', pg_get_statisticsobjdef(s.oid)) FROM pg_statistic_ext s JOIN ns ON ns.oid = stxnamespace`,
  `SELECT 'comment', concat_ws(' ', 'comment', d.classoid, d.objoid, d.objsubid), CASE d.classoid WHEN 'pg_class'::regclass THEN 'c' WHEN 'pg_constraint'::regclass THEN 'k' WHEN 'pg_proc'::regclass THEN 'p' WHEN 'pg_type'::regclass THEN 't' WHEN 'pg_trigger'::regclass THEN 'g' WHEN 'pg_namespace'::regclass THEN 'n' WHEN 'pg_policy'::regclass THEN 'o' END || d.objoid,
      upper(regexp_replace(o.type, '^(?:table|view|materialized view|composite type|domain) (?=column|constraint)', '')) || ' ' || o.identity, jsonb_build_object('def', quote_literal(description), 'column', d.objsubid)
    FROM pg_description d, LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
    WHERE d.objoid >= 16384 AND o.identity IS NOT NULL AND NOT EXISTS (SELECT 1 FROM pg_depend e WHERE e.deptype = 'e' AND e.classid = d.classoid AND e.objid = d.objoid) AND o.type <> 'extension'`,
  grants(
    `CASE relkind WHEN 'S' THEN 'SEQUENCE ' ELSE 'TABLE ' END || rel.oid::regclass::text`,
    `'c' || rel.oid`,
    'relacl',
    'relowner',
    'rel',
  ),
  grants(
    `CASE prokind WHEN 'p' THEN 'PROCEDURE ' ELSE 'FUNCTION ' END || p.oid::regprocedure::text`,
    `'p' || p.oid`,
    `coalesce(proacl, acldefault('f', proowner))`,
    'proowner',
    `(SELECT p.* FROM pg_proc p JOIN ns ON ns.oid = pronamespace WHERE prokind <> 'a' AND ${mine('pg_proc', 'p')}) p`,
  ),
  grants(
    `'SCHEMA ' || quote_ident(n.nspname)`,
    `'n' || n.oid`,
    'nspacl',
    'nspowner',
    '(SELECT n.* FROM pg_namespace n JOIN ns USING (oid)) n',
  ),
]

const QUERY = `WITH ns AS (SELECT oid, nspname::text AS nspname FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> 'information_schema'),
 rel AS (SELECT c.*, ns.nspname FROM pg_class c JOIN ns ON ns.oid = c.relnamespace WHERE ${mine('pg_class', 'c')}),
 things (kind, id, "of", name, facts) AS (SELECT ''::text, ''::text, ''::text, ''::text, '{}'::jsonb WHERE false\n UNION ALL ${PARTS.join('\n UNION ALL ')})
 SELECT * FROM things`

/** Every object that the inverse of a migration knows how to make, in one round trip. */
export async function catalogueOf(database: Database): Promise<Catalogue> {
  const rows = await database.rows<Thing>(QUERY)
  const hidden = new Set(
    rows
      .filter(({ kind, name, facts }) => isBookkeeping(`${kind}:public.${facts.table ?? name}`))
      .map(({ id }) => id),
  )
  return new Map(
    rows
      .filter(
        ({ id, of, name }) => !hidden.has(id) && !hidden.has(of) && !isBookkeeping(`table:public.${name}`),
      )
      .map((thing) => [thing.id, thing]),
  )
}
