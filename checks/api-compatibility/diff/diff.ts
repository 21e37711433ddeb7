import type { Description } from '../../../src/parse/openapi/description.ts'
import { child, stringAt } from '../../../src/parse/openapi/node.ts'
import { readOperations, type Operation } from '../../../src/parse/openapi/operations.ts'
import { Schemas } from '../../../src/parse/openapi/schema.ts'
import type { Change, RawChange, Site } from './change.ts'
import { compareSchemas } from './compare-schemas.ts'
import { compareBodies, compareResponses } from './content.ts'
import type { Exchange } from './exchange.ts'
import { announcedBy, liesInUnstable } from './announced.ts'
import { compareLifecycle, isUnstable } from './lifecycle.ts'
import { compareOperationId } from './names.ts'
import { subjectOf } from './naming.ts'
import { movedPrefix, NO_PREFIX, OperationIndex } from './operation-index.ts'
import { Pairs } from './pairs.ts'
import { compareParameters } from './parameters.ts'
import { pairSchemes, type Schemes } from './schemes.ts'
import { compareSecurity } from './security.ts'
import { compareOwnServers, compareRootServers } from './servers.ts'

export interface DescriptionDiff {
  changes: Change[]
  /** What was not compared, in words; empty when everything was. */
  incomplete: string[]
}

/** Every difference between two versions of a description that matters to the clients of the first. */
export function diffDescriptions(base: Description, head: Description): DescriptionDiff {
  const differ = new Differ(base, head)
  const [before, after] = [readOperations(base), readOperations(head)]
  const prefix = movedPrefix(
    { description: base, operations: before },
    { description: head, operations: after },
  )
  differ.operations(before, after, prefix)
  if (prefix === NO_PREFIX) differ.servers(base, head)
  return differ.result()
}

/** Collects changes with the operations they reach; one source definition gives one change. */
class Differ {
  readonly #head: Description
  readonly #pairs: Pairs
  readonly #schemes: Schemes
  readonly #operations: Operation[] = []
  readonly #changes = new Map<string, { change: RawChange; users: Set<number>; sites: Site[] }>()

  constructor(base: Description, head: Description) {
    this.#head = head
    this.#pairs = new Pairs(new Schemas(base), new Schemas(head), compareSchemas)
    this.#schemes = pairSchemes(base, head)
  }

  operations(base: readonly Operation[], head: readonly Operation[], prefix = NO_PREFIX): void {
    const index = new OperationIndex(head, prefix)
    const gone = new Map<string, Operation[]>()
    for (const before of base) {
      const after = index.partner(before)
      if (after) this.#operation(before, after)
      else if (before.kind === 'path' && !index.sibling(before)) {
        const lost = gone.get(before.template)
        if (lost) lost.push(before)
        else gone.set(before.template, [before])
      } else this.#removed(before, index.sibling(before))
    }
    for (const lost of gone.values()) this.#pathRemoved(lost)
  }

  /** After the operations: it reaches all that are still there, or nobody. */
  servers(base: Description, head: Description): void {
    const called = this.#operations.flatMap(({ kind }, index) => (kind === 'path' ? [index] : []))
    if (called.length === 0) return
    for (const change of compareRootServers(base, head)) this.#add(change, new Set(called))
  }

  result(): DescriptionDiff {
    for (const pair of this.#pairs.all) {
      if (pair.changes.length === 0) continue
      const users = this.#pairs.usersOf(pair)
      // A mere trial, of no operation.
      if (users.size > 0) {
        const sites = this.#pairs.sitesOf(pair)
        for (const change of pair.changes) this.#add(change, users, sites)
      }
    }
    const changes = [...this.#changes.values()].map(({ change, users, sites }) => {
      const operations = [...users]
        .toSorted((a, b) => a - b)
        .flatMap((index) => this.#operations[index] ?? [])
      return {
        ...change,
        sites,
        operations: operations.map(({ name }) => name),
        unstable: operations.every(({ lifecycle }) => isUnstable(lifecycle)) || isPromisedNothing(change),
      }
    })
    const incomplete = this.#pairs.exhausted ? ['the descriptions need too many comparisons'] : []
    return { changes, incomplete }
  }

  #operation(base: Operation, head: Operation): void {
    const index = this.#operations.push(base) - 1
    const called = base.kind === 'path'
    const exchange: Exchange = {
      asks: called ? 'request' : 'response',
      answers: called ? 'response' : 'request',
      report: (change) => this.#add(change, new Set([index])),
      schemas: (before, after, mode) => this.#pairs.use(before, after, mode, index),
    }
    for (const change of compareLifecycle(
      base.node,
      head.node,
      `\`${head.name}\``,
      announcedBy(base),
      announcedBy(head),
    ))
      exchange.report(change)
    if (called) compareOperationId(exchange, base, head)
    compareParameters(exchange, base, head)
    compareBodies(exchange, base, head)
    compareResponses(exchange, base, head)
    if (called) {
      const from = { description: this.#pairs.base.description, operation: base }
      const to = { description: this.#pairs.head.description, operation: head }
      const changes = [...compareSecurity(base, head, this.#schemes), ...compareOwnServers(from, to)]
      for (const change of changes) exchange.report(change)
    }
    this.operations(base.callbacks, head.callbacks)
  }

  #removed(operation: Operation, sibling: Operation | undefined): void {
    const index = this.#operations.push(operation) - 1
    const kind = operation.kind === 'path' ? 'operation' : operation.kind
    const root = this.#head.root
    this.#add(
      {
        kind: `${kind}-removed`,
        level: 'error',
        side: 'base',
        node: operation.node,
        other: sibling?.pathNode ?? child(root, 'paths') ?? root,
        lifecycle: announcedBy(operation),
        words: `${operation.kind === 'path' ? 'Operation' : operation.kind === 'webhook' ? 'Webhook' : 'Callback'} \`${operation.name}\` is removed`,
      },
      new Set([index]),
    )
  }

  #pathRemoved(operations: readonly Operation[]): void {
    const [first] = operations
    if (!first) return
    const users = new Set(operations.map((operation) => this.#operations.push(operation) - 1))
    const retiring = operations.find(({ lifecycle }) => !lifecycle.deprecated) ?? first
    const moved = stringAt(retiring.node, 'operationId')
    const root = this.#head.root
    this.#add(
      {
        kind: 'path-removed',
        level: 'error',
        side: 'base',
        node: first.pathNode,
        other: child(root, 'paths') ?? root,
        lifecycle: operations.map(announcedBy),
        words: `Path \`${first.path}\` is removed`,
        ...(moved !== undefined && { detail: moved }),
      },
      users,
    )
  }

  /** Changes at the same place in the same words are one; the operations they reach add up. */
  #add(change: RawChange, users: ReadonlySet<number>, sites: Site[] = []): void {
    const key = `${change.kind} ${change.side} ${change.node.tree.path} ${subjectOf(change.node)} ${change.detail ?? ''}`
    const known = this.#changes.get(key)
    if (!known) this.#changes.set(key, { change, users: new Set(users), sites })
    else {
      for (const user of users) known.users.add(user)
      if (known.change.level !== 'error') known.change = change
    }
  }
}

/** Whether what changes is part of something that the base calls draft or alpha. A lowered level is a change of its own. */
function isPromisedNothing({ kind, side, node, other }: RawChange): boolean {
  if (kind === 'stability-invalid' || kind === 'stability-decreased') return false
  const before = side === 'base' ? node : other
  return before !== undefined && liesInUnstable(before)
}
