import type {
  ColumnFacts,
  ConstraintFacts,
  IndexFacts,
  Operation,
} from '../../../src/parse/migrations/index.ts'
import { alterTable } from './schema-alter.ts'

/** When something came to be: before this change, or by it. */
export type Born = 'base' | 'change'

export interface Constraint extends ConstraintFacts {
  /** Whether the rows that were there have been checked. */
  validated: boolean
  born: Born
}

/** A table as far as the migrations tell. Values are never changed in place. */
export interface Table {
  name: string
  columns: ReadonlyMap<string, ColumnFacts & { born: Born }>
  /** Whether every column is known: it was created by a statement that was read. */
  complete: boolean
  constraints: readonly Constraint[]
  indexes: readonly (IndexFacts & { born: Born })[]
  born: Born
  temporary?: boolean
  /** A materialized view: nobody writes to it, and its columns are not known. */
  materialized?: boolean
}

export interface EnumType {
  born: Born
  values: readonly string[]
}

/**
 * The schema that migrations build, as far as they were read. What is not in it is unknown, not absent: no claim may rest
 * on a table, column or constraint that is not here.
 */
export class Schema {
  #tables: Map<string, Table>
  /** Enums with their values. */
  #types: Map<string, EnumType>
  /** Whether a copy looks at the same maps: they are copied before the next change. */
  #shared = false

  constructor(tables = new Map<string, Table>(), types = new Map<string, EnumType>()) {
    this.#tables = tables
    this.#types = types
  }

  /** Costs nothing until one of the two changes. */
  copy(): Schema {
    this.#shared = true
    const copy = new Schema(this.#tables, this.#types)
    copy.#shared = true
    return copy
  }

  #own(): void {
    if (!this.#shared) return
    this.#tables = new Map(this.#tables)
    this.#types = new Map(this.#types)
    this.#shared = false
  }

  table(name: string): Table | undefined {
    return this.#tables.get(tableKey(name))
  }

  type(name: string): EnumType | undefined {
    return this.#types.get(tableKey(name))
  }

  tables(): Iterable<Table> {
    return this.#tables.values()
  }

  /** The table that an index belongs to, and the index. */
  index(name: string): { table: Table; index: IndexFacts & { born: Born } } | undefined {
    const bare = bareName(name)
    for (const table of this.#tables.values()) {
      const index = table.indexes.find((one) => one.name !== undefined && bareName(one.name) === bare)
      if (index) return { table, index }
    }
    return undefined
  }

  put(table: Table): void {
    this.#own()
    this.#tables.set(tableKey(table.name), table)
  }

  remove(name: string): void {
    this.#own()
    this.#tables.delete(tableKey(name))
  }

  putType(name: string, type: EnumType): void {
    this.#own()
    this.#types.set(tableKey(name), type)
  }

  removeType(name: string): void {
    this.#own()
    this.#types.delete(tableKey(name))
  }

  /** Does to the schema what the operation does to the database. */
  apply(operation: Operation, born: Born): void {
    switch (operation.kind) {
      case 'create-table':
        this.#create(operation, born)
        break
      case 'drop-table':
        this.remove(operation.table)
        break
      case 'rename-table': {
        const table = this.table(operation.table)
        if (!table) break
        this.remove(operation.table)
        this.put({ ...table, name: renamed(operation.table, operation.to) })
        break
      }
      case 'create-view':
        if (operation.materialized && !this.table(operation.view))
          this.put({
            name: operation.view,
            columns: new Map(),
            complete: false,
            constraints: [],
            indexes: [],
            born,
            materialized: true,
          })
        break
      case 'drop-view':
        if (this.table(operation.view)?.materialized) this.remove(operation.view)
        break
      case 'create-type':
        this.putType(operation.type, { born, values: operation.values ?? [] })
        break
      case 'drop-type':
        this.removeType(operation.type)
        break
      case 'add-enum-value': {
        const type = this.type(operation.type)
        if (type) this.putType(operation.type, { ...type, values: [...type.values, operation.value] })
        break
      }
      case 'drop-schema':
        for (const { name } of this.#tables.values())
          if (name.startsWith(`${operation.name}.`)) this.remove(name)
        break
      default:
        alterTable(this, operation, born)
    }
  }

  #create(operation: Extract<Operation, { kind: 'create-table' }>, born: Born): void {
    const { table: name, columns, constraints, ifNotExists, partial, temporary } = operation
    if (ifNotExists && this.table(name)) return
    const own = columns.flatMap((column): ConstraintFacts[] => constraintsOf(column))
    const indexes = [...own, ...constraints].flatMap((one) => indexOf(name, one) ?? [])
    this.put({
      name,
      columns: new Map(columns.map((column) => [column.name, { ...column, born }])),
      complete: partial !== true,
      constraints: [...own, ...constraints].map((one) => ({ ...one, validated: true, born })),
      indexes: indexes.map((index) => ({ ...index, born })),
      born,
      ...(temporary && { temporary }),
    })
  }
}

/** The constraints that stand beside a column. */
export function constraintsOf(column: ColumnFacts): ConstraintFacts[] {
  const columns = [column.name]
  return [
    ...(column.primaryKey ? [{ kind: 'primary-key' as const, columns }] : []),
    ...(column.unique ? [{ kind: 'unique' as const, columns }] : []),
    ...(column.references ? [{ kind: 'foreign-key' as const, columns, references: column.references }] : []),
    ...(column.check === undefined ? [] : [{ kind: 'check' as const, columns, expression: column.check }]),
  ]
}

/** The index that a key brings with it. */
export function indexOf(table: string, constraint: ConstraintFacts): IndexFacts | undefined {
  if (constraint.kind !== 'primary-key' && constraint.kind !== 'unique') return undefined
  return {
    table,
    columns: constraint.columns,
    unique: true,
    ...(constraint.name !== undefined && { name: constraint.name }),
  }
}

/** `public.users` and `users` are one table: `public` is where PostgreSQL puts what names no schema. */
export function tableKey(name: string): string {
  return name.replace(/^(?:public|main|dbo)\./, '')
}

export function bareName(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

/** A new name stays in the old one's schema unless it names one. */
function renamed(from: string, to: string): string {
  if (to.includes('.')) return to
  const dot = from.lastIndexOf('.')
  return dot < 0 ? to : `${from.slice(0, dot)}.${to}`
}
