import type { Region } from '../../../model/index.ts'
import type { ColumnFacts, Operation } from '../operation.ts'

/** A model as a migration names it: `app.model` in lower case, or a setting that names it (`settings.AUTH_USER_MODEL`). */
export type ModelName = string

/** A field as a migration writes it. */
export interface Field {
  name: string
  /** `nowhere`: managers and generic relations; `table`: many to many. */
  stored: 'column' | 'table' | 'nowhere'
  /** `db_column`. */
  column?: string
  type?: string
  typeText?: string
  /** Absent where it is not known: a class of the project's own may say otherwise itself. */
  notNull?: boolean
  /** What Django writes into the rows that are there, in Python's words: it drops that default again. */
  fill?: string
  /** `db_default`, which stays. */
  dbDefault?: NonNullable<ColumnFacts['default']>
  unique: boolean
  indexed: boolean
  /** Of geometries: `gist`. */
  method?: string
  primaryKey: boolean
  identity: boolean
  check?: string
  generated?: 'stored' | 'virtual'
  /** Of keys and of many to many. */
  to?: ModelName
  toField?: string
  /** Whether a key has a constraint in the database. */
  constrained: boolean
  /** Of many to many: a model of its own keeps the pairs. */
  through: boolean
  /** Of many to many: `db_table`. */
  table?: string
  region: Region
}

/** An index or a constraint of a model: columns are given by the names of fields. */
export interface Part {
  kind: 'index' | 'unique-index' | 'unique' | 'check' | 'exclude'
  name?: string
  fields: readonly string[]
  /** Expressions, each in brackets. */
  expressions: readonly string[]
  method?: string
  where?: string
  expression?: string
  notValid?: boolean
}

export interface ModelOptions {
  table?: string
  /** False of proxies and of models that are not `managed`. */
  inDatabase: boolean
  uniqueTogether: readonly (readonly string[])[]
  indexTogether: readonly (readonly string[])[]
  parts: readonly Part[]
  /** `order_with_respect_to`: a column `_order`. */
  ordered: boolean
}

interface Place {
  region: Region
  text: string
}

/** One operation of a migration (https://docs.djangoproject.com/en/stable/ref/migration-operations/). */
export type ModelOperation = Place &
  (
    | { kind: 'create-model'; model: ModelName; fields: readonly Field[]; options: ModelOptions }
    | { kind: 'delete-model'; model: ModelName }
    | { kind: 'rename-model'; model: ModelName; to: ModelName }
    | { kind: 'model-table'; model: ModelName; table?: string }
    /** `once`: its default is for the rows that are there alone (`preserve_default=False`). */
    | { kind: 'add-field'; model: ModelName; field: Field; once?: boolean }
    | { kind: 'remove-field'; model: ModelName; field: string }
    | { kind: 'alter-field'; model: ModelName; field: Field; once?: boolean }
    | { kind: 'rename-field'; model: ModelName; field: string; to: string }
    | { kind: 'add-part'; model: ModelName; part: Part; concurrently?: boolean }
    | { kind: 'remove-part'; model: ModelName; name: string; concurrently?: boolean }
    | { kind: 'rename-index'; model: ModelName; from?: string; fields?: readonly string[]; to: string }
    | { kind: 'validate'; model: ModelName; name: string }
    | { kind: 'together'; model: ModelName; of: 'unique' | 'index'; sets: readonly (readonly string[])[] }
    | { kind: 'order'; model: ModelName; ordered: boolean }
    /** Its `database` alone runs, its `state` alone stays. */
    | { kind: 'separate'; database: readonly ModelOperation[]; state: readonly ModelOperation[] }
    /** SQL and Python, both ways, as what they do. */
    | {
        kind: 'run'
        up: readonly Executed[]
        down: readonly Executed[]
        state: readonly ModelOperation[]
      }
    /** Changes nothing in the database. */
    | { kind: 'nothing' }
    | { kind: 'unknown'; what: string; extension?: string }
  )

/** What code runs; of rows the table is not known before the state is. */
export type Executed =
  | { operation: Operation }
  | (Place & { verb: 'insert' | 'update' | 'delete'; model: ModelName; where: boolean })

/** A migration in the words of models. */
export interface ModelMigration {
  app: string
  operations: readonly ModelOperation[]
  /** Of a squashed one: those that it stands for, as `app.name`. */
  replaces: readonly string[]
}
