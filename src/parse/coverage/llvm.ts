import { addHits, Arms, failAt, fileEntry, maxCells } from './report.ts'
import type { CoverageReport, FileCoverage } from './report.ts'
import { countAt, lineNumberAt, listAt, objectAt, type JsonObject } from './values.ts'

export function isLlvm(value: JsonObject): boolean {
  return value['type'] === 'llvm.coverage.json.export'
}

interface Segment {
  line: number
  count: number
  counted: boolean
  entry: boolean
  gap: boolean
}

/** The JSON of `llvm-cov export`, and so of cargo-llvm-cov. */
export function readLlvm(value: JsonObject): CoverageReport {
  const files = new Map<string, FileCoverage>()
  const arms = new Arms()
  const bound = { cells: 0 }
  for (const [index, data] of listAt(value['data'], 'data').entries()) {
    const entries = listAt(objectAt(data, `data[${index}]`)['files'], `data[${index}].files`)
    for (const [number, entry] of entries.entries()) {
      const at = `data[${index}].files[${number}]`
      const own = objectAt(entry, at)
      const name = own['filename']
      const file = fileEntry(files, typeof name === 'string' ? name : '', at)
      if (own['segments'] === undefined) failAt(at, 'no segments; export without -summary-only')
      addLines(file, segmentsOf(own['segments'], `${at}.segments`), at, bound)
      for (const [branch, parts] of listAt(own['branches'] ?? [], `${at}.branches`).entries()) {
        const place = `${at}.branches[${branch}]`
        const [line, column, endLine, endColumn, whenTrue, whenFalse] = listAt(parts, place)
        const start = lineNumberAt(line, place)
        const key = [column, endLine, endColumn].map(String).join(' ')
        arms.add(file, start, `${key} true`, countAt(whenTrue, place) > 0)
        arms.add(file, start, `${key} false`, countAt(whenFalse, place) > 0)
      }
    }
  }
  arms.settle()
  return { format: 'llvm', files }
}

function segmentsOf(value: unknown, at: string): Segment[] {
  return listAt(value, at).map((parts, index) => {
    const [line, , count, counted, entry, gap] = listAt(parts, `${at}[${index}]`)
    // Early versions wrote 0 and 1, and had no gaps.
    const flag = (one: unknown): boolean => one === true || one === 1
    return {
      line: lineNumberAt(line, `${at}[${index}]`),
      count: countAt(count, `${at}[${index}]`),
      counted: flag(counted),
      entry: flag(entry),
      gap: flag(gap),
    }
  })
}

/** `LineCoverageStats` and `LineCoverageIterator` of LLVM's lib/ProfileData/Coverage/CoverageMapping.cpp. */
function addLines(file: FileCoverage, segments: Segment[], at: string, bound: { cells: number }): void {
  let next = 0
  let wrapped: Segment | undefined
  const last = segments.at(-1)?.line ?? 0
  if (segments.some((one, index) => one.line < (segments[index - 1]?.line ?? 1))) {
    failAt(at, 'the segments run backwards')
  }
  for (let line = segments[0]?.line ?? 1; line <= last; line++) {
    if (++bound.cells > maxCells) failAt(at, 'the segments cover too many lines')
    if (segments[next]?.line !== line) {
      if (wrapped?.counted) addHits(file, line, wrapped.count)
      continue
    }
    const from = next
    while (segments[next]?.line === line) next++
    const here = segments.slice(from, next)
    const starts = here.filter((one) => !one.gap && one.counted && one.entry)
    const skipped = here[0] !== undefined && !here[0].counted && here[0].entry
    const mapped =
      here.some((one) => one.counted && one.entry) ||
      (!skipped && (wrapped?.counted === true || starts.length > 0))
    if (mapped) addHits(file, line, Math.max(wrapped?.count ?? 0, ...starts.map((one) => one.count)))
    wrapped = here.at(-1) ?? wrapped
  }
}
