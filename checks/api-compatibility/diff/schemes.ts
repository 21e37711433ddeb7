import type { Description } from '../../../src/parse/openapi/description.ts'
import { child, entries, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { credentialsOf, flowsOf, readSchemes } from '../../../src/parse/openapi/security.ts'

/** The security schemes of two versions, and which one of the head stands for which of the base. */
export interface Schemes {
  base: ReadonlyMap<string, SpecNode>
  head: ReadonlyMap<string, SpecNode>
  /** Names of the base to names of the head, where they differ. */
  renamed: ReadonlyMap<string, string>
}

/**
 * Pairs schemes by name: two of the same kind may ask for two different secrets. A scheme that is gone goes on
 * under another name only where that name is new and asks for the same.
 */
export function pairSchemes(before: Description, after: Description): Schemes {
  const [base, head] = [readSchemes(before), readSchemes(after)]
  const renamed = new Map<string, string>()
  for (const [name, scheme] of base) {
    if (head.has(name)) continue
    const fits = [...head.keys()].filter((fresh) => !base.has(fresh) && isAlike(scheme, head.get(fresh)))
    const taken = new Set(renamed.values())
    const fresh = fits.find((one) => !taken.has(one)) ?? fits[0]
    if (fresh !== undefined) renamed.set(name, fresh)
  }
  return { base, head, renamed }
}

/** The name in `old` of what the head calls `fresh`, where it is the same scheme. */
export function formerName(
  { renamed }: Schemes,
  old: ReadonlyMap<string, unknown>,
  fresh: string,
): string | undefined {
  return old.has(fresh) ? fresh : [...old.keys()].find((name) => renamed.get(name) === fresh)
}

/** Whether a client must send something else for a scheme than before. An undefined one says nothing. */
export function asksForOther({ base, head }: Schemes, before: string, after: string): boolean {
  const [from, to] = [base.get(before), head.get(after)]
  return from !== undefined && to !== undefined && credentialsOf(from) !== credentialsOf(to)
}

function isAlike(scheme: SpecNode, other: SpecNode | undefined): boolean {
  return other !== undefined && contentOf(scheme) === contentOf(other)
}

const URLS = ['authorizationUrl', 'tokenUrl', 'refreshUrl', 'deviceAuthorizationUrl']

function contentOf(scheme: SpecNode): string {
  const flows = [...flowsOf(scheme)].map(([flow, node]) => [
    flow,
    ...URLS.map((key) => stringAt(node, key) ?? null),
    ...entries(child(node, 'scopes'))
      .map(([scope]) => scope)
      .toSorted(),
  ])
  return JSON.stringify([credentialsOf(scheme), flows])
}
