import type { ChangeSet, Location, RelatedLocation, Side } from '../../../src/model/index.ts'
import { changesLines, findChange } from '../../../src/model/index.ts'
import type { SpecNode } from '../../../src/parse/openapi/node.ts'
import type { Change } from '../diff/change.ts'
import type { Places } from '../places.ts'

/** Where a change is reported, and the places that explain it. */
export interface ReportPlace {
  location: Location
  related: RelatedLocation[]
}

export function placeOf(changeSet: ChangeSet, change: Change, places: Places): ReportPlace {
  const { side } = change
  const place = (on: Side, node: SpecNode): Location => ({
    side: on,
    path: node.tree.path,
    region: places.region(node),
  })
  const location = place(side, change.node)
  const related: RelatedLocation[] = []
  const { other } = change
  if (other) {
    const message = side === 'base' ? 'where it would stand now' : 'how it was before'
    related.push({ ...place(side === 'base' ? 'head' : 'base', other), message })
  }
  if (isTouched(changeSet, location)) return { location, related }
  // Where a reference leads to another schema, the definition may be as it always was: the reference changed.
  const site = change.sites
    .flatMap(({ head, base }) => [place('head', head), place('base', base)])
    .find((candidate) => isTouched(changeSet, candidate))
  if (!site) return { location, related }
  return { location: site, related: [{ ...location, message: 'the definition' }, ...related] }
}

function isTouched(changeSet: ChangeSet, { side, path, region }: Location): boolean {
  const change = findChange(changeSet, side, path)
  return change !== undefined && region !== undefined && changesLines(change, side, region)
}
