import type { Dialect } from '../operation.ts'

/** What names a database in a manifest or configuration of one kind, by the file's name. */
interface Manifest {
  names: readonly string[]
  words: Readonly<Partial<Record<Dialect, RegExp>>>
}

const PYTHON: Manifest['words'] = {
  postgresql: /(?:^|["'\s])(?:psycopg(?:2|2-binary|\[)?|asyncpg|pg8000)(?=[\s"'=<>~!;[,^]|$)/im,
  mysql: /(?:^|["'\s])(?:mysqlclient|pymysql|aiomysql|asyncmy|mysql-connector-python)(?=[\s"'=<>~!;[,^]|$)/im,
  oracle: /(?:^|["'\s])(?:cx[-_]oracle|oracledb)(?=[\s"'=<>~!;[,^]|$)/im,
  sqlserver: /(?:^|["'\s])(?:pyodbc|pymssql|mssql-django)(?=[\s"'=<>~!;[,^]|$)/im,
}

/** Files that name the database of an application, nearest to what it runs with first. */
const MANIFESTS: Readonly<Record<string, readonly Manifest[]>> = {
  rails: [
    {
      names: ['config/database.yml', 'config/database.yml.example', 'config/database.yml.sample'],
      words: {
        postgresql: /^\s*adapter:[^#\n]*\b(?:postgresql|postgis)\b/m,
        mysql: /^\s*adapter:[^#\n]*\b(?:mysql2|trilogy)\b/m,
        sqlite: /^\s*adapter:[^#\n]*\bsqlite3\b/m,
        sqlserver: /^\s*adapter:[^#\n]*\bsqlserver\b/m,
        oracle: /^\s*adapter:[^#\n]*\boracle_enhanced\b/m,
      },
    },
    {
      names: ['Gemfile'],
      words: {
        postgresql: /^\s*gem\s*\(?\s*["']pg["']/m,
        mysql: /^\s*gem\s*\(?\s*["'](?:mysql2|trilogy)["']/m,
        sqlite: /^\s*gem\s*\(?\s*["']sqlite3["']/m,
        sqlserver: /^\s*gem\s*\(?\s*["']activerecord-sqlserver-adapter["']/m,
        oracle: /^\s*gem\s*\(?\s*["']activerecord-oracle_enhanced-adapter["']/m,
      },
    },
  ],
  python: [
    {
      names: [
        'pyproject.toml',
        'requirements.txt',
        'requirements/base.txt',
        'requirements/pip.txt',
        'requirements/deploy.txt',
        'requirements/main.in',
        'Pipfile',
        'setup.cfg',
        'setup.py',
      ],
      words: PYTHON,
    },
  ],
  javascript: [
    {
      names: ['package.json'],
      words: {
        postgresql: /"(?:pg|pg-promise|postgres|@mikro-orm\/postgresql)"\s*:/,
        mysql: /"(?:mysql2?|mariadb|@mikro-orm\/m(?:ysql|ariadb))"\s*:/,
        sqlite: /"(?:better-sqlite3|sqlite3|@libsql\/client|@mikro-orm\/sqlite)"\s*:/,
        sqlserver: /"(?:mssql|tedious)"\s*:/,
        oracle: /"oracledb"\s*:/,
      },
    },
  ],
  php: [
    {
      names: ['.env.example', '.env', '.env.dist'],
      words: {
        postgresql:
          /^\s*(?:DB_CONNECTION\s*=\s*["']?pgsql|DATABASE_URL\s*=\s*["']?(?:pdo[-_])?(?:pgsql|postgres))/m,
        mysql:
          /^\s*(?:DB_CONNECTION\s*=\s*["']?m(?:ysql|ariadb)|DATABASE_URL\s*=\s*["']?(?:pdo[-_])?m(?:ysql|ariadb))/m,
        sqlite: /^\s*(?:DB_CONNECTION\s*=\s*["']?sqlite|DATABASE_URL\s*=\s*["']?(?:pdo[-_])?sqlite)/m,
        sqlserver: /^\s*DB_CONNECTION\s*=\s*["']?sqlsrv/m,
      },
    },
  ],
  ecto: [
    {
      names: ['mix.exs'],
      words: {
        postgresql: /\{\s*:postgrex\b/,
        mysql: /\{\s*:myxql\b/,
        sqlite: /\{\s*:ecto_sqlite3\b/,
        sqlserver: /\{\s*:tds\b/,
      },
    },
  ],
}

const ECOSYSTEM: Readonly<Record<string, string>> = {
  rails: 'rails',
  django: 'python',
  alembic: 'python',
  knex: 'javascript',
  sequelize: 'javascript',
  typeorm: 'javascript',
  kysely: 'javascript',
  'mikro-orm': 'javascript',
  'db-migrate': 'javascript',
  laravel: 'php',
  doctrine: 'php',
  phinx: 'php',
  ecto: 'ecto',
}

function manifestsOf(framework: string): readonly Manifest[] {
  const ecosystem = Object.hasOwn(ECOSYSTEM, framework) ? ECOSYSTEM[framework] : undefined
  return ecosystem === undefined ? [] : (MANIFESTS[ecosystem] ?? [])
}

/** Names of the files that tell the database of a framework's application, relative to its root. */
export function databaseManifests(framework: string): string[] {
  return manifestsOf(framework).flatMap(({ names }) => names)
}

/**
 * The database that an application runs with, by its manifests. Nothing where they name none, or several servers: SQLite
 * beside one server is what tests run with.
 * @param texts of the files that are there, by their name relative to the application's root
 */
export function databaseOf(framework: string, texts: ReadonlyMap<string, string>): Dialect | undefined {
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
    if (servers.length > 1) return undefined
    if (found.size === 1) return 'sqlite'
  }
  return undefined
}
