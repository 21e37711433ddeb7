import { addHits, Arms, checkLine, failAt, fileEntry } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import { countAt, isObject, lineNumberAt, listAt, objectAt, type JsonObject } from './values.ts'

/** The suites of a `.resultset.json`: each holds `coverage` and `timestamp`. */
function suites(value: JsonObject): [string, JsonObject][] {
  return Object.entries(value).filter(
    (pair): pair is [string, JsonObject] => isObject(pair[1]) && isObject(pair[1]['coverage']),
  )
}

export function isSimpleCov(value: JsonObject): boolean {
  return isSimpleCovJson(value) || (Object.keys(value).length > 0 && suites(value).length > 0)
}

function isSimpleCovJson(value: JsonObject): boolean {
  return isObject(value['meta']) && 'simplecov_version' in value['meta'] && isObject(value['coverage'])
}

/**
 * SimpleCov's `.resultset.json` (Ruby's own Coverage, suite by suite) and the `coverage.json` of its JSON formatter.
 * A line without code is null; one between `:nocov:` is "ignored" in the latter and counted in the former.
 */
export function readSimpleCov(value: JsonObject): CoverageReport {
  const files = new Map<string, FileCoverage>()
  const arms = new Arms()
  const all: [string, JsonObject][] = isSimpleCovJson(value) ? [['coverage', value]] : suites(value)
  for (const [suite, { coverage }] of all) {
    for (const [path, entry] of Object.entries(objectAt(coverage, suite))) {
      const at = `${suite}.${path}`
      const file = fileEntry(files, path, at)
      const own: JsonObject = Array.isArray(entry) ? { lines: entry } : objectAt(entry, at)
      for (const [index, hits] of listAt(own['lines'] ?? [], `${at}.lines`).entries()) {
        if (hits === null || hits === 'ignored') continue
        addHits(file, checkLine(index + 1, at), countAt(hits, `${at}.lines[${index}]`))
      }
      for (const branch of branchesOf(own['branches'], `${at}.branches`)) {
        arms.add(file, branch.line, branch.key, branch.taken)
      }
    }
  }
  arms.settle()
  return { format: 'simplecov', files }
}

interface Branch {
  line: number
  key: string
  taken: boolean
}

function* branchesOf(value: unknown, at: string): Generator<Branch, void> {
  if (Array.isArray(value)) {
    for (const [index, one] of value.entries()) {
      const { type, start_line: start, report_line: line, coverage } = objectAt(one, `${at}[${index}]`)
      if (coverage === 'ignored') continue
      const taken = countAt(coverage, `${at}[${index}].coverage`) > 0
      yield { line: lineNumberAt(line ?? start, `${at}[${index}]`), key: `${String(type)} ${index}`, taken }
    }
  } else if (value !== undefined && value !== null) {
    for (const [condition, ways] of Object.entries(objectAt(value, at))) {
      // [:if, id, first line, first column, last line, last column], printed by Ruby
      const line = /^\[:(?:\w+|"[^"]*"), \d+, (\d{1,7}),/.exec(condition)?.[1]
      if (line === undefined) failAt(`${at}.${condition}`, 'not a branch of Ruby')
      for (const [way, hits] of Object.entries(objectAt(ways, `${at}.${condition}`))) {
        const taken = countAt(hits, `${at}.${condition}.${way}`) > 0
        yield { line: checkLine(Number(line), at), key: `${condition} ${way}`, taken }
      }
    }
  }
}
