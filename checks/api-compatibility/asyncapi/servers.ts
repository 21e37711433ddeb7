import type { AsyncDescription } from '../../../src/parse/asyncapi/load.ts'
import { readServers, type AsyncServer } from '../../../src/parse/asyncapi/servers.ts'
import { child, items, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { quote } from '../diff/naming.ts'
import type { Sink } from './change.ts'
import { compareSecurity } from './security.ts'

/** Servers that partners connect to. */
export function compareServers(base: AsyncDescription, head: AsyncDescription, report: Sink): void {
  const [before, after] = [readServers(base), readServers(head)]
  for (const server of before) {
    const other =
      after.find(({ name }) => name === server.name) ??
      // Renamed: nobody connects to the name.
      after.find(
        ({ name, address, protocol }) =>
          address === server.address &&
          protocol === server.protocol &&
          !before.some((known) => known.name === name),
      )
    if (other) compareServer(base, head, server, other, report)
    else
      report({
        kind: 'server-changed',
        level: 'error',
        side: 'base',
        node: server.node,
        other: child(head.root, 'servers') ?? head.root,
        words: `Server ${quote(server.name)} (${quote(server.address)}) is removed`,
      })
  }
}

function compareServer(
  base: AsyncDescription,
  head: AsyncDescription,
  before: AsyncServer,
  after: AsyncServer,
  report: Sink,
): void {
  const name = quote(before.name)
  const changed = (what: string, node: SpecNode, other: SpecNode, from: unknown, to: unknown): void =>
    report({
      kind: 'server-changed',
      level: 'error',
      side: 'head',
      node,
      other,
      detail: what,
      words: `The ${what} of server ${name} changes from ${quote(from)} to ${quote(to)}`,
    })
  if (before.address !== after.address)
    changed('address', after.addressNode, before.addressNode, before.address, after.address)
  if (before.protocol !== after.protocol)
    changed('protocol', after.protocolNode, before.protocolNode, before.protocol, after.protocol)
  const [from, to] = [before.protocolVersion, after.protocolVersion]
  if (from && to && String(from.value) !== String(to.value))
    changed('protocol version', to, from, from.value, to.value)
  compareVariables(before, after, report)
  compareSecurity(base, head, before, after, report)
}

function compareVariables(before: AsyncServer, after: AsyncServer, report: Sink): void {
  for (const [name, variable] of before.variables) {
    const other = after.variables.get(name)
    const list = other && child(other, 'enum')
    const values = new Set(items(list).map(({ value }) => value))
    if (other && values.size > 0)
      for (const node of items(child(variable, 'enum'))) {
        if (values.has(node.value)) continue
        report({
          kind: 'server-changed',
          level: 'error',
          side: 'base',
          node,
          other: list ?? other,
          detail: String(node.value),
          words: `Variable ${quote(name)} of server ${quote(before.name)} can no longer be ${quote(node.value)}`,
        })
      }
    const [from, to] = [child(variable, 'default'), other && child(other, 'default')]
    if (from && other && from.value !== to?.value)
      report({
        kind: 'server-changed',
        level: 'error',
        side: 'head',
        node: to ?? other,
        other: from,
        detail: 'default',
        words: `The default of variable ${quote(name)} of server ${quote(before.name)} changes from ${quote(from.value)} to ${quote(to?.value ?? 'none')}`,
      })
  }
}
