import { addBranchCount, addHits, failAt, fileEntry, lineNumber, noLine, wholeNumber } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import type { Attributes, XmlReader } from './xml.ts'

/** A report with more source folders than this is not one a build writes. */
const maxRoots = 100

interface Class {
  file: FileCoverage
  hasLines: boolean
  /** Lines of methods, counted only where the class has none of its own. */
  ofMethods: [attributes: Attributes, at: number][]
}

/**
 * Cobertura's coverage-04.dtd, which dozens of tools write. A file may be spread over several classes: the larger
 * counts win. `methods` repeats lines of the class; istanbul also puts declarations there, with the calls.
 */
export function coberturaReader(): { report: CoverageReport; reader: XmlReader } {
  const files = new Map<string, FileCoverage>()
  const roots: string[] = []
  let own: Class | undefined
  let isMethod = false
  const reader: XmlReader = {
    open(name, attributes, at) {
      if (name === 'class') {
        own = { file: fileEntry(files, attributes['filename'] ?? '', at), hasLines: false, ofMethods: [] }
      }
      if (name === 'method') isMethod = true
      if (name !== 'line') return
      if (!own) failAt(at, 'a line stands outside a class')
      if (isMethod) own.ofMethods.push([attributes, at])
      else {
        own.hasLines = true
        addLine(own.file, attributes, at)
      }
    },
    close(name, text) {
      if (name === 'method') isMethod = false
      if (name === 'class') {
        if (own && !own.hasLines) for (const [line, at] of own.ofMethods) addLine(own.file, line, at)
        own = undefined
      }
      const root = text.trim().replaceAll('\\', '/')
      if (name === 'source' && root !== '' && roots.length < maxRoots) roots.push(root)
    },
  }
  return { report: { format: 'cobertura', files, roots }, reader }
}

function addLine(file: FileCoverage, attributes: Attributes, at: number): void {
  if (attributes['number'] === noLine) return
  const line = lineNumber(attributes['number'], at)
  addHits(file, line, wholeNumber(attributes['hits'], at))
  const condition = /\((\d{1,9})\/(\d{1,9})\)/.exec(attributes['condition-coverage'] ?? '')
  if (attributes['branch'] !== 'false' && condition) {
    addBranchCount(file, line, Number(condition[1]), Number(condition[2]))
  }
}
