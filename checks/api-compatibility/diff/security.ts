import type { Operation } from '../../../src/parse/openapi/operations.ts'
import type { Security, SecurityAlternative } from '../../../src/parse/openapi/security.ts'
import type { RawChange } from './change.ts'
import { list } from './naming.ts'

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
  const lost = before.alternatives.filter((old) => !after.alternatives.some((fresh) => admits(fresh, old)))
  return lost.map((old) => ({
    kind: 'security-tightened',
    level: 'error',
    side: 'base',
    node: old.node,
    other: node,
    words: `Clients that authenticate with ${wayOf(old)} are no longer let in: ${waysOf(after)} is required`,
  }))
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
