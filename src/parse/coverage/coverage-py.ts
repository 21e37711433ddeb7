import { addHits, Arms, fileEntry } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import { countAt, isObject, lineNumberAt, listAt, objectAt, type JsonObject } from './values.ts'

export function isCoveragePy(value: JsonObject): boolean {
  return isObject(value['meta']) && isObject(value['files'])
}

/**
 * coverage.py's JSON report: statements by line, without counts. Before version 7 `executed_lines` also held what was
 * excluded, and docstrings.
 */
export function readCoveragePy(value: JsonObject): CoverageReport {
  const files = new Map<string, FileCoverage>()
  const arms = new Arms()
  for (const [path, entry] of Object.entries(objectAt(value['files'], 'files'))) {
    const own = objectAt(entry, `files.${path}`)
    const file = fileEntry(files, path, `files.${path}`)
    for (const [key, hits] of [
      ['executed_lines', 1],
      ['missing_lines', 0],
    ] as const) {
      const at = `files.${path}.${key}`
      for (const [index, line] of listAt(own[key], at).entries()) {
        addHits(file, lineNumberAt(line, `${at}[${index}]`), hits)
      }
    }
    for (const line of listAt(own['excluded_lines'] ?? [], `files.${path}.excluded_lines`)) {
      if (typeof line === 'number') file.lines.delete(line)
    }
    for (const key of ['executed_branches', 'missing_branches']) {
      const at = `files.${path}.${key}`
      for (const [index, branch] of listAt(own[key] ?? [], at).entries()) {
        const [from, to] = listAt(branch, `${at}[${index}]`)
        const line = lineNumberAt(from, `${at}[${index}][0]`)
        // A negative target is the way out of the code that starts there.
        const target =
          typeof to === 'number' && to < 0 ? -countAt(-to, at) : countAt(to, `${at}[${index}][1]`)
        arms.add(file, line, `${target}`, key === 'executed_branches')
      }
    }
  }
  arms.settle()
  return { format: 'coverage.py', files }
}
