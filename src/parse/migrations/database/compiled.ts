import type { Manifest } from './manifest.ts'

/** A direct requirement: what only comes with another module is marked. */
function required(modules: string): RegExp {
  return new RegExp(`^\\s*(?:require\\s+)?(?:${modules})(?:/v\\d+)?\\s+v[^\\s]+\\s*$`, 'm')
}

export const go: readonly Manifest[] = [
  {
    names: ['go.mod'],
    words: {
      postgresql: required(
        'github\\.com/(?:lib/pq|jackc/pgx|go-pg/pg|uptrace/bun/driver/pgdriver)|gorm\\.io/driver/postgres',
      ),
      mysql: required('github\\.com/go-sql-driver/mysql|gorm\\.io/driver/mysql'),
      sqlite: required(
        'github\\.com/(?:mattn/go-sqlite3|glebarez/(?:go-)?sqlite|ncruces/go-sqlite3)|modernc\\.org/sqlite|zombiezen\\.com/go/sqlite|gorm\\.io/driver/sqlite',
      ),
      sqlserver: required('github\\.com/(?:denisenkom|microsoft)/go-mssqldb|gorm\\.io/driver/sqlserver'),
      oracle: required('github\\.com/(?:godror/godror|sijms/go-ora)'),
    },
  },
]

/** Features of sqlx, Diesel, SeaORM and refinery, and the drivers below them. */
export const rust: readonly Manifest[] = [
  {
    names: ['Cargo.toml'],
    words: {
      postgresql: /["'](?:sqlx-|tokio-)?postgres(?:_backend)?["']|^(?:tokio-)?postgres\s*=/m,
      mysql: /["'](?:sqlx-)?mysql(?:_backend|_async)?["']|^mysql(?:_async)?\s*=/m,
      sqlite: /["'](?:sqlx-)?sqlite["']|["']rusqlite(?:-bundled)?["']|^rusqlite\s*=/m,
    },
  },
]

const JDBC: Manifest['words'] = {
  postgresql: /\bjdbc:(?:\w+:)*postgresql:/,
  mysql: /\bjdbc:(?:\w+:)*(?:mysql|mariadb):/,
  sqlite: /\bjdbc:sqlite:/,
  sqlserver: /\bjdbc:sqlserver:/,
  oracle: /\bjdbc:oracle:/,
}

/** H2 and HSQLDB are what tests run with: they are not asked for. */
export const java: readonly Manifest[] = [
  { names: ['application.yml', 'application.yaml', 'application.properties', 'flyway.conf'], words: JDBC },
  { names: ['liquibase.properties'], words: JDBC },
  {
    names: ['pom.xml', 'build.gradle', 'build.gradle.kts', 'gradle/libs.versions.toml', 'build.sbt'],
    words: {
      postgresql:
        /<artifactId>(?:postgresql|flyway-database-postgresql|quarkus-(?:jdbc|reactive-pg)-?\w*postgresql|r2dbc-postgresql)<|\borg\.postgresql["':%\s]+postgresql\b|flyway-database-postgresql|jdbc-postgresql/,
      mysql:
        /<artifactId>(?:mysql-connector-(?:j|java)|mariadb-java-client|flyway-mysql)<|mysql-connector-(?:j|java)\b|mariadb-java-client|flyway-mysql/,
      sqlite: /\bsqlite-jdbc\b/,
      sqlserver: /\bmssql-jdbc\b/,
      oracle: /\bojdbc\d+\b/,
    },
  },
]

export const dotnet: readonly Manifest[] = [
  {
    names: ['{folder}.csproj'],
    words: {
      postgresql: /Include="(?:Npgsql\.EntityFrameworkCore\.PostgreSQL|Aspire\.Npgsql\.[\w.]+)"/,
      mysql: /Include="(?:Pomelo\.EntityFrameworkCore\.MySql|MySql\.EntityFrameworkCore)"/,
      sqlite: /Include="Microsoft\.EntityFrameworkCore\.Sqlite(?:\.Core)?"/,
      sqlserver: /Include="Microsoft\.EntityFrameworkCore\.SqlServer"/,
      oracle: /Include="Oracle\.EntityFrameworkCore"/,
    },
  },
]
