import type { CoverageReport, FileCoverage } from './report.ts'
import { silentLines } from './silent-lines.ts'

/**
 * The coverage of a file without the lines that hold nothing to run, which tools that count blocks of text list with the
 * rest: blank lines, comments, closing brackets; of SimpleCov also what stands between `:nocov:`. As in the
 * report where no grammar reads the text.
 * @param path as in the report, and with the extension of the file
 * @param text of the file
 */
export async function executableLines(
  report: CoverageReport,
  path: string,
  text: string,
): Promise<FileCoverage | undefined> {
  const file = report.files.get(path)
  if (!file) return undefined
  const silent = await silentLines(text, path)
  const left = report.format === 'simplecov' ? leftOut(text) : new Set<number>()
  const isKept = ([line]: [line: number, value: unknown]): boolean =>
    !left.has(line) && (!silent || line > silent.count || silent.isCode(line))
  return {
    lines: new Map([...file.lines].filter(isKept)),
    branches: new Map([...file.branches].filter(isKept)),
  }
}

/** SimpleCov turns at each `# :nocov:`, after Ruby has counted: `.resultset.json` still has the lines. */
function leftOut(text: string): Set<number> {
  const left = new Set<number>()
  let isOut = false
  for (const [index, line] of text.split('\n').entries()) {
    const isTurn = /^\s*#\s*:nocov:/.test(line)
    if (isOut || isTurn) left.add(index + 1)
    if (isTurn) isOut = !isOut
  }
  return left
}
