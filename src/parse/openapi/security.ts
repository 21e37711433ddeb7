import type { Description } from './description.ts'
import { child, descend, entries, items, stringAt, type SpecNode } from './node.ts'

/** One way to be let in: every scheme of it is needed. Empty: no credentials are needed. */
export interface SecurityAlternative {
  node: SpecNode
  /** Scheme identity (what a client must send, not its name) to the scopes it needs. */
  schemes: Map<string, { name: string; scopes: string[]; scheme?: SpecNode }>
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
        schemeIdentity(description, name),
        {
          name,
          scopes: Array.isArray(scopes.value) ? scopes.value.map(String).toSorted() : [],
          ...schemeOf(description, name),
        },
      ]),
    ),
  }))
  return { node, alternatives }
}

/** Two schemes are one for a client when it has to do the same: a mere rename breaks nobody. */
function schemeIdentity(description: Description, name: string): string {
  const node = schemeOf(description, name).scheme
  if (!node) return `unknown ${name}`
  const type = stringAt(node, 'type') ?? ''
  switch (type) {
    case 'apiKey':
      return `apiKey ${stringAt(node, 'in')} ${(stringAt(node, 'name') ?? '').toLowerCase()}`
    case 'http':
      return `http ${(stringAt(node, 'scheme') ?? '').toLowerCase()}`
    case 'basic':
      return 'http basic'
    case 'openIdConnect':
      return `openIdConnect ${stringAt(node, 'openIdConnectUrl')}`
    default:
      return `${type} ${name}`
  }
}

function schemeOf(description: Description, name: string): { scheme?: SpecNode } {
  const { root } = description
  const written =
    descend(root, 'components', 'securitySchemes', name) ?? descend(root, 'securityDefinitions', name)
  const scheme = written && description.resolve(written)
  return scheme ? { scheme } : {}
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
