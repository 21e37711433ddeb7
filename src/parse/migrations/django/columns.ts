import type { ColumnFacts, ConstraintFacts, OperationFacts } from '../operation.ts'
import type { Field, ModelName, Part } from './model-operation.ts'
import { indexName } from './names.ts'
import { columnName, type Model, type State, typeOf } from './state.ts'

/** A field as Django makes its column (`BaseDatabaseSchemaEditor.column_sql`). */
export function columnFacts(field: Field, model: ModelName, state: State): ColumnFacts {
  const native = typeOf(field, state)
  const references = referencesOf(field, model, state)
  const fallback =
    field.dbDefault ?? (field.fill === undefined ? undefined : { text: field.fill, volatile: false })
  return {
    name: columnName(field),
    ...native,
    ...((field.notNull || field.primaryKey) && { notNull: true }),
    ...(fallback && { default: fallback }),
    ...(field.identity && { identity: true }),
    ...(field.generated && { generated: field.generated }),
    ...(field.primaryKey && { primaryKey: true }),
    ...(field.unique && !field.primaryKey && { unique: true }),
    ...(field.check !== undefined && { check: field.check }),
    ...(references && { references }),
  }
}

export function referencesOf(
  field: Field,
  model: ModelName,
  state: State,
): { table: string; columns: string[] } | undefined {
  if (!field.constrained || field.to === undefined) return undefined
  const to = field.to.endsWith('.self') ? model : field.to
  const key = field.toField ?? state.keyOf(to)?.name ?? 'id'
  return { table: state.tableOf(to), columns: [state.columnOf(to, key)] }
}

/** The index that a field has of its own: a unique one comes with its constraint. */
export function fieldIndex(field: Field, table: string): OperationFacts | undefined {
  if (field.stored !== 'column' || !field.indexed || field.unique || field.primaryKey) return undefined
  const columns = [columnName(field)]
  const { method } = field
  return {
    kind: 'create-index',
    index: { name: indexName(table, columns), table, columns, ...(method !== undefined && { method }) },
  }
}

/** A many to many without a model of its own: `_create_m2m_table`. */
export function pairsTable(field: Field, model: ModelName, state: State): OperationFacts[] {
  if (field.stored !== 'table' || field.through || field.to === undefined) return []
  const table = state.pairsOf(model, field)
  const bare = (name: ModelName): string => name.slice(name.lastIndexOf('.') + 1).toLowerCase()
  const to = field.to.endsWith('.self') ? model : field.to
  const [from, other] =
    bare(model) === bare(to) ? [`from_${bare(model)}`, `to_${bare(to)}`] : [bare(model), bare(to)]
  const sides = [
    { column: `${from}_id`, of: model },
    { column: `${other}_id`, of: to },
  ]
  return [
    {
      kind: 'create-table',
      table,
      columns: [
        { name: 'id', notNull: true, primaryKey: true, identity: true },
        ...sides.map(({ column, of }): ColumnFacts => {
          const key = state.keyOf(of)
          const native = key && typeOf(key, state)
          const references = { table: state.tableOf(of), columns: [key ? columnName(key) : 'id'] }
          return { name: column, ...native, notNull: true, references }
        }),
      ],
      constraints: [{ kind: 'unique', columns: sides.map(({ column }) => column) }],
    },
    ...sides.map(({ column }): OperationFacts => {
      return { kind: 'create-index', index: { name: indexName(table, [column]), table, columns: [column] } }
    }),
  ]
}

/** What Django does for an index or a constraint of a model. */
export function partFacts(part: Part, model: Model, state: State, concurrently = false): OperationFacts {
  const table = state.tableOf(model.name)
  const named = part.name === undefined ? {} : { name: part.name }
  const columns = part.fields.map((field) => state.columnOf(model.name, field))
  if (part.kind === 'index' || part.kind === 'unique-index') {
    return {
      kind: 'create-index',
      index: {
        ...named,
        table,
        columns: [...columns, ...part.expressions],
        ...(part.kind === 'unique-index' && { unique: true }),
        ...(concurrently && { concurrently: true }),
        ...(part.method !== undefined && { method: part.method }),
        ...(part.where !== undefined && { where: part.where }),
      },
    }
  }
  const constraint: ConstraintFacts = {
    ...named,
    kind: part.kind === 'check' ? 'check' : part.kind === 'exclude' ? 'exclude' : 'unique',
    columns,
    ...(part.expression !== undefined && { expression: part.expression }),
    ...(part.notValid && { notValid: true }),
  }
  return { kind: 'add-constraint', table, constraint }
}

export function togetherFacts(
  of: 'unique' | 'index',
  set: readonly string[],
  model: Model,
  state: State,
): { made: OperationFacts; gone: OperationFacts } {
  const table = state.tableOf(model.name)
  const columns = set.map((field) => state.columnOf(model.name, field))
  if (of === 'index') {
    const name = indexName(table, columns, '_idx')
    return {
      made: { kind: 'create-index', index: { name, table, columns } },
      gone: { kind: 'drop-index', name, table, columns },
    }
  }
  const name = indexName(table, columns, '_uniq')
  return {
    made: { kind: 'add-constraint', table, constraint: { name, kind: 'unique', columns } },
    gone: { kind: 'drop-constraint', table, name, of: 'unique' },
  }
}

/** The table of a model with all that it gets when it is created. */
export function createTable(model: Model, state: State): OperationFacts[] {
  if (!model.inDatabase) return []
  const table = state.tableOf(model.name)
  const fields = [...model.fields.values()]
  const made = [
    ...fields.flatMap((field) => fieldIndex(field, table) ?? []),
    ...model.uniqueTogether.map((set) => togetherFacts('unique', set, model, state).made),
    ...model.indexTogether.map((set) => togetherFacts('index', set, model, state).made),
    ...model.parts.map((part) => partFacts(part, model, state)),
  ]
  const constraints = made.flatMap((one) => (one.kind === 'add-constraint' ? [one.constraint] : []))
  return [
    {
      kind: 'create-table',
      table,
      columns: fields.flatMap((field) => {
        if (field.stored !== 'column') return []
        // A default in Python is nowhere in the table.
        const { fill: _, ...stored } = field
        return [{ ...columnFacts(stored, model.name, state), region: field.region }]
      }),
      constraints,
    },
    ...made.filter(({ kind }) => kind !== 'add-constraint'),
    ...fields.flatMap((field) => pairsTable(field, model.name, state)),
  ]
}
