import { child, entries, isMapping, items, stringAt, type SpecNode } from '../openapi/node.ts'
import type { AsyncDescription } from './load.ts'

export interface AsyncServer {
  name: string
  node: SpecNode
  /** Where it is: host, port and path as written, without the protocol. */
  address: string
  addressNode: SpecNode
  protocol: string
  protocolNode: SpecNode
  protocolVersion: SpecNode | undefined
  variables: Map<string, SpecNode>
  security: SpecNode | undefined
  bindings: SpecNode | undefined
}

/** `url` in 2.x, `host` and `pathname` in 3.x. */
export function readServers(description: AsyncDescription): AsyncServer[] {
  return entries(child(description.root, 'servers')).flatMap(([name, written]) => {
    const node = description.resolve(written)
    if (!node || !isMapping(node.value)) return []
    const url = child(node, 'url')
    const host = child(node, 'host')
    const text =
      typeof url?.value === 'string'
        ? url.value
        : `${stringAt(node, 'host') ?? ''}${stringAt(node, 'pathname') ?? ''}`
    const protocol = child(node, 'protocol')
    const bindings = child(node, 'bindings')
    return [
      {
        name,
        node,
        address: text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').replace(/\/$/, ''),
        addressNode: url ?? host ?? node,
        protocol: typeof protocol?.value === 'string' ? protocol.value.toLowerCase() : '',
        protocolNode: protocol ?? node,
        protocolVersion: child(node, 'protocolVersion'),
        variables: new Map(
          entries(child(node, 'variables')).flatMap(([key, variable]): [string, SpecNode][] => {
            const target = description.resolve(variable)
            return target ? [[key, target]] : []
          }),
        ),
        security: child(node, 'security'),
        bindings: bindings && description.resolve(bindings),
      },
    ]
  })
}

/** One way to be let in: schemes by name, each with its scopes and what it is. */
export interface AsyncRequirement {
  node: SpecNode
  schemes: { name: string; scopes: string[]; scheme: SpecNode | undefined }[]
}

/** The alternatives of a `security` list: names with scopes in 2.x, schemes themselves in 3.x. */
export function readSecurity(description: AsyncDescription, list: SpecNode | undefined): AsyncRequirement[] {
  return items(list).flatMap((node): AsyncRequirement[] => {
    if (!isMapping(node.value)) return []
    if (description.version === 2) {
      const schemes = entries(node).map(([name, scopes]) => {
        const place = child(
          child(child(description.root, 'components') ?? node, 'securitySchemes') ?? node,
          name,
        )
        return { name, scopes: strings(scopes), scheme: place && description.resolve(place) }
      })
      return [{ node, schemes }]
    }
    const scheme = description.resolve(node)
    const ref = stringAt(node, '$ref')
    const name = ref?.slice(ref.lastIndexOf('/') + 1) ?? (scheme && stringAt(scheme, 'type')) ?? ''
    return [{ node, schemes: [{ name, scopes: strings(scheme && child(scheme, 'scopes')), scheme }] }]
  })
}

function strings(node: SpecNode | undefined): string[] {
  return items(node).flatMap(({ value }) => (typeof value === 'string' ? [value] : []))
}
