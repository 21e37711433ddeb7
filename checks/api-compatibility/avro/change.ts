import type { Level, Side } from '../../../src/model/index.ts'
import type { Place } from '../../../src/parse/avro/schema.ts'

export type ChangeKind =
  | 'required-field-added'
  | 'field-removed'
  | 'type-changed'
  | 'enum-symbols-changed'
  | 'name-changed'
  | 'logical-type-changed'
  | 'message-changed'

/**
 * Who can no longer read what. `backward`: the new schema does not read data written with the old one;
 * `forward`: the old schema does not read data written with the new one.
 */
export type Direction = 'backward' | 'forward'

/** One difference between two versions of a schema. */
export interface Change {
  kind: ChangeKind
  /** One or both. */
  directions: Direction[]
  /** Both ends of a call hold it at once: it breaks, whatever the compatibility mode of stored data. */
  call: boolean
  /** It can be read, but may be misunderstood: the level in any mode. */
  misread?: Level
  side: Side
  place: Place
  other?: Place
  /** Identity: `com.shop.User.email`, and what tells apart changes of one. */
  subject: string
  /** One sentence without the full stop. */
  words: string
}

/** What the two directions mean to people, as the end of a sentence. */
export function effectOf(direction: Direction, call: boolean): string {
  if (call)
    return direction === 'backward' ? 'calls of older clients fail' : 'older clients cannot read the answer'
  return direction === 'backward'
    ? 'data written before can no longer be read'
    : 'readers that have the schema of before cannot read new data'
}
