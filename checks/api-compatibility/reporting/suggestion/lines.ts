import type { FileChange, Suggestion } from '../../../../src/model/index.ts'

/** A button that replaces more than people read before they press it helps nobody. */
const MAX_REPLACED = 20
const MAX_LINES = 80
const MAX_LINE = 400

/**
 * What turns `before` into `after` as a replacement of whole lines of the head, if one hunk of the diff shows them all:
 * GitHub takes no other. Undefined where there is none.
 */
export function linesOf(change: FileChange, before: string, after: string): Suggestion | undefined {
  if (before === after || /\r/.test(before + after)) return undefined
  const [old, now] = [before.split('\n'), after.split('\n')]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (end < old.length - start && end < now.length - start && old.at(-1 - end) === now.at(-1 - end)) end++
  const [from, to] = [start + 1, old.length - end]
  const replacement = now.slice(start, now.length - end)
  const fits = (first: number, last: number): boolean =>
    change.hunks.some(({ head }) => head.start <= first && last <= head.end)
  const suggest = (first: number, last: number, lines: readonly string[]): Suggestion | undefined => {
    const small = last - first < MAX_REPLACED && lines.length <= MAX_LINES
    if (!small || !fits(first, last) || lines.some((line) => line.length > MAX_LINE)) return undefined
    return { path: change.path, region: { startLine: first, endLine: last }, replacement: lines.join('\n') }
  }
  if (from <= to && replacement.length > 0) return suggest(from, to, replacement)
  // Lines only come, or only go: a neighbour is replaced with them.
  const [next, previous] = [old[to], old[from - 2]]
  return (
    (next === undefined || next === '' ? undefined : suggest(from, to + 1, [...replacement, next])) ??
    (previous === undefined
      ? undefined
      : suggest(from - 1, Math.max(to, from - 1), [previous, ...replacement]))
  )
}
