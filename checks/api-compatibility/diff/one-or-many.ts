import { keyword } from '../../../src/parse/openapi/keywords.ts'
import { madeUp, type SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Choice, Shape } from '../../../src/parse/openapi/schema.ts'
import { isAkin, likeness, nullable, reportAlternative, reportAmbiguous } from './branches.ts'
import { compareNewDiscriminator } from './discriminator.ts'
import type { Pair, Pairs } from './pairs.ts'

/** Trials to find a branch that the one schema fits. */
const MAX_TRIALS = 64

/** One schema on one side, a choice on the other: it is as good as a choice of one. */
export function compareWithOne(pair: Pair, pairs: Pairs, choice: Choice): void {
  const { base, head, mode } = pair
  const gained = head.choices.length > 0
  const request = mode.direction === 'request'
  const [single, chooser] = gained ? [base, head] : [head, base]
  // Keywords beside the choice apply with every branch of it.
  const bare = chooser.parts.every((part) => onlyChoice(part, choice))
  if (!bare) {
    pairs.descend(pair, base.parts, head.parts, mode, true)
    if (!pairs.compatible(base.parts, head.parts, mode, { plain: true })) return
  }
  const variantOf = (branch: SpecNode): SpecNode[] =>
    bare ? [chooser.nullable ? nullable(branch) : branch] : [...chooser.parts, branch]
  const fits = (branch: SpecNode, strict = false, one: readonly SpecNode[] = single.parts): boolean => {
    const variant = variantOf(branch)
    const trial = { plain: !bare, strict }
    return gained ? pairs.compatible(one, variant, mode, trial) : pairs.compatible(variant, one, mode, trial)
  }
  const branches = choice.branches.slice(0, MAX_TRIALS)
  const fitting = branches.filter((branch) => fits(branch))
  const exact = fitting.filter((branch) => fits(branch, true))
  const shapes = gained ? pairs.head : pairs.base
  const akin = fitting.filter((branch) => isAkin(single, shapes.shape(variantOf(branch))))
  const score = (branch: SpecNode): number => likeness(single, shapes.shape(variantOf(branch)))
  const [closest] = akin.toSorted((a, b) => score(b) - score(a))
  if (gained === request) {
    if (gained && choice.keyword === 'oneOf' && exact.length > 1 && !keyword(chooser, 'discriminator')) {
      reportAmbiguous(pair, choice)
    }
    if (gained) compareNewDiscriminator(pair, pairs, choice)
    // Accepting more, or answering with fewer: fine when the one schema is among the branches.
    if (exact.length > 0) return
    if (closest) {
      // What is lost on the way is told of the closest.
      const variant = variantOf(closest)
      pairs.descend(pair, gained ? single.parts : variant, gained ? variant : single.parts, mode, !bare)
    } else if (isCoveredByType(single, (one) => branches.some((branch) => fits(branch, false, one)))) return
    else if (gained) reportAlternative(pair, 'removed', head.node, base.node, true)
    else reportAlternative(pair, 'added', head.node, choice.node, true)
    return
  }
  for (const branch of branches) {
    if (exact.includes(branch) || (gained && akin.includes(branch))) continue
    if (gained) reportAlternative(pair, 'added', branch, base.node, true)
    else if (branch === closest) pairs.descend(pair, variantOf(branch), single.parts, mode, !bare)
    else reportAlternative(pair, 'removed', branch, head.node, false)
  }
}

const MAX_TYPES = 7

/** A schema of several types is one for each: what a choice of types says in other words. */
function isCoveredByType(
  { parts, types, node }: Shape,
  isTaken: (one: readonly SpecNode[]) => boolean,
): boolean {
  const named = [...(types?.value ?? [])].filter((type) => type !== 'null')
  if (named.length < 2 || named.length > MAX_TYPES) return false
  return named.every((type) => isTaken([...parts, madeUp(node, { type })]))
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
