import { readdir, readFile } from 'node:fs/promises'
import type { Database, Sql } from './database.ts'

interface Migration {
  version: number
  name: string
  up: string
  down: string
}

/** Any number; the same for every replica. */
const ADVISORY_LOCK = 7_243_015
const FOLDER = new URL('./migrations/', import.meta.url)

/**
 * Brings the schema to `to` (default: the newest), up or down, in one transaction; replicas that start together wait
 * for each other. Answers the versions applied or taken back, in order.
 */
export async function migrate(database: Database, to?: number): Promise<number[]> {
  const migrations = await readMigrations()
  const target = to ?? migrations.at(-1)?.version ?? 0
  return database.transaction(async (sql) => {
    await sql.query('select pg_advisory_xact_lock($1)', [ADVISORY_LOCK])
    await sql.script(`
      create schema if not exists roadmap;
      create table if not exists roadmap.schema_migrations (
        version integer primary key,
        name text not null,
        applied_at timestamptz not null default now()
      );`)
    const rows = await sql.query<{ version: number }>('select version from roadmap.schema_migrations')
    const applied = new Set(rows.map(({ version }) => version))
    const unknown = [...applied].find((version) => !migrations.some((one) => one.version === version))
    if (unknown !== undefined && to === undefined) {
      throw new Error(`the database has migration ${unknown}, which this version does not know: it is newer`)
    }
    const up = migrations.filter(({ version }) => version <= target && !applied.has(version))
    const down = migrations.filter(({ version }) => version > target && applied.has(version)).toReversed()
    for (const migration of down) await apply(sql, migration, 'down')
    for (const migration of up) await apply(sql, migration, 'up')
    return [...down, ...up].map(({ version }) => version)
  })
}

async function apply(sql: Sql, { version, name, up, down }: Migration, way: 'up' | 'down'): Promise<void> {
  await sql.script(way === 'up' ? up : down)
  if (way === 'up') {
    await sql.query('insert into roadmap.schema_migrations (version, name) values ($1, $2)', [version, name])
  } else {
    await sql.query('delete from roadmap.schema_migrations where version = $1', [version])
  }
}

/** Sorted by version. Each has both ways. */
async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(FOLDER)).filter((name) => name.endsWith('.up.sql')).toSorted()
  return Promise.all(
    names.map(async (file) => {
      const base = file.slice(0, -'.up.sql'.length)
      const read = (way: string): Promise<string> => readFile(new URL(`${base}.${way}.sql`, FOLDER), 'utf8')
      const [up, down] = await Promise.all([read('up'), read('down')])
      return { version: Number(base.slice(0, 4)), name: base.slice(5), up, down }
    }),
  )
}
