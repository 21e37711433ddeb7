import type { Description } from './description.ts'
import { child, descend, entries, items, stringAt, type SpecNode } from './node.ts'

/** One way to be let in: every scheme of it is needed. Empty: no credentials are needed. */
export interface SecurityAlternative {
  node: SpecNode
  /** Scheme identity (what a client must send, not its name) to the scopes it needs. */
  schemes: Map<string, { name: string; scopes: string[] }>
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
        { name, scopes: Array.isArray(scopes.value) ? scopes.value.map(String).toSorted() : [] },
      ]),
    ),
  }))
  return { node, alternatives }
}

/** Two schemes are one for a client when it has to do the same: a mere rename breaks nobody. */
function schemeIdentity(description: Description, name: string): string {
  const { root } = description
  const written =
    descend(root, 'components', 'securitySchemes', name) ?? descend(root, 'securityDefinitions', name)
  const node = written && description.resolve(written)
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
