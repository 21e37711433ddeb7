import { type Finding, LEVELS, type RuleOutcome } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { cell, codeSpan, markdownProse, shorten } from '../escape/index.ts'
import { count, hiddenWords, list } from '../words.ts'
import { link } from './markdown.ts'
import { riskByModule } from './risk.ts'

/** A finding that the last review of the same pull request showed. */
export interface EarlierFinding {
  fingerprint: string
  ruleId: string
  path: string
}

export interface Glance {
  outcomes: readonly RuleOutcome[]
  findings: readonly Finding[]
  /** What was not looked at, by name. */
  gaps: number
  /** Absent where this is the first review. */
  earlier?: readonly EarlierFinding[]
  /** Whether silence means that a finding is gone: nothing of the change was left unread. */
  whole: boolean
}

/** Rules named one by one. */
const NAMED = 6
const ICONS = { error: '🛑', warning: '⚠️', note: '💡' } as const
const RISKS = { high: '🔴 high', medium: '🟠 medium', low: '🟡 low' } as const

/** What a reviewer takes in first, a line each: checked, found, fixed, waived, held back, and what was not looked at. */
export function glanceTable(glance: Glance): string {
  const { outcomes, findings, gaps, earlier } = glance
  const shown = findings.filter(({ verdict }) => verdict.shown)
  const waived = findings.filter(({ verdict }) => !verdict.shown && verdict.because === 'waived')
  const fixed = fixedSince(glance)
  const rows = [
    ...(gaps > 0 ? [['Not looked at', `❗ ${count(gaps, 'gap')}, named below: this check cannot pass`]] : []),
    ['Found', foundWords(shown, earlier)],
    ...(fixed.length > 0 ? [['Fixed', fixedWords(fixed)]] : []),
    ...(waived.length > 0 ? [['Waived', waivedWords(waived)]] : []),
    ...heldBackRow(findings),
    ['Checked', checkedWords(outcomes)],
    ...notRunRow(outcomes),
  ]
  return rows
    .flatMap(([name = '', text = ''], index) => [
      `| **${name}** | ${cell(text)} |`,
      // The first line is the head of the table: one without words would be an empty bar.
      ...(index === 0 ? ['|:--|:--|'] : []),
    ])
    .join('\n')
}

/** Where the risk is, by module; nothing where one module or none has findings, for the list says it then. */
export function riskTable(findings: readonly Finding[], catalogue: Catalogue): string {
  const counted = findings.filter(({ verdict }) => verdict.shown || verdict.because === 'capped')
  const rows = riskByModule(counted, catalogue).map(({ module, risk, findings: same }) => {
    const name = module ? link(`${module.number} ${module.title}`, module.url) : 'no module'
    return `| ${cell(name)} | ${RISKS[risk]} | ${levelWords(same)} |`
  })
  return rows.length === 0
    ? ''
    : ['| Module | Risk (an estimate) | Findings |', '|:--|:--|:--|', ...rows].join('\n')
}

/** What the last review showed and this one does not find, of rules that saw everything. */
export function fixedSince({ earlier = [], findings, outcomes, whole }: Glance): EarlierFinding[] {
  if (!whole) return []
  const there = new Set(findings.map(({ fingerprint }) => fingerprint))
  const unsure = new Set(
    outcomes.flatMap(({ kind, ruleId }) => (kind === 'failed' || kind === 'incomplete' ? [ruleId] : [])),
  )
  return earlier.filter(({ fingerprint, ruleId }) => !there.has(fingerprint) && !unsure.has(ruleId))
}

function foundWords(shown: readonly Finding[], earlier: readonly EarlierFinding[] | undefined): string {
  if (shown.length === 0) return 'nothing to show'
  const files = new Set(shown.map(({ location }) => location.path)).size
  const words = `${levelWords(shown)} in ${count(files, 'file')}`
  if (!earlier) return words
  const known = new Set(earlier.map(({ fingerprint }) => fingerprint))
  const fresh = shown.filter(({ fingerprint }) => !known.has(fingerprint)).length
  return `${words}; ${fresh === 0 ? 'none of them new' : `${fresh} new`} since the last review`
}

function fixedWords(fixed: readonly EarlierFinding[]): string {
  const groups = [...Map.groupBy(fixed, ({ ruleId, path }) => JSON.stringify([ruleId, path])).values()]
  const named = groups.slice(0, NAMED).map(([first, ...more]) => {
    const times = more.length > 0 ? ` ×${more.length + 1}` : ''
    return `${codeSpan(nameOf(first?.ruleId ?? ''))} in ${codeSpan(first?.path ?? '')}${times}`
  })
  const left = groups.length - named.length
  return `✅ ${count(fixed.length, 'finding')}: ${named.join(', ')}${left > 0 ? ` and ${left} more` : ''}`
}

function waivedWords(waived: readonly Finding[]): string {
  const reasons = new Map(
    waived.map(({ verdict }) => [verdict.shown ? '' : (verdict.detail ?? ''), verdict] as const),
  )
  const named = [...reasons.keys()].filter(Boolean).slice(0, NAMED)
  const words = named.map((reason) => markdownProse(shorten(reason, 200))).join('; ')
  return `${count(waived.length, 'finding')}${words === '' ? '' : `: ${words}`}${reasons.size > named.length && named.length === NAMED ? ' and more' : ''}`
}

function heldBackRow(findings: readonly Finding[]): [string, string][] {
  const hidden = findings.flatMap(({ verdict }) =>
    verdict.shown || verdict.because === 'waived' ? [] : [verdict.because],
  )
  if (hidden.length === 0) return []
  const reasons = [...Map.groupBy(hidden, (because) => because)]
    .toSorted((a, b) => b[1].length - a[1].length)
    .map(([because, same]) => `${same.length} ${hiddenWords(because)}`)
  return [['Held back', list(reasons)]]
}

function checkedWords(outcomes: readonly RuleOutcome[]): string {
  const ran = outcomes.filter(({ kind }) => kind === 'ran' || kind === 'incomplete')
  if (ran.length === 0) return 'no rule of this family had anything to look at in this change'
  if (ran.length > NAMED) return count(ran.length, 'rule')
  return `${count(ran.length, 'rule')}: ${ran.map(({ ruleId }) => codeSpan(nameOf(ruleId))).join(', ')}`
}

function notRunRow(outcomes: readonly RuleOutcome[]): [string, string][] {
  const skipped = outcomes.filter((outcome) => outcome.kind === 'skipped')
  if (skipped.length === 0) return []
  const reasons = [...Map.groupBy(skipped, ({ reason }) => reason)]
    .toSorted((a, b) => b[1].length - a[1].length)
    .map(([reason, rules]) => `${count(rules.length, 'rule')} (${markdownProse(reason)})`)
  return [['Not run', list(reasons)]]
}

function levelWords(findings: readonly Finding[]): string {
  return LEVELS.map((level) => [level, findings.filter((finding) => finding.level === level).length] as const)
    .filter(([, number]) => number > 0)
    .map(([level, number]) => `${ICONS[level]} ${count(number, level)}`)
    .join(', ')
}

function nameOf(ruleId: string): string {
  return ruleId.slice(ruleId.indexOf('/') + 1)
}
