import type { CoverageReport, FileCoverage } from './report.ts'

export type LineVerdict = 'covered' | 'uncovered' | 'not executable'

export interface ChangedLine {
  line: number
  verdict: LineVerdict
  branches?: { taken: number; total: number }
}

/** `unknown`: the report does not hold the file, which says nothing about its lines. */
export type ChangedLines = { kind: 'known'; lines: ChangedLine[] } | { kind: 'unknown' }

/**
 * What a report says about the changed lines of a file.
 * @param path the file as the report wrote it
 * @param ranges 1-based and inclusive, as long as the file at most
 */
export function changedLines(
  report: CoverageReport,
  path: string,
  ranges: readonly { startLine: number; endLine: number }[],
): ChangedLines {
  const file = report.files.get(path)
  if (!file) return { kind: 'unknown' }
  const lines = new Map<number, ChangedLine>()
  for (const { startLine, endLine } of ranges) {
    for (let line = startLine; line <= endLine; line++) lines.set(line, changedLine(file, line))
  }
  return { kind: 'known', lines: [...lines.values()] }
}

function changedLine(file: FileCoverage, line: number): ChangedLine {
  const hits = file.lines.get(line)
  const verdict = hits === undefined ? 'not executable' : hits > 0 ? 'covered' : 'uncovered'
  const branches = file.branches.get(line)
  if (!branches) return { line, verdict }
  return { line, verdict, branches: { taken: branches.taken, total: branches.total } }
}
