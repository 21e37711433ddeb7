import { ApiError } from '../http/errors.ts'
import { locate } from '../git/anchors.ts'
import type { DiffFile } from '../git/diff.ts'
import { pullCommits } from '../shapes/pull.ts'
import type { DiffSide, Pull } from '../state.ts'

export interface CommentBody {
  path: string
  body: string
  line?: number
  side?: DiffSide
  start_line?: number
  start_side?: DiffSide
  position?: number
}

export interface Placed {
  path: string
  line: number
  side: DiffSide
  startLine: number | undefined
  startSide: DiffSide | undefined
  position: number
  diffHunk: string
  commit: string
  base: string
}

/** Why a comment cannot stand where it wants to. GitHub does not say which comment it was. */
export class MisplacedComment extends Error {
  override name = 'MisplacedComment'
}

/** The diff that new comments stand in. */
export interface CommentedDiff {
  commit: string
  base: string
  files: DiffFile[]
}

/** The diff from the merge base to `commit`. Throws ApiError 422 for a commit that the pull request has not. */
export async function diffUpTo(pull: Pull, commit: string): Promise<CommentedDiff> {
  const { git } = pull.repository
  const { mergeBase, head } = await pullCommits(pull)
  const known = /^[0-9a-f]{40}$/.test(commit) ? await git.resolve(commit) : undefined
  if (known === undefined || (await git.mergeBase(known, head)) !== known) {
    throw new ApiError(422, 'Unprocessable Entity', { errors: ['Commit is not part of the pull request'] })
  }
  return { commit, base: mergeBase, files: await git.diff(mergeBase, commit) }
}

/** The place of a new comment. Throws MisplacedComment when the diff cannot carry it. */
export function placeComment(diff: CommentedDiff, comment: CommentBody): Placed {
  const file = diff.files.find((each) => each.path === comment.path)
  if (!file) throw new MisplacedComment('Path could not be resolved')
  if (comment.line === undefined) throw new MisplacedComment('Line could not be resolved')
  const side = comment.side ?? 'RIGHT'
  const startSide = comment.start_line === undefined ? undefined : (comment.start_side ?? side)
  const anchor = { line: comment.line, side, startLine: comment.start_line, startSide }
  if (anchor.startLine !== undefined && startSide === side && anchor.startLine >= anchor.line) {
    throw new MisplacedComment('Start line must precede the end line.')
  }
  const located = locate(file, anchor)
  if (!located) throw new MisplacedComment('Line could not be resolved')
  return { path: comment.path, ...anchor, ...located, commit: diff.commit, base: diff.base }
}
