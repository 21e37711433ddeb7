import type { Config } from '../../config/index.ts'
import type { Conclusion, Family, FamilyResult, Finding, Level, RuleOutcome } from '../model/index.ts'
import { atLeast, LEVELS } from '../model/index.ts'

/** Conclusions, worst first. */
const ORDER: readonly Conclusion[] = ['failure', 'action_required', 'neutral', 'success']

/**
 * One family's conclusion. A finding at the gate fails it. Where something was not looked at it can never
 * be `success`: enforcing, that is `action_required`; advisory, `neutral`, which never blocks a merge.
 */
export function concludeFamily(
  family: Family,
  outcomes: readonly RuleOutcome[],
  findings: readonly Finding[],
  unseen: boolean,
  config: Config,
): FamilyResult {
  const counted = findings.filter(({ verdict }) => verdict.shown || verdict.because === 'capped')
  const gate = config.gate.failOn
  const failing = gate === 'never' ? [] : counted.filter(({ level }) => atLeast(level, gate))
  const unsure = unseen || outcomes.some(({ kind }) => kind === 'failed' || kind === 'incomplete')
  const enforce = config.mode === 'enforce'
  const conclusion =
    failing.length > 0
      ? enforce
        ? 'failure'
        : 'neutral'
      : unsure
        ? enforce
          ? 'action_required'
          : 'neutral'
        : 'success'
  const allowed = findings.filter(({ verdict }) => !verdict.shown && verdict.because === 'allowed-by-label')
  return { family: family.id, conclusion, summary: summarize(counted, allowed.length, outcomes, unseen) }
}

/** The worst of the families' conclusions. */
export function worst(conclusions: readonly Conclusion[]): Conclusion {
  return ORDER.find((conclusion) => conclusions.includes(conclusion)) ?? 'success'
}

/** `2 errors and 1 note in 2 files; 1 rule failed`. */
function summarize(
  findings: readonly Finding[],
  allowed: number,
  outcomes: readonly RuleOutcome[],
  unseen: boolean,
): string {
  const count = (level: Level): number => findings.filter((finding) => finding.level === level).length
  const levels = LEVELS.map((level) => [count(level), level] as const)
    .filter(([number]) => number > 0)
    .map(([number, level]) => plural(number, level))
  const files = new Set(findings.map(({ location }) => location.path)).size
  const parts: string[] = []
  if (levels.length > 0) parts.push(`${joinWords(levels)} in ${plural(files, 'file')}`)
  else if (outcomes.every(({ kind }) => kind === 'skipped')) parts.push('nothing to check in this change')
  else parts.push('no findings')
  if (allowed > 0) parts.push(`${plural(allowed, 'finding')} allowed by label`)
  const failed = outcomes.filter(({ kind }) => kind === 'failed').length
  const incomplete = outcomes.filter(({ kind }) => kind === 'incomplete').length
  if (failed > 0) parts.push(`${plural(failed, 'rule')} failed`)
  if (incomplete > 0) parts.push(`${plural(incomplete, 'rule')} could not look at everything`)
  if (unseen) parts.push('the change could not be read whole')
  return parts.join('; ')
}

function plural(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function joinWords(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}
