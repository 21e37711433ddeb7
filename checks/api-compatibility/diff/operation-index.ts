import type { Description } from '../../../src/parse/openapi/description.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { readServers } from '../../../src/parse/openapi/servers.ts'

/** Operations by method and path as written, else by the path without the names of its parameters. */
export class OperationIndex {
  readonly #exact = new Map<string, Operation>()
  readonly #byTemplate = new Map<string, Operation>()
  readonly #byPath = new Map<string, Operation>()
  readonly #prefix: Prefix

  /** `prefix` stands in front of all paths of the one version that it names. */
  constructor(operations: readonly Operation[], prefix: Prefix = NO_PREFIX) {
    this.#prefix = prefix
    for (const operation of operations) {
      const { kind, method } = operation
      const { path, template } = shifted(operation, prefix.head)
      this.#exact.set(`${kind} ${method} ${path}`, operation)
      this.#byTemplate.set(`${kind} ${method} ${template}`, operation)
      this.#byPath.set(`${kind} ${template}`, operation)
    }
  }

  partner(operation: Operation): Operation | undefined {
    const { kind, method } = operation
    const { path, template } = shifted(operation, this.#prefix.base)
    return (
      this.#exact.get(`${kind} ${method} ${path}`) ?? this.#byTemplate.get(`${kind} ${method} ${template}`)
    )
  }

  /** Any operation of the same path. */
  sibling(operation: Operation): Operation | undefined {
    return this.#byPath.get(`${operation.kind} ${shifted(operation, this.#prefix.base).template}`)
  }
}

/** What stands in the servers of one version and in the paths of the other. */
export interface Prefix {
  base: string
  head: string
}

export const NO_PREFIX: Prefix = { base: '', head: '' }

function shifted({ kind, path, template }: Operation, prefix: string): { path: string; template: string } {
  return kind === 'path' ? { path: prefix + path, template: prefix + template } : { path, template }
}

/**
 * The beginning that all paths gained where the servers lost it, or the other way round: `/v1` in
 * `https://api.example.com/v1` and `/pets`, then `https://api.example.com` and `/v1/pets`. Nobody calls anything else.
 */
export function movedPrefix(
  base: { description: Description; operations: readonly Operation[] },
  head: { description: Description; operations: readonly Operation[] },
): Prefix {
  const [before, after] = [base, head].map(({ description }) => {
    const paths = new Set(readServers(description).map(({ path }) => path))
    return paths.size === 0 ? '' : paths.size === 1 ? [...paths][0] : undefined
  })
  if (before === undefined || after === undefined || before === after) return NO_PREFIX
  const lost = before.startsWith(`${after}/`) ? before.slice(after.length) : ''
  const gained = after.startsWith(`${before}/`) ? after.slice(before.length) : ''
  const prefix = { base: lost, head: gained }
  if (lost === gained) return NO_PREFIX
  const index = new OperationIndex(head.operations, prefix)
  return base.operations.some((operation) => index.partner(operation)) ? prefix : NO_PREFIX
}
