/** The rows of a text, without an array of them all. */
export function* rowsOf(text: string): Generator<string, void> {
  let start = 0
  while (start < text.length) {
    const end = text.indexOf('\n', start)
    const stop = end < 0 ? text.length : end
    yield text.slice(start, stop).trim()
    start = stop + 1
  }
}

/** Executions of the ways out of one line: an `if` has two. */
export interface BranchCount {
  taken: number
  total: number
  /** Way by way, in the tool's order, where the format tells them apart; then reports merge exactly. */
  arms?: readonly boolean[]
}

/** The coverage of one file. Lines are 1-based; a line that is absent is one the tool calls not executable. */
export interface FileCoverage {
  lines: Map<number, number>
  branches: Map<number, BranchCount>
}

export type CoverageFormat =
  | 'lcov'
  | 'go'
  | 'cobertura'
  | 'jacoco'
  | 'clover'
  | 'istanbul'
  | 'coverage.py'
  | 'simplecov'
  | 'llvm'
  | 'mixed'

/** Files by their path as the tool wrote it: slashes forward, nothing else changed. */
export interface CoverageReport {
  /** `mixed`: merged from reports of several formats. */
  format: CoverageFormat
  files: Map<string, FileCoverage>
  /** Folders that the tool says its relative paths start at (Cobertura's `<source>`). */
  roots?: readonly string[]
}

export type CoverageRead = { kind: 'read'; report: CoverageReport } | { kind: 'unread'; why: string }

/** What makes a report unreadable, with its place; `readCoverage` turns it into `unread`. */
export class CoverageError extends Error {}

export const maxLine = 1_000_000
/** Files of one report, and of one tree that a report is mapped to. */
export const maxFiles = 100_000
/** Formats that name ranges: without a bound a few rows could ask for billions of lines. */
export const maxCells = 5_000_000

/** Where in a report: its line, or the path of a value. */
export type Place = number | string

export function failAt(at: Place, what: string): never {
  throw new CoverageError(`${typeof at === 'number' ? `line ${at}` : at}: ${what}`)
}

/** A count or line number of a report: a whole number; more than 2^53 - 1 is that. */
export function wholeNumber(text: string | undefined, at: Place): number {
  const value = text !== undefined && /^\d{1,20}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value)) failAt(at, 'a whole number is expected')
  return Math.min(value, Number.MAX_SAFE_INTEGER)
}

export function lineNumber(text: string | undefined, at: Place): number {
  return checkLine(wholeNumber(text, at), at)
}

/** How tools name a place that they do not know, as old coverage.py in empty files. */
export const noLine = '0'

export function checkLine(value: number, at: Place): number {
  if (value < 1 || value > maxLine) failAt(at, `no file has a line ${value}`)
  return value
}

/** The entry of a file, made on first use. Whether the path lies in the tree is asked by `mapToTree`. */
export function fileEntry(files: Map<string, FileCoverage>, written: string, at: Place): FileCoverage {
  const path = written.trim().replaceAll('\\', '/')
  if (path === '' || path.length > 4096 || path.includes('\0')) {
    failAt(at, 'the path of a file is empty, too long or no path')
  }
  const known = files.get(path)
  if (known) return known
  if (files.size >= maxFiles) failAt(at, `more than ${maxFiles} files`)
  const made: FileCoverage = { lines: new Map(), branches: new Map() }
  files.set(path, made)
  return made
}

/** The larger count wins, so that a report merged with itself says the same. */
export function addHits(file: FileCoverage, line: number, hits: number): void {
  file.lines.set(line, Math.max(file.lines.get(line) ?? 0, hits))
}

/** Adds what a format says of a line's branches when it only counts them; the larger counts win. */
export function addBranchCount(file: FileCoverage, line: number, taken: number, total: number): void {
  if (total < 1) return
  const known = file.branches.get(line)
  file.branches.set(line, {
    taken: Math.max(known?.taken ?? 0, Math.min(taken, total)),
    total: Math.max(known?.total ?? 0, total),
  })
}

/** Collects the ways out of lines by a key that names each once, however often a report repeats it. */
export class Arms {
  readonly #files = new Map<FileCoverage, Map<number, Map<string, boolean>>>()

  add(file: FileCoverage, line: number, key: string, taken: boolean): void {
    let lines = this.#files.get(file)
    if (!lines) this.#files.set(file, (lines = new Map<number, Map<string, boolean>>()))
    let arms = lines.get(line)
    if (!arms) lines.set(line, (arms = new Map<string, boolean>()))
    arms.set(key, taken || arms.get(key) === true)
  }

  /** Writes them into their files, in an order that does not hang on that of the report. */
  settle(): void {
    for (const [file, lines] of this.#files) {
      for (const [line, keyed] of lines) {
        const arms = [...keyed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, taken]) => taken)
        file.branches.set(line, { taken: arms.filter(Boolean).length, total: arms.length, arms })
      }
    }
  }
}
