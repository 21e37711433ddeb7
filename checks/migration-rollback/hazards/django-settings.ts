import type { Snapshot } from '../../../src/model/index.ts'
import type { Dialect } from '../../../src/parse/migrations/index.ts'

const SETTINGS = /(?:^|\/)\w*settings\w*(?:\/\w+)*\.py$/
const NOT_THE_APPLICATION = /(?:^|\/)(?:\w*tests?\w*|docs?|examples?|samples?|vendor)(?:\/|\.py$)/

const WORDS: Readonly<Partial<Record<Dialect, RegExp>>> = {
  postgresql:
    /["'](?:[\w.]*\.)?(?:postgresql|postgresql_psycopg2|postgis|postgresql_zero_downtime|psqlextra\.backend)(?:\.schema|\.base)?["']|["'](?:postgres(?:ql)?|postgis|psql):\/\//,
  mysql: /["']django\.(?:contrib\.gis\.)?db\.backends\.mysql["']|["']mysql:\/\//,
  sqlite: /["']django\.(?:contrib\.gis\.)?db\.backends\.(?:sqlite3|spatialite)["']|["']sqlite:\/\//,
  oracle: /["']django\.(?:contrib\.gis\.)?db\.backends\.oracle["']/,
  sqlserver: /["'](?:mssql|sql_server\.pyodbc)["']/,
}

/** Settings that are read, nearest first, and UTF-16 units of each. */
const MAX_FILES = 20
const MAX_TEXT = 200_000

/**
 * The database that the settings of a Django project name: they stand in a folder of the project's own name, which nothing
 * beside a migration tells. SQLite beside one server is what a developer starts with.
 */
export async function settingsDialect(head: Snapshot, migration: string): Promise<Dialect | undefined> {
  const paths = (await head.entries()).flatMap(({ kind, path }) =>
    kind === 'file' && SETTINGS.test(path) && !NOT_THE_APPLICATION.test(path) ? [path] : [],
  )
  const near = paths.toSorted((a, b) => shared(b, migration) - shared(a, migration)).slice(0, MAX_FILES)
  const [nearest] = near
  // Those of another project in the same repository say nothing.
  const own = near.filter(
    (path) => nearest !== undefined && shared(path, migration) === shared(nearest, migration),
  )
  const found = new Set<Dialect>()
  for (const content of (await head.readMany(own)).values()) {
    if (content.kind !== 'text') continue
    const text = content.text.slice(0, MAX_TEXT).replaceAll(/^\s*#.*$/gm, '')
    for (const [dialect, word] of Object.entries(WORDS)) if (word.test(text)) found.add(dialect as Dialect)
  }
  const servers = [...found].filter((one) => one !== 'sqlite')
  if (servers.length === 1) return servers[0]
  return servers.length === 0 && found.size === 1 ? 'sqlite' : undefined
}

/** Folders that two paths have in common. */
function shared(path: string, other: string): number {
  const [a, b] = [path.split('/').slice(0, -1), other.split('/').slice(0, -1)]
  const parted = a.findIndex((folder, at) => folder !== b[at])
  return parted < 0 ? a.length : parted
}
