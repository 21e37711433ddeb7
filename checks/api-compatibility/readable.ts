import type { FileChange } from '../../src/model/index.ts'

/**
 * Whether a change has text on a side where it is read. A file that becomes a link or a submodule had some before: what it
 * described is gone from the review, and has to be named.
 */
export function mayHaveText(change: FileChange): boolean {
  return !change.unread || becomesLink(change)
}

export function becomesLink({ unread, status }: FileChange): boolean {
  return (unread === 'symlink' || unread === 'submodule') && status !== 'added'
}

export function linkWords({ path, unread }: FileChange): string {
  return `${path} is now a ${unread ?? 'link'}: what it held was not compared`
}
