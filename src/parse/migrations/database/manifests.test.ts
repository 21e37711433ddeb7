import { expect, test } from 'vitest'
import { databaseOf } from './manifests.ts'

test.each([
  ['rails', 'Gemfile', 'gem "pg", "~> 1.5"\n', 'postgresql'],
  ['rails', 'Gemfile', 'gem "pg"\ngem "mysql2"\n', 'several'],
  ['rails', 'Gemfile', '# gem "pg"\ngem "sqlite3"\n', 'sqlite'],
  [
    'rails',
    'config/database.yml',
    'default:\n  adapter: postgresql\ntest:\n  adapter: sqlite3\n',
    'postgresql',
  ],
  ['rails', 'config/database.yml', "  adapter: <%= ENV['DB'] %>\n", undefined],
  ['django', 'requirements.txt', 'Django==5.1\npsycopg2-binary==2.9\n', 'postgresql'],
  ['django', 'pyproject.toml', 'dependencies = [\n  "psycopg[binary]>=3.1",\n]\n', 'postgresql'],
  ['alembic', 'requirements.txt', 'psycopg2\nPyMySQL\n', 'several'],
  ['knex', 'package.json', '{"dependencies": {"pg": "^8", "sqlite3": "^5"}}', 'postgresql'],
  ['laravel', '.env.example', 'DB_CONNECTION=mysql\n', 'mysql'],
  ['ecto', 'mix.exs', '{:postgrex, ">= 0.0.0"}', 'postgresql'],
  ['flyway', 'package.json', '{"dependencies": {"pg": "^8"}}', undefined],
  ['laravel', '.env.example', 'DB_CONNECTION=sqlite\n# DB_HOST=127.0.0.1\n', undefined],
  ['laravel', 'config/database.php', "'default' => env('DB_CONNECTION', 'pgsql'),", 'postgresql'],
  ['phinx', 'phinx.php', "'adapter' => 'mysql',\n", 'mysql'],
  ['phinx', 'phinx.yml', '        adapter: pgsql\n', 'postgresql'],
  ['doctrine', 'composer.json', '{"require": {"ext-pdo_mysql": "*"}}', 'mysql'],
  ['doctrine', '.env', 'DATABASE_URL="postgresql://app@127.0.0.1/app"\n', 'postgresql'],
  ['goose', 'go.mod', 'require (\n\tgithub.com/lib/pq v1.10.9\n)\n', 'postgresql'],
  [
    'goose',
    'go.mod',
    '\tgithub.com/jackc/pgx/v5 v5.7.1\n\tgithub.com/mattn/go-sqlite3 v1.14.22\n',
    'postgresql',
  ],
  [
    'goose',
    'go.mod',
    '\tgithub.com/go-sql-driver/mysql v1.8.1\n\tgithub.com/lib/pq v1.1.0 // indirect\n',
    'mysql',
  ],
  ['goose', 'go.mod', '\tmodernc.org/sqlite v1.33.1\n', 'sqlite'],
  ['diesel', 'Cargo.toml', 'diesel = { version = "2", features = ["postgres", "chrono"] }\n', 'postgresql'],
  ['sea-orm', 'Cargo.toml', 'features = [\n  "runtime-tokio-rustls",\n  "sqlx-mysql",\n]\n', 'mysql'],
  ['sqlx', 'Cargo.toml', 'sqlx = { workspace = true }\n', undefined],
  ['flyway', 'pom.xml', '<artifactId>postgresql</artifactId>\n<artifactId>h2</artifactId>', 'postgresql'],
  ['flyway', 'build.gradle', 'runtimeOnly "com.mysql:mysql-connector-j"\n', 'mysql'],
  ['liquibase', 'build.gradle.kts', 'runtimeOnly("org.postgresql:postgresql:42.7.4")\n', 'postgresql'],
  ['liquibase', 'application.yml', '    url: jdbc:mariadb://localhost/a\n', 'mysql'],
  ['ef-core', '{folder}.csproj', '<PackageReference Include="Pomelo.EntityFrameworkCore.MySql" />', 'mysql'],
  [
    'ef-core',
    '{folder}.csproj',
    '<PackageReference Include="Npgsql.EntityFrameworkCore.PostgreSQL" />',
    'postgresql',
  ],
  ['prisma', 'migration_lock.toml', 'provider = "mysql"\n', 'mysql'],
  [
    'prisma',
    'schema.prisma',
    'generator client {\n  provider = "prisma-client-js"\n}\ndatasource db {\n  provider = "sqlite"\n}\n',
    'sqlite',
  ],
  ['drizzle', 'meta/_journal.json', '{"version": "7", "dialect": "postgresql"}', 'postgresql'],
  ['drizzle', 'drizzle.config.ts', "export default defineConfig({ dialect: 'turso' })", 'sqlite'],
  ['tern', '', '', 'postgresql'],
  ['rails', 'docker-compose.yml', '    image: postgres:16\n', 'postgresql'],
  ['phinx', 'compose.yaml', '    image: "bitnami/mariadb:11"\n', 'mysql'],
  ['phinx', 'compose.yaml', '    image: postgres:16\n  b:\n    image: mysql:8\n', 'several'],
  ['phinx', 'compose.yaml', '    image: acme/postgres-backup:1\n', undefined],
])('%s with %s', (framework, name, text, dialect) => {
  expect(databaseOf(framework, new Map([[name, text]]))).toBe(dialect)
})

test('the configuration goes before the list of libraries', () => {
  const texts = new Map([
    ['config/database.yml', 'adapter: mysql2\n'.replace('adapter', '  adapter')],
    ['Gemfile', 'gem "pg"\n'],
  ])
  expect(databaseOf('rails', texts)).toBe('mysql')
})

test('what an application is built with goes before what stands beside it', () => {
  const texts = new Map([
    ['go.mod', '\tgithub.com/go-sql-driver/mysql v1.8.1\n'],
    ['compose.yml', '    image: postgres:16\n'],
  ])
  expect(databaseOf('goose', texts)).toBe('mysql')
})
