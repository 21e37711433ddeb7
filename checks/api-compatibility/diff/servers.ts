import type { Description } from '../../../src/parse/openapi/description.ts'
import { isLocal, readServers, type Server } from '../../../src/parse/openapi/servers.ts'
import type { RawChange } from './change.ts'
import { quote } from './naming.ts'

/**
 * Compares where the API is said to be. Another path in front of all operations breaks every call; another
 * host may only be another environment.
 */
export function compareServers(base: Description, head: Description): RawChange[] {
  const before = readServers(base)
  const after = readServers(head)
  const kept = before.filter((server) => after.some((other) => isSame(server, other)))
  return before
    .filter((server) => !kept.includes(server) && !isLocal(server))
    .map((server) => {
      const moved = kept.length === 0 && !after.some(({ path }) => path === server.path)
      const now = after.map(({ url }) => quote(url)).join(', ')
      return {
        kind: 'server-removed',
        level: moved ? 'error' : 'warning',
        side: 'base',
        node: server.node,
        other: after[0]?.node ?? head.root,
        detail: server.url,
        words: moved
          ? `Every path moves: the API was at ${quote(server.url)} and ${now === '' ? 'no server is named any more' : `is at ${now} now`}`
          : `The API is no longer said to be at ${quote(server.url)}`,
      }
    })
}

/** A server written without a host is the one that serves the description. */
function isSame(a: Server, b: Server): boolean {
  return a.path === b.path && (a.host === b.host || a.host === '' || b.host === '')
}
