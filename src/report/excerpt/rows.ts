import type { FileChange, Finding, Hunk, LineRange } from '../../model/index.ts'
import { pathOn } from '../../model/index.ts'

/** One line of an excerpt, as in a unified diff. */
export interface ExcerptLine {
  kind: 'added' | 'removed' | 'context'
  /** 1-based; undefined on the side where the line does not exist. */
  baseLine?: number
  headLine?: number
  /** Source text without its line end; what could be a secret is masked. */
  text: string
  /** Whether the finding is about this line. */
  target: boolean
  /** Where on the line the finding is: 0-based, end exclusive, in UTF-16 code units. */
  mark?: { start: number; end: number }
}

/** A line before it is known which finding asks for it. */
export type Row = Omit<ExcerptLine, 'target' | 'mark'>

/** Lines of files, by path. */
export type Texts = ReadonlyMap<string, readonly string[]>

/** Longest hunk, in lines, that is laid out as a diff. */
const MAX_HUNK = 20_000
/** Lines at hand before and after a finding outside of that. */
const PLAIN_LINES = 60
/** The hunk the finding stands in, row by row; outside every hunk, its file. */
export function rowsOf(
  finding: Finding,
  change: FileChange | undefined,
  texts: { base: Texts; head: Texts },
  walked: Map<Hunk, readonly Row[]>,
): readonly Row[] {
  const { side, path, region } = finding.location
  const hunk = change?.hunks.find(
    ({ [side]: range }) => region && range.start <= region.startLine && region.endLine <= range.end,
  )
  if (!change || !hunk || size(hunk) > MAX_HUNK) {
    return plainRows(finding, change, texts[side].get(path) ?? [])
  }
  let rows = walked.get(hunk)
  if (!rows) {
    const base = texts.base.get(pathOn(change, 'base') ?? '') ?? []
    const head = texts.head.get(pathOn(change, 'head') ?? '') ?? []
    rows = walk(hunk, change, base, head)
    walked.set(hunk, rows)
  }
  return rows
}

/** Lines of one side around a finding, for places outside every hunk and for hunks that are too long to lay out. */
function plainRows(
  { location: { side, region } }: Finding,
  change: FileChange | undefined,
  lines: readonly string[],
): readonly Row[] {
  if (!region) return []
  const first = Math.max(1, region.startLine - PLAIN_LINES)
  const [key, changed] =
    side === 'head' ? (['headLine', 'added'] as const) : (['baseLine', 'removed'] as const)
  return lines.slice(first - 1, region.startLine + PLAIN_LINES).map((text, index) => ({
    kind: change && within(change[changed], first + index) ? changed : 'context',
    [key]: first + index,
    text,
  }))
}

function size({ base, head }: Hunk): number {
  return base.end - base.start + head.end - head.start
}

/** A hunk as rows: removed lines stand before the added ones that replace them. */
function walk(hunk: Hunk, change: FileChange, base: readonly string[], head: readonly string[]): Row[] {
  const rows: Row[] = []
  let baseLine = hunk.base.start
  let headLine = hunk.head.start
  while (baseLine <= hunk.base.end || headLine <= hunk.head.end) {
    if (baseLine <= hunk.base.end && within(change.removed, baseLine)) {
      rows.push({ kind: 'removed', baseLine, text: base[baseLine - 1] ?? '' })
      baseLine += 1
    } else if (headLine <= hunk.head.end && within(change.added, headLine)) {
      rows.push({ kind: 'added', headLine, text: head[headLine - 1] ?? '' })
      headLine += 1
    } else {
      rows.push({ kind: 'context', baseLine, headLine, text: head[headLine - 1] ?? '' })
      baseLine += 1
      headLine += 1
    }
  }
  return rows
}

function within(ranges: readonly LineRange[], line: number): boolean {
  return ranges.some(({ start, end }) => start <= line && line <= end)
}
