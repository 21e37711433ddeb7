import { defaultConfig } from '../../../config/index.ts'
import { GitHubUnavailable, RateLimited } from '../../../src/github/index.ts'
import type { ThreadState } from '../../../src/github/index.ts'
import type { ReviewDependencies } from '../../../src/jobs/dependencies.ts'
import { Publisher } from '../../../src/jobs/publish.ts'
import { Superseded, type Watch } from '../../../src/jobs/supersede.ts'
import type { Review } from '../../../src/model/index.ts'
import { toCheckRuns } from '../../../src/report/github/index.ts'
import { Law } from './law.ts'
import { type Comment, Killed, MemoryGitHub, type Mishap } from './memory-github.ts'
import { catalogue, changesOf, type Commit, reviewOf } from './pull-in-memory.ts'
import type { Life, Presence, Step } from './steps.ts'

/** Attempts of a job before the queue gives up; the mishaps of a step strike the first. */
const ATTEMPTS = 4

/** Lives through one life and answers what broke the law, with the number of the step. */
export async function live(life: Life): Promise<string[]> {
  const world = new World(life)
  for (const [index, step] of life.steps.entries()) {
    await world.take(step)
    if (world.law.broken.length > 0)
      return world.law.broken.map((what) => `step ${index} (${step.do}): ${what}`)
  }
  await world.again()
  return world.law.broken
}

class World {
  readonly #github: MemoryGitHub
  readonly law: Law
  readonly #config = defaultConfig()
  readonly #said = new Map<string, ThreadState>()
  readonly #published = new Set<string>()
  readonly #presence = new Map<number, Presence>(Array.from({ length: 6 }, (_, number) => [number, 'gone']))
  #commit: Commit = { presence: this.#presence, shift: 0, renamed: false }
  #pushes = 0
  #asked = 0
  #turn = 0
  #draft = false

  constructor({ maxInline, groupAfter }: Life) {
    this.#config.review.maxInline = maxInline
    this.#config.review.groupAfter = groupAfter
    this.#github = new MemoryGitHub((change) => this.law.onChange(change))
    this.law = new Law(this.#github, this.#config)
    this.#github.onPerson = () => {
      const comment = this.#ours().at(-1)
      if (comment) this.law.personDeletes(comment, true)
    }
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'push':
        this.#pushes += 1
        this.#turn = 0
        this.#set(step.set)
        this.#commit = {
          presence: new Map(this.#presence),
          shift: step.shift,
          renamed: step.renamed,
          ...(step.unjudged && { unjudged: step.unjudged }),
        }
        return this.#review('synchronize', step.mishaps, step.overtaken)
      case 'label':
        this.#set(step.set.filter(([number, to]) => to !== 'gone' && this.#presence.get(number) !== 'gone'))
        this.#commit = { ...this.#commit, presence: new Map(this.#presence) }
        this.#turn += 1
        return this.#review('labels', step.mishaps)
      case 'ask':
        this.#asked += 1
        return this.#review('asked', step.mishaps)
      case 'redeliver':
        return this.#review('changed', step.mishaps)
      case 'draft':
        this.#draft = step.is
        return
      case 'when-fixed':
        this.#config.review.whenFixed = step.is
        return
      default:
        return this.#person(step)
    }
  }

  /** The same review once more finds everything done. */
  async again(): Promise<void> {
    if (this.#pushes === 0) return
    await this.#review('changed', [])
    this.law.mayChange = false
    await this.#review('changed', [])
  }

  #set(changes: readonly [number, Presence][]): void {
    for (const [number, to] of changes) this.#presence.set(number, to)
  }

  #person({ do: what, at }: Extract<Step, { at: number }>): void {
    const ours = this.#ours()
    const comment = ours[at % Math.max(1, ours.length)]
    if (!comment) return
    const { comments } = this.#github
    const add = (body: string, inReplyTo?: number): void => {
      const id = this.#github.nextId()
      const { path } = comment
      comments.push({ id, body, path, author: 'person', resolved: false, ...(inReplyTo && { inReplyTo }) })
      this.law.keep(id, body)
    }
    switch (what) {
      case 'reply':
        return add("We will not fix it: it is a test's server.", comment.id)
      case 'forge':
        return add(comment.body)
      case 'resolve':
      case 'reopen':
        comment.resolved = what === 'resolve'
        return
      case 'delete':
        return this.law.personDeletes(comment, false)
      case 'amend':
        comment.body = `Ada: not so.\n${comment.body}`
        return this.law.keep(comment.id, comment.body)
      case 'unmark':
        this.law.personTakesAway(comment, false)
        comment.body = 'Ada: nothing to see here.'
        return this.law.keep(comment.id, comment.body)
    }
  }

  #ours(): Comment[] {
    return this.#github.comments.filter(({ author }) => author === 'app')
  }

  async #review(
    reason: 'synchronize' | 'labels' | 'asked' | 'changed',
    mishaps: readonly [number, Mishap][],
    overtaken?: number,
  ): Promise<void> {
    if (this.#pushes === 0) return
    const headSha = String(this.#pushes).padStart(40, 'c')
    const key = `${this.#pushes}.${this.#asked}.${this.#turn}`
    const review = reviewOf(this.#commit, headSha)
    this.law.begin(review, key, this.#commit)
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      this.#github.plan(new Map(attempt === 0 ? mishaps : []))
      // A push of this life overtakes the last attempt at the latest, or none.
      const outcome = await this.#attempt(review, key, reason !== 'synchronize', overtaken)
      if (outcome === 'overtaken') return this.law.unsettled()
      if (outcome === 'done') return this.law.settle(this.#draft)
    }
    this.law.broken.push('the job never ended')
  }

  async #attempt(
    review: Review,
    key: string,
    old: boolean,
    overtaken: number | undefined,
  ): Promise<'done' | 'again' | 'overtaken'> {
    const { signal } = new AbortController()
    const pull = {
      owner: 'acme',
      repo: 'shop',
      number: 1,
      open: true,
      draft: this.#draft,
      headSha: review.headSha,
      sameRepository: true,
      baseRef: 'main',
      baseSha: review.baseSha,
      labels: [],
      reviewComments: this.#github.comments.length,
    }
    const publisher = new Publisher({
      dependencies: this.#dependencies(),
      client: this.#github.client(),
      job: {
        installationId: 1,
        owner: 'acme',
        repo: 'shop',
        repoId: 1,
        target: { kind: 'pull', number: 1 },
        reason: 'synchronize',
      },
      subject: { owner: 'acme', repo: 'shop', headSha: review.headSha, baseRef: 'main', pull, labels: [] },
      key,
      mayExist: old || this.#published.has(key),
      signal,
      watch: watchOf(signal, overtaken),
    })
    const payloads = toCheckRuns(review, { catalogue })
    const examined = { payloads, conclusion: review.conclusion, catalogue, review, config: this.#config }
    try {
      await publisher.publish(examined, changesOf(this.#commit))
      return 'done'
    } catch (error) {
      if (error instanceof Superseded) {
        await publisher.cancel()
        return 'overtaken'
      }
      if (error instanceof GitHubUnavailable || error instanceof RateLimited || error instanceof Killed) {
        return 'again'
      }
      throw error
    }
  }

  #dependencies(): ReviewDependencies {
    const known: Partial<ReviewDependencies> = {
      github: { appId: 1, botLogin: () => Promise.resolve('app[bot]') } as ReviewDependencies['github'],
      store: {
        beginPublishing: (key: string) => Promise.resolve(void this.#published.add(key)),
        recordComments: () => Promise.resolve(),
      } as unknown as ReviewDependencies['store'],
      threads: {
        said: () => Promise.resolve(new Map(this.#said)),
        say: (_job, changes) => {
          for (const [fingerprint, state] of changes) this.#said.set(fingerprint, state)
          return Promise.resolve()
        },
      },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    }
    return known as ReviewDependencies
  }
}

function watchOf(signal: AbortSignal, overtaken: number | undefined): Watch {
  let asked = 0
  return {
    signal,
    throwIfNewer: () => (asked++ === overtaken ? Promise.reject(new Superseded()) : Promise.resolve()),
    [Symbol.dispose]: () => {},
  }
}
