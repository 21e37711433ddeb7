import { lineDiff } from './line-diff.ts'

/**
 * Where lines of an older text are in a newer one (1-based). Undefined for those that were rewritten or are gone;
 * other indentation or blanks at the end are no rewriting.
 */
export function lineMap(older: string, newer: string): (line: number) => number | undefined {
  const { added, removed } = lineDiff(trimmed(older), trimmed(newer))
  return (line) => {
    let kept = line
    for (const { start, end } of removed) {
      if (line >= start && line <= end) return undefined
      if (end < line) kept -= end - start + 1
    }
    // The kept-th of the lines that both have.
    let place = kept
    for (const { start, end } of added) {
      if (start > place) break
      place += end - start + 1
    }
    return place
  }
}

/** Each line with its end: a last one without is a line like any other. */
function trimmed(text: string): string {
  return text
    .split('\n')
    .map((line) => `${line.trim()}\n`)
    .join('')
}
