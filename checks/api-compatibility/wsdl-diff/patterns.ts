import { RE2JS } from 're2js'
import type { Facet, Facets } from '../../../src/parse/xsd/types.ts'
import { quote } from '../diff/naming.ts'
import type { Use } from './compare-simple.ts'
import { lowerFirst, type Fact } from './fact.ts'
import { samplesOf } from './pattern-samples.ts'

/**
 * Whether a pattern lets fewer or more texts through. Whether one regular expression includes another is found
 * by trying: texts that the one lets through and the other does not prove a difference. Where none is found in
 * one way, that way counts as open.
 */
export function comparePatterns(before: Facets, after: Facets, use: Use): Fact[] {
  const key = (step: readonly Facet[]): string =>
    step
      .map(({ value }) => value)
      .toSorted()
      .join('\n')
  const [old, fresh] = [new Set(before.patterns.map(key)), new Set(after.patterns.map(key))]
  const gone = before.patterns.filter((step) => !fresh.has(key(step)))
  const added = after.patterns.filter((step) => !old.has(key(step)))
  const [from, to] = [gone[0]?.[0], added[0]?.[0]]
  if (from && to) return changed(gone, added, from, to, use)
  if (to) {
    const words = `${use.name} must now match the pattern ${quote(to.value)}`
    return [{ kind: 'pattern added', narrow: 'error', side: 'head', node: to.node, other: use.base, words }]
  }
  if (!from) return []
  const words = `${use.name} need no longer match the pattern ${quote(from.value)}`
  return [{ kind: 'pattern removed', widen: 'error', side: 'base', node: from.node, other: use.head, words }]
}

function changed(gone: Facet[][], added: Facet[][], from: Facet, to: Facet, use: Use): Fact[] {
  const [before, after] = [compile(gone), compile(added)]
  const words = `The pattern of ${lowerFirst(use.name)} changes from ${quote(from.value)} to ${quote(to.value)}`
  const place = { kind: 'pattern changed', side: 'head' as const, node: to.node, other: from.node, words }
  if (!before || !after) return [{ ...place, narrow: 'error', widen: 'error' }]
  const refused = texts(gone).find((text) => before(text) && !after(text))
  const news = texts(added).find((text) => after(text) && !before(text))
  if (refused === undefined && news === undefined) return []
  return [
    {
      ...place,
      ...(refused !== undefined && { narrow: 'error' as const }),
      ...(news !== undefined && { widen: 'error' as const }),
      words: refused === undefined ? words : `${words}: ${quote(refused)} no longer matches`,
    },
  ]
}

/** Whether a text matches every step's patterns; false where one is not understood. */
export function matchesPatterns(steps: readonly Facet[][], text: string): boolean {
  return compile(steps)?.(text) ?? false
}

function texts(steps: readonly Facet[][]): string[] {
  return steps.flatMap((step) => step.flatMap(({ value }) => samplesOf(value)))
}

/** A test of a text against every step's patterns; undefined where one is not understood. */
function compile(steps: readonly Facet[][]): ((text: string) => boolean) | undefined {
  try {
    const all = steps.map((step) => step.map(({ value }) => RE2JS.compile(`^(?:${translate(value)})$`)))
    return (text) => all.every((alternatives) => alternatives.some((pattern) => pattern.matches(text)))
  } catch {
    // What an XML Schema pattern may say and this engine does not know (class subtraction, blocks).
    return undefined
  }
}

/** XML Schema's own escapes and its literal `^` and `$` (part 2 appendix F) in the syntax of RE2. */
function translate(pattern: string): string {
  let inClass = false
  let out = ''
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at] ?? ''
    if (char === '\\') {
      const escaped = pattern[++at] ?? ''
      if ('icIC'.includes(escaped) && (inClass || 'IC'.includes(escaped))) throw new Error('not translated')
      out += escaped === 'i' ? '[\\pL_:]' : escaped === 'c' ? '[\\pL\\pN._:\\-]' : `\\${escaped}`
    } else if (inClass) {
      if (char === '[') throw new Error('class subtraction')
      if (char === ']') inClass = false
      out += char
    } else {
      if (char === '[') inClass = true
      out += char === '^' || char === '$' ? `\\${char}` : char
    }
  }
  return out
}
