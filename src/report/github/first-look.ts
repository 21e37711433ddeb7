import type { Format } from '../../engine/onboarding/formats.ts'
import type { Review } from '../../model/index.ts'
import { type Catalogue, familyTitle } from '../catalogue.ts'
import { cell, codeSpan, markdownProse, shorten } from '../escape/index.ts'
import { gaps, gapTitle, list, summary } from '../words.ts'
import { findingBlock } from './finding-text.ts'
import { riskTable } from './glance.ts'
import { fitBlocks } from './markdown.ts'
import { type CheckRunPayload, LIMITS } from './payload.ts'

/** What a first look over a whole default branch saw. */
export interface FirstLook {
  formats: readonly Format[]
  /** Absent where the tree is too large to be looked at whole, or it took too long. */
  review?: Review
  /** Why there is no review. */
  why?: string
  /** Merged pull requests, reviewed as they were. */
  dryRun: readonly DryRun[]
}

export interface DryRun {
  number: number
  /** Absent where it could not be reviewed. */
  review?: Review
}

const NAME = 'Roadmap / First look'
const GAPS = 5

/** The check run on the newest commit of a default branch: advice, never a verdict. */
export function firstLookRun(look: FirstLook, catalogue: Catalogue, invitation: string): CheckRunPayload {
  const { review } = look
  const shown = review?.findings.filter(({ verdict }) => verdict.shown) ?? []
  const blocks = [seen(look), ...foundBlocks(look, catalogue), dryRunBlock(look.dryRun), invitation]
  return {
    family: 'first-look',
    name: NAME,
    conclusion: 'neutral',
    title: review
      ? `${summary(shown)} in the whole tree; nothing is asked of anybody`
      : 'Not looked at whole',
    summary: fit(blocks.filter((block) => block !== '')),
    ...(shown.length > 0 && { text: fit(shown.map((finding) => findingBlock(finding, catalogue))) }),
    annotations: [],
    actions: [],
  }
}

/** The text of the pull request that proposes a configuration. */
export function proposalBody(
  look: FirstLook,
  catalogue: Catalogue,
  proposal: { path: string; criticalPaths: number; baseline?: { path: string; findings: number } },
): string {
  const { path, criticalPaths, baseline } = proposal
  const adds = [
    `This adds ${codeSpan(path)}, fitted to what the repository holds. It only advises (${codeSpan('mode: advisory')}): no check fails until somebody changes that.`,
    ...(criticalPaths > 0
      ? [
          `Names of folders propose ${criticalPaths === 1 ? 'a critical path' : `${criticalPaths} critical paths`}, commented out in the file, with the reason: say which of them are.`,
        ]
      : []),
    ...(baseline
      ? [
          `${codeSpan(baseline.path)} holds the ${baseline.findings === 1 ? 'finding' : `${baseline.findings} findings`} of today, so that only what comes later is shown. It shrinks with ${codeSpan('roadmap-review baseline --update')}.`,
        ]
      : []),
    'Close this pull request to go on without a file: it is not opened again.',
  ]
  return fit([...adds, seen(look), ...foundBlocks(look, catalogue), dryRunBlock(look.dryRun)].filter(Boolean))
}

function seen({ formats }: FirstLook): string {
  const held = formats.map(({ name, files }) => `${name} (${files})`)
  return held.length === 0
    ? 'The repository holds nothing that the rules know by its name.'
    : `**What is here:** ${list(held)}.`
}

function foundBlocks({ review, why }: FirstLook, catalogue: Catalogue): string[] {
  if (!review) return [`**Not looked at whole:** ${markdownProse(shorten(why ?? 'unknown', 300))}.`]
  const rows = review.families.map(
    ({ family, summary: words }) =>
      `| ${cell(markdownProse(familyTitle(catalogue, family)))} | ${cell(markdownProse(words))} |`,
  )
  const missing = gaps(review)
  const named = missing
    .slice(0, GAPS)
    .map((gap) => `- ${markdownProse(gapTitle(gap))}: ${markdownProse(shorten(gap.text, 200))}`)
  const left = missing.length - named.length
  return [
    ['| Checks | In the whole tree |', '|:--|:--|', ...rows].join('\n'),
    riskTable(review.findings, catalogue),
    named.length === 0
      ? ''
      : `**Not looked at:**\n\n${[...named, ...(left > 0 ? [`- and ${left} more`] : [])].join('\n')}`,
  ]
}

function dryRunBlock(dryRun: readonly DryRun[]): string {
  if (dryRun.length === 0) return ''
  const rows = dryRun.map(({ number, review }) => {
    const shown = review?.findings.filter(({ verdict }) => verdict.shown)
    return `| #${number} | ${shown ? summary(shown) : 'could not be reviewed'} |`
  })
  return [
    '**What it would have said** of the last merged pull requests:',
    ['| Pull request | Findings |', '|:--|:--|', ...rows].join('\n'),
  ].join('\n\n')
}

function fit(blocks: readonly string[]): string {
  return fitBlocks(blocks, LIMITS.text, (left) => `_and ${left} more: too long to show_`)
}
