import type { ProofDifference } from '../../model/index.ts'
import { areAlike, areAlikeFunctions, areAlikeViews } from './alike.ts'
import type { Snapshot } from './snapshot.ts'

/** Length of a definition in an answer. */
const MAX_DEFINITION = 600
/** What holds expressions, as PostgreSQL prints them. */
const PRINTED = /^(?:constraint|index|policy|column|domain):/
const NAMED_AFTER_ITS_PLACE = /^(constraint|index|trigger):(.*)\.[^.]*$/s

/**
 * What is not in `now` as it was in `before`. What belongs to a table that is gone or new as a whole is not named again;
 * a constraint, index or trigger that only has another name is one difference.
 */
export function differencesOf(before: Snapshot, now: Snapshot): ProofDifference[] {
  const missing = [...before].filter(([key]) => !now.has(key))
  const leftOver = [...now].filter(([key]) => !before.has(key))
  const differences: ProofDifference[] = []
  for (const [key, definition] of before) {
    const after = now.get(key)
    if (after === undefined || after === definition) continue
    if (!isTheSame(key, definition, after))
      differences.push({ ...named(key), change: 'changed', ...cutAtDifference(definition, after) })
  }
  const whole = containers(missing, leftOver)
  const spare = new Map<string, string[]>()
  for (const [key, definition] of leftOver) {
    const place = placeOf(key, definition)
    if (place !== undefined) spare.set(place, [...(spare.get(place) ?? []), key])
  }
  const taken = new Set<string>()
  for (const [key, definition] of missing) {
    if (isPartOf(key, whole)) continue
    const twin = spare.get(placeOf(key, definition) ?? '')?.shift()
    if (twin === undefined) differences.push({ ...named(key), change: 'missing', before: cut(definition) })
    else {
      taken.add(twin)
      differences.push({ ...named(key), change: 'renamed', before: cut(definition), after: named(twin).name })
    }
  }
  for (const [key, definition] of leftOver) {
    if (taken.has(key) || isPartOf(key, whole) || isShared(key)) continue
    differences.push({ ...named(key), change: 'left-over', after: cut(definition) })
  }
  return differences
}

/** Others of the database may use an extension too, so good ways back leave it. Without IF NOT EXISTS the second way up fails. */
function isShared(key: string): boolean {
  return key.startsWith('extension:')
}

function isTheSame(key: string, definition: string, after: string): boolean {
  if (/^(?:function|procedure):/.test(key)) return areAlikeFunctions(definition, after)
  if (/^(?:view|materialized view):/.test(key)) return areAlikeViews(definition, after)
  return PRINTED.test(key) && areAlike(definition, after)
}

function named(key: string): { kind: string; name: string } {
  const colon = key.indexOf(':')
  return { kind: key.slice(0, colon), name: key.slice(colon + 1) }
}

/** Where something stands and what it is, without its own name. */
function placeOf(key: string, definition: string): string | undefined {
  const [, kind, place] = NAMED_AFTER_ITS_PLACE.exec(key) ?? []
  const own = named(key).name.split('.').at(-1) ?? ''
  return kind === undefined ? undefined : `${kind}:${place ?? ''}\n${definition.replace(` ${own} `, ' ')}`
}

/** Tables, views and sequences that came or went as a whole. */
function containers(...sides: [string, string][][]): Set<string> {
  const names = sides.flat().flatMap(([key]) => {
    const { kind, name } = named(key)
    return /^(?:table|view|materialized view|foreign table|sequence|composite type|function|procedure|aggregate|schema)$/.test(
      kind,
    )
      ? [name]
      : []
  })
  return new Set(names)
}

const PART = /^(?:column|constraint|index|trigger|policy|rule|privileges|owner|sequence settings)$/

function isPartOf(key: string, whole: ReadonlySet<string>): boolean {
  const { kind, name } = named(key)
  if (kind === 'comment')
    return [...whole].some((one) => name === `${one} (table)` || name.startsWith(`${one}.`))
  if (!PART.test(kind)) return false
  return whole.has(name) || whole.has(name.replace(/\.[^.]*$/s, ''))
}

function cut(text: string): string {
  return text.length > MAX_DEFINITION ? `${text.slice(0, MAX_DEFINITION)}…` : text
}

const CONTEXT = 80

/** Of long definitions the part where they part. */
function cutAtDifference(before: string, after: string): { before: string; after: string } {
  let same = 0
  while (same < before.length && before[same] === after[same]) same++
  const from = Math.max(before.length, after.length) > MAX_DEFINITION ? Math.max(0, same - CONTEXT) : 0
  const lead = from > 0 ? '…' : ''
  return { before: lead + cut(before.slice(from)), after: lead + cut(after.slice(from)) }
}
