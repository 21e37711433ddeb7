import { diffArrays } from 'diff'
import type { Hunk, LineRange } from '../model/index.ts'
import { commonAnchors } from './line-anchors.ts'

export interface LineDiff {
  added: LineRange[]
  removed: LineRange[]
  hunks: Hunk[]
}

/** Lines of context on each side of a change, as GitHub shows them. */
const CONTEXT = 3

/**
 * Edits after which the comparison of one stretch gives up, and the sum of their squares for a whole file: the time
 * grows with the square (2 s for 2,000 edits). What is given up counts as removed and added whole.
 */
const MAX_EDITS = 1000
const MAX_WORK = 4 * MAX_EDITS ** 2

/** A stretch of lines that differs; 0-based, ends exclusive. */
interface Edit {
  base: [start: number, end: number]
  head: [start: number, end: number]
}

/** Line ranges that differ between two texts, with the lines of context GitHub shows. For sources without git. */
export function lineDiff(base: string, head: string): LineDiff {
  if (base === head) return { added: [], removed: [], hunks: [] }
  const edits = compareLines(splitLines(base), splitLines(head))
  return {
    added: edits.filter(({ head: [start, end] }) => end > start).map((edit) => lineRange(edit.head)),
    removed: edits.filter(({ base: [start, end] }) => end > start).map((edit) => lineRange(edit.base)),
    hunks: toHunks(edits, countLines(base), countLines(head)),
  }
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

/**
 * Lines without their ends. A last line without one differs from the same line with one: it is given a mark
 * that holds a line end, which no other line does.
 */
function splitLines(text: string): string[] {
  const lines = text.split('\n')
  const last = lines.pop() ?? ''
  if (last !== '') lines.push(`${last}\nwithout end`)
  return lines
}

function compareLines(base: readonly string[], head: readonly string[]): Edit[] {
  const edits: Edit[] = []
  let work = MAX_WORK
  let [i, j] = [0, 0]
  for (const [nextI, nextJ] of [...commonAnchors(base, head), [base.length, head.length] as const]) {
    if (i < nextI || j < nextJ) {
      const limit = Math.min(MAX_EDITS, Math.floor(Math.sqrt(work)))
      const found = compareStretch(base.slice(i, nextI), head.slice(j, nextJ), limit)
      work -= found ? found.edits ** 2 : limit ** 2
      const parts = found?.parts ?? [{ base: [0, nextI - i], head: [0, nextJ - j] } satisfies Edit]
      for (const part of parts) append(edits, part, i, j)
    }
    ;[i, j] = [nextI + 1, nextJ + 1]
  }
  return edits
}

/** Undefined where the two differ by more edits than the limit. */
function compareStretch(
  base: string[],
  head: string[],
  limit: number,
): { parts: Edit[]; edits: number } | undefined {
  if (base.length === 0 || head.length === 0) {
    return { parts: [{ base: [0, base.length], head: [0, head.length] }], edits: 0 }
  }
  const changes = diffArrays(base, head, { maxEditLength: limit })
  if (!changes) return undefined
  const parts: Edit[] = []
  let [i, j, edits] = [0, 0, 0]
  for (const { added, removed, count } of changes) {
    const [toI, toJ] = [added ? i : i + count, removed ? j : j + count]
    if (added || removed) {
      parts.push({ base: [i, toI], head: [j, toJ] })
      edits += count
    }
    ;[i, j] = [toI, toJ]
  }
  return { parts, edits }
}

/** Adds an edit of a stretch that begins at the given lines; one that continues the last is joined with it. */
function append(edits: Edit[], part: Edit, baseAt: number, headAt: number): void {
  const base: Edit['base'] = [part.base[0] + baseAt, part.base[1] + baseAt]
  const head: Edit['head'] = [part.head[0] + headAt, part.head[1] + headAt]
  const last = edits.at(-1)
  if (last && last.base[1] === base[0] && last.head[1] === head[0]) {
    last.base[1] = base[1]
    last.head[1] = head[1]
  } else edits.push({ base, head })
}

function lineRange([start, end]: readonly [number, number]): LineRange {
  return { start: start + 1, end }
}

function toHunks(edits: readonly Edit[], baseLines: number, headLines: number): Hunk[] {
  const groups: { base: [number, number]; head: [number, number] }[] = []
  for (const { base, head } of edits) {
    const last = groups.at(-1)
    if (last && base[0] - last.base[1] <= 2 * CONTEXT) {
      last.base[1] = base[1]
      last.head[1] = head[1]
    } else groups.push({ base: [...base], head: [...head] })
  }
  const around = ([start, end]: [number, number], before: number, after: number): LineRange => {
    const [from, to] = [start - before, end + after]
    // git writes an empty range as the line before it.
    return from === to ? { start: from, end: from - 1 } : { start: from + 1, end: to }
  }
  return groups.map(({ base, head }) => {
    const before = Math.min(CONTEXT, base[0], head[0])
    const after = Math.min(CONTEXT, baseLines - base[1], headLines - head[1])
    return { base: around(base, before, after), head: around(head, before, after) }
  })
}
