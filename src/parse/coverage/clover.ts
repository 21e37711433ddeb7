import { addBranchCount, addHits, failAt, fileEntry, lineNumber, noLine, wholeNumber } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import type { XmlReader } from './xml.ts'

/**
 * Clover's XML, as OpenClover, istanbul and PHPUnit write it. Lines of type `method` are declarations with the
 * number of calls, not code that runs. Of a condition OpenClover counts how often it was true and false, istanbul how
 * many branches of the line were taken and not; istanbul calls the project "All files".
 */
export function cloverReader(): { report: CoverageReport; reader: XmlReader } {
  const files = new Map<string, FileCoverage>()
  let file: FileCoverage | undefined
  let counted = false
  const reader: XmlReader = {
    open(name, attributes, at) {
      if (name === 'project') counted = attributes['name'] === 'All files'
      // The name alone has no folder where a path stands beside it.
      if (name === 'file') file = fileEntry(files, attributes['path'] ?? attributes['name'] ?? '', at)
      if (name !== 'line' || attributes['type'] === 'method') return
      if (!file) failAt(at, 'a line stands outside a file')
      if (attributes['num'] === noLine) return
      const line = lineNumber(attributes['num'], at)
      const isCondition = attributes['truecount'] !== undefined && attributes['falsecount'] !== undefined
      if (!isCondition) {
        addHits(file, line, wholeNumber(attributes['count'], at))
        return
      }
      const whenTrue = wholeNumber(attributes['truecount'], at)
      const whenFalse = wholeNumber(attributes['falsecount'], at)
      // OpenClover gives a condition no count of its own.
      addHits(file, line, wholeNumber(attributes['count'] ?? `${whenTrue + whenFalse}`, at))
      if (counted) addBranchCount(file, line, whenTrue, whenTrue + whenFalse)
      else addBranchCount(file, line, (whenTrue > 0 ? 1 : 0) + (whenFalse > 0 ? 1 : 0), 2)
    },
    close(name) {
      if (name === 'file') file = undefined
    },
  }
  return { report: { format: 'clover', files }, reader }
}
