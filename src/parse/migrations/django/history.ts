import type { Operation, OperationFacts } from '../operation.ts'
import type { Step } from '../step.ts'
import { inverseOf, isChange } from './backwards.ts'
import { forwards } from './forwards.ts'
import type { Executed, ModelMigration, ModelOperation } from './model-operation.ts'
import { type Label, State } from './state.ts'

/**
 * A Django migration says what changes, in the words of models; which tables and columns that are, and what they were,
 * only those before it tell. Fills in what each migration of a history does, on both ways.
 * @param steps of one app, in their order
 */
export function djangoHistory(steps: readonly Step[]): Step[] {
  const there = new Set(steps.flatMap(({ version }) => version ?? []))
  const state = new State(labelOf(steps))
  return steps.map((step) => {
    const { models } = step
    if (!models) return step
    // Where those that it was squashed from are there, they have run.
    if (models.replaces.some((version) => version !== step.version && there.has(version)))
      return { ...step, up: { ...step.up, operations: [] } }
    const walk = new Walk(models, step.up.path, state)
    const operations = models.operations.flatMap((operation) => walk.run(operation))
    const back = walk.back()
    return {
      ...step,
      up: { ...step.up, operations },
      ...(back.length > 0 && { inverted: { ...step.up, operations: back } }),
    }
  })
}

/** What the migrations of an app call it where they depend on one another, if that is not the name of its folder. */
function labelOf(steps: readonly Step[]): Label | undefined {
  const folder = steps.find(({ models }) => models)?.models?.app.toLowerCase()
  const nameOf = (version: string): string => version.slice(version.indexOf('.') + 1)
  // Every app has a first one.
  const names = new Set(
    steps
      .flatMap(({ version }) => (version === undefined ? [] : [nameOf(version)]))
      .filter((name) => name !== '0001_initial'),
  )
  const counts = new Map<string, number>()
  for (const version of steps.flatMap(({ after }) => after ?? [])) {
    const label = version.slice(0, version.indexOf('.')).toLowerCase()
    if (names.has(nameOf(version))) counts.set(label, (counts.get(label) ?? 0) + 1)
  }
  if (folder === undefined || counts.has(folder)) return undefined
  const [best] = [...counts].toSorted(([, a], [, b]) => b - a)
  return best && { folder, label: best[0] }
}

/** Operations of one migration whose way back is worked out: each keeps what was there. */
const MAX_UNDONE = 500

/** One migration on its way up, which remembers how to get back. */
class Walk {
  readonly #migration: ModelMigration
  readonly #path: string
  readonly #state: State
  readonly #undo: (() => Operation[])[] = []

  constructor(migration: ModelMigration, path: string, state: State) {
    this.#migration = migration
    this.#path = path
    this.#state = state
  }

  /** Changes the state as the operation does. */
  run(operation: ModelOperation): Operation[] {
    return this.#runOn(operation, this.#state)
  }

  /** What the way back does: the inverse of each operation, the last first. */
  back(): Operation[] {
    return this.#undo.length > MAX_UNDONE ? [] : this.#undo.toReversed().flatMap((undo) => undo())
  }

  #runOn(operation: ModelOperation, state: State): Operation[] {
    switch (operation.kind) {
      case 'nothing':
        return []
      case 'unknown': {
        const { what, extension } = operation
        const facts: OperationFacts =
          extension === undefined ? { kind: 'other', what } : { kind: 'create-extension', name: extension }
        return this.#placed([facts], operation)
      }
      case 'separate': {
        // Each half sees what was there before both.
        const scratch = state.copy()
        const found = operation.database.flatMap((one) => this.#runOn(one, scratch))
        for (const one of operation.state) this.#follow(one, state)
        return found
      }
      case 'run': {
        const then = this.#undo.length > MAX_UNDONE ? state : state.copy()
        this.#remember(() => this.#executed(operation.down, then))
        const found = this.#executed(operation.up, state)
        for (const one of operation.state) this.#follow(one, state)
        return found
      }
      default: {
        if (this.#undo.length > MAX_UNDONE) return this.#placed(forwards(operation, state), operation)
        const before = state.copy()
        const found = this.#placed(forwards(operation, state), operation)
        const inverse = inverseOf(operation, before)
        const after = state.copy()
        this.#remember(() => (inverse ? this.#placed(forwards(inverse, after.copy()), operation) : []))
        return found
      }
    }
  }

  #remember(undo: () => Operation[]): void {
    if (this.#undo.length <= MAX_UNDONE) this.#undo.push(undo)
  }

  /** What Django only remembers. */
  #follow(operation: ModelOperation, state: State): void {
    if (isChange(operation)) forwards(operation, state)
    else if (operation.kind === 'separate') for (const one of operation.state) this.#follow(one, state)
  }

  #placed(facts: readonly OperationFacts[], { region, text }: ModelOperation): Operation[] {
    return facts.map((one): Operation => ({ ...one, path: this.#path, region, text }))
  }

  #executed(list: readonly Executed[], state: State): Operation[] {
    return list.map((one): Operation => {
      if ('operation' in one) return one.operation
      const { verb, model, where, region, text } = one
      const table = state.tableOf(model.includes('.') ? model : `${this.#migration.app}.${model}`)
      return { kind: 'write', verb, table, where, path: this.#path, region, text }
    })
  }
}
