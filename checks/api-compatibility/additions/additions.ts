import type { RuleContext } from '../../../src/model/index.ts'
import type { Description } from '../../../src/parse/openapi/description.ts'
import { readOperations, type Operation } from '../../../src/parse/openapi/operations.ts'
import type { Comparisons } from '../compare-descriptions.ts'
import { comparisonsOf } from '../compatibility-rule.ts'

/** An operation of the head that the base does not have, or that both have. */
export interface HeadOperation {
  operation: Operation
  /** The same operation before the change; undefined for a new one. */
  before?: Operation
}

/** What a change adds to one description, beside what was there: style is asked of the new alone. */
export interface Addition {
  head: Description
  /** Undefined where the whole description is new. */
  base?: Description
  operations: HeadOperation[]
  /** The operations of the base; of a new description, none. */
  baseOperations: readonly Operation[]
}

export interface Additions {
  additions: Addition[]
  comparisons: Comparisons
}

type SharedOptions = { specs: string[] }

/** Worked out once for all style rules; names what could not be read. */
export async function additionsOf(context: RuleContext<SharedOptions>): Promise<Additions> {
  const { specs } = context.options
  const comparisons = await comparisonsOf({ ...context, options: { specs } })
  for (const { side, path, why } of comparisons.unreadable) context.incomplete(`${path} (${side}) ${why}`)
  for (const what of comparisons.notLookedAt) context.incomplete(what)
  const additions = await context.shared(`api-compatibility additions ${JSON.stringify(specs)}`, () =>
    Promise.resolve(findAdditions(comparisons)),
  )
  return { additions, comparisons }
}

function findAdditions({ compared, added }: Comparisons): Addition[] {
  return [
    ...compared.map(({ base, head }) => {
      const baseOperations = readOperations(base)
      const index = new Map(baseOperations.map((operation) => [keyOf(operation), operation]))
      const operations = readOperations(head).map((operation): HeadOperation => {
        const before = index.get(keyOf(operation))
        return { operation, ...(before && { before }) }
      })
      return { base, head, operations, baseOperations }
    }),
    ...added.map((head) => ({
      head,
      operations: readOperations(head).map((operation) => ({ operation })),
      baseOperations: [],
    })),
  ]
}

function keyOf({ kind, method, template }: Operation): string {
  return `${kind} ${method} ${template}`
}

/** Operations that clients call and that were not there before. */
export function newOperations({ operations }: Addition): Operation[] {
  return operations.flatMap(({ operation, before }) =>
    before === undefined && operation.kind === 'path' ? [operation] : [],
  )
}
