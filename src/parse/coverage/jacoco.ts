import { addBranchCount, addHits, failAt, fileEntry, lineNumber, noLine, wholeNumber } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import type { XmlReader } from './xml.ts'

/**
 * JaCoCo's report.dtd 1.1. It counts instructions, not executions: a line with any of them run has one hit. Files
 * are named by package and source file; the groups of an aggregate stand before them, ended by `!`, as two
 * modules may hold a file of the same package and name.
 */
export function jacocoReader(): { report: CoverageReport; reader: XmlReader } {
  const files = new Map<string, FileCoverage>()
  const groups: string[] = []
  let within = ''
  let file: FileCoverage | undefined
  const reader: XmlReader = {
    open(name, attributes, at) {
      if (name === 'group') groups.push(attributes['name'] ?? '')
      if (name === 'package') within = attributes['name'] ?? ''
      if (name === 'sourcefile') {
        const source = attributes['name'] ?? ''
        if (source === '') failAt(at, 'a source file has no name')
        const path = within === '' ? source : `${within}/${source}`
        file = fileEntry(files, groups.length > 0 ? `${groups.join('/')}!${path}` : path, at)
      }
      if (name !== 'line' || attributes['nr'] === noLine) return
      if (!file) failAt(at, 'a line stands outside a source file')
      const line = lineNumber(attributes['nr'], at)
      const [missedBranches, takenBranches] = [attributes['mb'] ?? '0', attributes['cb'] ?? '0']
      addHits(file, line, wholeNumber(attributes['ci'], at) > 0 ? 1 : 0)
      const taken = wholeNumber(takenBranches, at)
      addBranchCount(file, line, taken, taken + wholeNumber(missedBranches, at))
    },
    close(name) {
      if (name === 'group') groups.pop()
      if (name === 'sourcefile') file = undefined
    },
  }
  return { report: { format: 'jacoco', files }, reader }
}
