import type { ModelOperation } from './model-operation.ts'
import type { ModelChange } from './forwards.ts'
import type { State } from './state.ts'

/** The operation that undoes one (`database_backwards`), by what was there before it; undefined where nothing is known of that. */
export function inverseOf(operation: ModelChange, before: State): ModelChange | undefined {
  const { region, text } = operation
  const model = before.model(operation.model)
  const about = { region, text }
  switch (operation.kind) {
    case 'create-model':
      return { kind: 'delete-model', model: operation.model, ...about }
    case 'delete-model':
      return (
        model && {
          kind: 'create-model',
          model: model.name,
          fields: [...model.fields.values()].map((field) => ({ ...field, region })),
          options: { ...model, ordered: false },
          ...about,
        }
      )
    case 'rename-model':
      return { kind: 'rename-model', model: operation.to, to: operation.model, ...about }
    case 'model-table':
      return {
        kind: 'model-table',
        model: operation.model,
        ...(model?.table !== undefined && { table: model.table }),
        ...about,
      }
    case 'add-field':
      return { kind: 'remove-field', model: operation.model, field: operation.field.name, ...about }
    case 'remove-field': {
      const field = model?.fields.get(operation.field)
      return field && { kind: 'add-field', model: operation.model, field: { ...field, region }, ...about }
    }
    case 'alter-field': {
      const field = model?.fields.get(operation.field.name)
      return field && { kind: 'alter-field', model: operation.model, field, ...about }
    }
    case 'rename-field':
      return { ...operation, field: operation.to, to: operation.field }
    case 'add-part': {
      const { name } = operation.part
      const { concurrently } = operation
      if (name === undefined) return undefined
      return {
        kind: 'remove-part',
        model: operation.model,
        name,
        ...(concurrently && { concurrently }),
        ...about,
      }
    }
    case 'remove-part': {
      const { name, concurrently } = operation
      const part = model?.parts.find((one) => one.name === name)
      return (
        part && {
          kind: 'add-part',
          model: operation.model,
          part,
          ...(concurrently && { concurrently }),
          ...about,
        }
      )
    }
    case 'rename-index':
      return operation.from === undefined
        ? undefined
        : { ...operation, from: operation.to, to: operation.from }
    case 'together': {
      if (!model) return undefined
      return { ...operation, sets: operation.of === 'unique' ? model.uniqueTogether : model.indexTogether }
    }
    case 'order':
      return { ...operation, ordered: !operation.ordered }
    default:
      return undefined
  }
}

/** Whether an operation is one on a model. */
export function isChange(operation: ModelOperation): operation is ModelChange {
  return !['separate', 'run', 'nothing', 'unknown'].includes(operation.kind)
}
