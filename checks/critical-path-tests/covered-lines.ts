import type { FileChange } from '../../src/model/index.ts'
import type { FileCoverage } from '../../src/parse/coverage/index.ts'
import type { ChangedFunction } from './changed-functions.ts'
import type { ChangedCoverage } from './coverage-evidence.ts'

/** What coverage says of one changed function. */
export interface FunctionCoverage {
  /** Lines that never ran, and were not already so: written by this change, or ran before it. */
  uncovered: number[]
  /** Lines of this change that ran, with a way out that never was taken. */
  partial: number[]
  /** Whether all that this change wrote in it ran, every way; false where no line of it is listed. */
  ran: boolean
}

/** What ran of the lines of a changed function; lines that are not listed cannot run. */
export function functionCoverage(
  { change, region }: Pick<ChangedFunction, 'change' | 'region'>,
  { head, base }: ChangedCoverage,
): FunctionCoverage {
  const baseLine = base && lineBefore(change)
  const uncovered: number[] = []
  const partial: number[] = []
  let listed = 0
  let wrote = 0
  for (const [line, hits] of head.lines) {
    if (line < region.startLine || line > region.endLine) continue
    if (change.added.some(({ start, end }) => start <= line && line <= end)) {
      listed++
      const branch = head.branches.get(line)
      if (hits === 0) {
        wrote++
        if (!base || !wasUncovered(change, line, base)) uncovered.push(line)
      } else if (branch && branch.taken < branch.total) {
        wrote++
        if (!base || !wasPartial(change, line, base)) partial.push(line)
      }
    } else if (hits === 0) {
      const before = baseLine?.(line)
      if (before !== undefined && (base?.lines.get(before) ?? 0) > 0) uncovered.push(line)
    }
  }
  const byLine = (a: number, b: number): number => a - b
  return {
    uncovered: uncovered.toSorted(byLine),
    partial: partial.toSorted(byLine),
    ran: listed > 0 && wrote === 0,
  }
}

/** Changed lines and branches of a file, and how many of them are covered. */
export interface Shares {
  lines: { covered: number; total: number }
  branches: { covered: number; total: number }
}

export function changedShares({ added }: FileChange, { lines, branches }: FileCoverage): Shares {
  const sum: Shares = { lines: { covered: 0, total: 0 }, branches: { covered: 0, total: 0 } }
  for (const [line, hits] of lines) {
    if (!added.some(({ start, end }) => start <= line && line <= end)) continue
    sum.lines.total++
    if (hits > 0) sum.lines.covered++
    const branch = branches.get(line)
    if (!branch) continue
    sum.branches.total += branch.total
    sum.branches.covered += branch.taken
  }
  return sum
}

/** The lines that stood where this one was written: some could run, and none did. */
function wasUncovered({ hunks, removed }: FileChange, line: number, base: FileCoverage): boolean {
  const hunk = hunks.find(({ head }) => head.start <= line && line <= head.end)
  if (!hunk) return false
  const before = [...base.lines].filter(
    ([old]) =>
      hunk.base.start <= old &&
      old <= hunk.base.end &&
      removed.some(({ start, end }) => start <= old && old <= end),
  )
  return before.length > 0 && before.every(([, hits]) => hits === 0)
}

/** The lines that stood where this one was written had a way out that never was taken, too. */
function wasPartial({ hunks, removed }: FileChange, line: number, base: FileCoverage): boolean {
  const hunk = hunks.find(({ head }) => head.start <= line && line <= head.end)
  return [...base.branches].some(
    ([old, { taken, total }]) =>
      taken < total &&
      hunk !== undefined &&
      hunk.base.start <= old &&
      old <= hunk.base.end &&
      removed.some(({ start, end }) => start <= old && old <= end),
  )
}

/** The line of the base that an unchanged line of the head was: both sides have the same ones, in the same order. */
function lineBefore({ added, removed }: FileChange): (line: number) => number | undefined {
  return (line) => {
    let at = line
    for (const { start, end } of added) {
      if (start <= line && line <= end) return undefined
      if (end < line) at -= end - start + 1
    }
    for (const { start, end } of removed.toSorted((a, b) => a.start - b.start))
      if (start <= at) at += end - start + 1
    return at
  }
}

/** `12–14, 20`; many are cut. */
export function linesInWords(lines: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const line of lines) {
    const last = ranges.at(-1)
    if (last && last[1] === line - 1) last[1] = line
    else ranges.push([line, line])
  }
  const words = ranges.slice(0, 5).map(([start, end]) => (start === end ? `${start}` : `${start}–${end}`))
  return ranges.length > 5 ? `${words.join(', ')} and more` : words.join(', ')
}
