import type { Level, Side } from '../../../src/model/index.ts'
import type { Member, Place } from '../../../src/parse/graphql/schema.ts'

/** Every way two schemas can differ that matters to a client. Each belongs to one rule. */
export type ChangeKind =
  | 'type-removed'
  | 'type-kind-changed'
  | 'field-removed'
  | 'argument-removed'
  | 'input-field-removed'
  | 'enum-value-removed'
  | 'union-member-removed'
  | 'interface-removed'
  | 'field-type-changed'
  | 'input-type-changed'
  | 'required-input-added'
  | 'root-removed'
  | 'root-changed'
  | 'directive-changed'
  | 'optional-input-added'
  | 'possible-value-added'
  | 'default-changed'
  | 'access-restricted'
  | 'scalar-format-changed'

/** One difference between two schemas. */
export interface Change {
  kind: ChangeKind
  level: Level
  /** The side that `place` is of: the base for something removed. */
  side: Side
  place: Place
  /** The nearest place on the other side. */
  other?: Place
  /** Identity: a schema coordinate (`User.name`, `Query.user(id:)`, `@auth`), and what tells apart changes of one. */
  subject: string
  /** One sentence without the full stop. */
  words: string
  /** The reason given when it was deprecated, for something removed that was. */
  deprecated?: string
  /** A removed member that could be put back, with the members around it in both versions. */
  restore?: Restore
}

export interface Restore {
  member: Member
  before: readonly Member[]
  after: ReadonlyMap<string, Member>
  /** Whether it may carry `@deprecated`: what a request must give may not. */
  deprecatable: boolean
}

/** Takes the changes of a comparison. */
export type Report = (change: Change) => void
