import { pointerOf, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Choice, Shape } from '../../../src/parse/openapi/schema.ts'
import { nameOf } from './naming.ts'
import type { Pair, Pairs } from './pairs.ts'

/** Trials to find the partner of a branch; beyond, only names pair branches. */
const MAX_TRIALS = 64

/**
 * Compares `oneOf` and `anyOf`. True when that settles the pair, because one side offers a choice where the
 * other has one schema.
 */
export function compareChoices(pair: Pair, pairs: Pairs): boolean {
  const { base, head } = pair
  if (pair.plain || (base.choices.length === 0 && head.choices.length === 0)) return false
  if (base.choices.length === 0 || head.choices.length === 0) {
    const [choice] = [...base.choices, ...head.choices]
    if (choice && base.choices.length + head.choices.length === 1) {
      compareWithOne(pair, pairs, choice)
      return true
    }
  }
  base.choices.forEach((choice, index) => {
    const other = head.choices.find(({ keyword }) => keyword === choice.keyword) ?? head.choices[index]
    if (other) compareBranches(pair, pairs, choice, other)
  })
  return false
}

/** One schema on one side, a choice on the other: it is as good as a choice of one. */
function compareWithOne(pair: Pair, pairs: Pairs, choice: Choice): void {
  const { base, head, mode } = pair
  const gained = head.choices.length > 0
  const request = mode.direction === 'request'
  const [single, chooser] = gained ? [base, head] : [head, base]
  // Keywords beside the choice apply with every branch of it.
  const bare = chooser.parts.every((part) => onlyChoice(part, choice))
  if (!bare) {
    pairs.descend(pair, base.parts, head.parts, mode, true)
    if (!pairs.compatible(base.parts, head.parts, mode, true)) return
  }
  const fits = (branch: SpecNode): boolean => {
    const variant = bare ? [branch] : [...chooser.parts, branch]
    return gained
      ? pairs.compatible(single.parts, variant, mode, !bare)
      : pairs.compatible(variant, single.parts, mode, !bare)
  }
  const branches = choice.branches.slice(0, MAX_TRIALS)
  if (gained === request) {
    // Accepting more, or answering with fewer: fine when the one schema is among the branches.
    if (branches.some(fits)) return
    if (gained) report(pair, 'removed', head.node, base.node, true)
    else report(pair, 'added', head.node, choice.node, true)
  } else {
    for (const branch of branches.filter((candidate) => !fits(candidate))) {
      if (gained) report(pair, 'added', branch, base.node, true)
      else report(pair, 'removed', branch, head.node, false)
    }
  }
}

/** Whether a schema is a mere wrapper of its choice. */
function onlyChoice(part: SpecNode, choice: Choice): boolean {
  const silent = new Set([
    choice.keyword,
    'description',
    'title',
    'discriminator',
    'nullable',
    'example',
    'type',
  ])
  return (
    typeof part.value === 'object' &&
    part.value !== null &&
    Object.keys(part.value).every((key) => silent.has(key))
  )
}

function compareBranches(pair: Pair, pairs: Pairs, base: Choice, head: Choice): void {
  const { mode } = pair
  const request = mode.direction === 'request'
  const left = [...base.branches]
  const right = [...head.branches]
  const take = (before: SpecNode, after: SpecNode): void => {
    left.splice(left.indexOf(before), 1)
    right.splice(right.indexOf(after), 1)
    pairs.descend(pair, [before], [after], { ...mode, text: false })
  }
  for (const before of base.branches) {
    const name = branchName(before)
    const after = name === undefined ? undefined : right.find((branch) => branchName(branch) === name)
    if (after) take(before, after)
  }
  let trials = 0
  for (const before of left.slice()) {
    const after = right.find((branch) => trials++ < MAX_TRIALS && pairs.compatible([before], [branch], mode))
    if (after) take(before, after)
  }
  const [before] = left
  const [after] = right
  if (
    left.length === 1 &&
    right.length === 1 &&
    before &&
    after &&
    sameKind(pairs.base.shape([before]), pairs.head.shape([after]))
  ) {
    take(before, after)
    return
  }
  // A branch more or less does no harm where another one already covers it.
  if (request) {
    for (const branch of left) {
      if (head.branches.slice(0, 8).some((other) => pairs.compatible([branch], [other], mode))) continue
      report(pair, 'removed', branch, head.node, false)
    }
  } else {
    for (const branch of right) {
      if (base.branches.slice(0, 8).some((other) => pairs.compatible([other], [branch], mode))) continue
      report(pair, 'added', branch, base.node, true)
    }
  }
}

/** What a branch is known by: the schema it refers to, or its title. */
function branchName(branch: SpecNode): string | undefined {
  const ref = stringAt(branch, '$ref')
  return ref === undefined ? stringAt(branch, 'title') : ref.slice(ref.lastIndexOf('/') + 1)
}

function sameKind(base: Shape, head: Shape): boolean {
  const [a, b] = [base.types?.value, head.types?.value]
  return !a || !b || [...a].some((type) => b.has(type))
}

function report(pair: Pair, what: 'added' | 'removed', node: SpecNode, other: SpecNode, head: boolean): void {
  const name = branchName(node) ?? nameOf(node)
  pair.changes.push({
    kind: pair.mode.direction === 'request' ? 'request-alternative-removed' : 'response-alternative-added',
    level: 'error',
    side: head ? 'head' : 'base',
    node,
    other,
    detail: `${what} ${branchName(node) ?? pointerOf(node).at(-1) ?? ''}`,
    words:
      pair.mode.direction === 'request'
        ? `\`${nameOf(pair.head.node)}\` in requests no longer accepts the alternative \`${name}\``
        : `\`${nameOf(pair.head.node)}\` in responses can now be the alternative \`${name}\`, which clients do not know`,
  })
}
