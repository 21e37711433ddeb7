import { createHash } from 'node:crypto'
import type { ChangeSet, Location, Report } from '../model/index.ts'
import { findChange } from '../model/index.ts'

/** What an earlier review of the same change leaves to the next, whose head is another. */
export interface Continuity {
  /** Paths of the head, and the name by which the findings there are known: what the file was first called. */
  knownAs: ReadonlyMap<string, string>
  /**
   * Findings that were there, by fingerprint, and the line on which each is to be looked for now (its first line, on
   * its side). Undefined where that line was rewritten or is gone.
   */
  lines: ReadonlyMap<string, number | undefined>
}

/** Ordinals beyond the number of findings that may have been given to earlier ones. */
const EARLIER_ORDINALS = 20

/**
 * Gives each report of one rule its identity: 32 hexadecimal digits over rule, path and subject. No line
 * numbers, so a moved line keeps it; a file renamed by this change counts by its old path. Reports that
 * agree in all of that are told apart by their order in the file, or as the earlier review told them apart.
 * @param reports of one rule, in the order of their places.
 */
export function fingerprints(
  ruleId: string,
  reports: readonly Report[],
  changeSet: ChangeSet,
  earlier?: Continuity,
): string[] {
  const nameOf = namesOf(changeSet, earlier)
  const alike = Map.groupBy(reports.keys(), (index) => {
    const { location, subject } = reports[index] as Report
    return JSON.stringify([nameOf(location), subject])
  })
  const identities: string[] = []
  for (const indices of alike.values()) {
    const same = indices.map((index) => reports[index] as Report)
    const { location, subject } = same[0] as Report
    const identify = (ordinal: number): string => identityOf(ruleId, nameOf(location), subject, ordinal)
    for (const [at, identity] of toldApart(same, identify, earlier).entries()) {
      identities[indices[at] ?? 0] = identity
    }
  }
  return identities
}

/** Each stays what it was: by its line, else in order. What is left over is new. */
function toldApart(
  same: readonly Report[],
  identify: (ordinal: number) => string,
  earlier: Continuity | undefined,
): string[] {
  if (!earlier || earlier.lines.size === 0) return same.map((_, ordinal) => identify(ordinal))
  const all = Array.from({ length: same.length + EARLIER_ORDINALS }, (_, ordinal) => identify(ordinal))
  const known = new Set(all.filter((identity) => earlier.lines.has(identity)))
  const found = new Map<number, string>()
  const take = (index: number, identity: string): void => {
    found.set(index, identity)
    known.delete(identity)
  }
  for (const identity of known) {
    const line = earlier.lines.get(identity)
    const index = same.findIndex(
      ({ location }, at) => line !== undefined && !found.has(at) && location.region?.startLine === line,
    )
    if (index !== -1) take(index, identity)
  }
  // One whose line is still there was rather fixed than moved.
  const lost = [...known].toSorted((a, b) => Number(isThere(earlier, a)) - Number(isThere(earlier, b)))
  const open = [...same.keys()].filter((index) => !found.has(index))
  for (const [at, identity] of lost.entries()) {
    const index = open[at]
    if (index !== undefined) take(index, identity)
  }
  const used = new Set(found.values())
  const fresh = all.filter((identity) => !used.has(identity)).values()
  return same.map((_, index) => found.get(index) ?? fresh.next().value ?? identify(all.length + index))
}

function isThere({ lines }: Continuity, identity: string): boolean {
  return lines.get(identity) !== undefined
}

/**
 * Names places by what lasts. A file that was first called otherwise counts by that name; where another file has
 * taken the name since, that one gets a name which no file has.
 */
export function namesOf(changeSet: ChangeSet, earlier?: Continuity): (location: Location) => string {
  const renamed = new Map(
    changeSet.changes.flatMap(({ path, previousPath }) =>
      previousPath === undefined ? [] : [[path, previousPath] as const],
    ),
  )
  const names = new Map([...renamed, ...(earlier?.knownAs ?? [])])
  const taken = new Set([...names].flatMap(([path, name]) => (path === name ? [] : name)))
  return ({ side, path }) => {
    if (side === 'base') return path
    return names.get(path) ?? (taken.has(path) ? `${path}\nanother` : path)
  }
}

/** The path by which a place is known: of a file that this change renamed, its old one. */
export function lastingPath({ side, path }: Location, changeSet: ChangeSet): string {
  const change = side === 'head' ? findChange(changeSet, side, path) : undefined
  return change?.previousPath ?? path
}

/** The identity of the `ordinal`-th (from 0) finding of a rule about one subject in one file. */
export function identityOf(ruleId: string, path: string, subject: string, ordinal = 0): string {
  const key = JSON.stringify([ruleId, path, subject])
  return createHash('sha256').update(`${key}#${ordinal}`).digest('hex').slice(0, 32)
}
