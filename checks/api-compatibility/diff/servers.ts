import type { Description } from '../../../src/parse/openapi/description.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { hasOwnServers, isLocal, readServers, type Server } from '../../../src/parse/openapi/servers.ts'
import type { RawChange } from './change.ts'
import { quote } from './naming.ts'

/** Compares where the description says that its operations are. */
export function compareRootServers(base: Description, head: Description): RawChange[] {
  return compareServers(readServers(base), readServers(head), head.root, 'Every path moves')
}

/** Compares where one operation is, where it or its path says so for itself. */
export function compareOwnServers(
  base: { description: Description; operation: Operation },
  head: { description: Description; operation: Operation },
): RawChange[] {
  const [before, after] = [base, head].map(({ description, operation }) => {
    const path = description.resolve(operation.pathNode) ?? operation.pathNode
    return {
      own: hasOwnServers(path, operation.node),
      servers: readServers(description, path, operation.node),
    }
  })
  if (!before || !after || (!before.own && !after.own)) return []
  const { name, node } = head.operation
  return compareServers(before.servers, after.servers, node, `\`${name}\` moves`)
}

/**
 * Compares where operations are said to be. Another path in front of them breaks every call; another host may only
 * be another environment. `what` moves, in words; `place` is where the head would say it.
 */
function compareServers(
  before: readonly Server[],
  after: readonly Server[],
  place: SpecNode,
  what: string,
): RawChange[] {
  const kept = before.filter((server) => after.some((other) => isSame(server, other)))
  return before
    .filter((server) => !kept.includes(server) && !isLocal(server))
    .map((server) => {
      const moved = after.length > 0 && kept.length === 0 && !after.some(({ path }) => path === server.path)
      const now = after.map(({ url }) => quote(url)).join(', ')
      return {
        kind: 'server-removed',
        level: moved ? 'error' : 'warning',
        side: 'base',
        // A scheme went where host and path stayed, else these did.
        node: kept.some((other) => other.host === server.host && other.path === server.path)
          ? server.node
          : (server.place ?? server.node),
        other: after[0]?.node ?? place,
        detail: server.url,
        words: moved
          ? `${what}: the API was at ${quote(server.url)} and is at ${now} now`
          : `The API is no longer said to be at ${quote(server.url)}`,
      }
    })
}

/**
 * A server written without a host is the one that serves the description. Plain HTTP that becomes HTTPS is the same
 * place, as servers send clients on; the other way round nobody may be sent.
 */
function isSame(a: Server, b: Server): boolean {
  const sameHost = a.host === b.host || a.host === '' || b.host === ''
  const unsafe = a.scheme === 'https' && b.scheme === 'http'
  return a.path === b.path && sameHost && !unsafe && isWebSocket(a) === isWebSocket(b)
}

function isWebSocket({ scheme }: Server): boolean {
  return scheme === 'ws' || scheme === 'wss'
}
