import type { Conclusion, Finding, HiddenBecause, Location, Review, RuleOutcome } from '../model/index.ts'
import { LEVELS } from '../model/index.ts'

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** `a`, `a and b`, `a, b and c`. */
export function list(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

const CONCLUSIONS: Readonly<Record<Conclusion, string>> = {
  success: 'Passed',
  neutral: 'Advisory',
  failure: 'Failed at the gate',
  action_required: 'Incomplete',
}

/** The words people read for a conclusion. */
export function conclusionWords(conclusion: Conclusion): string {
  return CONCLUSIONS[conclusion]
}

const HIDDEN: Readonly<Record<HiddenBecause, string>> = {
  off: 'switched off for the path',
  'outside-diff': 'outside the lines of this change',
  'ignored-path': 'on an ignored path',
  suppressed: 'suppressed in the code',
  waived: 'waived',
  'allowed-by-label': 'allowed by label',
  baseline: 'in the baseline',
  'below-level': 'below the level to show',
  duplicate: 'said by another rule',
  capped: 'over the limit of findings to show',
}

export function hiddenWords(because: HiddenBecause): string {
  return HIDDEN[because]
}

/** `waived`, `waived until 2027-01-31: one-way data split`. */
export function hiddenDetail(finding: Finding): string {
  const { verdict } = finding
  if (verdict.shown) return ''
  return verdict.detail ? `${HIDDEN[verdict.because]}: ${verdict.detail}` : HIDDEN[verdict.because]
}

/** `2 errors and 1 warning in 3 files`, over the findings given. */
export function summary(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'No findings to show'
  const levels = LEVELS.map(
    (level) => [findings.filter((finding) => finding.level === level).length, level] as const,
  )
    .filter(([number]) => number > 0)
    .map(([number, level]) => count(number, level))
  const files = new Set(findings.map(({ location }) => location.path)).size
  return `${list(levels)} in ${count(files, 'file')}`
}

/** What was not looked at, by name: rules that crashed, rules that could not see everything, unread files. */
export interface Gap {
  /** The rule concerned, where there is one; `family/* (3 rules)` where several missed the same. */
  ruleId?: string
  kind: 'failed' | 'incomplete' | 'unread'
  text: string
}

export function gaps(review: Review): Gap[] {
  return [
    ...mergeFamilies(review.outcomes.flatMap(gapsOf)),
    ...review.notLookedAt.map((text) => ({ kind: 'unread' as const, text })),
  ]
}

/** A file that no rule of a family could read is one line, not one a rule. */
function mergeFamilies(all: readonly (Gap & { ruleId: string })[]): Gap[] {
  const groups = Map.groupBy(all, ({ ruleId, kind, text }) =>
    kind === 'failed' ? `failed ${ruleId} ${text}` : `${ruleId.split('/')[0]} ${text}`,
  )
  return [...groups.values()].flatMap(([first, ...more]) => {
    if (!first || more.length === 0 || first.kind === 'failed') return first ? [first, ...more] : []
    const family = first.ruleId.split('/')[0]
    return [{ ...first, ruleId: `${family}/* (${more.length + 1} rules)` }]
  })
}

function gapsOf(outcome: RuleOutcome): (Gap & { ruleId: string })[] {
  const { ruleId } = outcome
  if (outcome.kind === 'failed') return [{ ruleId, kind: 'failed', text: outcome.error }]
  if (outcome.kind !== 'incomplete') return []
  return outcome.notLookedAt.map((text) => ({ ruleId, kind: 'incomplete' as const, text }))
}

/** Gaps under one heading each, in the order of the review: `failed` texts of one rule stand together. */
export function gapTitle(gap: Gap): string {
  if (gap.kind === 'failed') return `${gap.ruleId ?? ''} failed`
  return gap.ruleId ?? 'The change'
}

/** `12:5`, `12-14`, or an empty string for a whole file. */
export function position(location: Location): string {
  const { region } = location
  if (!region) return ''
  if (region.endLine > region.startLine) return `${region.startLine}-${region.endLine}`
  return region.startColumn === undefined
    ? String(region.startLine)
    : `${region.startLine}:${region.startColumn}`
}

/** Commit ids at the length people read; other words (`directory`) whole. */
export function shortSha(sha: string): string {
  return /^[0-9a-f]{40,64}$/.test(sha) ? sha.slice(0, 10) : sha
}
