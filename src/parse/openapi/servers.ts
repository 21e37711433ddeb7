import type { Description } from './description.ts'
import { child, descend, items, stringAt, type SpecNode } from './node.ts'

/** Where an API is called. */
export interface Server {
  /** With the defaults of its variables filled in. */
  url: string
  /** Lower case, with the port; empty for a URL relative to the description. */
  host: string
  /** Without a slash at the end; empty for the root. */
  path: string
  node: SpecNode
}

/** The servers a description names for all its operations; none where it says nothing. */
export function readServers(description: Description): Server[] {
  const { root } = description
  if (description.dialect !== 'swagger-2.0') {
    return items(child(root, 'servers')).flatMap((server) => {
      const written = stringAt(server, 'url')
      const node = child(server, 'url')
      return written === undefined || !node ? [] : [serverAt(fillIn(server, written), node)]
    })
  }
  const host = stringAt(root, 'host')
  const path = stringAt(root, 'basePath')
  const node = child(root, 'basePath') ?? child(root, 'host')
  return node ? [serverAt(`${host === undefined ? '' : `//${host}`}${path ?? ''}`, node)] : []
}

/** `{name}` as the default of the variable (OpenAPI 3.1 section 4.8.6). */
function fillIn(server: SpecNode, url: string): string {
  return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const value = descend(server, 'variables', name, 'default')?.value
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
  })
}

function serverAt(url: string, node: SpecNode): Server {
  const [, host = '', path = ''] = /^(?:[a-z][a-z0-9+.-]*:)?(?:\/\/([^/?#]*))?([^?#]*)/i.exec(url) ?? []
  return { url, host: host.toLowerCase(), path: `/${path}`.replace(/\/+/g, '/').replace(/\/$/, ''), node }
}

/** A server that only its developer reaches. */
export function isLocal({ host }: Server): boolean {
  return /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::|$)/.test(host)
}
