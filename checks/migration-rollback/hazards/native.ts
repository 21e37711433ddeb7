import type { ColumnFacts, Dialect, Operation } from '../../../src/parse/migrations/index.ts'

/**
 * Types of MySQL for those by which frameworks' commands, and SQL that PostgreSQL's parser takes, are told: without a
 * length, as MySQL's own statements have them.
 */
const MYSQL: Readonly<Record<string, string>> = {
  int4: 'int',
  int8: 'bigint',
  int2: 'smallint',
  bool: 'tinyint(1)',
  numeric: 'decimal',
  float8: 'double',
  float4: 'float',
  bytea: 'blob',
  jsonb: 'json',
  uuid: 'char(36)',
}

/** An operation with the types of the database that it runs on. */
export function inDialect(operation: Operation, dialect: Dialect | undefined): Operation {
  if (dialect !== 'mysql' || operation.dialect === 'mysql') return operation
  switch (operation.kind) {
    case 'create-table':
      return { ...operation, columns: operation.columns.map((column) => typed(column)) }
    case 'add-column':
      return { ...operation, column: typed(operation.column) }
    case 'change-type':
      return { ...operation, to: typed(operation.to) }
    default:
      return operation
  }
}

function typed(column: ColumnFacts): ColumnFacts {
  const { type = '', typeText = type } = column
  const own = Object.hasOwn(MYSQL, type) ? MYSQL[type] : undefined
  if (own === undefined) return column
  return { ...column, type: own.replace(/\(.*/, ''), typeText: typeText.replace(/^\w+/, own) }
}
