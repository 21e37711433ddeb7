import type { ProofRequest } from '../../../src/model/index.ts'

/** A folder or file of migrations that is named after another database. */
const OTHER_DATABASE =
  /(?:^|[/._-])(mysql|mariadb|sqlite3?|h2|hsqldb|mssql|sqlserver|oracle|clickhouse|cockroach(?:db)?|crdb|spanner|tidb|snowflake|bigquery|cassandra|cql|duckdb|libsql|redshift|vertica|trino)(?=[/._-])/i

/** `db2` further up is rather the second edition of somebody's `db`. */
const DB2 = /[/._-](db2)(?:\/[^/]*|[._-][^/]*)$/i

/** Dialects beside PostgreSQL that are run, and how folders call them. */
const DRIVERS = [
  ['sqlite', /^sqlite3?$/i],
  ['mysql', /^(?:mysql|mariadb)$/i],
] as const

/** The database that a folder or file is named after, where that is another than PostgreSQL. */
export function databaseInPath(path: string): string | undefined {
  return (OTHER_DATABASE.exec(path) ?? DB2.exec(path))?.[1]
}

/** The driver that runs a database, beside PostgreSQL's. */
export function driverOf(database: string | undefined): ProofRequest['dialect'] {
  return DRIVERS.find(([, pattern]) => database !== undefined && pattern.test(database))?.[0]
}
