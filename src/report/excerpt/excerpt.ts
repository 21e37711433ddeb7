import type { ChangeSet, Finding, Hunk, Review, Snapshot } from '../../model/index.ts'
import { CREDENTIALS, findChange, pathOn } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { maskSecrets } from './mask.ts'
import { type ExcerptLine, type Row, rowsOf, type Texts } from './rows.ts'

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

/** Longest line that is looked at for secrets and handed on; minified files have longer ones. */
const MAX_LINE = 2000

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

async function readLines(snapshot: Snapshot, paths: ReadonlySet<string>): Promise<Texts> {
  const contents = await snapshot.readMany([...paths])
  const texts = new Map<string, readonly string[]>()
  for (const [path, content] of contents) {
    if (content.kind === 'text') texts.set(path, content.text.split(/\r\n|\n/))
  }
  return texts
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
