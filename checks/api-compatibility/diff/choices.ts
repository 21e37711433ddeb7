import { madeUp, pointerOf, stringAt, type SpecNode } from '../../../src/parse/openapi/node.ts'
import { keyword } from '../../../src/parse/openapi/keywords.ts'
import type { Choice, Shape } from '../../../src/parse/openapi/schema.ts'
import { nameOf } from './naming.ts'
import type { Mode } from './change.ts'
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
    if (!pairs.compatible(base.parts, head.parts, mode, { plain: true })) return
  }
  const fits = (branch: SpecNode, strict = false, one: readonly SpecNode[] = single.parts): boolean => {
    const variant = bare ? [chooser.nullable ? nullable(branch) : branch] : [...chooser.parts, branch]
    const trial = { plain: !bare, strict }
    return gained ? pairs.compatible(one, variant, mode, trial) : pairs.compatible(variant, one, mode, trial)
  }
  const branches = choice.branches.slice(0, MAX_TRIALS)
  if (gained === request) {
    // Accepting more, or answering with fewer: fine when the one schema is among the branches.
    const known =
      branches.some((branch) => fits(branch)) ||
      typesApart(single).every((one) => branches.some((branch) => fits(branch, false, one)))
    if (gained && known && choice.keyword === 'oneOf') {
      const [first, second] = branches.filter((branch) => fits(branch, true))
      if (first && second) reportAmbiguous(pair, choice)
    }
    if (known) return
    if (gained) report(pair, 'removed', head.node, base.node, true)
    else report(pair, 'added', head.node, choice.node, true)
  } else {
    for (const branch of branches.filter((candidate) => !fits(candidate))) {
      if (gained) report(pair, 'added', branch, base.node, true)
      else report(pair, 'removed', branch, head.node, false)
    }
  }
}

const MAX_TYPES = 7

/** A schema of several types as one for each: what a choice of types says in other words. */
function typesApart({ parts, types, node }: Shape): SpecNode[][] {
  const named = [...(types?.value ?? [])].filter((type) => type !== 'null')
  if (named.length < 2 || named.length > MAX_TYPES) return [[...parts]]
  return named.map((type) => [...parts, madeUp(node, { type })])
}

const nullables = new WeakMap<SpecNode, SpecNode>()

/** A branch of a choice that is nullable as a whole. */
function nullable(branch: SpecNode): SpecNode {
  let node = nullables.get(branch)
  if (!node) {
    node = madeUp(branch, { allOf: [branch.value], nullable: true })
    nullables.set(branch, node)
  }
  return node
}

/** `oneOf` refuses what satisfies two of its branches (JSON Schema core section 10.2.1.3). */
function reportAmbiguous(pair: Pair, choice: Choice): void {
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
  if (request && base.keyword === 'anyOf' && head.keyword === 'oneOf' && overlap(pairs, base, head, mode)) {
    reportAmbiguous(pair, head)
  }
  const take = (before: SpecNode, after: SpecNode): void => {
    left.splice(left.indexOf(before), 1)
    right.splice(right.indexOf(after), 1)
    pairs.descend(pair, [before], [after], mode)
  }
  for (const before of base.branches) {
    const name = branchName(before)
    const after = name === undefined ? undefined : right.find((branch) => branchName(branch) === name)
    if (after) take(before, after)
  }
  // With a discriminator the names of the branches travel with the data.
  const byName = [pair.base, pair.head].some((shape) => keyword(shape, 'discriminator'))
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
    for (const branch of left) if (!isCovered(branch)) report(pair, 'removed', branch, head.node, false)
  } else {
    for (const branch of right) if (!isCovered(branch)) report(pair, 'added', branch, base.node, true)
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

/** What a branch is known by: the schema it refers to, or its title. */
function branchName(branch: SpecNode): string | undefined {
  const ref = stringAt(branch, '$ref')
  return ref === undefined ? stringAt(branch, 'title') : ref.slice(ref.lastIndexOf('/') + 1)
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

function likeness(base: Shape, head: Shape): number {
  const [a, b] = [base.types?.value, head.types?.value]
  if (a && b && ![...a].some((type) => b.has(type))) return 0
  const all = new Set([...base.properties.keys(), ...head.properties.keys()])
  if (all.size === 0) return 0.5
  const both = [...base.properties.keys()].filter((name) => head.properties.has(name)).length
  return both / all.size
}

function report(pair: Pair, what: 'added' | 'removed', node: SpecNode, other: SpecNode, head: boolean): void {
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
