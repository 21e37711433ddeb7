import type { Extension } from '@electric-sql/pglite'

/** Extensions that come with PGlite and stay inside of the database, by PostgreSQL's names: the modules that bring them. */
const MODULES: Readonly<Record<string, () => Promise<object>>> = {
  bloom: () => import('@electric-sql/pglite/contrib/bloom'),
  btree_gin: () => import('@electric-sql/pglite/contrib/btree_gin'),
  btree_gist: () => import('@electric-sql/pglite/contrib/btree_gist'),
  citext: () => import('@electric-sql/pglite/contrib/citext'),
  cube: () => import('@electric-sql/pglite/contrib/cube'),
  dict_int: () => import('@electric-sql/pglite/contrib/dict_int'),
  earthdistance: () => import('@electric-sql/pglite/contrib/earthdistance'),
  fuzzystrmatch: () => import('@electric-sql/pglite/contrib/fuzzystrmatch'),
  hstore: () => import('@electric-sql/pglite/contrib/hstore'),
  intarray: () => import('@electric-sql/pglite/contrib/intarray'),
  isn: () => import('@electric-sql/pglite/contrib/isn'),
  lo: () => import('@electric-sql/pglite/contrib/lo'),
  ltree: () => import('@electric-sql/pglite/contrib/ltree'),
  moddatetime: () => import('@electric-sql/pglite/contrib/moddatetime'),
  pg_stat_statements: () => import('@electric-sql/pglite/contrib/pg_stat_statements'),
  pg_trgm: () => import('@electric-sql/pglite/contrib/pg_trgm'),
  pgcrypto: () => import('@electric-sql/pglite/contrib/pgcrypto'),
  seg: () => import('@electric-sql/pglite/contrib/seg'),
  tablefunc: () => import('@electric-sql/pglite/contrib/tablefunc'),
  tcn: () => import('@electric-sql/pglite/contrib/tcn'),
  tsm_system_rows: () => import('@electric-sql/pglite/contrib/tsm_system_rows'),
  tsm_system_time: () => import('@electric-sql/pglite/contrib/tsm_system_time'),
  unaccent: () => import('@electric-sql/pglite/contrib/unaccent'),
  'uuid-ossp': () => import('@electric-sql/pglite/contrib/uuid_ossp'),
}

const CREATES = /\bcreate\s+extension\s+(?:if\s+not\s+exists\s+)?"?([a-z0-9_-]+)/gi

/** Extensions that scripts create, also inside of DO blocks. Unpacking one takes time, so only these are. */
export function extensionsIn(scripts: Iterable<string>): Set<string> {
  const names = new Set<string>()
  for (const script of scripts)
    for (const [, name = ''] of script.matchAll(CREATES)) names.add(name.toLowerCase())
  // What CASCADE brings along.
  if (names.has('earthdistance')) names.add('cube')
  return names
}

export async function contribModules(names: ReadonlySet<string>): Promise<Record<string, Extension>> {
  const found: Record<string, Extension> = {}
  for (const name of names) {
    const load = MODULES[name]
    if (load === undefined) continue
    const key = name.replaceAll('-', '_')
    found[key] = (await load())[key as never] as Extension
  }
  return found
}
