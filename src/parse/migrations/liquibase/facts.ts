import { withOneKey } from '../code-operations.ts'
import type { ConstraintFacts, OperationFacts } from '../operation.ts'
import { writtenType } from '../written-type.ts'
import type { Change } from './change.ts'
import { columnOf, defaultOf, namesIn, valueOf } from './columns.ts'

/** What a part of a change does, and where, if that is narrower than the change. */
export interface ChangeFacts {
  facts: OperationFacts
  at: Change
}

/** An attribute by its name; undefined where it is not given, or put together from properties (`${prefix}users`). */
type Get = (name: string) => string | undefined

/**
 * What one change does (https://docs.liquibase.com/change-types/home.html): nothing for those that leave the database as it is,
 * undefined where it is none of these, or its names are not written out.
 */
export function changeFacts(change: Change): ChangeFacts[] | undefined {
  const { name, attributes, children } = change
  const plain: Get = (key) => {
    const value = attributes.get(key)?.trim()
    return value === undefined || value === '' || value.includes('${') ? undefined : value
  }
  const tableOf = (table: string, schema: string): string | undefined => {
    const [own, inside] = [plain(table), plain(schema)]
    return own === undefined || inside === undefined ? own : `${inside}.${own}`
  }
  const table = tableOf('tableName', 'schemaName')
  const found = named(name, plain, tableOf)
  if (found) return found.map((facts) => ({ facts, at: change }))
  const columns = children.filter((child) => child.name === 'column')
  if (table === undefined) return undefined
  const one = (facts: OperationFacts): ChangeFacts[] => [{ facts, at: change }]
  switch (name) {
    case 'createTable':
      return one(created(table, columns, plain))
    case 'addColumn':
      return columns.flatMap((column) => added(table, column))
    case 'dropColumn': {
      const gone = columns.flatMap((column) => column.attributes.get('name') ?? column.text)
      const single = plain('columnName')
      return (single === undefined ? gone : namesIn(single)).flatMap((column) =>
        one({ kind: 'drop-column', table, column }),
      )
    }
    case 'createIndex': {
      const index = plain('indexName')
      return one({
        kind: 'create-index',
        index: {
          ...(index !== undefined && { name: index }),
          table,
          columns: columns.map((column) => indexed(column)),
          ...(/^true$/i.test(plain('unique') ?? '') && { unique: true }),
        },
      })
    }
    case 'insert':
    case 'loadData':
    case 'loadUpdateData':
      return one({ kind: 'write', verb: name === 'insert' ? 'insert' : 'copy', table })
    case 'update':
    case 'delete': {
      const where = attributes.has('where') || children.some((child) => child.name === 'where')
      return one({ kind: 'write', verb: name, table, where })
    }
    default:
      return undefined
  }
}

/** An expression stands for itself in brackets. */
function indexed({ attributes }: Change): string {
  const name = attributes.get('name') ?? ''
  return /^true$/i.test(attributes.get('computed') ?? '')
    ? `(${name})`
    : name.replace(/\s+(?:asc|desc)$/i, '')
}

function created(table: string, children: readonly Change[], plain: Get): OperationFacts {
  const read = children.map((child) => columnOf(child))
  const keys = read.flatMap(({ column, keys: own }): ConstraintFacts[] =>
    own.map((key) => ({ ...key, ...(column.region && { region: column.region }) })),
  )
  const all = withOneKey(
    read.map(({ column }) => column),
    keys,
  )
  return {
    kind: 'create-table',
    table,
    ...all,
    ...(/^true$/i.test(plain('ifNotExists') ?? '') && { ifNotExists: true }),
    ...(all.columns.some(({ name }) => name.includes('${')) && { partial: true }),
  }
}

/** A column, then the value in every row, then what its constraints ask for. */
function added(table: string, at: Change): ChangeFacts[] {
  const { column, keys } = columnOf(at)
  const filled = valueOf(at.attributes)
  const { notNull, ...nullable } = column
  const facts: OperationFacts[] = [
    { kind: 'add-column', table, column: filled ? nullable : column },
    ...(filled ? [{ kind: 'write' as const, verb: 'update' as const, table, where: false }] : []),
    ...(filled && notNull ? [{ kind: 'set-not-null' as const, table, column: column.name }] : []),
    ...keys.map((constraint) => ({ kind: 'add-constraint' as const, table, constraint })),
  ]
  return facts.map((one) => ({ facts: one, at }))
}

/** Changes that are told by their attributes alone. */
function named(
  name: string,
  plain: Get,
  tableOf: (table: string, schema: string) => string | undefined,
): OperationFacts[] | undefined {
  const table = tableOf('tableName', 'schemaName')
  const base = tableOf('baseTableName', 'baseTableSchemaName')
  const column = plain('columnName')
  const constraint = plain('constraintName')
  const own = constraint === undefined ? {} : { name: constraint }
  const isTrue = (key: string): boolean => /^true$/i.test(plain(key) ?? '')
  const onColumn = (
    make: (table: string, column: string) => OperationFacts[],
  ): OperationFacts[] | undefined =>
    table === undefined || column === undefined ? undefined : make(table, column)
  const onTable = (make: (table: string) => OperationFacts): OperationFacts[] | undefined =>
    table === undefined ? undefined : [make(table)]
  const key = (kind: 'primary-key' | 'unique'): OperationFacts[] | undefined =>
    onTable((of) => {
      const using = plain('forIndexName')
      return {
        kind: 'add-constraint',
        table: of,
        constraint: {
          kind,
          columns: namesIn(plain('columnNames')),
          ...own,
          ...(using !== undefined && { usingIndex: using }),
        },
      }
    })
  switch (name) {
    case 'dropTable':
      return onTable((of) => ({
        kind: 'drop-table',
        table: of,
        ...(isTrue('cascadeConstraints') && { cascade: true }),
      }))
    case 'renameTable': {
      const [from, to] = [tableOf('oldTableName', 'schemaName'), plain('newTableName')]
      return from === undefined || to === undefined ? undefined : [{ kind: 'rename-table', table: from, to }]
    }
    case 'renameColumn': {
      const [from, to] = [plain('oldColumnName'), plain('newColumnName')]
      return table === undefined || from === undefined || to === undefined
        ? undefined
        : [{ kind: 'rename-column', table, column: from, to }]
    }
    case 'modifyDataType':
      return onColumn((of, one) => [
        {
          kind: 'change-type',
          table: of,
          column: one,
          to: { name: one, ...writtenType(plain('newDataType')) },
        },
      ])
    case 'addDefaultValue':
      return onColumn((of, one) => {
        const value = defaultOf(
          new Map(DEFAULTS.flatMap((key_) => (plain(key_) === undefined ? [] : [[key_, plain(key_) ?? '']]))),
        )
        return value ? [{ kind: 'set-default', table: of, column: one, default: value }] : []
      })
    case 'dropDefaultValue':
      return onColumn((of, one) => [{ kind: 'drop-default', table: of, column: one }])
    case 'addNotNullConstraint':
      return onColumn((of, one) => [
        ...(plain('defaultNullValue') === undefined
          ? []
          : [{ kind: 'write' as const, verb: 'update' as const, table: of, where: true }]),
        { kind: 'set-not-null', table: of, column: one },
      ])
    case 'dropNotNullConstraint':
      return onColumn((of, one) => [{ kind: 'drop-not-null', table: of, column: one }])
    case 'addAutoIncrement':
      return onColumn((of, one) => [{ kind: 'alter-table', table: of, what: `makes ${one} count by itself` }])
    case 'addPrimaryKey':
      return key('primary-key')
    case 'addUniqueConstraint':
      return key('unique')
    case 'addCheckConstraint':
      return onTable((of) => ({
        kind: 'add-constraint',
        table: of,
        constraint: { kind: 'check', columns: [], ...own },
      }))
    case 'dropPrimaryKey':
      return onTable((of) => ({ kind: 'drop-constraint', table: of, of: 'primary-key', ...own }))
    case 'dropUniqueConstraint':
      return onTable((of) => ({ kind: 'drop-constraint', table: of, of: 'unique', ...own }))
    case 'dropCheckConstraint':
      return onTable((of) => ({ kind: 'drop-constraint', table: of, of: 'check', ...own }))
    case 'addForeignKeyConstraint': {
      const to = tableOf('referencedTableName', 'referencedTableSchemaName')
      if (base === undefined) return undefined
      const unchecked = /^false$/i.test(plain('validate') ?? '')
      const references =
        to === undefined
          ? {}
          : { references: { table: to, columns: namesIn(plain('referencedColumnNames')) } }
      return [
        {
          kind: 'add-constraint',
          table: base,
          constraint: {
            kind: 'foreign-key',
            columns: namesIn(plain('baseColumnNames')),
            ...references,
            ...own,
            ...(unchecked && { notValid: true }),
          },
        },
      ]
    }
    case 'dropForeignKeyConstraint':
    case 'dropAllForeignKeyConstraints':
      return base === undefined
        ? undefined
        : [{ kind: 'drop-constraint', table: base, of: 'foreign-key', ...own }]
    case 'dropIndex': {
      const index = plain('indexName')
      return index === undefined
        ? undefined
        : [{ kind: 'drop-index', name: index, ...(table !== undefined && { table }) }]
    }
    case 'createView':
    case 'dropView': {
      const view = tableOf('viewName', 'schemaName')
      if (view === undefined) return undefined
      if (name === 'dropView') return [{ kind: 'drop-view', view }]
      return [{ kind: 'create-view', view, ...(isTrue('replaceIfExists') && { replace: true }) }]
    }
    case 'renameView': {
      const [from, to] = [plain('oldViewName'), plain('newViewName')]
      return from === undefined || to === undefined
        ? undefined
        : [
            { kind: 'drop-view', view: from },
            { kind: 'create-view', view: to },
          ]
    }
    case 'createSequence': {
      const sequence = plain('sequenceName')
      return sequence === undefined ? undefined : [{ kind: 'create-sequence', name: sequence }]
    }
    case 'createProcedure':
      return [{ kind: 'create-routine', name: plain('procedureName') ?? '' }]
    case 'dropProcedure':
      return [{ kind: 'drop-routine', name: plain('procedureName') ?? '' }]
    case 'setTableRemarks':
    case 'setColumnRemarks':
      return onTable((of) => ({ kind: 'alter-table', table: of, what: 'comment' }))
    default:
      return NOTHING.has(name) ? [] : undefined
  }
}

const DEFAULTS = [
  'defaultValue',
  'defaultValueNumeric',
  'defaultValueBoolean',
  'defaultValueDate',
  'defaultValueComputed',
  'defaultValueSequenceNext',
]

/** They print, mark or stop; those of sequences concern no table. */
const NOTHING = new Set([
  'empty',
  'output',
  'tagDatabase',
  'comment',
  'stop',
  'alterSequence',
  'dropSequence',
  'renameSequence',
])
