import { keyword } from '../../../src/parse/openapi/keywords.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Choice } from '../../../src/parse/openapi/schema.ts'
import { branchName, likeness, nullable, reportAlternative, reportAmbiguous } from './branches.ts'
import type { Mode } from './change.ts'
import { mappedAlike } from './discriminator.ts'
import { compareWithOne } from './one-or-many.ts'
import type { Pair, Pairs } from './pairs.ts'

/** Trials to find the partner of a branch; beyond, only names pair branches. */
const MAX_TRIALS = 64
const MAX_COVERING = 8

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

function compareBranches(pair: Pair, pairs: Pairs, base: Choice, head: Choice): void {
  const { mode } = pair
  const request = mode.direction === 'request'
  const left = [...base.branches]
  const right = [...head.branches]
  if (request && base.keyword === 'anyOf' && head.keyword === 'oneOf' && overlap(pairs, base, head, mode)) {
    reportAmbiguous(pair, head)
  }
  const take = (before: SpecNode, after: SpecNode): void => {
    left.splice(left.indexOf(before), 1)
    right.splice(right.indexOf(after), 1)
    // `null` may move between a branch and the whole.
    const [from, to] = request
      ? [before, pair.head.nullable && !pair.base.nullable ? nullable(after) : after]
      : [pair.base.nullable && !pair.head.nullable ? nullable(before) : before, after]
    pairs.descend(pair, [from], [to], mode)
  }
  for (const before of base.branches) {
    const name = branchName(before)
    const after = name === undefined ? undefined : right.find((branch) => branchName(branch) === name)
    if (after) take(before, after)
  }
  // With a discriminator the names of the branches travel with the data.
  const byName = [pair.base, pair.head].some((shape) => keyword(shape, 'discriminator'))
  // A schema that goes on under the same value of the mapping has another name for readers only.
  for (const before of byName ? left.slice() : []) {
    const after = right.find((branch) => mappedAlike(pair, before, branch))
    if (after) take(before, after)
  }
  let trials = 0
  for (const before of byName ? [] : left.slice()) {
    const fits = (branch: SpecNode): boolean =>
      trials++ < MAX_TRIALS && pairs.compatible([before], [branch], mode, { strict: true })
    const after = right.find(fits)
    if (after) take(before, after)
  }
  for (const before of left.slice()) {
    const after = mostLike(pairs, before, right)
    if (after) take(before, after)
  }
  // A branch more or less does no harm where another one covers it: without a discriminator its name never
  // travels. Not so in a `oneOf`, which refuses what satisfies two, nor where a request takes a name back.
  const isCovered = (branch: SpecNode): boolean =>
    (branchName(branch) === undefined || (!request && !byName && head.keyword === 'anyOf')) &&
    (request ? head : base).branches
      .slice(0, MAX_COVERING)
      .some((other) =>
        request
          ? pairs.compatible([branch], [other], mode, { strict: true })
          : pairs.compatible([other], [branch], mode, { strict: true }),
      )
  if (request) {
    for (const branch of left)
      if (!isCovered(branch)) reportAlternative(pair, 'removed', branch, head.node, false)
  } else {
    for (const branch of right)
      if (!isCovered(branch)) reportAlternative(pair, 'added', branch, base.node, true)
  }
}

/** Whether what satisfies one branch surely satisfies another. */
function overlap(pairs: Pairs, base: Choice, head: Choice, mode: Mode): boolean {
  const own = (branch: SpecNode, other: SpecNode): boolean =>
    pairs.compatible([branch], [other], mode, { strict: true })
  return base.branches
    .slice(0, MAX_COVERING)
    .some((branch) => head.branches.slice(0, MAX_COVERING).filter((other) => own(branch, other)).length > 1)
}

/**
 * The unnamed branch that an unnamed branch most likely became: the one that shares most of its properties, or
 * for other values than objects, the first of the same type.
 */
function mostLike(pairs: Pairs, before: SpecNode, candidates: readonly SpecNode[]): SpecNode | undefined {
  if (branchName(before) !== undefined) return undefined
  const base = pairs.base.shape([before])
  let best: { branch: SpecNode; score: number } | undefined
  for (const branch of candidates.slice(0, MAX_TRIALS)) {
    if (branchName(branch) !== undefined) continue
    const score = likeness(base, pairs.head.shape([branch]))
    if (score >= 0.5 && score > (best?.score ?? 0)) best = { branch, score }
  }
  return best?.branch
}
