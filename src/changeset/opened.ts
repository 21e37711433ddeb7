import type { ChangeSet, Snapshot } from '../model/index.ts'

/** A change set that holds processes, or a place in a mirror, until it is disposed of. */
export interface OpenedChangeSet extends ChangeSet, AsyncDisposable {
  /** Commit id of the merge base; a word such as `empty` or `base` where there is no commit. */
  mergeBase: string
  /**
   * Another commit of the same repository: the tip of the base branch, whose configuration counts, is not the
   * merge base. Throws UserError where the commit is not at hand.
   */
  snapshotAt(revision: string): Promise<Snapshot>
  /** Ends every process. Reading afterwards fails. May be called more than once. */
  dispose(): Promise<void>
}
