import type { ChangeSet, RelatedLocation, Report, Suggestion } from '../../../src/model/index.ts'
import type { Change } from '../diff/change.ts'
import { clip, subjectOf } from '../diff/naming.ts'
import type { Places } from '../places.ts'
import { affects } from './affects.ts'
import { placeOf } from './place.ts'

/** Names come from the description under review and can be of any length. */
const MAX_WORDS = 1000

/** What all reports of a review share. */
export interface ReportContext {
  changeSet: ChangeSet
  places: Places
  suggestions: ReadonlyMap<Change, Suggestion>
  /** Places that still name what was removed. */
  consumers: ReadonlyMap<Change, RelatedLocation[]>
}

/** A change as its rule reports it; `fix` is what the rule says where the change itself says nothing. */
export function reportOf(change: Change, fix: string, context: ReportContext): Report {
  const { changeSet, places } = context
  const suggestion = context.suggestions.get(change)
  const { location, related: near } = placeOf(changeSet, change, places)
  const related = [...near, ...(context.consumers.get(change) ?? [])]
  return {
    location,
    ...(related.length > 0 && { relatedLocations: related }),
    subject: [subjectOf(change.node), change.detail].filter((part) => part !== undefined).join(' '),
    message: `${clip(change.words, MAX_WORDS)}.${affects(change.operations, change.words)}`,
    fix: change.fix ?? fix,
    reach: change.operations.length,
    level: change.unstable ? 'note' : change.level,
    ...(suggestion && { suggestion }),
  }
}
