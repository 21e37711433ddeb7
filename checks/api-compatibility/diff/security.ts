import type { Operation } from '../../../src/parse/openapi/operations.ts'
import { child, entries, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { flowsOf, type Security, type SecurityAlternative } from '../../../src/parse/openapi/security.ts'
import type { RawChange } from './change.ts'
import { list, quote } from './naming.ts'

/** Compares who is let in. Alternatives are compared by what a client must send, not by the schemes' names. */
export function compareSecurity(base: Operation, head: Operation): RawChange[] {
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
  const flows = before.alternatives.flatMap((old) => {
    const fresh = after.alternatives.find((candidate) => admits(candidate, old))
    return fresh ? compareFlows(old, fresh) : []
  })
  const lost = before.alternatives.filter((old) => !after.alternatives.some((fresh) => admits(fresh, old)))
  const refused = lost.map((old): RawChange => ({
    kind: 'security-tightened',
    level: 'error',
    side: 'base',
    node: old.node,
    other: node,
    words: `Clients that authenticate with ${wayOf(old)} are no longer let in: ${waysOf(after)} is required`,
  }))
  return [...refused, ...flows]
}

/** The ways to get a token, where the scheme stays. */
function compareFlows(old: SecurityAlternative, fresh: SecurityAlternative): RawChange[] {
  return [...fresh.schemes].flatMap(([identity, { name, scheme }]) => {
    const before = old.schemes.get(identity)?.scheme
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

/** Whether who satisfies `old` satisfies `fresh` too. */
function admits(fresh: SecurityAlternative, old: SecurityAlternative): boolean {
  return [...fresh.schemes].every(([identity, { scopes }]) => {
    const known = old.schemes.get(identity)
    return known !== undefined && scopes.every((scope) => known.scopes.includes(scope))
  })
}

function wayOf({ schemes }: SecurityAlternative): string {
  return list(
    [...schemes.values()].map(({ name, scopes }) =>
      scopes.length === 0 ? `\`${name}\`` : `\`${name}\` (${scopes.join(', ')})`,
    ),
  )
}

function waysOf({ alternatives }: Security): string {
  return alternatives.map(wayOf).join(' or ')
}
