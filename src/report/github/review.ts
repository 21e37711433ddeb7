import type { FileChange, Finding, Review } from '../../model/index.ts'
import { compareLevels } from '../../model/index.ts'
import type { Catalogue } from '../catalogue.ts'
import { codeSpan } from '../escape/index.ts'
import { shown } from '../group.ts'
import { count, summary } from '../words.ts'
import type { Anchor } from './anchors.ts'
import { commentBody } from './comment.ts'
import { placeFindings, type Spot } from './placing.ts'

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
  /** Comments that speak of findings still there, by family. */
  live?: ReadonlyMap<string, number>
}

/**
 * The one review of a push: its inline comments, the worst first, each where the diff can carry it. Pure.
 * A finding in a file that the diff does not show has none here; the check runs list every finding.
 */
export function toReview(
  review: Review,
  changes: readonly FileChange[],
  context: ReviewContext,
): ReviewDraft {
  const { catalogue } = context
  const open = shown(review).filter(({ fingerprint }) => !context.commented?.has(fingerprint))
  const { spots: placed, left } = placeFindings(open, changes, context.groupAfter)
  const spots = takeTurns(placed)
  const room = new Room(context)
  const told = new Set(spots.filter((spot) => room.take(spot)))
  for (const spot of spots) if (!told.has(spot)) left.push(...spot.findings)
  const comments = [...told].map(({ findings, anchor, suggests, away }): ReviewComment => ({
    ...anchor,
    fingerprints: findings.map(({ fingerprint }) => fingerprint),
    body: commentBody(findings, catalogue, { suggest: suggests, away, ...(suggests && { at: anchor }) }),
  }))
  return { body: reviewBody(review, comments, left), comments, left }
}

/** What `review.max-inline` can be; more are posted where somebody asked for all. */
const MOST_CONFIGURED = 50

/** How many comments may still be posted, of all families and of each. */
class Room {
  #all: number
  readonly #byFamily = new Map<string, number>()
  readonly #context: ReviewContext

  constructor(context: ReviewContext) {
    this.#all = context.maxInline
    this.#context = context
  }

  take({ findings: [{ ruleId }] }: Spot): boolean {
    const { catalogue, live, maxInline } = this.#context
    const family = ruleId.split('/')[0] ?? ''
    const own = maxInline > MOST_CONFIGURED ? undefined : catalogue.family(family)?.maxComments
    const left = this.#byFamily.get(family) ?? (own ?? Infinity) - (live?.get(family) ?? 0)
    if (this.#all <= 0 || left <= 0) return false
    this.#all -= 1
    this.#byFamily.set(family, left - 1)
    return true
  }
}

/**
 * Among comments of one level, the first of each file comes before the second of any: what is said of one description must
 * not leave the others without a word when comments are limited.
 */
function takeTurns(spots: readonly Spot[]): Spot[] {
  const seen = new Map<string, number>()
  const turns = spots.map((spot) => {
    const { level } = spot.findings[0]
    const key = `${level} ${spot.anchor.path}`
    const turn = seen.get(key) ?? 0
    seen.set(key, turn + 1)
    return { spot, level, turn }
  })
  return turns.toSorted((a, b) => compareLevels(a.level, b.level) || a.turn - b.turn).map(({ spot }) => spot)
}

function reviewBody(review: Review, comments: readonly ReviewComment[], left: readonly Finding[]): string {
  const spoken = new Set(comments.flatMap(({ fingerprints }) => fingerprints))
  const news = shown(review).filter(({ fingerprint }) => spoken.has(fingerprint))
  const rest = left.length > 0 ? ` ${count(left.length, 'more finding')} in the checks.` : ''
  return `**Roadmap review** of ${codeSpan(review.headSha.slice(0, 10))}: ${summary(news)}.${rest}`
}
