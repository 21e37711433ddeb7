import { addHits, Arms, fileEntry } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import { countAt, isObject, lineNumberAt, listAt, objectAt, type JsonObject } from './values.ts'

/** Whether an object maps files to istanbul's coverage of each. */
export function isIstanbul(value: JsonObject): boolean {
  const [first] = Object.values(value)
  return isObject(first) && isObject(first['statementMap'] ?? first['data'])
}

/**
 * istanbul's coverage-final.json, whose lines istanbul-lib-coverage takes from where statements start
 * (`getLineCoverage`), and branches from `line`, or where their `loc` starts (`getBranchCoverageByLine`).
 */
export function readIstanbul(value: JsonObject): CoverageReport {
  const files = new Map<string, FileCoverage>()
  const arms = new Arms()
  for (const [path, entry] of Object.entries(value)) {
    const outer = objectAt(entry, path)
    const own = isObject(outer['data']) ? outer['data'] : outer
    const file = fileEntry(files, path, path)
    const counts = objectAt(own['s'], `${path}.s`)
    for (const [id, statement] of Object.entries(objectAt(own['statementMap'], `${path}.statementMap`))) {
      const line = startLine(statement, `${path}.statementMap.${id}`)
      if (line !== undefined) addHits(file, line, countAt(counts[id], `${path}.s.${id}`))
    }
    const taken = objectAt(own['b'] ?? {}, `${path}.b`)
    for (const [id, branch] of Object.entries(objectAt(own['branchMap'] ?? {}, `${path}.branchMap`))) {
      const at = `${path}.branchMap.${id}`
      const known = objectAt(branch, at)
      const line =
        typeof known['line'] === 'number' ? lineNumberAt(known['line'], at) : startLine(known['loc'], at)
      if (line === undefined) continue
      for (const [index, count] of listAt(taken[id], `${path}.b.${id}`).entries()) {
        arms.add(file, line, `${id.padStart(9)} ${index}`, countAt(count, `${path}.b.${id}[${index}]`) > 0)
      }
    }
  }
  arms.settle()
  return { format: 'istanbul', files }
}

/** Undefined where the place is unknown, as in code that a source map does not lead back. */
function startLine(range: unknown, at: string): number | undefined {
  const start = objectAt(objectAt(range, at)['start'], `${at}.start`)
  const line = start['line']
  return line === undefined || line === null || line === 0
    ? undefined
    : lineNumberAt(line, `${at}.start.line`)
}
