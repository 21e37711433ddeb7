import type { AsyncChannel, AsyncModel } from '../../../src/parse/asyncapi/model.ts'
import { child, items } from '../../../src/parse/openapi/node.ts'
import { quote } from '../diff/naming.ts'
import type { Sink } from './change.ts'

/** Channels by address, else by the address without the names of its parameters, else by key. */
export class ChannelIndex {
  readonly #channels: readonly AsyncChannel[]

  constructor(channels: readonly AsyncChannel[]) {
    this.#channels = channels
  }

  partner({ address, key }: AsyncChannel): AsyncChannel | undefined {
    const find = (is: (other: AsyncChannel) => boolean): AsyncChannel | undefined => this.#channels.find(is)
    return (
      // Several channels may share an address: then the key decides.
      find((other) => other.address === address && other.key === key) ??
      find((other) => other.address === address) ??
      find((other) => templateOf(other.address) === templateOf(address)) ??
      find((other) => other.key === key)
    )
  }
}

/** An address whose parameters have no names: partners fill them in by position. */
function templateOf(address: string): string {
  return address.replaceAll(/\{[^{}]*\}/g, '{}').replace(/^\//, '')
}

/** A channel that is gone, moved to another address or no longer on a server. */
export function compareChannels(
  base: AsyncChannel,
  head: AsyncChannel | undefined,
  model: AsyncModel,
  report: Sink,
): void {
  if (!head) {
    const channels = child(model.description.root, 'channels')
    report({
      kind: 'channel-removed',
      level: 'error',
      side: 'base',
      node: base.node,
      other: channels ?? model.description.root,
      words: `Channel ${quote(base.address)} is removed`,
    })
    return
  }
  // Who was told no address has none to lose.
  if (base.addressKnown && templateOf(base.address) !== templateOf(head.address))
    report({
      kind: 'channel-removed',
      level: 'error',
      side: 'head',
      node: head.addressNode,
      other: base.addressNode,
      detail: 'address',
      words: `The address of channel ${quote(base.key)} changes from ${quote(base.address)} to ${quote(head.address)}`,
    })
  compareServersOf(base, head, report)
}

/** No list stands for all servers. */
function compareServersOf(base: AsyncChannel, head: AsyncChannel, report: Sink): void {
  const now = head.servers
  if (!now || now.length === 0) return
  const before = base.servers && base.servers.length > 0 ? base.servers : undefined
  const list = child(head.node, 'servers') ?? head.node
  if (!before) {
    report({
      kind: 'server-changed',
      level: 'warning',
      side: 'head',
      node: list,
      other: base.node,
      detail: 'servers',
      words: `Channel ${quote(base.address)} is now only on ${now.map((name) => quote(name)).join(', ')}`,
    })
    return
  }
  before.forEach((name, index) => {
    if (now.includes(name)) return
    const written = child(base.node, 'servers')
    report({
      kind: 'server-changed',
      level: 'error',
      side: 'base',
      other: list,
      detail: `server ${name}`,
      node: items(written)[index] ?? written ?? base.node,
      words: `Channel ${quote(base.address)} is no longer on server ${quote(name)}`,
    })
  })
}
