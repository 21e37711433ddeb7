import type { Manifest } from './manifest.ts'

const PYTHON: Manifest['words'] = {
  postgresql: /(?:^|["'\s])(?:psycopg(?:2|2-binary|\[)?|asyncpg|pg8000)(?=[\s"'=<>~!;[,^]|$)/im,
  mysql: /(?:^|["'\s])(?:mysqlclient|pymysql|aiomysql|asyncmy|mysql-connector-python)(?=[\s"'=<>~!;[,^]|$)/im,
  oracle: /(?:^|["'\s])(?:cx[-_]oracle|oracledb)(?=[\s"'=<>~!;[,^]|$)/im,
  sqlserver: /(?:^|["'\s])(?:pyodbc|pymssql|mssql-django)(?=[\s"'=<>~!;[,^]|$)/im,
}

export const rails: readonly Manifest[] = [
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
]

export const python: readonly Manifest[] = [
  {
    names: ['alembic.ini'],
    words: {
      postgresql: /^\s*sqlalchemy\.url\s*=\s*postgres/m,
      mysql: /^\s*sqlalchemy\.url\s*=\s*(?:mysql|mariadb)/m,
      oracle: /^\s*sqlalchemy\.url\s*=\s*oracle/m,
      sqlserver: /^\s*sqlalchemy\.url\s*=\s*mssql/m,
    },
  },
  {
    names: [
      'pyproject.toml',
      'requirements.txt',
      'requirements.in',
      'requirements/base.txt',
      'requirements/base.in',
      'requirements/common.txt',
      'requirements/default.txt',
      'requirements/prod.txt',
      'requirements/production.txt',
      'requirements/requirements.txt',
      'requirements/pip.txt',
      'requirements/deploy.txt',
      'requirements/main.in',
      'Pipfile',
      'setup.cfg',
      'setup.py',
    ],
    words: PYTHON,
  },
]

export const javascript: readonly Manifest[] = [
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
]

/** Prisma keeps the provider beside its migrations. */
export const prisma: readonly Manifest[] = [
  {
    names: ['migration_lock.toml', 'schema.prisma', 'prisma/schema.prisma'],
    words: provider(/(?:^datasource\s+\w+\s*\{[^}]*?|^)\s*provider\s*=\s*"/),
  },
]

/** Drizzle keeps the dialect in its journal. */
export const drizzle: readonly Manifest[] = [
  { names: ['meta/_journal.json'], words: provider(/"dialect"\s*:\s*"/) },
  {
    names: ['drizzle.config.ts', 'drizzle.config.js', 'drizzle.config.mjs', 'drizzle.config.json'],
    words: provider(/["']?(?:dialect|driver)["']?\s*:\s*["']/),
  },
]

/** A setting whose value is the name of a database. */
function provider(before: RegExp): Manifest['words'] {
  const named = (names: string): RegExp => new RegExp(`${before.source}(?:${names})["']`, 'm')
  return {
    postgresql: named('postgres(?:ql)?|pg'),
    mysql: named('mysql2?'),
    sqlite: named('sqlite|better-sqlite|libsql|turso|d1'),
    sqlserver: named('sqlserver|mssql'),
  }
}

export const php: readonly Manifest[] = [
  {
    names: ['.env.example', '.env', '.env.dist'],
    words: {
      postgresql:
        /^\s*(?:DB_CONNECTION\s*=\s*["']?pgsql|DATABASE_URL\s*=\s*["']?(?:pdo[-_])?(?:pgsql|postgres))/m,
      mysql:
        /^\s*(?:DB_CONNECTION\s*=\s*["']?m(?:ysql|ariadb)|DATABASE_URL\s*=\s*["']?(?:pdo[-_])?m(?:ysql|ariadb))/m,
      // Since Laravel 11 every new project names SQLite there, whatever it is deployed with.
      sqlite: /^\s*DATABASE_URL\s*=\s*["']?(?:pdo[-_])?sqlite/m,
      sqlserver: /^\s*DB_CONNECTION\s*=\s*["']?sqlsrv/m,
    },
  },
  {
    names: ['config/database.php'],
    words: {
      postgresql: /['"]default['"]\s*=>\s*(?:env\(\s*['"]DB_CONNECTION['"]\s*,\s*)?['"]pgsql['"]/,
      mysql: /['"]default['"]\s*=>\s*(?:env\(\s*['"]DB_CONNECTION['"]\s*,\s*)?['"]m(?:ysql|ariadb)['"]/,
      sqlserver: /['"]default['"]\s*=>\s*(?:env\(\s*['"]DB_CONNECTION['"]\s*,\s*)?['"]sqlsrv['"]/,
    },
  },
  {
    names: [
      'phinx.php',
      'phinx.yml',
      'phinx.yaml',
      'config/packages/doctrine.yaml',
      'config/packages/doctrine.yml',
      'migrations-db.php',
    ],
    words: {
      postgresql: /['"]?(?:adapter|driver)['"]?\s*(?::|=>)\s*["']?(?:pdo_)?pgsql\b/,
      mysql: /['"]?(?:adapter|driver)['"]?\s*(?::|=>)\s*["']?(?:pdo_)?mysqli?\b/,
      sqlite: /['"]?(?:adapter|driver)['"]?\s*(?::|=>)\s*["']?(?:pdo_)?sqlite3?\b/,
      sqlserver: /['"]?(?:adapter|driver)['"]?\s*(?::|=>)\s*["']?(?:pdo_)?sqlsrv\b/,
    },
  },
  {
    names: ['composer.json'],
    words: {
      postgresql: /"ext-(?:pdo_)?pgsql"\s*:/,
      mysql: /"ext-(?:pdo_mysql|mysqli)"\s*:/,
      sqlite: /"ext-(?:pdo_sqlite|sqlite3)"\s*:/,
      sqlserver: /"ext-(?:pdo_)?sqlsrv"\s*:/,
    },
  },
]

export const elixir: readonly Manifest[] = [
  {
    names: ['mix.exs'],
    words: {
      postgresql: /\{\s*:postgrex\b/,
      mysql: /\{\s*:myxql\b/,
      sqlite: /\{\s*:ecto_sqlite3\b/,
      sqlserver: /\{\s*:tds\b/,
    },
  },
]
