import type { Config } from '../../../config/index.ts'
import type { Review } from '../../../src/model/index.ts'
import { isUntouched, type Marker, readMarker } from '../../../src/report/github/index.ts'
import type { Comment, MemoryGitHub } from './memory-github.ts'
import { type Commit, fingerprintOf, isJudged } from './pull-in-memory.ts'
import { FINDINGS } from './steps.ts'

/**
 * What may never happen in the life of a pull request: a finding said twice or said again after a person dismissed it, one
 * that is lost, a comment that says what is not so any more, a person's text touched, a pass that was not earned.
 */
export class Law {
  readonly broken: string[] = []
  /** False where the next review must find everything done. */
  mayChange = true
  readonly #github: MemoryGitHub
  readonly #config: Config
  /** Texts of people, by comment. */
  readonly #kept = new Map<number, string>()
  /** Findings whose comment a person took away. */
  readonly #dismissed = new Set<string>()
  /** Findings of which nobody can say whether a person dismissed them: it happened while the app was at work. */
  readonly #vague = new Set<string>()
  /** Findings that were there when comments were last settled. */
  readonly #there = new Set<string>()
  #settled = true
  #review: Review | undefined
  #key = ''
  #commit: Commit | undefined

  constructor(github: MemoryGitHub, config: Config) {
    this.#github = github
    this.#config = config
  }

  begin(review: Review, key: string, commit: Commit): void {
    this.#review = review
    this.#key = key
    this.#commit = commit
  }

  /** A newer push was accepted: this review says no more. */
  unsettled(): void {
    this.#settled = false
    this.#noneSpins()
  }

  keep(id: number, body: string): void {
    this.#kept.set(id, body)
  }

  personDeletes(comment: Comment, inTheMiddle: boolean): void {
    this.personTakesAway(comment, inTheMiddle)
    this.#kept.delete(comment.id)
    const { comments } = this.#github
    comments.splice(comments.indexOf(comment), 1)
  }

  /** A dismissal, if the comment spoke of what is there. */
  personTakesAway(comment: Comment, inTheMiddle: boolean): void {
    const marker = readMarker(comment.body)
    // A resolved thread with a person's words in it dismisses what came back; that it goes does not undo it.
    const dismisses = marker?.state === 'open' || (comment.resolved && !isUntouched(comment.body))
    for (const fingerprint of marker?.fingerprints ?? []) {
      if (inTheMiddle || !this.#settled) this.#vague.add(fingerprint)
      else if (dismisses && this.#there.has(fingerprint)) this.#dismissed.add(fingerprint)
      // It stood open only because nobody could say that it is gone: whether it was dismissed, nobody can say either.
      else if (marker?.state === 'open') this.#vague.add(fingerprint)
    }
  }

  onChange({
    route,
    body = '',
    id = 0,
    run,
  }: {
    route: string
    body?: string
    id?: number
    run?: { conclusion: string | null }
  }): void {
    if (run) {
      const due = this.#due()
      if (run.conclusion === 'success' && due !== 'success') this.#say(`a pass instead of ${due}`)
      return
    }
    if (!this.mayChange) this.#say(`${route} though nothing is new`)
    if (route.startsWith('POST')) this.#judgePost(readMarker(body))
    else this.#judgeChange(route, id, body)
  }

  #judgePost(marker: Marker | undefined): void {
    if (!marker) return this.#say('a comment without a marker')
    for (const fingerprint of marker.fingerprints) {
      if (!this.#shown().has(fingerprint)) this.#say(`${name(fingerprint)} is said and is not there`)
      if (this.#dismissed.has(fingerprint))
        this.#say(`${name(fingerprint)} is said again, a person dismissed it`)
      for (const { comment, state, untouched } of this.#carrying(fingerprint)) {
        if (state === 'open' || untouched) this.#say(`${name(fingerprint)} is said twice`)
        else if (comment.resolved) this.#say(`${name(fingerprint)} is said again, its thread is resolved`)
      }
    }
  }

  #judgeChange(route: string, id: number, body: string): void {
    this.#judgeTakenBack(id, readMarker(body))
    if (this.#kept.has(id)) this.#say(`${route}: a person's text is touched`)
    if (!route.startsWith('DELETE')) return
    const comment = this.#github.comments.find((one) => one.id === id)
    if (this.#config.review.whenFixed !== 'remove') this.#say('a comment is removed, and nobody wants that')
    if (comment?.resolved) this.#say('a resolved thread is removed')
    const answered = this.#github.comments.some(({ inReplyTo }) => inReplyTo === id)
    if (answered) this.#say('an answered comment is removed')
  }

  /** Nothing is called fixed that nobody looked for. */
  #judgeTakenBack(id: number, to: Marker | undefined): void {
    const from = readMarker(this.#github.comments.find((one) => one.id === id)?.body ?? '')
    if (from?.state !== 'open') return
    const still = to?.state === 'open' ? to.fingerprints : []
    const known = this.#review?.findings.map(({ fingerprint }) => fingerprint) ?? []
    for (const one of from.fingerprints) {
      if (still.includes(one) || known.includes(one) || this.#isJudged(one)) continue
      this.#say(`${name(one)} is called fixed, and nobody looked`)
    }
  }

  /** The conclusion of the commit, by what the model knows of it. */
  #due(): string {
    if (this.#shown().size > 0) return 'failure'
    return this.#commit?.unjudged === undefined ? 'success' : 'action_required'
  }

  /** The review was published. */
  settle(draft: boolean): void {
    this.#judgeRuns()
    for (const [id, body] of this.#kept) {
      if (this.#github.comments.find((one) => one.id === id)?.body !== body)
        this.#say("a person's text is gone")
    }
    if (draft) return
    const shown = this.#shown()
    let live = 0
    for (const comment of this.#github.comments) {
      const marker = comment.author === 'app' ? readMarker(comment.body) : undefined
      if (marker?.state !== 'open') continue
      if (marker.fingerprints.some((one) => shown.has(one))) live += 1
      if (!isUntouched(comment.body)) continue
      const stale = marker.fingerprints.filter((one) => !shown.has(one))
      for (const one of stale) {
        // A rule that did not see all leaves what was said.
        const judged = marker.fingerprints.every((other) => this.#isJudged(other))
        if (judged) this.#say(`${name(one)} is gone and its comment does not say so`)
      }
    }
    for (const fingerprint of shown) this.#judgeShown(fingerprint, live)
    for (let number = 0; number < FINDINGS; number += 1) {
      const fingerprint = fingerprintOf(number)
      if (shown.has(fingerprint)) this.#there.add(fingerprint)
      else if (this.#isJudged(fingerprint)) this.#there.delete(fingerprint)
    }
    this.#settled = true
  }

  #judgeShown(fingerprint: string, live: number): void {
    const carrying = this.#carrying(fingerprint)
    const open = carrying.filter(({ state }) => state === 'open')
    if (open.length > 1) this.#say(`${name(fingerprint)} stands in ${open.length} comments`)
    if (open.length > 0 || this.#dismissed.has(fingerprint) || this.#vague.has(fingerprint)) return
    // A comment that was taken away while the app was at work still counted.
    if (live + this.#vague.size >= this.#config.review.maxInline) return
    if (carrying.some(({ comment, untouched }) => comment.resolved && !untouched)) return
    this.#say(`${name(fingerprint)} is lost: no comment speaks of it`)
  }

  #judgeRuns(): void {
    const runs = this.#github.runs.filter((run) => run.external_id.startsWith(`${this.#key}:`))
    const said = runs.map(({ status, conclusion }) => conclusion ?? status).join()
    if (said !== this.#review?.conclusion)
      this.#say(`check runs ${said} instead of ${this.#review?.conclusion}`)
    this.#noneSpins()
  }

  #noneSpins(): void {
    const spinning = this.#github.runs.filter(
      ({ status, head_sha: sha }) => status !== 'completed' && sha === this.#review?.headSha,
    )
    if (spinning.length > 0) this.#say('a check run spins')
  }

  #carrying(fingerprint: string): { comment: Comment; state: Marker['state']; untouched: boolean }[] {
    return this.#github.comments.flatMap((comment) => {
      const marker = comment.author === 'app' ? readMarker(comment.body) : undefined
      if (!marker?.fingerprints.includes(fingerprint)) return []
      return [{ comment, state: marker.state, untouched: isUntouched(comment.body) }]
    })
  }

  #shown(): Set<string> {
    const findings = this.#review?.findings.filter(({ verdict }) => verdict.shown) ?? []
    return new Set(findings.map(({ fingerprint }) => fingerprint))
  }

  #isJudged(fingerprint: string): boolean {
    return this.#commit !== undefined && isJudged(Number(fingerprint[0]), this.#commit)
  }

  #say(what: string): void {
    this.broken.push(what)
  }
}

function name(fingerprint: string): string {
  return `finding ${fingerprint[0]}`
}
