import type { Finding, Review } from '../model/index.ts'
import type { Catalogue } from '../report/catalogue.ts'
import { closedBody, commentBody, isUntouched } from '../report/github/index.ts'
import { hiddenWords } from '../report/words.ts'
import type { OwnComment } from './comments.ts'

export interface ReconcileContext {
  catalogue: Catalogue
  /** Whether the configuration has a rule run in this repository. */
  isOn: (ruleId: string) => boolean
}

export interface Reconciled {
  /** Fingerprints that need no new comment. */
  commented: Set<string>
  /** Comments that speak of findings still there. */
  live: number
  edits: { id: number; body: string }[]
}

/**
 * What becomes of the comments already there: one whose finding is still there is left, whatever line it moved
 * to; one whose finding is gone is marked so; one that was marked so and came back says so in its thread. A comment
 * that a person edited is never written over. Where a rule failed or did not see everything, nothing is called fixed. Pure.
 */
export function reconcile(
  own: readonly OwnComment[],
  review: Review,
  { catalogue, isOn }: ReconcileContext,
): Reconciled {
  const byFingerprint = new Map(review.findings.map((finding) => [finding.fingerprint, finding]))
  const result: Reconciled = { commented: new Set(), live: 0, edits: [] }
  for (const comment of own) {
    const { marker } = comment
    const alive = marker.fingerprints
      .map((fingerprint) => byFingerprint.get(fingerprint))
      .filter((finding): finding is Finding => finding?.verdict.shown === true)
      .filter(({ fingerprint }) => !result.commented.has(fingerprint))
    const editable = isUntouched(comment.body)
    if (alive.length > 0) {
      const reopened = marker.state === 'fixed'
      // A person's text in a comment that says "fixed" stays; the finding gets a new one.
      if (reopened && !editable) continue
      for (const { fingerprint } of alive) result.commented.add(fingerprint)
      result.live += 1
      const fewer = alive.length < marker.fingerprints.length && canJudge(review, marker.ruleIds)
      if (editable && (reopened || fewer)) {
        const cameBackIn = reopened ? { cameBackIn: review.headSha.slice(0, 10) } : {}
        result.edits.push({ id: comment.id, body: commentBody(alive, catalogue, cameBackIn) })
      }
    } else if (marker.state === 'open' && editable && canJudge(review, marker.ruleIds)) {
      const hidden = marker.fingerprints.map((fingerprint) => byFingerprint.get(fingerprint)).find(Boolean)
      result.edits.push({
        id: comment.id,
        body: closedBody(comment.body, whyClosed(review, marker.ruleIds.some(isOn), hidden)),
      })
    }
  }
  return result
}

/** Whether silence about findings of these rules means that they are gone. */
function canJudge(review: Review, ruleIds: readonly string[]): boolean {
  return (
    review.notLookedAt.length === 0 &&
    review.outcomes.every(
      ({ ruleId, kind }) => !ruleIds.includes(ruleId) || (kind !== 'failed' && kind !== 'incomplete'),
    )
  )
}

function whyClosed(review: Review, isOn: boolean, hidden: Finding | undefined): string {
  const sha = review.headSha.slice(0, 10)
  if (hidden && !hidden.verdict.shown)
    return `No longer shown as of ${sha}: ${hiddenWords(hidden.verdict.because)}`
  // A rule that is on and was skipped has nothing left to look at: the change was taken back.
  return isOn ? `Fixed in ${sha}` : `The rule is off as of ${sha}`
}
