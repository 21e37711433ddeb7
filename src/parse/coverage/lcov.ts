import { addHits, Arms, failAt, fileEntry, lineNumber, noLine, rowsOf, wholeNumber } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'

/**
 * Reads an lcov tracefile (geninfo(1)): SF, DA, BRDA and end_of_record; other records are summaries.
 * @throws {CoverageError} on a broken record, or when the last one was cut off.
 */
export function readLcov(text: string): CoverageReport {
  const files = new Map<string, FileCoverage>()
  let file: FileCoverage | undefined
  const arms = new Arms()
  let at = 0
  for (const row of rowsOf(text)) {
    at++
    if (row === 'end_of_record') file = undefined
    else if (row.startsWith('SF:')) file = fileEntry(files, row.slice(3), at)
    else if (row.startsWith('DA:') || row.startsWith('BRDA:')) {
      if (!file) failAt(at, 'a record stands outside a file (SF: is missing)')
      const parts = row.slice(row.indexOf(':') + 1).split(',')
      // As coverage.py 6 of a branch that leads out of the function.
      if (parts[0] === noLine) continue
      const line = lineNumber(parts[0], at)
      if (row.startsWith('DA:')) addHits(file, line, wholeNumber(parts[1], at))
      else {
        if (parts.length < 4) failAt(at, 'BRDA has four fields')
        // The branch may be an expression with commas in it: the count is the last field.
        const count = parts.at(-1)
        arms.add(file, line, parts.slice(1, -1).join(','), count !== '-' && wholeNumber(count, at) > 0)
      }
    }
  }
  if (file) failAt(at, 'the report was cut off (end_of_record is missing)')
  arms.settle()
  return { format: 'lcov', files }
}
