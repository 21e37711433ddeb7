import type { LineRange, Region, Side } from './location.ts'
import { touches } from './location.ts'
import type { Snapshot, UnreadReason } from './snapshot.ts'

/** A block of a unified diff with three lines of context: where GitHub accepts a review comment. */
export interface Hunk {
  base: LineRange
  head: LineRange
}

/** One file that differs between base and head. */
export interface FileChange {
  status: 'added' | 'modified' | 'removed' | 'renamed'
  /** Path in the head; for a removed file, its path in the base. */
  path: string
  /** Path in the base, only where `status` is `renamed`. */
  previousPath?: string
  /** Set when the content was not looked at (binary, symlink, submodule, too large…): no line is known. */
  unread?: UnreadReason
  /** Added or rewritten lines, numbered in the head. */
  added: LineRange[]
  /** Removed or rewritten lines, numbered in the base. */
  removed: LineRange[]
  /** Empty when the diff has no lines (pure rename, unread content). An empty range has `end = start - 1`. */
  hunks: Hunk[]
}

/** What a review looks at: the merge base, the head, and what differs. */
export interface ChangeSet {
  base: Snapshot
  head: Snapshot
  /** The tip of the base branch, where it went on since the merge base: what the change will meet when it is merged. */
  tip?: Snapshot
  /** Sorted by path. */
  changes: FileChange[]
  /** What could not be taken into account at all, for instance a diff over its limit. Named in the review. */
  incomplete: string[]
}

/** The path a change has on one side, or undefined where it does not exist there. */
export function pathOn(change: FileChange, side: Side): string | undefined {
  if (side === 'head') return change.status === 'removed' ? undefined : change.path
  if (change.status === 'added') return undefined
  return change.previousPath ?? change.path
}

/** Whether a region overlaps lines that this change added (head) or removed (base). */
export function changesLines(change: FileChange, side: Side, region: Region): boolean {
  return touches(side === 'head' ? change.added : change.removed, region)
}

/** The change that has `path` on `side`, if any. */
export function findChange(changeSet: ChangeSet, side: Side, path: string): FileChange | undefined {
  return changeSet.changes.find((change) => pathOn(change, side) === path)
}
