import { addHits, failAt, fileEntry, lineNumber, maxCells, wholeNumber } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'

const block = /^(.+):(\d+)\.\d+,(\d+)\.(\d+) (\d+) (\d+)$/

/**
 * Reads a Go cover profile (golang.org/x/tools/cover): `mode:` and one block a row. Blocks meet on shared lines,
 * where the larger count wins. The profile has no branches.
 * @throws {CoverageError} on a broken row, or on blocks of too many lines together.
 */
export function readGoProfile(text: string): CoverageReport {
  const files = new Map<string, FileCoverage>()
  let at = 0
  let cells = 0
  for (const raw of text.split('\n')) {
    at++
    const row = raw.trim()
    if (row === '' || row.startsWith('mode:')) continue
    const match = block.exec(row)
    if (!match) failAt(at, 'not a block of a Go cover profile')
    const start = lineNumber(match[2], at)
    const end = lineNumber(match[3], at)
    cells += end - start + 1
    if (end < start || cells > maxCells) failAt(at, 'the blocks run backwards or are too many')
    const file = fileEntry(files, match[1] ?? '', at)
    // A block without a statement holds nothing that could run.
    if (wholeNumber(match[5], at) === 0) continue
    const hits = wholeNumber(match[6], at)
    // The end column is exclusive: at the first one nothing of that line is in the block.
    const last = match[4] === '1' && end > start ? end - 1 : end
    for (let line = start; line <= last; line++) addHits(file, line, hits)
  }
  return { format: 'go', files }
}
