import type { OperationFacts } from '../operation.ts'
import { alterField } from './alter-field.ts'
import { columnFacts, createTable, fieldIndex, pairsTable, partFacts, togetherFacts } from './columns.ts'
import type { Field, ModelName, ModelOperation, ModelOptions } from './model-operation.ts'
import { indexName } from './names.ts'
import { columnName, type Model, type State } from './state.ts'

/** Operations on models; what runs SQL or Python, and what holds others, is taken apart before. */
export type ModelChange = Exclude<ModelOperation, { kind: 'separate' | 'run' | 'nothing' | 'unknown' }>

/** What an operation does to the database (`database_forwards`); `state` becomes what is there after it. */
export function forwards(operation: ModelChange, state: State): OperationFacts[] {
  if (operation.kind === 'create-model') {
    const model = madeModel(operation.model, operation.fields, operation.options)
    state.put(model)
    return createTable(model, state)
  }
  const model = state.model(operation.model)
  const found = change(operation, model, state)
  return model && !model.inDatabase ? [] : found
}

export function madeModel(name: ModelName, fields: readonly Field[], options: ModelOptions): Model {
  const { table, inDatabase, uniqueTogether, indexTogether, parts, ordered } = options
  const all = ordered ? [...fields, orderField(fields[0]?.region ?? { startLine: 1, endLine: 1 })] : fields
  return {
    name,
    ...(table !== undefined && { table }),
    inDatabase,
    fields: new Map(all.map((field) => [field.name, field])),
    uniqueTogether,
    indexTogether,
    parts,
  }
}

function change(
  operation: Exclude<ModelChange, { kind: 'create-model' }>,
  model: Model | undefined,
  state: State,
): OperationFacts[] {
  const table = state.tableOf(operation.model)
  switch (operation.kind) {
    case 'delete-model': {
      const pairs = [...(model?.fields.values() ?? [])].filter(isPairs)
      const tables = [...pairs.map((field) => state.pairsOf(operation.model, field)), table]
      state.remove(operation.model)
      return tables.map((one) => ({ kind: 'drop-table', table: one }))
    }
    case 'rename-model': {
      if (model) {
        state.remove(model.name)
        state.put({ ...model, name: operation.to })
      }
      const others = [...state.models()].filter(({ fields }) => refersTo(fields, operation.model))
      for (const other of others) state.put({ ...other, fields: pointing(other, operation) })
      return renamed(table, state.tableOf(operation.to))
    }
    case 'model-table': {
      if (!model) return operation.table === undefined ? [] : renamed(table, operation.table)
      const { table: _, ...rest } = model
      state.put({ ...rest, ...(operation.table !== undefined && { table: operation.table }) })
      return renamed(table, state.tableOf(model.name))
    }
    case 'add-field': {
      const { field, once } = operation
      const { fill: _, ...kept } = field
      if (model) state.put({ ...model, fields: new Map(model.fields).set(field.name, once ? kept : field) })
      return addField(operation.model, field, state)
    }
    case 'remove-field': {
      const field = model?.fields.get(operation.field)
      const found = removeField(operation.model, operation.field, field, state)
      if (model) {
        const fields = new Map(model.fields)
        fields.delete(operation.field)
        state.put({ ...model, fields })
      }
      return found
    }
    case 'alter-field': {
      const { field, once } = operation
      const from = model?.fields.get(field.name)
      // What was there is not known: then nothing is known of what changes.
      if (!model || !from) return [{ kind: 'alter-table', table, what: `alters field ${field.name}` }]
      const found = alterField(model.name, from, field, state)
      const { fill: _, ...kept } = field
      state.put({ ...model, fields: new Map(model.fields).set(field.name, once ? kept : field) })
      return found
    }
    case 'rename-field':
      return renameField(operation.model, operation.field, operation.to, model, state)
    case 'add-part': {
      const { part, concurrently } = operation
      const about = model ?? { ...EMPTY, name: operation.model }
      if (model) state.put({ ...model, parts: [...model.parts, part] })
      return [partFacts(part, about, state, concurrently)]
    }
    case 'remove-part': {
      const { name, concurrently } = operation
      const part = model?.parts.find((one) => one.name === name)
      if (model) state.put({ ...model, parts: model.parts.filter((one) => one !== part) })
      if (part && part.kind !== 'index' && part.kind !== 'unique-index')
        return [{ kind: 'drop-constraint', table, name, of: part.kind }]
      return [{ kind: 'drop-index', name, table, ...(concurrently && { concurrently }) }]
    }
    case 'rename-index': {
      const columns = operation.fields?.map((field) => state.columnOf(operation.model, field))
      const from = operation.from ?? (columns && indexName(table, columns, '_idx'))
      if (model) {
        const parts = model.parts.map((one) => (one.name === from ? { ...one, name: operation.to } : one))
        const moved = operation.fields
          ? [{ kind: 'index' as const, name: operation.to, fields: operation.fields, expressions: [] }]
          : []
        const indexTogether = model.indexTogether.filter((set) => set.join() !== operation.fields?.join())
        state.put({ ...model, parts: [...parts, ...moved], indexTogether })
      }
      return from === undefined ? [] : [{ kind: 'rename-index', table, name: from, to: operation.to }]
    }
    case 'validate': {
      if (model) {
        const parts = model.parts.map((one) =>
          one.name === operation.name ? { ...one, notValid: false } : one,
        )
        state.put({ ...model, parts })
      }
      return [{ kind: 'validate-constraint', table, name: operation.name }]
    }
    case 'together': {
      const { of, sets } = operation
      const about = model ?? { ...EMPTY, name: operation.model }
      const before = of === 'unique' ? about.uniqueTogether : about.indexTogether
      const key = (set: readonly string[]): string => set.join()
      const [had, has] = [new Set(before.map(key)), new Set(sets.map(key))]
      const gone = before.filter((set) => !has.has(key(set)))
      const made = sets.filter((set) => !had.has(key(set)))
      const found = [
        ...gone.map((set) => togetherFacts(of, set, about, state).gone),
        ...made.map((set) => togetherFacts(of, set, about, state).made),
      ]
      if (model)
        state.put({ ...model, ...(of === 'unique' ? { uniqueTogether: sets } : { indexTogether: sets }) })
      return found
    }
    default: {
      if (!model) return []
      const fields = new Map(model.fields)
      const field = orderField(operation.region)
      if (operation.ordered) fields.set(field.name, field)
      else fields.delete(field.name)
      state.put({ ...model, fields })
      return operation.ordered
        ? addField(model.name, field, state)
        : [{ kind: 'drop-column', table, column: field.name }]
    }
  }
}

const EMPTY: Model = {
  name: '',
  inDatabase: true,
  fields: new Map(),
  uniqueTogether: [],
  indexTogether: [],
  parts: [],
}

function isPairs(field: Field): boolean {
  return field.stored === 'table' && !field.through
}

function renamed(table: string, to: string): OperationFacts[] {
  return table === to ? [] : [{ kind: 'rename-table', table, to }]
}

function refersTo(fields: Model['fields'], name: ModelName): boolean {
  for (const { to } of fields.values()) if (to === name) return true
  return false
}

/** The fields of a model, with those that referred to the old name. */
function pointing(
  model: Model,
  { model: from, to }: { model: ModelName; to: ModelName },
): Map<string, Field> {
  return new Map(
    [...model.fields].map(([name, field]) => [name, field.to === from ? { ...field, to } : field]),
  )
}

function orderField(region: Field['region']): Field {
  return {
    name: '_order',
    stored: 'column',
    type: 'int4',
    typeText: 'int4',
    notNull: true,
    fill: '0',
    unique: false,
    indexed: false,
    primaryKey: false,
    identity: false,
    constrained: false,
    through: false,
    region,
  }
}

/** `BaseDatabaseSchemaEditor.add_field`: the default is there for the rows that are, and dropped at once. */
function addField(model: ModelName, field: Field, state: State): OperationFacts[] {
  if (field.stored === 'nowhere') return []
  if (field.stored === 'table') return pairsTable(field, model, state)
  const table = state.tableOf(model)
  const index = fieldIndex(field, table)
  return [
    { kind: 'add-column', table, column: columnFacts(field, model, state) },
    ...(field.fill !== undefined && !field.dbDefault
      ? [{ kind: 'drop-default' as const, table, column: columnName(field) }]
      : []),
    ...(index ? [index] : []),
  ]
}

function removeField(
  model: ModelName,
  name: string,
  field: Field | undefined,
  state: State,
): OperationFacts[] {
  const table = state.tableOf(model)
  if (!field) return [{ kind: 'drop-column', table, column: name }]
  if (field.stored === 'nowhere') return []
  if (field.stored === 'table')
    return isPairs(field) ? [{ kind: 'drop-table', table: state.pairsOf(model, field) }] : []
  return [{ kind: 'drop-column', table, column: columnName(field) }]
}

function renameField(
  name: ModelName,
  field: string,
  to: string,
  model: Model | undefined,
  state: State,
): OperationFacts[] {
  const table = state.tableOf(name)
  const known = model?.fields.get(field)
  if (!model || !known) return [{ kind: 'rename-column', table, column: field, to }]
  const is = (one: string): string => (one === field ? to : one)
  const after = { ...known, name: to }
  const found = alterField(name, known, after, state)
  state.put({
    ...model,
    fields: new Map([...model.fields].map(([key, one]) => (key === field ? [to, after] : [key, one]))),
    uniqueTogether: model.uniqueTogether.map((set) => set.map(is)),
    indexTogether: model.indexTogether.map((set) => set.map(is)),
    parts: model.parts.map((part) => ({ ...part, fields: part.fields.map(is) })),
  })
  return found
}
