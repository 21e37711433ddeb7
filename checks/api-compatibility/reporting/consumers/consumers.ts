import type { RelatedLocation, Snapshot } from '../../../../src/model/index.ts'
import { compareLevels } from '../../../../src/model/index.ts'
import type { ComparedDescription } from '../../compare-descriptions.ts'
import type { Change } from '../../diff/change.ts'
import { consumerTexts, kindOf, weightOf } from './files.ts'
import { type Needle, needlesOf } from './names.ts'

/** Changes whose consumers are looked for, and places named for each. */
const MAX_CHANGES = 60
const MAX_PLACES = 5
/** A name met in more files than that is no name of this API alone. */
const MAX_SPREAD = 40
/** Longer lines are data or minified, where a match costs much and says little. */
const MAX_LINE = 1000

interface Wanted {
  change: Change
  needles: Needle[]
  found: { path: string; line: number; needle: Needle; rank: number }[]
}

/**
 * Places of the head that still name what a change removed: generated clients, tests, other services. Only
 * distinctive names are looked for, and nothing is read where there are none.
 */
export async function consumersOf(
  head: Snapshot,
  compared: readonly ComparedDescription[],
  signal: AbortSignal,
): Promise<Map<Change, RelatedLocation[]>> {
  const wanted = compared.flatMap(wantedIn).slice(0, MAX_CHANGES)
  if (wanted.length === 0) return new Map()
  for await (const { path, text } of consumerTexts(head, signal)) {
    for (const one of wanted) {
      const place = firstPlace(text, one.needles)
      if (place) one.found.push({ path, ...place, rank: weightOf(path) })
    }
  }
  return new Map(
    wanted
      .filter(({ found }) => found.length > 0 && found.length <= MAX_SPREAD)
      .map(({ change, found }) => [
        change,
        found
          .toSorted((a, b) => b.rank - a.rank)
          .slice(0, MAX_PLACES)
          .map(placeOf),
      ]),
  )
}

function wantedIn({ head, changes }: ComparedDescription): Wanted[] {
  const texts = [head.root.tree, ...head.files.values()].map(({ text }) => text)
  const known = new Map<string, boolean>()
  const isStillThere = (property: string): boolean => {
    let there = known.get(property)
    if (there === undefined) {
      // A key of the description, or the name of a parameter.
      there = texts.some((text) => text.includes(property) && isKey(text, property))
      known.set(property, there)
    }
    return there
  }
  return changes
    .filter(({ level, unstable }) => level !== 'note' && !unstable)
    .toSorted((a, b) => compareLevels(a.level, b.level) || b.operations.length - a.operations.length)
    .slice(0, MAX_CHANGES)
    .map((change) => ({ change, needles: needlesOf(change, isStillThere), found: [] }))
    .filter(({ needles }) => needles.length > 0)
}

function isKey(text: string, name: string): boolean {
  const written = name.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(
    `(?:^|[\\s{,])["']?${written}["']?[ \\t]*:|name["']?:[ \\t]*["']?${written}\\b`,
    'm',
  ).test(text)
}

function firstPlace(text: string, needles: readonly Needle[]): { line: number; needle: Needle } | undefined {
  for (const needle of needles) {
    for (let at = text.indexOf(needle.literal); at >= 0;) {
      const start = text.lastIndexOf('\n', at) + 1
      const end = text.indexOf('\n', at)
      const stop = end < 0 ? text.length : end
      if (stop - start <= MAX_LINE && needle.pattern.test(text.slice(start, stop)))
        return { line: text.slice(0, start).split('\n').length, needle }
      at = text.indexOf(needle.literal, stop)
    }
  }
  return undefined
}

function placeOf({ path, line, needle }: Wanted['found'][number]): RelatedLocation {
  return {
    side: 'head',
    path,
    region: { startLine: line, endLine: line },
    message: `${kindOf(path)} that still names ${needle.words}`,
  }
}
