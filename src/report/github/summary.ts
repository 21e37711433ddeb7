import type { Finding, Notice, Review, RuleOutcome } from '../../model/index.ts'
import { formatLocation, LEVELS } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { codeSpan, markdownProse, shorten } from '../escape/index.ts'
import { byFile, type FileGroup } from '../group.ts'
import { count, list } from '../words.ts'
import { type EarlierFinding, glanceTable, riskTable } from './glance.ts'
import { byteLength, fitBlocks } from './markdown.ts'
import { LIMITS } from './payload.ts'

export interface SummaryContext {
  catalogue: Catalogue
  /** Markdown blocks of the caller (mistakes of an edited configuration), put first. */
  extra?: readonly string[]
  /** What the last review of the same pull request showed; absent where there was none. */
  earlier?: readonly EarlierFinding[]
}

/**
 * The first thing people read on the check run: what was checked, what was not and why, what was held back.
 */
export function summarize(
  review: Review,
  family: string,
  { catalogue, extra = [], earlier }: SummaryContext,
): string {
  const outcomes = review.outcomes.filter(({ ruleId }) => ruleId.startsWith(`${family}/`))
  const findings = review.findings.filter(({ ruleId }) => ruleId.startsWith(`${family}/`))
  const missing = notLookedAt(outcomes, review.notLookedAt)
  const shown = findings.filter(({ verdict }) => verdict.shown)
  const glance = glanceTable({
    outcomes,
    findings,
    gaps: missing.length,
    ...(earlier && { earlier: earlier.filter(({ ruleId }) => ruleId.startsWith(`${family}/`)) }),
    whole: review.notLookedAt.length === 0,
  })
  const blocks = [
    ...extra,
    glance,
    missing.length === 0 ? '' : `**Not looked at** (so this check cannot pass):\n\n${bullets(missing)}`,
    riskTable(findings, catalogue),
    filesList(byFile(shown)),
    allowed(findings),
    // What a rule of another family remarks stands in that family's check run.
    notices(review.notices.filter(({ ruleId }) => ruleId === undefined || ruleId.startsWith(`${family}/`))),
    `<sub>${codeSpan(review.headSha.slice(0, 10))} against its merge base ${codeSpan(review.baseSha.slice(0, 10))}</sub>`,
  ].filter((block) => block !== '')
  return fitBlocks(blocks, LIMITS.text, (left) => `_${count(left, 'section')} left out: too long to show._`)
}

function missed(outcomes: readonly RuleOutcome[]): Map<string, string[]> {
  const all = outcomes.flatMap((outcome) =>
    outcome.kind === 'incomplete' ? outcome.notLookedAt.map((what) => [what, outcome.ruleId] as const) : [],
  )
  const grouped = Map.groupBy(all, ([what]) => what)
  return new Map([...grouped].map(([what, pairs]) => [what, pairs.map(([, id]) => id)]))
}

/** By name, a line each. */
function notLookedAt(outcomes: readonly RuleOutcome[], unread: readonly string[]): string[] {
  return [
    ...outcomes.flatMap((outcome) =>
      outcome.kind === 'failed'
        ? [`${codeSpan(outcome.ruleId)} failed: ${markdownProse(shorten(outcome.error, 300))}`]
        : [],
    ),
    // Rules of a family often miss the same file: it is named once.
    ...[...missed(outcomes)].map(([what, ids]) => {
      const rules = ids.length > 3 ? count(ids.length, 'rule') : ids.map(codeSpan).join(', ')
      return `${markdownProse(shorten(what, 300))} (${rules})`
    }),
    ...unread.map((what) => markdownProse(shorten(what, 300))),
  ]
}

/** Somebody decided to let them pass, on this pull request: named one by one, so that everybody sees what. */
function allowed(findings: readonly Finding[]): string {
  const labels = Map.groupBy(findings, ({ verdict }) =>
    !verdict.shown && verdict.because === 'allowed-by-label' ? (verdict.detail ?? '') : undefined,
  )
  labels.delete(undefined)
  return [...labels]
    .map(([label, passed]) => {
      const items = passed.map(({ level, message, location }) => {
        const what = markdownProse(shorten(message, 300))
        return `${level}: ${codeSpan(formatLocation(location))}: ${what}`
      })
      return `**Allowed by label ${codeSpan(label ?? '')}:**\n\n${bullets(items)}`
    })
    .join('\n\n')
}

function notices(all: readonly Notice[]): string {
  if (all.length === 0) return ''
  const items = all.map(({ level, message, location }) => {
    const place = location ? ` (${codeSpan(formatLocation(location))})` : ''
    return `${level}: ${markdownProse(shorten(message, 500))}${place}`
  })
  return `**Notices:**\n\n${bullets(items)}`
}

/** The files with findings, the worst first: where to begin. */
function filesList(files: readonly FileGroup[]): string {
  if (files.length < 2) return ''
  const items = bullets(
    files.map(({ path, findings }) => {
      const levels = LEVELS.map(
        (level) => [findings.filter((finding) => finding.level === level).length, level] as const,
      ).filter(([number]) => number > 0)
      return `${codeSpan(path)}: ${list(levels.map(([number, level]) => count(number, level)))}`
    }),
  )
  return `**Findings by file:**\n\n${items}`
}

function bullets(items: readonly string[]): string {
  const lines = items.map((item) => `- ${item}`)
  let used = 0
  const kept = lines.filter((line) => (used += byteLength(line) + 1) < LIMITS.text / 4)
  const left = lines.length - kept.length
  return [...kept, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n')
}
