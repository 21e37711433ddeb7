import type { Field, ModelName, Part } from './model-operation.ts'
import { tableName } from './names.ts'

/** A model as the migrations so far make it. Values are never changed in place. */
export interface Model {
  name: ModelName
  /** As `db_table` has it. */
  table?: string
  /** False of proxies and of models that are not managed: nothing is done to their tables. */
  inDatabase: boolean
  fields: ReadonlyMap<string, Field>
  uniqueTogether: readonly (readonly string[])[]
  indexTogether: readonly (readonly string[])[]
  parts: readonly Part[]
}

/** An app that Django knows by another name than its folder's. */
export interface Label {
  folder: string
  label: string
}

/** Tables of Django's own apps that are not called by app and model. */
const OWN_TABLES: Readonly<Record<ModelName, string>> = {
  'admin.logentry': 'django_admin_log',
  'contenttypes.contenttype': 'django_content_type',
  'flatpages.flatpage': 'django_flatpage',
  'redirects.redirect': 'django_redirect',
  'sessions.session': 'django_session',
  'sites.site': 'django_site',
}

/** The models of a history, before an operation. */
export class State {
  #models: Map<ModelName, Model>
  #shared = false
  readonly #label: Label | undefined

  constructor(label?: Label, models = new Map<ModelName, Model>()) {
    this.#label = label
    this.#models = models
  }

  /** Costs nothing until one of the two changes. */
  copy(): State {
    this.#shared = true
    const copy = new State(this.#label, this.#models)
    copy.#shared = true
    return copy
  }

  model(name: ModelName): Model | undefined {
    return this.#models.get(this.#key(name))
  }

  models(): Iterable<Model> {
    return this.#models.values()
  }

  put(model: Model): void {
    this.#own()
    this.#models.set(this.#key(model.name), model)
  }

  remove(name: ModelName): void {
    this.#own()
    this.#models.delete(this.#key(name))
  }

  #own(): void {
    if (!this.#shared) return
    this.#models = new Map(this.#models)
    this.#shared = false
  }

  #key(name: ModelName): ModelName {
    const label = this.#label
    return label && name.startsWith(`${label.label}.`)
      ? `${label.folder}${name.slice(label.label.length)}`
      : name
  }

  #labelled(name: ModelName): ModelName {
    const label = this.#label
    return label && name.startsWith(`${label.folder}.`)
      ? `${label.label}${name.slice(label.folder.length)}`
      : name
  }

  /** The table of a model: its own word for it, or `app_model`. Of a setting, the setting. */
  tableOf(name: ModelName): string {
    const model = this.model(name)
    if (model?.table !== undefined) return model.table
    if (!model && Object.hasOwn(OWN_TABLES, name)) return OWN_TABLES[name] ?? name
    return name.startsWith('settings.') ? name : tableName(this.#labelled(name).replace('.', '_'))
  }

  columnOf(model: ModelName, field: string): string {
    const known = this.model(model)?.fields.get(field)
    return known ? columnName(known) : field
  }

  /** The key that other models refer to. */
  keyOf(name: ModelName): Field | undefined {
    for (const field of this.model(name)?.fields.values() ?? []) if (field.primaryKey) return field
    return undefined
  }

  /** The table that keeps the pairs of a many to many. */
  pairsOf(model: ModelName, field: Field): string {
    return field.table ?? tableName(`${this.tableOf(model)}_${field.name}`)
  }
}

/** A key's column has its own ending. */
export function columnName(field: Field): string {
  return (
    field.column ?? (field.to !== undefined && field.stored === 'column' ? `${field.name}_id` : field.name)
  )
}

/** Keys that lead over others to a type of their own: one-to-one keys that are the primary key. */
const MAX_LEADS = 5

export function typeOf(field: Field, state: State): { type: string; typeText: string } | undefined {
  let at: Field | undefined = field
  for (let i = 0; i < MAX_LEADS && at; i++) {
    if (at.type !== undefined) return { type: at.type, typeText: at.typeText ?? at.type }
    if (at.to === undefined) return undefined
    at = at.toField === undefined ? state.keyOf(at.to) : state.model(at.to)?.fields.get(at.toField)
  }
  return undefined
}
