import {
  child,
  isMapping,
  madeUp,
  stringAt,
  valueAt,
  type SpecNode,
} from '../../../src/parse/openapi/node.ts'
import type { AsyncDescription } from '../../../src/parse/asyncapi/load.ts'
import {
  operationName,
  readAsyncApi,
  type AsyncChannel,
  type AsyncModel,
  type AsyncOperation,
} from '../../../src/parse/asyncapi/model.ts'
import { Schemas } from '../../../src/parse/openapi/schema.ts'
import { compareSchemas } from '../diff/compare-schemas.ts'
import type { Mode, Site } from '../diff/change.ts'
import { quote, subjectOf } from '../diff/naming.ts'
import { Pairs } from '../diff/pairs.ts'
import { compareBindings } from './bindings.ts'
import type { AsyncChange, RawAsyncChange, Sink } from './change.ts'
import { compareChannels, ChannelIndex } from './channels.ts'
import { compareMessages, type Exchange } from './messages.ts'
import { payloadChange } from './payload.ts'
import { compareSecurity } from './security.ts'
import { compareServers } from './servers.ts'

export interface AsyncDiff {
  changes: AsyncChange[]
  /** What was not compared, in words; empty when everything was. */
  incomplete: string[]
}

/** Every difference between two versions of an AsyncAPI document that matters to those who talk with the application. */
export function diffAsyncApi(base: AsyncDescription, head: AsyncDescription): AsyncDiff {
  const differ = new Differ(readAsyncApi(base), readAsyncApi(head))
  return differ.result()
}

/** Collects changes with the operations they reach; one source definition gives one change. */
class Differ {
  readonly #base: AsyncModel
  readonly #head: AsyncModel
  readonly #pairs: Pairs
  readonly #users: string[] = []
  readonly #incomplete = new Set<string>()
  readonly #changes = new Map<string, { change: RawAsyncChange; users: Set<number>; sites: Site[] }>()

  constructor(base: AsyncModel, head: AsyncModel) {
    this.#base = base
    this.#head = head
    this.#pairs = new Pairs(new Schemas(base.description), new Schemas(head.description), compareSchemas)
  }

  result(): AsyncDiff {
    const everywhere: Sink = (change) => this.#add(change, new Set())
    compareServers(this.#base.description, this.#head.description, everywhere)
    const index = new ChannelIndex(this.#head.channels)
    const partners = new Map<AsyncChannel, AsyncChannel>()
    for (const channel of this.#base.channels) {
      const other = index.partner(channel)
      if (other) partners.set(channel, other)
      const of = this.#base.operations.filter((operation) => operation.channel === channel)
      const users = new Set(of.map((operation) => this.#user(operationName(operation))))
      compareChannels(channel, other, this.#head, (change) => this.#add(change, users))
      if (other && of.length === 0) this.#loose(channel, other)
      if (other) {
        const exchange = this.#exchange('receive', users)
        compareBindings(channel.bindings, other.bindings, other.node, exchange)
        for (const [name, parameter] of channel.parameters) {
          const after = other.parameters.get(name)
          if (after) this.#parameter(parameter, after, exchange)
        }
      }
    }
    for (const operation of this.#base.operations) {
      if (partners.has(operation.channel)) this.#operation(operation, partners.get(operation.channel))
    }
    this.#collectSchemas()
    const changes = [...this.#changes.values()].map(({ change, users, sites }) => ({
      ...change,
      sites,
      operations: [
        ...new Set([...users].toSorted((a, b) => a - b).flatMap((user) => this.#users[user] ?? [])),
      ],
    }))
    if (this.#pairs.exhausted) this.#incomplete.add('the schemas need too many comparisons')
    return { changes, incomplete: [...this.#incomplete] }
  }

  /** A channel that no operation uses says nothing of the direction: its messages must hold both ways. */
  #loose(base: AsyncChannel, head: AsyncChannel): void {
    const user = this.#user(`channel ${base.address}`)
    for (const action of ['receive', 'send'] as const)
      compareMessages(base.messages, head.messages, head.node, this.#exchange(action, new Set([user])))
  }

  #operation(base: AsyncOperation, channel: AsyncChannel | undefined): void {
    const head = this.#partner(base, channel)
    const user = this.#user(operationName(base))
    const users = new Set([user])
    const report: Sink = (change) => this.#add(change, users)
    const turned =
      head || base.id === undefined
        ? undefined
        : this.#head.operations.find(
            ({ id, node, channel: of }) =>
              id === base.id && of === channel && child(node, 'action') !== undefined,
          )
    if (turned) {
      report({
        kind: 'operation-removed',
        level: 'error',
        side: 'head',
        node: child(turned.node, 'action') ?? turned.node,
        other: child(base.node, 'action') ?? base.node,
        words: `Operation ${quote(operationName(base))} now ${turned.action === 'send' ? 'sends to' : 'receives from'} channel ${quote(base.channel.address)}, and no longer ${base.action === 'send' ? 'sends to' : 'receives from'} it`,
      })
      return
    }
    if (!head) {
      report({
        kind: 'operation-removed',
        level: 'error',
        side: 'base',
        node: base.node,
        other: channel?.node ?? this.#head.description.root,
        words: `The application no longer ${base.action === 'send' ? 'sends to' : 'receives from'} channel ${quote(base.channel.address)}`,
      })
      return
    }
    const both = this.#base.description.version === this.#head.description.version
    if (both && base.id !== undefined && base.id !== head.id)
      report({
        kind: 'operation-renamed',
        level: 'warning',
        side: 'head',
        node: head.idNode,
        other: base.idNode,
        words: `Operation ${quote(base.id)} is now ${head.id === undefined ? 'without an id' : quote(head.id)}: functions of generated code are renamed`,
      })
    const exchange = this.#exchange(base.action, users)
    compareMessages(base.messages, head.messages, head.node, exchange)
    compareBindings(base.bindings, head.bindings, head.node, exchange)
    compareSecurity(this.#base.description, this.#head.description, base, head, report)
    this.#reply(base, head, users, report)
  }

  #reply(base: AsyncOperation, head: AsyncOperation, users: Set<number>, report: Sink): void {
    if (!base.reply) return
    if (!head.reply) {
      report({
        kind: 'operation-removed',
        level: 'error',
        side: 'base',
        node: base.reply.node,
        other: head.node,
        words: `Operation ${quote(operationName(base))} has no reply any more`,
      })
      return
    }
    const [before, after] = [base.reply, head.reply]
    if (before.location?.value !== after.location?.value)
      report({
        kind: 'operation-removed',
        level: 'error',
        side: 'head',
        detail: 'address',
        node: after.location ?? after.node,
        other: before.location ?? before.node,
        words: `The address for replies of ${quote(operationName(base))} changes from ${quote(before.location?.value ?? 'none')} to ${quote(after.location?.value ?? 'none')}`,
      })
    if (before.channel && before.channel.address !== after.channel?.address)
      report({
        kind: 'operation-removed',
        level: 'error',
        side: 'head',
        detail: 'channel',
        node: after.node,
        other: before.node,
        words: `Replies of ${quote(operationName(base))} go to ${quote(after.channel?.address ?? 'no channel')} instead of ${quote(before.channel.address)}`,
      })
    const answer = base.action === 'send' ? 'receive' : 'send'
    compareMessages(before.messages, after.messages, after.node, this.#exchange(answer, users))
  }

  /** The operation of the same name and action, else the one that does the same on the same channel. */
  #partner(base: AsyncOperation, channel: AsyncChannel | undefined): AsyncOperation | undefined {
    const there = this.#head.operations.filter(
      (other) => other.channel === channel && other.action === base.action,
    )
    const named = there.find(({ id }) => id !== undefined && id === base.id)
    if (named) return named
    const names = new Set(
      this.#base.operations
        .filter((other) => other.channel === base.channel && other !== base)
        .map(({ id }) => id),
    )
    return there.find(({ id }) => id === undefined || !names.has(id))
  }

  #parameter(base: SpecNode, head: SpecNode, exchange: Exchange): void {
    const [before, after] = [this.#base.description.resolve(base), this.#head.description.resolve(head)]
    if (!before || !after) return
    const [from, to] = [stringAt(before, 'location'), stringAt(after, 'location')]
    if (from !== to && from !== undefined)
      exchange.report({
        kind: 'message-changed',
        level: 'error',
        side: 'head',
        node: after,
        other: before,
        detail: 'location',
        words: `Parameter ${quote(String(head.key))} is taken from ${quote(to ?? 'nowhere')} instead of ${quote(from)}`,
      })
    exchange.parameter(before, after)
  }

  #exchange(action: 'send' | 'receive', users: Set<number>): Exchange {
    const direction: Mode['direction'] = action === 'receive' ? 'request' : 'response'
    const reached = users.size > 0 ? [...users] : [this.#user('every channel')]
    const compare = (before: SpecNode, after: SpecNode, mode: Mode): void => {
      for (const user of reached) this.#pairs.use(before, after, mode, user)
    }
    return {
      action,
      base: this.#base,
      head: this.#head,
      report: (change) => this.#add(change, users),
      incomplete: (what) => this.#incomplete.add(what),
      schemas: (before, after) => compare(before, after, { direction, encoding: 'json' }),
      parameter: (before, after) =>
        compare(schemaOfParameter(before), schemaOfParameter(after), {
          direction: 'request',
          encoding: 'text',
        }),
      connecting: (before, after) => compare(before, after, { direction: 'request', encoding: 'text' }),
    }
  }

  #collectSchemas(): void {
    for (const pair of this.#pairs.all) {
      if (pair.changes.length === 0) continue
      const users = this.#pairs.usersOf(pair)
      if (users.size === 0) continue
      const sites = this.#pairs.sitesOf(pair)
      for (const change of pair.changes) {
        const told = payloadChange(change)
        if (told) this.#add(told, users, sites)
      }
    }
  }

  #user(name: string): number {
    const known = this.#users.indexOf(name)
    return known >= 0 ? known : this.#users.push(name) - 1
  }

  /** Changes at the same place in the same words are one; the operations they reach add up. */
  #add(change: RawAsyncChange, users: ReadonlySet<number>, sites: Site[] = []): void {
    const key = `${change.kind} ${change.side} ${change.node.tree.path} ${subjectOf(change.node)} ${change.detail ?? ''}`
    const known = this.#changes.get(key)
    if (!known) this.#changes.set(key, { change, users: new Set(users), sites })
    else {
      for (const user of users) known.users.add(user)
      if (known.change.level !== 'error') known.change = change
    }
  }
}

const parameterSchemas = new WeakMap<object, SpecNode>()

/** 2.x has a schema, 3.x only the values: what stands in an address is text in both. */
function schemaOfParameter(node: SpecNode): SpecNode {
  const schema = child(node, 'schema')
  if (schema || !isMapping(node.value)) return schema ?? node
  let made = parameterSchemas.get(node.value)
  if (!made) {
    const values = valueAt(node.value, 'enum')
    made = madeUp(node, { type: 'string', ...(values !== undefined && { enum: values }) })
    parameterSchemas.set(node.value, made)
  }
  return made
}
