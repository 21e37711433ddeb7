import type { Region } from '../../model/index.ts'

/** The dialect of the database that a migration speaks to; MariaDB counts as `mysql`. */
export type Dialect = 'postgresql' | 'mysql' | 'sqlite' | 'sqlserver' | 'oracle'

/** SQL that a migration runs, word for word. */
export interface SqlChunk {
  text: string
  /** Line in the file of the part where `text` begins, from 1. */
  line: number
  /** Of text that is no run of whole lines (a string in code): where it ends. */
  endLine?: number
}

/** A column as a statement writes it. What is not written is absent. */
export interface ColumnFacts {
  name: string
  /** As written, lower case, without length and modifiers where `typeText` has them: `varchar`, `timestamptz`, `int4`, `serial`. */
  type?: string
  /** With length, precision and array marks: `varchar(20)`, `numeric(10,2)`, `text[]`. */
  typeText?: string
  notNull?: boolean
  /** Its default. `volatile` where every row gets its own value (`gen_random_uuid()`, `clock_timestamp()`); `now()` is not. */
  default?: { text: string; volatile: boolean }
  /** `GENERATED … AS IDENTITY`, `serial`, `AUTO_INCREMENT`. */
  identity?: boolean
  /** `GENERATED ALWAYS AS (…) STORED`; a virtual one is `virtual`. */
  generated?: 'stored' | 'virtual'
  primaryKey?: boolean
  unique?: boolean
  /** `CHECK` on the column. */
  check?: string
  references?: { table: string; columns: string[] }
  /** Where it is written, where that is narrower than the operation. */
  region?: Region
}

export interface ConstraintFacts {
  name?: string
  kind: 'primary-key' | 'unique' | 'foreign-key' | 'check' | 'exclude' | 'not-null'
  columns: string[]
  references?: { table: string; columns: string[] }
  /** Of a check: its expression as written. */
  expression?: string
  /** `NOT VALID`; `NOT ENFORCED` counts too. */
  notValid?: boolean
  /** `USING INDEX name`. */
  usingIndex?: string
  /** Where it is written, where that is narrower than the operation. */
  region?: Region
}

export interface IndexFacts {
  name?: string
  table: string
  /** Plain columns; an expression is its text in brackets. */
  columns: string[]
  unique?: boolean
  concurrently?: boolean
  method?: string
  where?: string
}

/**
 * One statement or command of a migration as structure: what judges of hazards read, whatever language it was
 * written in. Names are as the database has them (folded, unquoted), with a schema only where one is written:
 * `users`, `billing.invoices`.
 */
export type Operation = {
  path: string
  region: Region
  text: string
  /** Of SQL that PostgreSQL's parser refuses: the dialect it was read as. */
  dialect?: 'mysql' | 'sqlite'
} & (
  | {
      kind: 'create-table'
      table: string
      columns: ColumnFacts[]
      constraints: ConstraintFacts[]
      ifNotExists?: boolean
      temporary?: boolean
      unlogged?: boolean
      /** `CREATE TABLE … AS`, `LIKE`, `INHERITS`, `PARTITION OF`: its columns are not all known. */
      partial?: boolean
    }
  | { kind: 'drop-table'; table: string; ifExists?: boolean; cascade?: boolean }
  | { kind: 'rename-table'; table: string; to: string }
  | { kind: 'add-column'; table: string; column: ColumnFacts; ifNotExists?: boolean }
  | { kind: 'drop-column'; table: string; column: string; ifExists?: boolean; cascade?: boolean }
  | { kind: 'rename-column'; table: string; column: string; to: string }
  /** `notNull` and `default` where the statement (MySQL's MODIFY, `change_column`) sets them with the type. */
  | { kind: 'change-type'; table: string; column: string; to: ColumnFacts; using?: string }
  | { kind: 'set-default'; table: string; column: string; default: { text: string; volatile: boolean } }
  | { kind: 'drop-default'; table: string; column: string }
  | { kind: 'set-not-null'; table: string; column: string }
  | { kind: 'drop-not-null'; table: string; column: string }
  | { kind: 'set-generated'; table: string; column: string; what: string }
  | { kind: 'add-constraint'; table: string; constraint: ConstraintFacts }
  | { kind: 'drop-constraint'; table: string; name?: string; of?: ConstraintFacts['kind']; cascade?: boolean }
  | { kind: 'validate-constraint'; table: string; name: string }
  | { kind: 'rename-constraint'; table: string; name: string; to: string }
  | { kind: 'create-index'; index: IndexFacts; ifNotExists?: boolean }
  | {
      kind: 'drop-index'
      name?: string
      table?: string
      columns?: string[]
      concurrently?: boolean
      ifExists?: boolean
    }
  | { kind: 'rename-index'; name: string; to: string; table?: string }
  | { kind: 'reindex'; name: string; concurrently?: boolean }
  | { kind: 'attach-partition'; table: string; partition: string }
  | { kind: 'detach-partition'; table: string; partition: string; concurrently?: boolean }
  | { kind: 'set-storage'; table: string; what: 'logged' | 'unlogged' | 'tablespace' | 'access-method' }
  /** Anything else of ALTER TABLE; MySQL's `ALGORITHM`, `LOCK`, `ENGINE`, `CONVERT TO CHARACTER SET` are named in `what`. */
  | { kind: 'alter-table'; table: string; what: string }
  | { kind: 'create-type'; type: string; values?: string[] }
  | { kind: 'drop-type'; type: string; cascade?: boolean }
  | { kind: 'add-enum-value'; type: string; value: string; ifNotExists?: boolean }
  | { kind: 'rename-enum-value'; type: string; value: string; to: string }
  | { kind: 'create-domain'; type: string; checked?: boolean }
  | { kind: 'add-domain-constraint'; type: string; notValid?: boolean }
  | { kind: 'create-view'; view: string; materialized?: boolean; replace?: boolean }
  | { kind: 'drop-view'; view: string; materialized?: boolean; cascade?: boolean }
  | { kind: 'refresh-view'; view: string; concurrently?: boolean }
  | { kind: 'create-routine'; name: string; replace?: boolean; language?: string }
  | { kind: 'drop-routine'; name: string; cascade?: boolean }
  | { kind: 'create-trigger'; name: string; table: string; replace?: boolean }
  | { kind: 'drop-trigger'; name: string; table?: string }
  | { kind: 'change-trigger'; table: string; name?: string; enabled: boolean }
  | { kind: 'create-extension'; name: string }
  | { kind: 'create-schema'; name: string }
  | { kind: 'drop-schema'; name: string; cascade?: boolean }
  | { kind: 'rename-schema'; name: string; to: string }
  | { kind: 'drop-database'; name: string }
  | { kind: 'create-sequence'; name: string; type?: string }
  | {
      kind: 'write'
      verb: 'insert' | 'update' | 'delete' | 'truncate' | 'merge' | 'copy'
      table: string
      /** Of `update` and `delete`: whether some rows are chosen. */
      where?: boolean
      /** Of `insert`: from a SELECT, whose size is not known. */
      select?: boolean
      /** Of `truncate`. */
      cascade?: boolean
    }
  | { kind: 'lock-table'; table: string; mode?: string }
  | { kind: 'vacuum'; table?: string; full?: boolean }
  | { kind: 'cluster'; table?: string }
  | { kind: 'set'; name: string; value: string; local?: boolean }
  | { kind: 'transaction'; what: 'begin' | 'commit' | 'rollback' | 'savepoint' }
  | { kind: 'do-block'; body: string }
  /** Code that does something to rows that cannot be told (a model's call, a loop): `what` says it in words. */
  | { kind: 'code'; what: string }
  | { kind: 'other'; what: string }
)

export type OperationKind = Operation['kind']

/** The operations of one kind. */
export type OperationOf<Kind extends OperationKind> = Extract<Operation, { kind: Kind }>

type Facts<One> = One extends unknown ? Omit<One, 'path' | 'region' | 'text'> : never

/** An operation without its place. */
export type OperationFacts = Facts<Operation>
