import { changesLines, findChange } from '../../../src/model/index.ts'
import type { ChangeSet, LineRange, Location, RelatedLocation, Side } from '../../../src/model/index.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import { child, pointerOf } from '../../../src/parse/openapi/node.ts'
import type { Route } from '../../../src/parse/routes/index.ts'
import { clip } from '../diff/naming.ts'
import type { Described } from './described.ts'

/** Things that one place of the code is to be told about. */
export interface Group<T> {
  location: Location
  members: T[]
}

const MAX_NAME = 200
const LISTED = 8

/**
 * Groups what is said about routes by the place to say it at: the declaration where the change touched it, else the
 * changed lines that moved it (a prefix, a mount), which then speak for all that they moved.
 */
export function byPlace<T extends { route: Route }>(
  changeSet: ChangeSet,
  side: Side,
  all: readonly T[],
): Group<T>[] {
  const groups = new Map<string, Group<T>>()
  for (const one of all) {
    const location = placeOf(changeSet, side, one.route)
    if (!location) continue
    const key = `${location.path}:${location.region?.startLine}:${location.region?.startColumn}`
    const group = groups.get(key) ?? { location, members: [] }
    group.members.push(one)
    groups.set(key, group)
  }
  return merged([...groups.values()])
}

/** Places of one file that are told about one by one. */
const MAX_PLACES = 5

/** A file with many such places has one story: it is told once, at the first of them. */
function merged<T>(groups: readonly Group<T>[]): Group<T>[] {
  const files = Map.groupBy(groups, ({ location }) => location.path)
  return [...files.values()].flatMap((list) => {
    const [first] = list.toSorted(
      (a, b) => (a.location.region?.startLine ?? 0) - (b.location.region?.startLine ?? 0),
    )
    if (!first || list.length <= MAX_PLACES) return list
    return [{ location: first.location, members: list.flatMap(({ members }) => members) }]
  })
}

function placeOf(changeSet: ChangeSet, side: Side, { path, region }: Route): Location | undefined {
  const own = findChange(changeSet, side, path)
  if (own && changesLines(own, side, region)) return { side, path, region }
  const lines = (change: typeof own): LineRange | undefined =>
    (side === 'head' ? change?.added : change?.removed)?.[0]
  const first = lines(own)
  if (own && first) return { side, path, region: { startLine: first.start, endLine: first.start } }
  // The lines that changed are of another file: the route itself is where a person can look.
  return { side, path, region }
}

/** The names of routes for a sentence. */
export function listed(routes: readonly Route[]): string {
  const names = [...new Set(routes.map((route) => nameOf(route)))]
  const more = names.length - LISTED
  const shown = names.slice(0, LISTED)
  if (more > 0) return `${shown.join(', ')} and ${more} more`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`
}

export function nameOf({ method, template }: Route): string {
  return clip(method === 'ANY' ? template : `${method} ${template}`, MAX_NAME)
}

/** Where a description holds its paths, or the operation that is meant. */
export function inDescription(
  { description }: Described,
  side: Side,
  message: string,
  node: SpecNode | undefined = child(description.root, 'paths'),
): RelatedLocation {
  const at = node ?? description.root
  const [found] = at.tree.locate([pointerOf(at)])
  const line = found ? { startLine: found.startLine, endLine: found.startLine } : undefined
  return { side, path: at.tree.path, ...(line && { region: line }), message }
}
