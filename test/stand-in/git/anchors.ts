import type { DiffSide } from '../state.ts'
import type { DiffFile, DiffHunk } from './diff.ts'

export interface Anchor {
  line: number
  side: DiffSide
  startLine: number | undefined
  startSide: DiffSide | undefined
}

/**
 * Where a comment sits in a file's diff: lines down from the first `@@`, as GitHub counts `position`.
 * Undefined when the diff cannot carry it: a line outside every hunk, or a range that leaves its hunk.
 */
export function locate(file: DiffFile, anchor: Anchor): { position: number; diffHunk: string } | undefined {
  const end = find(file.hunks, anchor.side, anchor.line)
  if (!end) return undefined
  if (anchor.startLine !== undefined) {
    const start = find(file.hunks, anchor.startSide ?? anchor.side, anchor.startLine)
    if (!start || start.hunk !== end.hunk || start.position >= end.position) return undefined
  }
  const shown = end.hunk.lines.slice(0, end.offset + 1)
  return { position: end.position, diffHunk: [end.hunk.header, ...shown].join('\n') }
}

function find(
  hunks: readonly DiffHunk[],
  side: DiffSide,
  wanted: number,
): { position: number; offset: number; hunk: DiffHunk } | undefined {
  let position = 0
  for (const [index, hunk] of hunks.entries()) {
    if (index > 0) position += 1
    let number = side === 'LEFT' ? hunk.oldStart : hunk.newStart
    for (const [offset, line] of hunk.lines.entries()) {
      position += 1
      const counts = line.startsWith(' ') || line.startsWith(side === 'LEFT' ? '-' : '+')
      if (!counts) continue
      if (number === wanted) return { position, offset, hunk }
      number += 1
    }
  }
  return undefined
}

/** The number a line has after a change (`git diff -U0` hunks), or undefined where it was rewritten. */
export function follow(hunks: readonly DiffHunk[], line: number): number | undefined {
  let shift = 0
  for (const hunk of hunks) {
    // With `-U0` an insertion names the line before it and covers none.
    const start = hunk.oldLines === 0 ? hunk.oldStart + 1 : hunk.oldStart
    if (line < start) break
    if (line < start + hunk.oldLines) return undefined
    shift += hunk.newLines - hunk.oldLines
  }
  return line + shift
}
