import type { Report } from '../../../src/model/index.ts'
import type { DeadReference, UnreadPart } from '../../../src/parse/openapi/description.ts'
import { clip } from '../diff/naming.ts'
import type { Places } from '../places.ts'

export interface Troubles {
  unreadable: readonly (UnreadPart & { side: 'base' | 'head' })[]
  /** References of the head that lead nowhere and were not there before. */
  dead: readonly Pick<DeadReference, 'node' | 'ref' | 'why'>[]
  places: Places
}

/**
 * Reports of what could not be read or followed. What was so before the change stops nobody.
 * @param consequence what follows, without a full stop
 */
export function* unreadableReports(
  { unreadable, dead, places }: Troubles,
  consequence: string,
): Generator<Report> {
  const keys = (on: 'base' | 'head'): Set<string> =>
    new Set(unreadable.flatMap(({ side, path, why }) => (side === on ? `${path} ${why}` : [])))
  const [before, after] = [keys('base'), keys('head')]
  for (const { side, path, why, region } of unreadable) {
    const key = `${path} ${why}`
    // What was there before and still is, is said once.
    if (side === 'base' && after.has(key)) continue
    yield {
      location: { side, path, region: region ?? { startLine: 1, endLine: 1 } },
      subject: why,
      level: side === 'base' || before.has(key) ? 'warning' : 'error',
      message: `${path} ${side === 'base' ? '(before the change) ' : ''}${why}, so ${consequence}.`,
    }
  }
  for (const { node, ref, why } of dead) {
    yield {
      location: { side: 'head', path: node.tree.path, region: places.region(node) },
      subject: `$ref ${ref}`,
      // What a URL names may well be there: it is never fetched.
      level: /^[a-z][a-z0-9+.-]*:/i.test(ref) ? 'warning' : 'error',
      message: `The reference ${clip(ref, 200)} was not followed: ${clip(why, 300)}.`,
    }
  }
}
