import type { ColumnFacts, Operation } from '../../../src/parse/migrations/index.ts'
import { bareName, type Born, constraintsOf, indexOf, type Schema, type Table } from './schema.ts'

type Column = ColumnFacts & { born: Born }

/** What an operation on a known table does to it; an unknown table stays unknown. */
export function alterTable(schema: Schema, operation: Operation, born: Born): void {
  if (operation.kind === 'create-index') {
    const table = schema.table(operation.index.table)
    if (table) schema.put({ ...table, indexes: [...table.indexes, { ...operation.index, born }] })
    return
  }
  if (operation.kind === 'drop-index') {
    const found = operation.name === undefined ? undefined : schema.index(operation.name)
    if (found) without(schema, found.table, (index) => index !== found.index)
    else if (operation.table !== undefined && operation.columns) {
      const table = schema.table(operation.table)
      const key = operation.columns.join()
      if (table) without(schema, table, (index) => index.columns.join() !== key)
    }
    return
  }
  if (operation.kind === 'rename-index') {
    const found = schema.index(operation.name)
    if (!found) return
    const indexes = found.table.indexes.map((index) =>
      index === found.index ? { ...index, name: operation.to } : index,
    )
    schema.put({ ...found.table, indexes })
    return
  }
  const table =
    'table' in operation && operation.table !== undefined ? schema.table(operation.table) : undefined
  if (table) schema.put({ ...table, ...changed(table, operation, born) })
}

function without(schema: Schema, table: Table, keep: (index: Table['indexes'][number]) => boolean): void {
  schema.put({ ...table, indexes: table.indexes.filter(keep) })
}

function changed(table: Table, operation: Operation, born: Born): Partial<Table> {
  switch (operation.kind) {
    case 'add-column': {
      const { column } = operation
      if (operation.ifNotExists && table.columns.has(column.name)) return {}
      const own = constraintsOf(column)
      return {
        columns: new Map(table.columns).set(column.name, { ...column, born }),
        constraints: [...table.constraints, ...own.map((one) => ({ ...one, validated: true, born }))],
        indexes: [
          ...table.indexes,
          ...own.flatMap((one) => indexOf(table.name, one) ?? []).map((index) => ({ ...index, born })),
        ],
      }
    }
    case 'drop-column': {
      const columns = new Map(table.columns)
      columns.delete(operation.column)
      return {
        columns,
        constraints: table.constraints.filter((one) => !one.columns.includes(operation.column)),
        indexes: table.indexes.filter((one) => !one.columns.includes(operation.column)),
      }
    }
    case 'rename-column': {
      const to = (name: string): string => (name === operation.column ? operation.to : name)
      return {
        columns: new Map([...table.columns].map(([name, one]) => [to(name), { ...one, name: to(name) }])),
        constraints: table.constraints.map((one) => ({ ...one, columns: one.columns.map(to) })),
        indexes: table.indexes.map((one) => ({ ...one, columns: one.columns.map(to) })),
      }
    }
    case 'change-type': {
      const { type, typeText, notNull } = operation.to
      return column(table, operation.column, (one) => ({
        ...one,
        ...(type !== undefined && { type }),
        ...(typeText !== undefined && { typeText }),
        ...(notNull !== undefined && { notNull }),
      }))
    }
    case 'set-default':
      return column(table, operation.column, (one) => ({ ...one, default: operation.default }))
    case 'drop-default':
      return column(table, operation.column, ({ default: _default, ...one }) => one)
    case 'set-not-null':
      return column(table, operation.column, (one) => ({ ...one, notNull: true }))
    case 'drop-not-null':
      return column(table, operation.column, (one) => ({ ...one, notNull: false }))
    case 'add-constraint': {
      const { constraint } = operation
      const using = table.indexes.find((one) => one.name !== undefined && one.name === constraint.usingIndex)
      const columns = using && constraint.columns.length === 0 ? using.columns : constraint.columns
      const added = { ...constraint, columns, validated: constraint.notValid !== true, born }
      const index = constraint.usingIndex === undefined ? indexOf(table.name, added) : undefined
      return {
        constraints: [...table.constraints, added],
        ...(index && { indexes: [...table.indexes, { ...index, born }] }),
      }
    }
    case 'validate-constraint':
      return {
        constraints: table.constraints.map((one) =>
          one.name === operation.name ? { ...one, validated: true } : one,
        ),
      }
    case 'drop-constraint': {
      const gone = (name: string | undefined): boolean =>
        name !== undefined && operation.name !== undefined && bareName(name) === bareName(operation.name)
      return {
        constraints: table.constraints.filter((one) => !gone(one.name)),
        indexes: table.indexes.filter((one) => !gone(one.name)),
      }
    }
    case 'rename-constraint':
      return {
        constraints: table.constraints.map((one) =>
          one.name === operation.name ? { ...one, name: operation.to } : one,
        ),
      }
    default:
      return {}
  }
}

function column(table: Table, name: string, change: (column: Column) => Column): Partial<Table> {
  const found = table.columns.get(name)
  return found ? { columns: new Map(table.columns).set(name, change(found)) } : {}
}
