import type { Finding, Location } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { codeSpan, escapeMarkdown, markdownProse, shorten, visibleCode } from '../escape/index.ts'
import { splitFix } from '../fix.ts'
import { plainText } from '../plain.ts'
import { count } from '../words.ts'
import type { Anchor } from './anchors.ts'
import { linksOf, messageOf, placeOf, relatedLines, ruleLink } from './finding-text.ts'
import { fenced, fitBlocks } from './markdown.ts'
import { readMarker, withMarker, withoutMarker } from './marker.ts'
import { LIMITS } from './payload.ts'

/** Findings listed in a comment that speaks of many; the check run lists all. */
const LISTED = 25
/** Ways to mend and links named in a comment about several rules. */
const NAMED = 5
/** Lines of code that stand open in a comment. */
const LONG = 12
/** Tests to start from in one comment. */
const SKELETONS = 2
/** Places named that explain the findings of a comment. */
const RELATED = 10
const ICONS = { error: '🛑', warning: '⚠️', note: '💡' } as const

export interface CommentOptions {
  /** Offers the first finding's replacement; the comment must stand on exactly its lines. */
  suggest?: boolean
  /** The commit in which it came back after it was fixed. */
  cameBackIn?: string
  /** Fingerprints of findings whose own line the comment does not stand on: it says where they are. */
  away?: ReadonlySet<string>
  /** Where the comment stands, if not for what it says there: places on these lines need no mention. */
  at?: Anchor
}

/** An inline comment about one finding, or about many of one rule or one line: what, why, how to mend it, where it is taught. */
export function commentBody(
  findings: readonly Finding[],
  catalogue: Catalogue,
  options: CommentOptions = {},
): string {
  const [first] = findings
  if (!first) throw new Error('a comment without a finding')
  const ruleIds = [...new Set(findings.map(({ ruleId }) => ruleId))]
  const suggestion = options.suggest ? first.suggestion : undefined
  const back = options.cameBackIn ? [`It was fixed and came back in ${codeSpan(options.cameBackIn)}.`] : []
  const rule = ruleIds.length === 1 ? catalogue.rule(first.ruleId) : undefined
  const blocks = [
    ...said(findings, ruleIds, catalogue, options),
    ...back,
    ...(rule ? [`**Why:** ${markdownProse(shorten(plainText(rule.why), 1_500))}`] : []),
    ...fixes(findings, catalogue, suggestion !== undefined),
    ...(suggestion ? [fenced('suggestion', suggestion.replacement)] : []),
    ...skeletons(findings),
    ruleIds.length === 1
      ? `<sub>${linksOf(first, catalogue)}</sub>`
      : `<sub>${ruleIds
          .slice(0, NAMED)
          .map((id) => ruleLink(id, catalogue))
          .join(' · ')}</sub>`,
  ]
  return withMarker(
    fitBlocks(blocks, LIMITS.comment, () => '_Cut: too long to show._'),
    { fingerprints: findings.map(({ fingerprint }) => fingerprint), ruleIds, state: 'open' },
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
    { fingerprints: marker?.fingerprints ?? [], ruleIds: marker?.ruleIds ?? [], state: 'fixed' },
  )
}

function said(
  findings: readonly Finding[],
  ruleIds: readonly string[],
  catalogue: Catalogue,
  { away, at }: CommentOptions,
): string[] {
  const [first] = findings
  if (!first) return []
  if (findings.length === 1) {
    const place = away?.has(first.fingerprint) ? ` ${placeWords(first)}` : ''
    return [`${titleOf(first, catalogue)}: ${messageOf(first)}${place}`, ...related(findings, at)]
  }
  if (ruleIds.length === 1)
    return [`${titleOf(first, catalogue)}: ${count(findings.length, 'place')}`, list(findings, where)]
  return [
    `${ICONS[first.level]} **${count(findings.length, 'finding')}** of ${count(ruleIds.length, 'rule')}`,
    list(findings, (finding) => {
      const place = away?.has(finding.fingerprint) ? ` ${where(finding)}` : ''
      return `${titleOf(finding, catalogue)}${place}`
    }),
    ...related(findings, at),
  ]
}

/** The places that explain findings of one line, each once. */
function related(findings: readonly Finding[], at: Anchor | undefined): string[] {
  const isInView = ({ side, path, region }: Location): boolean =>
    at !== undefined &&
    region !== undefined &&
    at.path === path &&
    at.side === (side === 'base' ? 'LEFT' : 'RIGHT') &&
    (at.startLine ?? at.line) <= region.startLine &&
    region.endLine <= at.line
  const lines = new Set(findings.flatMap((finding) => relatedLines(finding, '', isInView)))
  return lines.size === 0 ? [] : [[...lines].slice(0, RELATED).join('\n')]
}

function titleOf({ ruleId, level }: Finding, catalogue: Catalogue): string {
  return `${ICONS[level]} **${escapeMarkdown(catalogue.rule(ruleId)?.title ?? ruleId)}** (${level})`
}

function where({ location }: Finding): string {
  return placeOf(location)
}

function placeWords(finding: Finding): string {
  const gone = finding.location.side === 'base'
  return `It ${gone ? 'stood' : 'stands'} at ${where(finding)}.`
}

/** What to do, each way once; code that a suggestion offers with a button is left out. */
function fixes(findings: readonly Finding[], catalogue: Catalogue, suggested: boolean): string[] {
  const all = findings.map(({ fix, ruleId }) => {
    const rule = catalogue.rule(ruleId)
    return fix ?? (rule ? plainText(rule.fix) : '')
  })
  const known = [...new Set(all)].filter((fix) => fix !== '')
  const [first] = known
  if (first === undefined) return []
  const alike = findings.length > 1 && new Set(findings.map(({ ruleId }) => ruleId)).size === 1
  if (known.length === 1 || alike) {
    const { prose, code } = splitFix(first)
    return [
      `**Fix:** ${markdownProse(shorten(prose, 1_500))}`,
      ...(code === undefined || suggested ? [] : [codeBlock(code)]),
    ]
  }
  const lines = known.slice(0, NAMED).map((fix) => `- ${markdownProse(shorten(splitFix(fix).prose, 500))}`)
  return [`**Fix:**\n\n${lines.join('\n')}`]
}

/** Longer code is folded: a thread must stay readable on a telephone. */
function codeBlock(code: string): string {
  const block = fenced('', visibleCode(shorten(code, 5_000)))
  const lines = code.split('\n').length
  if (lines <= LONG) return block
  return `<details><summary>Show it, ${lines} lines</summary>\n\n${block}\n\n</details>`
}

/** Tests to start from, folded: who writes one opens it. */
function skeletons(findings: readonly Finding[]): string[] {
  const known = new Map(
    findings.flatMap(({ skeleton }) =>
      skeleton ? [[skeleton.path + skeleton.text, skeleton] as const] : [],
    ),
  )
  return [...known.values()].slice(0, SKELETONS).map(({ path, exists, language, text }) => {
    const block = fenced(language, visibleCode(shorten(text, 5_000)))
    const where = `${exists ? 'Add it to' : 'For a new file'} ${codeSpan(path)}. It fails until it says what is expected.`
    return `<details><summary>A test to start from</summary>\n\n${where}\n\n${block}\n\n</details>`
  })
}

function list(findings: readonly Finding[], label: (finding: Finding) => string): string {
  const lines = findings.slice(0, LISTED).map((finding) => `- ${label(finding)}: ${messageOf(finding)}`)
  const left = findings.length - lines.length
  return [...lines, ...(left > 0 ? [`- and ${left} more in the check run`] : [])].join('\n')
}
