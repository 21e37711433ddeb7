import { addBranchCount, addHits, failAt, fileEntry, lineNumber, wholeNumber } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import type { XmlReader } from './xml.ts'

/** A report with more source folders than this is not one a build writes. */
const maxRoots = 100

/**
 * Cobertura's coverage-04.dtd, which dozens of tools write. A file may be spread over several classes, and
 * `methods` repeats the lines of its class: the larger counts win.
 */
export function coberturaReader(): { report: CoverageReport; reader: XmlReader } {
  const files = new Map<string, FileCoverage>()
  const roots: string[] = []
  let file: FileCoverage | undefined
  const reader: XmlReader = {
    open(name, attributes, at) {
      if (name === 'class') file = fileEntry(files, attributes['filename'] ?? '', at)
      if (name !== 'line') return
      if (!file) failAt(at, 'a line stands outside a class')
      const line = lineNumber(attributes['number'], at)
      addHits(file, line, wholeNumber(attributes['hits'], at))
      const condition = /\((\d{1,9})\/(\d{1,9})\)/.exec(attributes['condition-coverage'] ?? '')
      if (attributes['branch'] !== 'false' && condition) {
        addBranchCount(file, line, Number(condition[1]), Number(condition[2]))
      }
    },
    close(name, text) {
      if (name === 'class') file = undefined
      const root = text.trim().replaceAll('\\', '/')
      if (name === 'source' && root !== '' && roots.length < maxRoots) roots.push(root)
    },
  }
  return { report: { format: 'cobertura', files, roots }, reader }
}
