import type { Description } from './description.ts'
import { child, descend, entries, items, stringAt, type SpecNode } from './node.ts'

/** One way to be let in: every scheme of it is needed. Empty: no credentials are needed. */
export interface SecurityAlternative {
  node: SpecNode
  /** Scheme names to the scopes they need, sorted. */
  schemes: Map<string, string[]>
}

export interface Security {
  /** Where the requirement is written: the operation's own, else the description's; undefined: nowhere. */
  node?: SpecNode
  alternatives: SecurityAlternative[]
}

export function readSecurity(description: Description, operation: SpecNode): Security {
  const node = child(operation, 'security') ?? child(description.root, 'security')
  if (!node) return { alternatives: [] }
  const alternatives = items(node).map((alternative) => ({
    node: alternative,
    schemes: new Map(
      entries(alternative).map(([name, scopes]) => [
        name,
        Array.isArray(scopes.value) ? scopes.value.map(String).toSorted() : [],
      ]),
    ),
  }))
  return { node, alternatives }
}

/** Every security scheme that the description defines, by name, with references followed. */
export function readSchemes(description: Description): Map<string, SpecNode> {
  const { root } = description
  const written = [
    ...entries(child(root, 'securityDefinitions')),
    ...entries(descend(root, 'components', 'securitySchemes')),
  ]
  return new Map(
    written.flatMap(([name, node]) => {
      const scheme = description.resolve(node)
      return scheme ? [[name, scheme]] : []
    }),
  )
}

/** What a client must send, in one spelling; how it gets a token is left to `flowsOf`. */
export function credentialsOf(scheme: SpecNode): string {
  const type = stringAt(scheme, 'type') ?? ''
  switch (type) {
    case 'apiKey':
      return `apiKey ${stringAt(scheme, 'in')} ${(stringAt(scheme, 'name') ?? '').toLowerCase()}`
    case 'http':
      return `http ${(stringAt(scheme, 'scheme') ?? '').toLowerCase()}`
    case 'basic':
      return 'http basic'
    case 'openIdConnect':
      return `openIdConnect ${stringAt(scheme, 'openIdConnectUrl')}`
    default:
      return type
  }
}

/** How to get a token: OpenAPI 3 `flows` by name, with Swagger 2's one flow under its new name. */
export function flowsOf(scheme: SpecNode): Map<string, SpecNode> {
  const flow = stringAt(scheme, 'flow')
  if (flow === undefined) return new Map(entries(child(scheme, 'flows')))
  return new Map([[FLOWS[flow] ?? flow, scheme]])
}

const FLOWS: Readonly<Record<string, string>> = {
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
}
