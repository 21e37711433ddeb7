import {
  child,
  isMapping,
  items,
  pointerOf,
  stringAt,
  type SpecNode,
} from '../../../src/parse/openapi/node.ts'
import { refOf } from '../../../src/parse/json-schema/schema-set.ts'
import type { Conjunction, Containment } from './containment.ts'
import { negation, typed } from './derived.ts'
import type { Facts, Kind } from './facts.ts'
import { nameOf, type Reason } from './reason.ts'

const MAX_BRANCHES = 64

/** `anyOf` and `oneOf` of the outer schema: one of the branches must take every value. */
export function choiceReasons(
  world: Containment,
  inner: Conjunction,
  facts: Facts,
  part: SpecNode,
): Reason[] {
  return (['anyOf', 'oneOf'] as const).flatMap((keyword) => {
    const choice = child(part, keyword)
    const branches = items(choice).slice(0, MAX_BRANCHES)
    if (!choice || branches.length === 0) return []
    const own = facts.choices.find(({ node }) => node.key === keyword && world.isSame(node, choice))
    if (own) return []
    const whole = taken(world, inner, branches)
    if (whole.length > 0) {
      // Two alternatives in other words (two references to one schema) are refused in every version.
      const [first, second] = whole
      if (keyword === 'oneOf' && first && second) return [ambiguous(facts, choice, 'error')]
      const rest = branches.filter((branch) => !whole.includes(branch))
      const overlapping = keyword === 'oneOf' && rest.some((branch) => !world.isEmpty([...inner, branch]))
      return [...mildest(world, inner, whole), ...(overlapping ? [ambiguous(facts, choice, 'warning')] : [])]
    }
    const kinds = [...facts.kinds]
    if (facts.choices.length === 0 && kinds.length > 1) {
      const failing = groups(kinds).flatMap((names): Reason[] => {
        const only = typed(facts.node, names)
        return taken(world, [...inner, only], branches).length > 0 || world.isEmpty([...inner, only])
          ? []
          : closest(world, [...inner, only], facts, choice, branches)
      })
      return failing.slice(0, 1).length > 0 ? failing : []
    }
    return closest(world, inner, facts, choice, branches)
  })
}

/** The branches that take every value; what is said about undescribed values does not count. */
function taken(world: Containment, inner: Conjunction, branches: readonly SpecNode[]): SpecNode[] {
  const exact = branches.filter((branch) => world.holds(inner, [branch]))
  if (exact.length > 0) return exact
  const first = branches.find((branch) =>
    world.reasons(inner, [branch]).every(({ level }) => level !== 'error'),
  )
  return first ? [first] : []
}

function mildest(world: Containment, inner: Conjunction, branches: readonly SpecNode[]): Reason[] {
  const [best] = branches
    .map((branch) => world.reasons(inner, [branch]))
    .toSorted((a, b) => a.length - b.length)
  return best ?? []
}

/** What speaks against the branch that was most likely meant; else that no branch is left. */
function closest(
  world: Containment,
  inner: Conjunction,
  facts: Facts,
  choice: SpecNode,
  branches: readonly SpecNode[],
): Reason[] {
  // Where the alternatives of before are looked at one by one, this is about one of them.
  const own = inner.findLast(isBranch)
  const name = own && branchName(own)
  const scored = branches.map((branch) => ({ branch, reasons: world.reasons(inner, [branch]) }))
  const near = scored
    .filter(({ branch, reasons }) =>
      name !== undefined && branchName(branch) !== undefined
        ? branchName(branch) === name
        : !reasons.some(({ detail }) => detail === 'type' || detail === 'false'),
    )
    .toSorted((a, b) => a.reasons.length - b.reasons.length)[0]
  if (near && (near.reasons.length < 4 || name !== undefined || scored.length === 1)) return near.reasons
  const from = own ?? facts.node
  const label = name === undefined ? '' : ` (\`${name}\`)`
  return [
    {
      of: 'inner',
      node: from,
      other: choice,
      level: 'error',
      detail: `${String(choice.key)} ${name ?? String(pointerOf(from).at(-1) ?? '')}`,
      refused: `none of the alternatives of ${nameOf(choice)} takes what was valid${label}`,
      allowed: `${nameOf(choice)} can be what none of its alternatives was${label}`,
    },
  ]
}

function isBranch({ value, parent }: SpecNode): boolean {
  const negated = isMapping(value) && Object.keys(value).join() === 'not'
  return !negated && (parent?.key === 'anyOf' || parent?.key === 'oneOf')
}

/** `warning`: some values may satisfy another branch too, and were valid before. */
function ambiguous(facts: Facts, choice: SpecNode, level: Reason['level']): Reason {
  return {
    of: 'outer',
    node: choice,
    other: facts.node,
    level,
    detail: 'ambiguous',
    refused: `what was valid for ${nameOf(choice)} ${level === 'error' ? 'satisfies' : 'can satisfy'} several branches of its \`oneOf\`, which refuses it`,
    allowed: `${nameOf(choice)} can be what satisfied several branches of its \`oneOf\`, which refused it`,
  }
}

/** What a branch is known by: the schema it refers to, or its title. */
export function branchName(branch: SpecNode): string | undefined {
  const ref = refOf(branch)
  return ref === undefined
    ? stringAt(branch, 'title')
    : ref.slice(Math.max(ref.lastIndexOf('/'), ref.lastIndexOf('#')) + 1)
}

function groups(kinds: readonly Kind[]): string[] {
  const names = kinds.map((kind) => (kind === 'fraction' ? 'number' : kind))
  return [...new Set(names)].filter((name) => name !== 'integer' || !names.includes('number'))
}

/** `not` of the outer schema: nothing valid may satisfy it. */
export function notReasons(world: Containment, inner: Conjunction, facts: Facts, part: SpecNode): Reason[] {
  const forbidden = child(part, 'not')
  if (!forbidden) return []
  const own = facts.parts.flatMap((other) => child(other, 'not') ?? [])
  if (own.some((other) => world.holds([forbidden], [other]))) return []
  if (world.isEmpty([...inner, forbidden])) return []
  return [
    {
      of: 'outer',
      node: forbidden,
      other: own[0] ?? facts.node,
      level: 'error',
      detail: 'not',
      refused: `${nameOf(part)} must not be what was valid before (\`not\`)`,
      allowed: `${nameOf(part)} can be what was forbidden before (\`not\`)`,
    },
  ]
}

/** `if`, `then` and `else` of the outer schema. */
export function conditionReasons(world: Containment, inner: Conjunction, part: SpecNode): Reason[] {
  const condition = child(part, 'if')
  const [then, otherwise] = [child(part, 'then'), child(part, 'else')]
  if (!condition || (!then && !otherwise)) return []
  const within = (schema: SpecNode | undefined, when: SpecNode): Reason[] => {
    if (!schema) return []
    const narrowed = [...inner, when]
    return world.isEmpty(narrowed) ? [] : world.reasons(narrowed, [schema])
  }
  return [...within(then, condition), ...within(otherwise, negation(condition))]
}
