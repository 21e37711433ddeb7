import type { AsyncDescription } from '../../../src/parse/asyncapi/load.ts'
import { readSecurity, type AsyncRequirement } from '../../../src/parse/asyncapi/servers.ts'
import { child, valueAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { canonical } from '../../../src/parse/openapi/keywords.ts'
import { quote } from '../diff/naming.ts'
import type { Sink } from './change.ts'

interface Secured {
  node: SpecNode
  security: SpecNode | undefined
}

/** Whoever was let in must still be: with one of the ways that were open before. */
export function compareSecurity(
  base: AsyncDescription,
  head: AsyncDescription,
  before: Secured,
  after: Secured,
  report: Sink,
): void {
  const [old, fresh] = [readSecurity(base, before.security), readSecurity(head, after.security)]
  const list = after.security ?? after.node
  if (fresh.length === 0 || fresh.some(({ schemes }) => schemes.length === 0)) return
  if (old.length === 0 || old.some(({ schemes }) => schemes.length === 0)) {
    report({
      kind: 'security-changed',
      level: 'error',
      side: 'head',
      node: list,
      other: before.security ?? before.node,
      words: `Security is now required: ${fresh.map(nameOf).join(' or ')}`,
    })
    return
  }
  for (const way of old) {
    if (fresh.some((other) => isEnough(way, other))) continue
    const changed = changedScheme(way, fresh)
    if (changed) {
      const [from, to] = changed.schemes.map(({ value }) => quote(String(valueAt(value, 'type'))))
      report({
        kind: 'security-changed',
        level: 'error',
        side: 'head',
        node: changed.places[1] ?? changed.schemes[1] ?? list,
        ...(changed.places[0] && { other: changed.places[0] }),
        words: `Security scheme ${quote(changed.name)} changes${from === to ? '' : ` from type ${from ?? ''} to ${to ?? ''}`}: partners are not let in with what they have`,
      })
      continue
    }
    report({
      kind: 'security-changed',
      level: 'error',
      side: 'base',
      node: way.node,
      other: list,
      detail: nameOf(way),
      words: `${nameOf(way)} is no longer enough to be let in: ${fresh.map(nameOf).join(' or ')} is asked for`,
    })
  }
}

/** Whether who has what `way` asks for has all that `other` asks for. */
function isEnough(way: AsyncRequirement, other: AsyncRequirement): boolean {
  return other.schemes.every((needed) =>
    way.schemes.some(
      (had) =>
        needed.scopes.every((scope) => had.scopes.includes(scope)) &&
        (had.scheme && needed.scheme ? isSameScheme(had.scheme, needed.scheme) : had.name === needed.name),
    ),
  )
}

/** What of a scheme decides how a partner proves who it is. */
const TELLING = ['type', 'in', 'name', 'scheme', 'openIdConnectUrl'] as const

function isSameScheme(one: SpecNode, other: SpecNode): boolean {
  return (
    TELLING.every((key) => canonical(valueAt(one.value, key)) === canonical(valueAt(other.value, key))) &&
    canonical(urlsOf(one)) === canonical(urlsOf(other))
  )
}

/** The scheme that keeps its name and is another one now, with the places that differ. */
function changedScheme(
  { schemes }: AsyncRequirement,
  fresh: readonly AsyncRequirement[],
): { name: string; schemes: SpecNode[]; places: (SpecNode | undefined)[] } | undefined {
  for (const { name, scheme } of schemes) {
    const after = fresh.flatMap((other) => other.schemes).find((other) => other.name === name)?.scheme
    if (!scheme || !after || isSameScheme(scheme, after)) continue
    const differing = TELLING.find(
      (key) => canonical(valueAt(scheme.value, key)) !== canonical(valueAt(after.value, key)),
    )
    const places = [scheme, after].map((node) => child(node, differing ?? 'flows') ?? node)
    return { name, schemes: [scheme, after], places }
  }
  return undefined
}

/** Where tokens are given out, by flow. */
function urlsOf(scheme: SpecNode): unknown {
  const flows = valueAt(scheme.value, 'flows')
  if (typeof flows !== 'object' || flows === null) return {}
  return Object.fromEntries(
    Object.entries(flows).map(([name, flow]) => [
      name,
      [valueAt(flow, 'authorizationUrl'), valueAt(flow, 'tokenUrl')],
    ]),
  )
}

function nameOf({ schemes }: AsyncRequirement): string {
  return schemes
    .map(({ name, scopes }) => quote(scopes.length > 0 ? `${name} (${scopes.join(', ')})` : name))
    .join(' with ')
}
