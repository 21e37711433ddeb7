import type { Dialect } from '../operation.ts'
import { compose } from './compose.ts'
import { dotnet, go, java, rust } from './compiled.ts'
import type { Manifest } from './manifest.ts'
import { drizzle, elixir, javascript, php, prisma, python, rails } from './scripted.ts'

/** Files that name the database of an application by the tool of its migrations, nearest to what it runs with first. */
const MANIFESTS: Readonly<Record<string, readonly Manifest[]>> = {
  rails,
  django: python,
  alembic: python,
  knex: javascript,
  sequelize: javascript,
  typeorm: javascript,
  kysely: javascript,
  'mikro-orm': javascript,
  'db-migrate': javascript,
  prisma,
  drizzle,
  laravel: php,
  doctrine: php,
  phinx: php,
  ecto: elixir,
  'ef-core': dotnet,
  'golang-migrate': go,
  goose: go,
  'sql-migrate': go,
  atlas: go,
  dbmate: go,
  diesel: rust,
  sqlx: rust,
  refinery: rust,
  'sea-orm': rust,
  flyway: java,
  liquibase: java,
}

/** Tools that know one database only. */
const ONLY: Readonly<Record<string, Dialect>> = {
  'node-pg-migrate': 'postgresql',
  tern: 'postgresql',
}

function manifestsOf(framework: string): readonly Manifest[] {
  const own = Object.hasOwn(MANIFESTS, framework) ? MANIFESTS[framework] : undefined
  return own ? [...own, compose] : []
}

/** Names of the files that tell the database of a framework's application, relative to its root. */
export function databaseManifests(framework: string): string[] {
  return manifestsOf(framework).flatMap(({ names }) => names)
}

/**
 * The database that an application runs with, by its manifests: nothing where they name none. SQLite beside one server is
 * what tests run with.
 * @param texts of the files that are there, by their name relative to the application's root, as `databaseManifests` has it
 */
export function databaseOf(
  framework: string,
  texts: ReadonlyMap<string, string>,
): Dialect | 'several' | undefined {
  if (Object.hasOwn(ONLY, framework)) return ONLY[framework]
  for (const { names, words } of manifestsOf(framework)) {
    const found = new Set<Dialect>()
    for (const name of names) {
      const text = texts.get(name)
      if (text === undefined) continue
      for (const [dialect, pattern] of Object.entries(words))
        if (pattern.test(text)) found.add(dialect as Dialect)
    }
    const servers = [...found].filter((one) => one !== 'sqlite')
    if (servers.length === 1) return servers[0]
    if (servers.length > 1) return 'several'
    if (found.size === 1) return 'sqlite'
  }
  return undefined
}
