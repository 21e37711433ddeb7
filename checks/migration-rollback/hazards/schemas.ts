import type { Dialect, Step } from '../../../src/parse/migrations/index.ts'
import { inDialect } from './native.ts'
import { type Born, Schema } from './schema.ts'

/** What migrations build on each database that some of them are written for alone: changesets of Liquibase with `dbms`. */
export class Schemas {
  #schemas: Map<Dialect | undefined, Schema>
  #usual: Dialect | undefined

  /** @param usual the database of migrations that name none */
  constructor(usual: Dialect | undefined, steps: readonly Step[]) {
    this.#usual = usual
    const named = new Set(steps.flatMap(({ dialect }) => dialect ?? []))
    this.#schemas = new Map([undefined, ...named].map((dialect) => [dialect, new Schema()]))
  }

  /** A copy of the schema that a migration finds. */
  of({ dialect }: Step): Schema {
    return (this.#schemas.get(dialect) ?? new Schema()).copy()
  }

  apply(step: Step, born: Born): void {
    for (const [named, schema] of this.#schemas) {
      const database = named ?? this.#usual
      if (step.dialect !== undefined && database !== undefined && step.dialect !== database) continue
      for (const operation of step.up.operations ?? []) schema.apply(inDialect(operation, database), born)
    }
  }
}
