import { madeUp, pointerOf, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Choice, Shape } from '../../../src/parse/openapi/schema.ts'
import { nameOf } from './naming.ts'
import type { Pair } from './pairs.ts'

/** What a branch is known by: the schema it refers to, or its title. */
export function branchName(branch: SpecNode): string | undefined {
  const ref = stringAt(branch, '$ref')
  return ref === undefined ? stringAt(branch, 'title') : ref.slice(ref.lastIndexOf('/') + 1)
}

const nullables = new WeakMap<SpecNode, SpecNode>()

/** A branch of a choice that is nullable as a whole. */
export function nullable(branch: SpecNode): SpecNode {
  let node = nullables.get(branch)
  if (!node) {
    node = madeUp(branch, { allOf: [branch.value], nullable: true })
    nullables.set(branch, node)
  }
  return node
}

/** How much two schemas have in common: the share of their properties that both know, 0 to 1. */
export function likeness(base: Shape, head: Shape): number {
  const [a, b] = [base.types?.value, head.types?.value]
  if (a && b && ![...a].some((type) => b.has(type))) return 0
  const all = new Set([...base.properties.keys(), ...head.properties.keys()])
  if (all.size === 0) return 0.5
  const both = [...base.properties.keys()].filter((name) => head.properties.has(name)).length
  return both / all.size
}

/**
 * Whether one may be a version of the other. Objects take properties that they do not know, so that two with none in
 * common accept each other without being the same to anybody.
 */
export function isAkin(base: Shape, head: Shape): boolean {
  return base.properties.size === 0 || head.properties.size === 0 || likeness(base, head) > 0
}

/** `oneOf` refuses what satisfies two of its branches (JSON Schema core section 10.2.1.3). */
export function reportAmbiguous(pair: Pair, choice: Choice): void {
  pair.changes.push({
    kind: 'request-alternative-removed',
    level: 'error',
    side: 'head',
    node: choice.node,
    other: pair.base.node,
    detail: 'ambiguous',
    words: `What was valid for \`${nameOf(pair.base.node)}\` in requests satisfies several branches of its \`oneOf\` now, which refuses it`,
  })
}

/** `node` is the branch that comes or goes, of the head where `head` is true. */
export function reportAlternative(
  pair: Pair,
  what: 'added' | 'removed',
  node: SpecNode,
  other: SpecNode,
  head: boolean,
): void {
  pair.changes.push({
    kind: pair.mode.direction === 'request' ? 'request-alternative-removed' : 'response-alternative-added',
    level: 'error',
    side: head ? 'head' : 'base',
    node,
    other,
    detail: `${what} ${branchName(node) ?? pointerOf(node).at(-1) ?? ''}`,
    words: alternativeWords(pair, node),
  })
}

function alternativeWords(pair: Pair, node: SpecNode): string {
  const name = nameOf(pair.head.node)
  const index = pointerOf(node).at(-1)
  const branch = branchName(node)
  const alternative = branch === undefined ? `${typeof index === 'number' ? index + 1 : ''}` : `\`${branch}\``
  if (pair.mode.direction === 'request') {
    return alternative === ''
      ? `\`${name}\` in requests is now a choice that does not take what it took`
      : `\`${name}\` in requests no longer accepts alternative ${alternative}`
  }
  return alternative === ''
    ? `\`${name}\` in responses can now be what it could not be before`
    : `\`${name}\` in responses can now be alternative ${alternative}, which clients do not know`
}
