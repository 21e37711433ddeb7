import { addHits, failAt, fileEntry, lineNumber, maxCells, rowsOf, wholeNumber } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'

const row = /^(.+):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (\d+)$/

interface Block {
  start: number
  end: number
  /** Exclusive. */
  endColumn: number
  hits: number
}

/**
 * Reads a Go cover profile (golang.org/x/tools/cover): `mode:` and one block a row. Blocks meet on shared lines,
 * where the larger count wins. The profile has no branches.
 * @throws {CoverageError} on a broken row, or on blocks of too many lines together.
 */
export function readGoProfile(text: string): CoverageReport {
  const files = new Map<string, FileCoverage>()
  const blocks = new Map<FileCoverage, Block[]>()
  /** Column of the last block that starts on a line. */
  const starts = new Map<FileCoverage, Map<number, number>>()
  let at = 0
  let cells = 0
  for (const written of rowsOf(text)) {
    at++
    if (written === '' || written.startsWith('mode:')) continue
    const match = row.exec(written)
    if (!match) failAt(at, 'not a block of a Go cover profile')
    const start = lineNumber(match[2], at)
    const end = lineNumber(match[4], at)
    cells += end - start + 1
    if (end < start || cells > maxCells) failAt(at, 'the blocks run backwards or are too many')
    const file = fileEntry(files, match[1] ?? '', at)
    // A block without a statement holds nothing that could run.
    if (wholeNumber(match[6], at) === 0) continue
    const column = wholeNumber(match[3], at)
    const own = blocks.get(file) ?? []
    const lines = starts.get(file) ?? new Map<number, number>()
    blocks.set(file, own)
    starts.set(file, lines)
    own.push({ start, end, endColumn: wholeNumber(match[5], at), hits: wholeNumber(match[7], at) })
    lines.set(start, Math.max(column, lines.get(start) ?? 0))
  }
  for (const [file, own] of blocks) {
    for (const block of own) addBlock(file, block, starts.get(file)?.get(block.end) ?? 0)
  }
  return { format: 'go', files }
}

/**
 * A block that ends before another one starts on the same line ends there with its brace: in `} else if x {` what
 * runs is the condition. Where they touch, as in `if x {`, both hold code of the line.
 */
function addBlock(file: FileCoverage, block: Block, nextColumn: number): void {
  const isBrace = block.end > block.start && (nextColumn > block.endColumn || block.endColumn === 1)
  const last = isBrace ? block.end - 1 : block.end
  for (let line = block.start; line <= last; line++) addHits(file, line, block.hits)
}
