import type { FileChange, Finding, Review } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { codeSpan } from '../escape/index.ts'
import { shown } from '../group.ts'
import { count, summary } from '../words.ts'
import { type Anchor, Anchors } from './anchors.ts'
import { commentBody } from './comment.ts'

/** One inline comment, without a transport's shape. */
export interface ReviewComment extends Anchor {
  fingerprints: string[]
  /** Markdown, marker included. */
  body: string
}

export interface ReviewDraft {
  /** Markdown of the review itself. */
  body: string
  comments: ReviewComment[]
  /** Findings that no comment speaks of: outside the diff, or over the limit. The check runs have them. */
  left: Finding[]
}

export interface ReviewContext {
  catalogue: Catalogue
  /** Comments at most in this review. */
  maxInline: number
  /** More findings of one rule than this become one comment with the list. */
  groupAfter: number
  /** Fingerprints that already have a comment. */
  commented?: ReadonlySet<string>
}

/**
 * The one review of a push: its inline comments, the worst first, each where the diff can carry it. Pure.
 * A finding without a place in the diff has none here; the check runs list every finding.
 */
export function toReview(
  review: Review,
  changes: readonly FileChange[],
  context: ReviewContext,
): ReviewDraft {
  const anchors = new Anchors(changes)
  const open = shown(review).filter(({ fingerprint }) => !context.commented?.has(fingerprint))
  const placed: Placed[] = []
  const left: Finding[] = []
  for (const finding of open) {
    const anchor = anchors.ofSuggestion(finding) ?? anchors.of(finding.location)
    if (anchor) placed.push({ finding, anchor, exact: anchors.ofSuggestion(finding) !== undefined })
    else left.push(finding)
  }
  const groups = groupByRule(placed, context.groupAfter)
  for (const group of groups.slice(Math.max(0, context.maxInline)))
    left.push(...group.map(({ finding }) => finding))
  const comments = groups.slice(0, Math.max(0, context.maxInline)).map((group): ReviewComment => {
    const [first] = group
    return {
      ...first.anchor,
      fingerprints: group.map(({ finding }) => finding.fingerprint),
      body: commentBody(
        group.map(({ finding }) => finding),
        context.catalogue,
        { suggest: group.length === 1 && first.exact },
      ),
    }
  })
  return { body: reviewBody(review, comments, left), comments, left }
}

interface Placed {
  finding: Finding
  anchor: Anchor
  exact: boolean
}

/** Groups keep the order of their first finding, which is the worst. */
function groupByRule(placed: readonly Placed[], groupAfter: number): [Placed, ...Placed[]][] {
  const byRule = Map.groupBy(placed, ({ finding }) => finding.ruleId)
  const done = new Set<string>()
  const groups: [Placed, ...Placed[]][] = []
  for (const one of placed) {
    const { ruleId } = one.finding
    const same = byRule.get(ruleId) ?? []
    if (same.length <= groupAfter) groups.push([one])
    else if (!done.has(ruleId)) groups.push([one, ...same.filter((other) => other !== one)])
    done.add(ruleId)
  }
  return groups
}

function reviewBody(review: Review, comments: readonly ReviewComment[], left: readonly Finding[]): string {
  const spoken = new Set(comments.flatMap(({ fingerprints }) => fingerprints))
  const news = shown(review).filter(({ fingerprint }) => spoken.has(fingerprint))
  const rest = left.length > 0 ? ` ${count(left.length, 'more finding')} in the checks.` : ''
  return `**Roadmap review** of ${codeSpan(review.headSha.slice(0, 10))}: ${summary(news)}.${rest}`
}
