import type { Finding, Review } from '../model/index.ts'
import type { Catalogue } from '../report/catalogue.ts'
import { closedBody, commentBody, isUntouched } from '../report/github/index.ts'
import { hiddenWords } from '../report/words.ts'
import type { OwnComment } from './comments.ts'

/**
 * What was said of a finding before: a comment of ours says it (`open`), we took it back (`closed`), or a person
 * took the comment away (`dismissed`): deleted it, or wrote over it whole.
 */
export type ThreadState = 'open' | 'closed' | 'dismissed'

export interface ReconcileContext {
  catalogue: Catalogue
  /** Whether the configuration has a rule run in this repository. */
  isOn: (ruleId: string) => boolean
  /** What becomes of a comment whose findings are gone (default: `edit`). An answered one is never removed. */
  whenFixed?: 'edit' | 'remove'
  /** What earlier reviews of the target recorded, by fingerprint. */
  said?: ReadonlyMap<string, ThreadState>
  /**
   * Ids of comments whose thread a person resolved. Undefined: not asked for, and then `asks` says whether it
   * would matter.
   */
  resolved?: ReadonlySet<number>
}

export interface Reconciled {
  /** Fingerprints that need no new comment: one speaks of them, or a person dismissed them. */
  commented: Set<string>
  /** Comments that speak of findings still there, and those of each family. */
  live: number
  liveOf: Map<string, number>
  edits: { id: number; body: string }[]
  /** Comments to remove. */
  removals: number[]
  /** To be recorded before anything is changed: what is taken back, and what a person took away. */
  before: Map<string, ThreadState>
  /** To be recorded after: what a comment says, new comments aside. */
  after: Map<string, ThreadState>
  /** Whether the answer depends on which threads were resolved. */
  asks: boolean
}

/**
 * What becomes of the comments already there: one whose finding is still there is left, whatever line it moved
 * to; one whose finding is gone is marked so, or removed; one that was marked so and came back says so in its thread.
 * A comment that a person edited is never written over, and what a person dismissed is never said again. Where a rule
 * failed or did not see everything, nothing is called fixed. Pure.
 */
export function reconcile(own: readonly OwnComment[], review: Review, context: ReconcileContext): Reconciled {
  const { catalogue, isOn, whenFixed = 'edit', said = new Map<string, ThreadState>(), resolved } = context
  const byFingerprint = new Map(review.findings.map((finding) => [finding.fingerprint, finding]))
  const result: Reconciled = {
    commented: new Set(),
    live: 0,
    liveOf: new Map(),
    edits: [],
    removals: [],
    before: new Map(),
    after: new Map(),
    asks: false,
  }
  const isResolved = (id: number): boolean => {
    if (!resolved) result.asks = true
    // Not known counts as resolved: the check run says it all the same.
    return resolved?.has(id) ?? true
  }
  const spoken = new Set<string>()
  for (const comment of own) {
    const { marker } = comment
    const alive = marker.fingerprints
      .map((fingerprint) => byFingerprint.get(fingerprint))
      .filter((finding): finding is Finding => finding?.verdict.shown === true)
      .filter(({ fingerprint }) => !result.commented.has(fingerprint))
    const editable = isUntouched(comment.body)
    const judged = canJudge(review, marker.ruleIds)
    const take = (fingerprints: Iterable<string>, state: ThreadState): void => {
      for (const fingerprint of fingerprints) {
        spoken.add(fingerprint)
        if (said.get(fingerprint) === state) continue
        if (state === 'closed') result.before.set(fingerprint, state)
        else result.after.set(fingerprint, state)
      }
    }
    if (alive.length > 0) {
      const reopened = marker.state === 'fixed'
      // A person's text in a comment that says "fixed" stays; the finding gets a new one, unless the thread was resolved.
      if (reopened && !editable && !isResolved(comment.id)) continue
      for (const { fingerprint } of alive) result.commented.add(fingerprint)
      // One that says "fixed" in a thread that was resolved, and cannot be changed, takes nobody's room.
      if (!reopened || editable) {
        result.live += 1
        const family = marker.ruleIds[0]?.split('/')[0] ?? ''
        result.liveOf.set(family, (result.liveOf.get(family) ?? 0) + 1)
      }
      const fewer = alive.length < marker.fingerprints.length && judged
      const edits = editable && (reopened || fewer)
      const still = alive.map(({ fingerprint }) => fingerprint)
      take(still, 'open')
      take(
        marker.fingerprints.filter((one) => !result.commented.has(one)),
        judged || reopened ? 'closed' : 'open',
      )
      if (edits) {
        const cameBackIn = reopened ? { cameBackIn: review.headSha.slice(0, 10) } : {}
        result.edits.push({ id: comment.id, body: commentBody(alive, catalogue, cameBackIn) })
      }
    } else if (marker.state === 'open' && judged) {
      take(
        marker.fingerprints.filter((one) => !result.commented.has(one)),
        'closed',
      )
      if (!editable) continue
      if (whenFixed === 'remove' && !comment.answered && !isResolved(comment.id)) {
        result.removals.push(comment.id)
        continue
      }
      const hidden = marker.fingerprints.map((fingerprint) => byFingerprint.get(fingerprint)).find(Boolean)
      result.edits.push({
        id: comment.id,
        body: closedBody(comment.body, whyClosed(review, marker.ruleIds.some(isOn), hidden)),
      })
    } else {
      const untold = marker.fingerprints.filter((one) => !spoken.has(one))
      // A comment with a person's words still says what was taken back, and cannot be changed.
      if (marker.state === 'open') {
        take(
          untold.filter((one) => editable || said.get(one) !== 'closed'),
          'open',
        )
      } else {
        // An older comment that says "fixed" does not take back what a person dismissed since.
        take(
          untold.filter((one) => said.get(one) === 'closed' || said.get(one) === undefined),
          'closed',
        )
      }
    }
  }
  for (const [fingerprint, state] of said) {
    if (state === 'closed' || spoken.has(fingerprint)) continue
    result.commented.add(fingerprint)
    if (state === 'open') result.before.set(fingerprint, 'dismissed')
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
