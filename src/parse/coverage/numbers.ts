import type { CoverageReport } from './report.ts'

/**
 * A report as paths and numbers alone, in lcov's words: which lines can run, which of them did, and how many ways out of
 * them were taken. Counts are left out, and names of functions; read back, it says of every line what the report says.
 */
export function toNumbers(report: CoverageReport): string {
  const rows: string[] = []
  const [root] = report.roots?.length === 1 ? report.roots : []
  for (const [written, { lines, branches }] of report.files) {
    const path = pathOf(written, root)
    // A path of a hostile report must not become a record of its own.
    if (/[\r\n]/.test(path)) continue
    rows.push(`SF:${path}`)
    for (const [line, hits] of sorted(lines)) rows.push(`DA:${line},${hits > 0 ? 1 : 0}`)
    for (const [line, { taken, total, arms }] of sorted(branches)) {
      const ways = Math.min(total, MOST_WAYS)
      for (let way = 0; way < ways; way += 1)
        rows.push(`BRDA:${line},0,${way},${(arms?.[way] ?? way < taken) ? 1 : 0}`)
    }
    rows.push('end_of_record')
  }
  return rows.join('\n')
}

/** No line of code has more; a number that is made up would cost as many rows. */
const MOST_WAYS = 1_000

/** JaCoCo's groups stand before a `!`; a single root is where relative paths start. */
function pathOf(written: string, root: string | undefined): string {
  const bare = written.slice(written.lastIndexOf('!') + 1)
  const isRelative = !/^(?:\/|[A-Za-z]:\/)/.test(bare)
  return isRelative && root !== undefined && root !== '' ? `${root.replace(/\/$/, '')}/${bare}` : bare
}

function sorted<T>(numbers: ReadonlyMap<number, T>): [number, T][] {
  return [...numbers].toSorted(([a], [b]) => a - b)
}
