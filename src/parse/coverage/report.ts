/** The coverage of one file. Lines are 1-based; a line that is absent is one the tool calls not executable. */
export interface FileCoverage {
  lines: Map<number, number>
  branches: Map<number, { taken: number; total: number }>
}

/** Files by their path as the tool wrote it: slashes forward, nothing else changed. */
export interface CoverageReport {
  format: 'lcov' | 'go'
  files: Map<string, FileCoverage>
}

export type CoverageRead = { kind: 'read'; report: CoverageReport } | { kind: 'unread'; why: string }

/** What makes a report unreadable, with its line; `readCoverage` turns it into `unread`. */
export class CoverageError extends Error {}

export const maxLine = 1_000_000

/** A count or line number of a report: a whole number, at most 2^53 - 1. */
export function wholeNumber(text: string | undefined, at: number): number {
  const value = text !== undefined && /^\d{1,19}$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value)) throw new CoverageError(`line ${at}: a whole number is expected`)
  return Math.min(value, Number.MAX_SAFE_INTEGER)
}

export function lineNumber(text: string | undefined, at: number): number {
  const value = wholeNumber(text, at)
  if (value < 1 || value > maxLine) throw new CoverageError(`line ${at}: no file has a line ${value}`)
  return value
}

/** The entry of a file, made on first use; a path with `..` in it could name a file outside the tree. */
export function fileEntry(files: Map<string, FileCoverage>, written: string, at: number): FileCoverage {
  const path = written.trim().replaceAll('\\', '/')
  if (path === '' || path.includes('\0') || path.split('/').includes('..')) {
    throw new CoverageError(`line ${at}: the path of a file is empty or leads out of the tree`)
  }
  const known = files.get(path)
  if (known) return known
  const made: FileCoverage = { lines: new Map(), branches: new Map() }
  files.set(path, made)
  return made
}

/** The larger count wins, so that a report merged with itself says the same. */
export function addHits(file: FileCoverage, line: number, hits: number): void {
  file.lines.set(line, Math.max(file.lines.get(line) ?? 0, hits))
}
