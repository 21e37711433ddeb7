import { comparePatterns as compareTexts, textOnlyIn } from '../../../src/parse/patterns/inclusion.ts'
import { toEcmaScript } from '../../../src/parse/xsd/patterns.ts'
import type { Facet, Facets } from '../../../src/parse/xsd/types.ts'
import { quote } from '../diff/naming.ts'
import { matches } from '../json-schema/patterns.ts'
import type { Use } from './compare-simple.ts'
import { lowerFirst, type Fact } from './fact.ts'

/** Whether the patterns of all steps of derivation let fewer or more texts through. */
export function comparePatterns(before: Facets, after: Facets, use: Use): Fact[] {
  const key = (step: readonly Facet[]): string =>
    step
      .map(({ value }) => value)
      .toSorted()
      .join('\n')
  const [old, fresh] = [new Set(before.patterns.map(key)), new Set(after.patterns.map(key))]
  const gone = before.patterns.filter((step) => !fresh.has(key(step)))
  const added = after.patterns.filter((step) => !old.has(key(step)))
  const [from, to] = [changedFacet(gone, added), changedFacet(added, gone)]
  if (!from && !to) return []
  const [was, is] = [sourceOf(before.patterns), sourceOf(after.patterns)]
  const inclusion = was !== undefined && is !== undefined ? compareTexts(was, is) : 'unknown'
  if (inclusion === 'same') return []
  // What cannot be decided: a pattern more refuses, a pattern less lets through, another one may do both.
  const narrow = inclusion === 'unknown' ? added.length > 0 : inclusion !== 'wider'
  const widen = inclusion === 'unknown' ? gone.length > 0 : inclusion !== 'narrower'
  const refused = narrow && was !== undefined && is !== undefined ? textOnlyIn(was, is) : undefined
  const example =
    refused !== undefined && before.patterns.length > 0 ? `: ${quote(refused)} no longer matches` : ''
  const levels = { ...(narrow && { narrow: 'error' as const }), ...(widen && { widen: 'error' as const }) }
  if (from && to) {
    const words = `The pattern of ${lowerFirst(use.name)} changes from ${quote(from.value)} to ${quote(to.value)}`
    return [
      {
        kind: 'pattern changed',
        ...levels,
        side: 'head',
        node: to.node,
        other: from.node,
        words: words + example,
      },
    ]
  }
  // Of several that will do, one more lets more through and one less refuses.
  if (to) {
    const words = `${use.name} ${narrow ? 'must' : 'may'} now match the pattern ${quote(to.value)}`
    return [{ kind: 'pattern added', ...levels, side: 'head', node: to.node, other: use.base, words }]
  }
  if (!from) return []
  const words = `${use.name} ${narrow ? 'may' : 'need'} no longer match the pattern ${quote(from.value)}`
  return [
    {
      kind: 'pattern removed',
      ...levels,
      side: 'base',
      node: from.node,
      other: use.head,
      words: words + example,
    },
  ]
}

/** Of several patterns that will do, the one that the other version does not have. */
function changedFacet(steps: readonly Facet[][], others: readonly Facet[][]): Facet | undefined {
  const all = steps.flat()
  return all.find((facet) => !hasFacet(others, facet)) ?? (others.length === 0 ? all[0] : undefined)
}

function hasFacet(steps: readonly Facet[][], { value }: Facet): boolean {
  return steps.some((step) => step.some((facet) => facet.value === value))
}

/** All steps as one expression: a text must match one pattern of each. */
function sourceOf(steps: readonly Facet[][]): string | undefined {
  const sources = steps.map((step) => step.map(({ value }) => toEcmaScript(value)))
  if (sources.some((step) => step.includes(undefined))) return undefined
  const [last = '', ...rest] = sources.map((step) => step.join('|')).toReversed()
  return rest.length === 0 ? last : `${rest.map((source) => `^(?=${source})`).join('')}(?:${last})`
}

/** Whether a text matches every step's patterns; false where one is not understood. */
export function matchesPatterns(steps: readonly Facet[][], text: string): boolean {
  return steps.every((step) =>
    step.some(({ value }) => {
      const source = toEcmaScript(value)
      return source !== undefined && matches(source, text) === true
    }),
  )
}
