import type { Region } from '../../../model/index.ts'

/** A change, or a part of one, whatever format it is written in. */
export interface Change {
  name: string
  attributes: ReadonlyMap<string, string>
  children: readonly Change[]
  text: string
  region: Region
  /** Line on which `text` begins, where that is known. */
  textLine?: number
}

/** One changeset of a changelog: Liquibase's migration. */
export interface ChangeSet {
  id: string
  author: string
  attributes: ReadonlyMap<string, string>
  changes: readonly Change[]
  /** What stands in its `rollback`; undefined where it has none, empty where there is nothing in it. */
  rollback?: readonly Change[]
  rollbackRegion?: Region
  /** What must hold before it runs. */
  preconditions?: readonly Change[]
  /** Comments that may state why there is no way back. */
  comments: string
  region: Region
  /** Other checksums are accepted, so that it may be edited. */
  anyCheckSum: boolean
}
