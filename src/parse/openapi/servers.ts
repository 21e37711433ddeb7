import type { Description } from './description.ts'
import { child, descend, entries, items, stringAt, type SpecNode } from './node.ts'

/** Where an API is called. */
export interface Server {
  /** With the values of its variables filled in. */
  url: string
  /** `https`; empty where the URL leaves it open. */
  scheme: string
  /** Lower case, with the port; empty for a URL relative to the description. */
  host: string
  /** Without a slash at the end; empty for the root. */
  path: string
  node: SpecNode
  /** Where host and path are written, if elsewhere (Swagger 2). */
  place?: SpecNode
}

/**
 * The servers that operations are called at: those of the operation, else of its path, else of the description.
 * None where nothing is said.
 */
export function readServers(description: Description, path?: SpecNode, operation?: SpecNode): Server[] {
  const { root } = description
  if (description.dialect === 'swagger-2.0') return swaggerServers(root, operation)
  const holder = [operation, path].find((node) => items(node && child(node, 'servers')).length > 0) ?? root
  return items(child(holder, 'servers')).flatMap(serversOf)
}

/** Whether an operation or its path says by itself where it is called. */
export function hasOwnServers(path: SpecNode, operation: SpecNode): boolean {
  return [path, operation].some((node) => child(node, 'servers')) || child(operation, 'schemes') !== undefined
}

function swaggerServers(root: SpecNode, operation: SpecNode | undefined): Server[] {
  const host = stringAt(root, 'host')
  const path = stringAt(root, 'basePath')
  const schemes = items((operation && child(operation, 'schemes')) ?? child(root, 'schemes'))
  const node = child(root, 'basePath') ?? child(root, 'host')
  const place = `${host === undefined ? '' : `//${host}`}${path ?? ''}`
  const named = schemes.filter(({ value }) => typeof value === 'string' && host !== undefined)
  if (named.length > 0)
    return named.map((scheme) => ({
      ...serverAt(`${String(scheme.value)}:${place}`, scheme),
      ...(node && { place: node }),
    }))
  return node ? [serverAt(place, node)] : []
}

const MAX_VALUES = 50

/** A server as it is by default, and with every other value that one of its variables may have. */
function serversOf(server: SpecNode): Server[] {
  const written = stringAt(server, 'url')
  const node = child(server, 'url')
  if (written === undefined || !node) return []
  const variables = entries(child(server, 'variables'))
  const others = variables.flatMap(([name, variable]) => {
    const usual = descend(variable, 'default')?.value
    const values = items(child(variable, 'enum')).filter(({ value }) => value !== usual)
    return values
      .slice(0, MAX_VALUES)
      .map((value) => serverAt(fillIn(server, written, { name, value: value.value }), value))
  })
  return [serverAt(fillIn(server, written), node), ...others]
}

/** `{name}` as the default of the variable (OpenAPI 3.1 section 4.8.6), or as the value given for it. */
function fillIn(server: SpecNode, url: string, given?: { name: string; value: unknown }): string {
  return url.replace(/\{([^{}]*)\}/g, (whole, name: string) => {
    const usual = descend(server, 'variables', name, 'default')?.value
    const value = given?.name === name ? given.value : usual
    return typeof value === 'string' || typeof value === 'number' ? String(value) : whole
  })
}

function serverAt(url: string, node: SpecNode): Server {
  const [, scheme = '', host = '', path = ''] =
    /^(?:([a-z][a-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)/i.exec(url) ?? []
  return {
    url,
    scheme: scheme.toLowerCase(),
    host: host.toLowerCase(),
    path: `/${path}`.replace(/\/+/g, '/').replace(/\/$/, ''),
    node,
  }
}

/** A server that only its developer reaches. */
export function isLocal({ host }: Server): boolean {
  return /^(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::|$)/.test(host)
}
