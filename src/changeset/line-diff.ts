import { structuredPatch } from 'diff'
import type { Hunk, LineRange } from '../model/index.ts'

export interface LineDiff {
  added: LineRange[]
  removed: LineRange[]
  hunks: Hunk[]
}

/** Edits after which a comparison without git gives up: two unrelated texts of this many lines. */
const MAX_EDITS = 50_000

/**
 * Line ranges that differ between two texts, with the three lines of context GitHub shows.
 * For sources without git; a text that differs beyond measure counts as removed and added whole.
 */
export function lineDiff(base: string, head: string): LineDiff {
  if (base === head) return { added: [], removed: [], hunks: [] }
  const patch = structuredPatch('a', 'b', base, head, '', '', { context: 3, maxEditLength: MAX_EDITS })
  if (!patch) return rewritten(base, head)
  const added: LineRange[] = []
  const removed: LineRange[] = []
  const hunks: Hunk[] = []
  for (const hunk of patch.hunks) {
    let baseLine = hunk.oldStart
    let headLine = hunk.newStart
    hunks.push({
      base: { start: baseLine, end: baseLine + hunk.oldLines - 1 },
      head: { start: headLine, end: headLine + hunk.newLines - 1 },
    })
    for (const line of hunk.lines) {
      if (line.startsWith('+')) extend(added, headLine++)
      else if (line.startsWith('-')) extend(removed, baseLine++)
      else if (line.startsWith(' ')) {
        baseLine++
        headLine++
      }
    }
  }
  return { added, removed, hunks }
}

/** Appends a line to the last range where it continues it, else starts a new one. */
export function extend(ranges: LineRange[], line: number): void {
  const last = ranges.at(-1)
  if (last && last.end === line - 1) last.end = line
  else ranges.push({ start: line, end: line })
}

/** Number of lines of a text; a final line end does not begin another line. */
export function countLines(text: string): number {
  if (text === '') return 0
  const ends = text.split('\n').length
  return text.endsWith('\n') ? ends - 1 : ends
}

function rewritten(base: string, head: string): LineDiff {
  const range = (text: string): LineRange => ({ start: 1, end: countLines(text) })
  const whole = (text: string): LineRange[] => (text === '' ? [] : [range(text)])
  return { added: whole(head), removed: whole(base), hunks: [{ base: range(base), head: range(head) }] }
}
