import { addHits, CoverageError, fileEntry, lineNumber, wholeNumber } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'

const block = /^(.+):(\d+)\.\d+,(\d+)\.\d+ (\d+) (\d+)$/
/** Blocks name ranges: without a bound a few rows could ask for billions of lines. */
const maxCells = 5_000_000

/**
 * Reads a Go cover profile (golang.org/x/tools/cover): `mode:` and one block a row. Blocks nest on shared lines,
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
    if (!match) throw new CoverageError(`line ${at}: not a block of a Go cover profile`)
    const start = lineNumber(match[2], at)
    const end = lineNumber(match[3], at)
    cells += end - start + 1
    if (end < start || cells > maxCells) {
      throw new CoverageError(`line ${at}: the blocks run backwards or are too many`)
    }
    const file = fileEntry(files, match[1] ?? '', at)
    const hits = wholeNumber(match[5], at)
    for (let line = start; line <= end; line++) addHits(file, line, hits)
  }
  return { format: 'go', files }
}
