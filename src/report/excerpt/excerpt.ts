import type { ChangeSet, FileChange, Finding, Hunk, LineRange, Review, Snapshot } from '../../model/index.ts'
import { findChange, pathOn } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { maskSecrets } from './mask.ts'

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

/** Lines around a finding, by its fingerprint. */
export type Excerpts = ReadonlyMap<string, readonly ExcerptLine[]>

export interface ExcerptOptions {
  /** Lines before and after the finding (default 3). */
  context?: number
  /** Longest excerpt (default 24 lines). */
  maxLines?: number
  /** Findings that get one (default 500). */
  maxFindings?: number
}

/** Longest hunk, in lines, that is laid out as a diff. */
const MAX_HUNK = 20_000
/** Lines at hand before and after a finding outside of that. */
const PLAIN_LINES = 60
/** Longest line that is looked at for secrets and handed on; minified files have longer ones. */
const MAX_LINE = 2000

/** CWE numbers of credentials in the code: lines with such a finding are masked whole. */
const CREDENTIALS = new Set([259, 312, 321, 522, 540, 798])

/** Reads the lines around the shown findings from both sides of the change. */
export async function collectExcerpts(
  review: Review,
  changeSet: ChangeSet,
  catalogue: Catalogue,
  options: ExcerptOptions = {},
): Promise<Excerpts> {
  const { context = 3, maxLines = 24, maxFindings = 500 } = options
  const findings = review.findings
    .filter(({ verdict, location }) => verdict.shown && location.region)
    .slice(0, maxFindings)
  const wanted = { base: new Set<string>(), head: new Set<string>() }
  for (const { location } of findings) {
    wanted[location.side].add(location.path)
    const change = findChange(changeSet, location.side, location.path)
    const other = location.side === 'base' ? 'head' : 'base'
    const path = change && pathOn(change, other)
    if (path !== undefined) wanted[other].add(path)
  }
  const [base, head] = await Promise.all([
    readLines(changeSet.base, wanted.base),
    readLines(changeSet.head, wanted.head),
  ])
  const secret = credentialLines(review, catalogue)
  const excerpts = new Map<string, readonly ExcerptLine[]>()
  const walked = new Map<Hunk, readonly Row[]>()
  for (const finding of findings) {
    const { side, path } = finding.location
    const change = findChange(changeSet, side, path)
    const paths = change ? { base: pathOn(change, 'base'), head: pathOn(change, 'head') } : { [side]: path }
    const rows = rowsOf(finding, change, { base, head }, walked)
    const lines = window(rows, finding, context, maxLines).map((row) => {
      const whole =
        secret.has(`base ${paths.base ?? ''} ${row.baseLine ?? 0}`) ||
        secret.has(`head ${paths.head ?? ''} ${row.headLine ?? 0}`)
      return { ...row, ...targetOf(row, finding), text: maskSecrets(row.text.slice(0, MAX_LINE), whole) }
    })
    if (lines.length > 0) excerpts.set(finding.fingerprint, lines)
  }
  return excerpts
}

type Row = Omit<ExcerptLine, 'target' | 'mark'>
type Texts = ReadonlyMap<string, readonly string[]>

async function readLines(snapshot: Snapshot, paths: ReadonlySet<string>): Promise<Texts> {
  const contents = await snapshot.readMany([...paths])
  const texts = new Map<string, readonly string[]>()
  for (const [path, content] of contents) {
    if (content.kind === 'text') texts.set(path, content.text.split(/\r\n|\n/))
  }
  return texts
}

/** The hunk the finding stands in, row by row; outside every hunk, its file. */
function rowsOf(
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

function window(rows: readonly Row[], finding: Finding, context: number, maxLines: number): readonly Row[] {
  const first = rows.findIndex((row) => targetOf(row, finding).target)
  if (first === -1) return []
  const last = rows.findLastIndex((row) => targetOf(row, finding).target)
  const start = Math.max(0, first - context)
  return rows.slice(start, Math.min(last + context + 1, start + maxLines))
}

/** Whether a row is what the finding is about, and where on the line. */
function targetOf(row: Row, { location }: Finding): Pick<ExcerptLine, 'target' | 'mark'> {
  const { side, region } = location
  const line = side === 'head' ? row.headLine : row.baseLine
  // A context row stands on both sides; a removed one has no line of the head.
  if (!region || line === undefined || line < region.startLine || line > region.endLine)
    return { target: false }
  if (region.startColumn === undefined || region.startLine !== region.endLine) return { target: true }
  const start = region.startColumn - 1
  const end = Math.min(row.text.length, (region.endColumn ?? row.text.length + 1) - 1)
  return end > start ? { target: true, mark: { start, end } } : { target: true }
}

/** `<side> <path> <line>` of every line with a credential, shown or not. */
function credentialLines(review: Review, catalogue: Catalogue): Set<string> {
  const lines = new Set<string>()
  for (const { ruleId, location } of review.findings) {
    if (!location.region || !catalogue.rule(ruleId)?.cwe.some((number) => CREDENTIALS.has(number))) continue
    const { startLine, endLine } = location.region
    for (let line = startLine; line <= Math.min(endLine, startLine + 1000); line += 1) {
      lines.add(`${location.side} ${location.path} ${line}`)
    }
  }
  return lines
}
