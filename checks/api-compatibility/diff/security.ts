import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { child, entries, type SpecNode } from '../../../src/parse/openapi/node.ts'
import {
  credentialsOf,
  flowsOf,
  type Security,
  type SecurityAlternative,
} from '../../../src/parse/openapi/security.ts'
import type { RawChange } from './change.ts'
import { list, quote } from './naming.ts'
import { asksForOther, formerName, type Schemes } from './schemes.ts'

/** Compares who is let in. */
export function compareSecurity(base: Operation, head: Operation, schemes: Schemes): RawChange[] {
  const before = base.security
  const after = head.security
  if (isOpen(after)) {
    return isOpen(before) || !before.node
      ? []
      : [
          {
            kind: 'security-removed',
            level: 'warning',
            side: 'base',
            node: before.node,
            other: after.node ?? head.node,
            words: `No credentials are needed any more where ${waysOf(before)} was`,
          },
        ]
  }
  const node = after.node ?? head.node
  if (isOpen(before)) {
    const words = `Credentials (${waysOf(after)}) are now required where none were`
    return [
      {
        kind: 'security-tightened',
        level: 'error',
        side: 'head',
        node,
        other: before.node ?? base.node,
        words,
      },
    ]
  }
  return before.alternatives.flatMap((old) => {
    const fits = after.alternatives.filter((fresh) => admits(schemes, fresh, old))
    const fresh = fits.find((one) => otherKinds(schemes, one, old).length === 0)
    if (fresh) return compareFlows(schemes, old, fresh)
    // Of several ways that ask for something else now, one is enough to say so.
    if (fits[0]) return otherKinds(schemes, fits[0], old)
    const words = `Clients that authenticate with ${wayOf(old)} are no longer let in: ${waysOf(after)} is required`
    return [{ kind: 'security-tightened', level: 'error', side: 'base', node: old.node, other: node, words }]
  })
}

/** Pairs of names, of the base and of the head, of the schemes of an alternative that stays. */
function samePairs(
  schemes: Schemes,
  old: SecurityAlternative,
  fresh: SecurityAlternative,
): [string, string][] {
  return [...fresh.schemes.keys()].flatMap((name): [string, string][] => {
    const former = formerName(schemes, old.schemes, name)
    return former === undefined ? [] : [[former, name]]
  })
}

/** Schemes that go by the same name and are something else. */
function otherKinds(schemes: Schemes, fresh: SecurityAlternative, old: SecurityAlternative): RawChange[] {
  return samePairs(schemes, old, fresh).flatMap(([former, name]): RawChange[] => {
    const [before, after] = [schemes.base.get(former), schemes.head.get(name)]
    if (!before || !after || !asksForOther(schemes, former, name)) return []
    const words = `\`${name}\` asks for other credentials: ${quote(credentialsOf(after))} instead of ${quote(credentialsOf(before))}`
    return [{ kind: 'security-tightened', level: 'error', side: 'head', node: after, other: before, words }]
  })
}

/** The ways to get a token, where the scheme stays. */
function compareFlows(schemes: Schemes, old: SecurityAlternative, fresh: SecurityAlternative): RawChange[] {
  return samePairs(schemes, old, fresh).flatMap(([former, name]) => {
    const [before, scheme] = [schemes.base.get(former), schemes.head.get(name)]
    if (!before || !scheme) return []
    const after = flowsOf(scheme)
    return [...flowsOf(before)].flatMap(([flow, node]): RawChange[] => {
      const other = after.get(flow)
      const kind = 'security-tightened'
      if (!other) {
        const words = `Tokens for \`${name}\` can no longer be had by the flow \`${flow}\``
        return [{ kind, level: 'error', side: 'base', node, other: scheme, detail: flow, words }]
      }
      return [
        ...lostScopes(name, flow, node, other),
        ...URLS.flatMap((key): RawChange[] => {
          const [from, to] = [child(node, key), child(other, key)]
          if (!from || !to || from.value === to.value) return []
          const words = `\`${key}\` of \`${name}\` (${flow}) changes from ${quote(from.value)} to ${quote(to.value)}`
          return [{ kind, level: 'warning', side: 'head', node: to, other: from, words }]
        }),
      ]
    })
  })
}

const URLS = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl']

/** Scopes that tokens can no longer be asked for: a client that still does is refused (RFC 6749 section 4.1.2.1). */
function lostScopes(name: string, flow: string, base: SpecNode, head: SpecNode): RawChange[] {
  const known = new Set(entries(child(head, 'scopes')).map(([scope]) => scope))
  return entries(child(base, 'scopes')).flatMap(([scope, node]): RawChange[] => {
    if (known.has(scope)) return []
    const words = `The scope ${quote(scope)} of \`${name}\` (${flow}) is removed`
    return [{ kind: 'security-tightened', level: 'warning', side: 'base', node, other: head, words }]
  })
}

function isOpen(security: Security): boolean {
  return security.alternatives.length === 0 || security.alternatives.some(({ schemes }) => schemes.size === 0)
}

/** Whether who satisfies `old` satisfies `fresh` too, as far as names and scopes say. */
function admits(schemes: Schemes, fresh: SecurityAlternative, old: SecurityAlternative): boolean {
  return [...fresh.schemes].every(([name, scopes]) => {
    const former = formerName(schemes, old.schemes, name)
    const known = former === undefined ? undefined : old.schemes.get(former)
    return known !== undefined && scopes.every((scope) => known.includes(scope))
  })
}

function wayOf({ schemes }: SecurityAlternative): string {
  return list(
    [...schemes].map(([name, scopes]) =>
      scopes.length === 0 ? `\`${name}\`` : `\`${name}\` (${scopes.join(', ')})`,
    ),
  )
}

function waysOf({ alternatives }: Security): string {
  return alternatives.map(wayOf).join(' or ')
}
