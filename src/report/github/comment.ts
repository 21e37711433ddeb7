import type { Finding } from '../../model/index.ts'
import { formatLocation } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { codeSpan, escapeMarkdown, markdownProse, shorten, visibleCode } from '../escape/index.ts'
import { splitFix } from '../fix.ts'
import { plainText } from '../plain.ts'
import { count } from '../words.ts'
import { linksOf, messageOf } from './finding-text.ts'
import { fenced, fitBlocks } from './markdown.ts'
import { readMarker, withMarker, withoutMarker } from './marker.ts'
import { LIMITS } from './payload.ts'

/** Findings listed in a comment that speaks of many; the check run lists all. */
const LISTED = 25
const ICONS = { error: '🛑', warning: '⚠️', note: '💡' } as const

/** An inline comment about one finding, or about many of one rule: what, why, how to mend it, where it is taught. */
export function commentBody(
  findings: readonly Finding[],
  catalogue: Catalogue,
  options: { suggest?: boolean; cameBackIn?: string } = {},
): string {
  const [first] = findings
  if (!first) throw new Error('a comment without a finding')
  const rule = catalogue.rule(first.ruleId)
  const fix = first.fix ?? (rule ? plainText(rule.fix) : '')
  const { prose, code } = splitFix(fix)
  const suggestion = options.suggest ? first.suggestion : undefined
  const title = `${ICONS[first.level]} **${escapeMarkdown(rule?.title ?? first.ruleId)}** (${first.level})`
  const back = options.cameBackIn ? [`It was fixed and came back in ${codeSpan(options.cameBackIn)}.`] : []
  const blocks = [
    findings.length === 1 ? `${title}: ${messageOf(first)}` : `${title}: ${count(findings.length, 'place')}`,
    ...back,
    ...(findings.length === 1 ? [] : [list(findings)]),
    ...(rule ? [`**Why:** ${markdownProse(shorten(plainText(rule.why), 1_500))}`] : []),
    ...(fix === '' ? [] : [`**Fix:** ${markdownProse(shorten(prose, 1_500))}`]),
    ...(suggestion ? [fenced('suggestion', suggestion.replacement)] : []),
    // A suggestion says the same with a button.
    ...(code === undefined || suggestion ? [] : [fenced('', visibleCode(shorten(code, 5_000)))]),
    `<sub>${linksOf(first, catalogue)}</sub>`,
  ]
  return withMarker(
    fitBlocks(blocks, LIMITS.comment, () => '_Cut: too long to show._'),
    { fingerprints: findings.map(({ fingerprint }) => fingerprint), ruleId: first.ruleId, state: 'open' },
  )
}

/**
 * The same comment once none of its findings is there any more. What it said stays readable, folded; a
 * suggestion in it does not offer itself again.
 */
export function closedBody(body: string, why: string): string {
  const marker = readMarker(body)
  const said = withoutMarker(body).replace(/^(`{3,})suggestion$/gm, '$1text')
  return withMarker(
    `✅ **${escapeMarkdown(why)}**\n\n<details><summary>What it said</summary>\n\n${said}\n\n</details>`,
    { fingerprints: marker?.fingerprints ?? [], ruleId: marker?.ruleId ?? '', state: 'fixed' },
  )
}

function list(findings: readonly Finding[]): string {
  const lines = findings
    .slice(0, LISTED)
    .map((finding) => `- ${codeSpan(formatLocation(finding.location))}: ${messageOf(finding)}`)
  const left = findings.length - lines.length
  return [...lines, ...(left > 0 ? [`- and ${left} more in the check run`] : [])].join('\n')
}
