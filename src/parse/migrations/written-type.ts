import type { ColumnFacts } from './operation.ts'

/** Words for types of SQL, of Liquibase and of `java.sql.Types`, and PostgreSQL's short names. */
const TYPES: Readonly<Record<string, string>> = {
  bigint: 'int8',
  bigserial: 'int8',
  int: 'int4',
  integer: 'int4',
  serial: 'int4',
  mediumint: 'int4',
  smallint: 'int2',
  tinyint: 'int2',
  bit: 'bool',
  boolean: 'bool',
  nvarchar: 'varchar',
  varchar2: 'varchar',
  nvarchar2: 'varchar',
  'character varying': 'varchar',
  nchar: 'char',
  character: 'char',
  clob: 'text',
  nclob: 'text',
  longtext: 'text',
  mediumtext: 'text',
  longvarchar: 'text',
  blob: 'bytea',
  longblob: 'bytea',
  mediumblob: 'bytea',
  binary: 'bytea',
  varbinary: 'bytea',
  longvarbinary: 'bytea',
  number: 'numeric',
  decimal: 'numeric',
  double: 'float8',
  'double precision': 'float8',
  float: 'float8',
  real: 'float4',
  datetime: 'timestamp',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
  timestamp_with_timezone: 'timestamptz',
}

/** A type with what is behind it: `VARCHAR(20)`, `java.sql.Types.BIGINT`; nothing for a property, `${uuid}`. */
export function writtenType(written: string | undefined): Pick<ColumnFacts, 'type' | 'typeText'> {
  const text =
    written
      ?.trim()
      .toLowerCase()
      .replace(/^java\.sql\.types\./, '') ?? ''
  const match = /^([a-z][\w ]*?)\s*(?:\(([^)]*)\))?\s*((?:\[\])*)$/.exec(text.replace(/\s+unsigned$/, ''))
  if (!match) return {}
  const [, name = '', modifiers, array = ''] = match
  const type = Object.hasOwn(TYPES, name) ? (TYPES[name] ?? name) : name
  const length =
    modifiers !== undefined && /^(?:varchar|char|numeric)$/.test(type)
      ? `(${modifiers.replaceAll(/\s|byte|char/g, '')})`
      : ''
  return { type, typeText: `${type}${length}${array}` }
}
