import { notFound } from './http/errors.ts'
import type { CheckRun, Pull, Repository, State } from './state.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

/** What every handler works on: what is remembered, where we are reached, and how to tell apps. */
export interface World {
  readonly state: State
  /** `http://127.0.0.1:1234` */
  readonly url: string
  /** `http://127.0.0.1:1234/api/v3` */
  readonly apiUrl: string
  readonly webhooks: Webhooks
  /** For what GitHub does on its own time: nobody waits, but a crash is not lost. */
  background(work: Promise<unknown>): void
  /** Throws 404. */
  repository(owner: string, name: string): Repository
  pull(repository: Repository, number: number): Pull
  checkRun(repository: Repository, id: number): CheckRun
}

export function createWorld(
  state: State,
  webhooks: Webhooks,
  url: () => string,
  onCrash: (error: unknown) => void,
): World {
  return {
    state,
    webhooks,
    get url() {
      return url()
    },
    get apiUrl() {
      return `${url()}/api/v3`
    },
    background: (work) => {
      webhooks.track(work).catch(onCrash)
    },
    repository: (owner, name) => found(state.findRepository(owner, name)),
    pull: (repository, number) => found(state.findPull(repository, number)),
    checkRun: (repository, id) => {
      const run = found(state.checkRuns.get(id))
      return found(run.suite.repository === repository ? run : undefined)
    },
  }
}

export function found<T>(value: T | undefined): T {
  if (value === undefined) throw notFound()
  return value
}
