import type { CoverageReport, FileCoverage } from './report.ts'
import { languageOf } from '../code/index.ts'
import { silentLines } from './silent-lines.ts'

/**
 * The coverage of a file without the lines that hold nothing to run, which tools that count blocks of text list with the
 * rest: blank lines, comments, closing brackets; of Ruby also what SimpleCov is told to leave out. As in the report where
 * no grammar reads the text.
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
  const left = languageOf(path) === 'ruby' ? leftOut(text) : new Set<number>()
  const isKept = ([line]: [line: number, value: unknown]): boolean =>
    !left.has(line) && (!silent || line > silent.count || silent.isCode(line))
  return {
    lines: new Map([...file.lines].filter(isKept)),
    branches: new Map([...file.branches].filter(isKept)),
  }
}

const directive =
  /#\s*simplecov\s*:\s*(disable|enable)\b(?:\s+((?:line|branch|method)(?:\s*,\s*(?:line|branch|method))*)\b)?/

/**
 * SimpleCov reads its comments after Ruby has counted: `.resultset.json` still has the lines. `# :nocov:` turns at
 * each; `# simplecov:disable` lasts to its `enable`, or for its line where code stands before it.
 */
function leftOut(text: string): Set<number> {
  const left = new Set<number>()
  let [isTurned, isDisabled] = [false, false]
  for (const [index, line] of text.split('\n').entries()) {
    const isTurn = /^\s*#\s*:nocov:/.test(line)
    const [, mode, categories = 'line'] = directive.exec(line) ?? []
    const isOwn = mode !== undefined && categories.includes('line')
    const isInline = isOwn && !line.trimStart().startsWith('#')
    if (isOwn && !isInline) isDisabled = mode === 'disable'
    if (isTurned || isTurn || isDisabled || (isInline && mode === 'disable')) left.add(index + 1)
    if (isTurn) isTurned = !isTurned
  }
  return left
}
