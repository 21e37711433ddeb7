import { child, entries, isMapping, items, madeUp, stringAt, type SpecNode } from '../openapi/node.ts'
import type { AsyncDescription } from './load.ts'

/** What the application does: 3.x says so, in 2.x `publish` is what others do (2.6.0, Operation Object). */
export type Action = 'send' | 'receive'

export interface AsyncMessage {
  /** The key it has in its channel, else its own name, else that of the reference to it. */
  name: string | undefined
  /** Where the operation or channel names it. */
  place: SpecNode
  node: SpecNode
  payload: SpecNode | undefined
  headers: SpecNode | undefined
  contentType: SpecNode | undefined
  schemaFormat: SpecNode | undefined
  correlationId: SpecNode | undefined
  bindings: SpecNode | undefined
}

export interface AsyncChannel {
  /** The key it is written under. */
  key: string
  /** The topic, queue or path; the key where none is given. */
  address: string
  addressNode: SpecNode
  /** False where version 3 leaves it open until run time (3.0.0, Channel Object). */
  addressKnown: boolean
  node: SpecNode
  parameters: Map<string, SpecNode>
  servers: string[] | undefined
  bindings: SpecNode | undefined
  messages: AsyncMessage[]
}

export interface AsyncOperation {
  /** The key in 3.x, `operationId` in 2.x. */
  id: string | undefined
  idNode: SpecNode
  action: Action
  channel: AsyncChannel
  node: SpecNode
  messages: AsyncMessage[]
  bindings: SpecNode | undefined
  security: SpecNode | undefined
  reply: AsyncReply | undefined
}

export interface AsyncReply {
  node: SpecNode
  channel: AsyncChannel | undefined
  location: SpecNode | undefined
  messages: AsyncMessage[]
}

export interface AsyncModel {
  description: AsyncDescription
  channels: AsyncChannel[]
  operations: AsyncOperation[]
  defaultContentType: SpecNode | undefined
}

export function readAsyncApi(description: AsyncDescription): AsyncModel {
  const reader = new Reader(description)
  const channels = reader.channels()
  const operations =
    description.version === 2 ? reader.operationsOf2(channels) : reader.operationsOf3(channels)
  const defaultContentType = child(description.root, 'defaultContentType')
  return { description, channels, operations, defaultContentType }
}

/** Texts that a name for people is made of. */
export function operationName({ id, action, channel }: AsyncOperation): string {
  return id === undefined ? `${action} ${channel.address}` : `${action} ${channel.address} (${id})`
}

class Reader {
  readonly #description: AsyncDescription

  constructor(description: AsyncDescription) {
    this.#description = description
  }

  channels(): AsyncChannel[] {
    return entries(child(this.#description.root, 'channels')).flatMap(([key, written]) => {
      const node = this.#description.resolve(written)
      if (!node || !isMapping(node.value) || key.startsWith('x-')) return []
      const address = child(node, 'address')
      const servers = child(node, 'servers')
      return [
        {
          key,
          address: typeof address?.value === 'string' ? address.value : key,
          addressNode: address ?? written,
          addressKnown: this.#description.version === 2 || typeof address?.value === 'string',
          node: madeUp(written, node.value),
          parameters: new Map(entries(child(node, 'parameters'))),
          servers: servers && items(servers).flatMap((item) => serverName(item) ?? []),
          bindings: this.#resolved(child(node, 'bindings')),
          messages: entries(child(node, 'messages')).flatMap(([name, message]) =>
            this.#message(message, name),
          ),
        },
      ]
    })
  }

  operationsOf2(channels: readonly AsyncChannel[]): AsyncOperation[] {
    const found: AsyncOperation[] = []
    for (const channel of channels) {
      for (const [key, action] of [
        ['publish', 'receive'],
        ['subscribe', 'send'],
      ] as const) {
        const node = this.#resolved(child(channel.node, key))
        if (!node || !isMapping(node.value)) continue
        const message = child(node, 'message')
        const target = this.#resolved(message)
        const branches = items(target && child(target, 'oneOf'))
        const messages = (branches.length > 0 ? branches : message ? [message] : []).flatMap((item) =>
          this.#message(item),
        )
        found.push({
          ...this.#operation(node, stringAt(node, 'operationId'), child(node, 'operationId') ?? node),
          action,
          channel,
          messages,
          reply: undefined,
        })
      }
    }
    return found
  }

  operationsOf3(channels: readonly AsyncChannel[]): AsyncOperation[] {
    return entries(child(this.#description.root, 'operations')).flatMap(([id, written]) => {
      const node = this.#resolved(written)
      const channel = node && this.#channelOf(child(node, 'channel'), channels)
      const action = node && stringAt(node, 'action')
      if (!node || !channel || (action !== 'send' && action !== 'receive')) return []
      const listed = child(node, 'messages')
      const place = madeUp(written, node.value)
      return [
        {
          ...this.#operation(place, id, written),
          action,
          channel,
          messages: listed ? this.#listed(listed) : channel.messages,
          reply: this.#reply(this.#resolved(child(node, 'reply')), channels),
        },
      ]
    })
  }

  #operation(node: SpecNode, id: string | undefined, idNode: SpecNode) {
    const traits = this.#traits(node)
    return {
      node,
      id,
      idNode,
      bindings: this.#resolved(this.#effective(node, traits, 'bindings')),
      security: this.#effective(node, traits, 'security'),
    }
  }

  #reply(node: SpecNode | undefined, channels: readonly AsyncChannel[]): AsyncReply | undefined {
    if (!node || !isMapping(node.value)) return undefined
    const channel = this.#channelOf(child(node, 'channel'), channels)
    const listed = child(node, 'messages')
    const address = this.#resolved(child(node, 'address'))
    const messages = listed ? this.#listed(listed) : (channel?.messages ?? [])
    return { node, channel, messages, location: address && child(address, 'location') }
  }

  /** Operations name messages of their channel; the name is the last step of the reference. */
  #listed(list: SpecNode): AsyncMessage[] {
    return items(list).flatMap((item) => this.#message(item, nameOfReference(item)))
  }

  #channelOf(reference: SpecNode | undefined, channels: readonly AsyncChannel[]): AsyncChannel | undefined {
    const target = this.#resolved(reference)
    const key = reference && nameOfReference(reference)
    return (
      channels.find((channel) => channel.node.value === target?.value) ??
      channels.find((channel) => channel.key === key)
    )
  }

  #message(place: SpecNode, key?: string): AsyncMessage[] {
    const node = this.#resolved(place)
    if (!node || !isMapping(node.value)) return []
    const traits = this.#traits(node)
    const at = (name: string): SpecNode | undefined => this.#effective(node, traits, name)
    const written = at('payload')
    // 3.x wraps a schema of another format: `payload: {schemaFormat, schema}`.
    const wrapped =
      written && stringAt(written, 'schemaFormat') !== undefined ? child(written, 'schema') : undefined
    return [
      {
        place,
        node,
        name:
          key ??
          stringAt(node, 'messageId') ??
          stringAt(node, 'name') ??
          nameOfReference(place) ??
          stringAt(node, 'title'),
        payload: wrapped ?? written,
        headers: at('headers'),
        contentType: at('contentType'),
        schemaFormat: written && wrapped ? child(written, 'schemaFormat') : at('schemaFormat'),
        correlationId: this.#resolved(at('correlationId')),
        bindings: this.#resolved(at('bindings')),
      },
    ]
  }

  #traits(node: SpecNode): SpecNode[] {
    return items(child(node, 'traits')).flatMap((trait) => this.#resolved(trait) ?? [])
  }

  /** A member with traits merged in: in 2.x they are laid over the object, in 3.x under it. */
  #effective(node: SpecNode, traits: readonly SpecNode[], name: string): SpecNode | undefined {
    const own = child(node, name)
    const brought = traits.flatMap((trait) => child(trait, name) ?? [])
    const last = brought.at(-1)
    if (!own || !last) return own ?? last
    if (name === 'headers') return merged(own, brought)
    return this.#description.version === 2 ? last : own
  }

  #resolved(node: SpecNode | undefined): SpecNode | undefined {
    return node && this.#description.resolve(node)
  }
}

const mergedHeaders = new WeakMap<object, SpecNode>()

/** Headers of a message and of its traits: one object with the properties of all. */
function merged(own: SpecNode, others: readonly SpecNode[]): SpecNode {
  const key = own.value as object
  let node = mergedHeaders.get(key)
  if (!node) {
    node = madeUp(own, { allOf: [own.value, ...others.map(({ value }) => value)] })
    mergedHeaders.set(key, node)
  }
  return node
}

function nameOfReference(node: SpecNode): string | undefined {
  const ref = stringAt(node, '$ref')
  return ref
    ?.slice(ref.lastIndexOf('/') + 1)
    .replaceAll('~1', '/')
    .replaceAll('~0', '~')
}

/** A server of a channel: its name in 2.x, a reference to it in 3.x. */
function serverName(item: SpecNode): string | undefined {
  return typeof item.value === 'string' ? item.value : nameOfReference(item)
}
