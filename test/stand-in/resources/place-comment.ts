import { ApiError } from '../http/errors.ts'
import { locate } from '../git/anchors.ts'
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

/**
 * The place of a new comment in the diff from the merge base to `commit`. Throws MisplacedComment when
 * that diff cannot carry it, ApiError 422 when the commit is not part of the pull request.
 */
export async function placeComment(pull: Pull, commit: string, comment: CommentBody): Promise<Placed> {
  const { git } = pull.repository
  const { mergeBase, head } = await pullCommits(pull)
  const known = /^[0-9a-f]{40}$/.test(commit) ? await git.resolve(commit) : undefined
  if (known === undefined || (await git.mergeBase(known, head)) !== known) {
    throw new ApiError(422, 'Unprocessable Entity', { errors: ['Commit is not part of the pull request'] })
  }
  const file = (await git.diff(mergeBase, commit)).find((each) => each.path === comment.path)
  if (!file) throw new MisplacedComment('Path could not be resolved')
  if (comment.line === undefined) throw new MisplacedComment('Line could not be resolved')
  const anchor = {
    line: comment.line,
    side: comment.side ?? 'RIGHT',
    startLine: comment.start_line,
    startSide: comment.start_line === undefined ? undefined : (comment.start_side ?? comment.side ?? 'RIGHT'),
  }
  const sameSide = anchor.startSide === anchor.side
  if (anchor.startLine !== undefined && sameSide && anchor.startLine >= anchor.line) {
    throw new MisplacedComment('Start line must precede the end line.')
  }
  const located = locate(file, anchor)
  if (!located) throw new MisplacedComment('Line could not be resolved')
  return { path: comment.path, ...anchor, ...located, commit, base: mergeBase }
}
