import type { Dialect } from '../../../src/parse/migrations/index.ts'
import { quoteName } from '../../../src/parse/sql/names.ts'

export interface Common {
  /** Left out: PostgreSQL. */
  dialect?: Dialect
}

export interface OfTable extends Common {
  /** As the database has it, with a schema only where one is written: `users`, `billing.invoices`. */
  table: string
}

export interface OfColumn extends OfTable {
  column: string
}

/**
 * What each playbook needs to know. Names are as the database has them (unquoted); types, values and expressions are SQL.
 * What is left out stands as `<…>` in the text, for the reader to fill in.
 */
export interface PlaybookNames {
  'add-not-null-column': OfColumn & { type?: string; value?: string }
  'set-not-null': OfColumn & { value?: string; type?: string }
  'rename-column': OfColumn & { to: string; type?: string }
  'rename-table': OfTable & { to: string }
  /** `using` converts the value of the old column, which it names. */
  'change-type': OfColumn & { type?: string; using?: string; notNull?: boolean; default?: string }
  'drop-column': OfColumn & { notNull?: boolean }
  'add-foreign-key': OfTable & {
    columns: readonly string[]
    references: { table: string; columns: readonly string[] }
    name?: string
  }
  'add-check': OfTable & { expression?: string; name?: string }
  'add-unique': OfTable & { columns: readonly string[]; name?: string }
  'create-index': OfTable & {
    /** Plain columns; an expression is its text in brackets. */
    columns: readonly string[]
    name?: string
    unique?: boolean
    method?: string
    where?: string
  }
  /** `values` are those that stay, in order; `instead` is what the rows that hold the value get. */
  'remove-enum-value': Common & {
    type: string
    value: string
    table?: string
    column?: string
    values?: readonly string[]
    instead?: string
  }
  /** `set` and `where` as SQL: `total = price * amount`, `total IS NULL`. */
  backfill: OfTable & { set?: string; where?: string; key?: string }
}

export type PlaybookKind = keyof PlaybookNames

/** One migration, or what people do between two. */
export type Stage =
  | { title: string; statements: readonly string[]; alone?: true }
  /** Something that is no migration: a release, a look at the data. */
  | { between: string }

/** A playbook of one dialect: why it takes several steps, and which. */
export interface Play {
  prose: string
  stages: readonly Stage[]
}

export type Plays = { [Kind in PlaybookKind]?: (names: PlaybookNames[Kind]) => Play }

/** `schema.table`, each part quoted where PostgreSQL (and SQLite) would fold or refuse it. */
export function ident(name: string): string {
  return name
    .split('.')
    .map((part) => quoteName(part))
    .join('.')
}

/** As `ident` for MySQL and MariaDB. */
export function backticked(name: string): string {
  return name
    .split('.')
    .map((part) => (quoteName(part) === part ? part : `\`${part.replaceAll('`', '``')}\``))
    .join('.')
}

export function bare(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** PostgreSQL cuts names at 63 bytes; one that is put together keeps its end. */
export function madeName(...parts: readonly string[]): string {
  return parts
    .map(bare)
    .join('_')
    .replaceAll(/\W+/g, '_')
    .replace(/_+$/, '')
    .replaceAll(/_{2,}/g, '_')
    .slice(-63)
}

export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
