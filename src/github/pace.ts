import { setTimeout as sleep } from 'node:timers/promises'
import { RateLimited } from './errors.ts'

interface Window {
  milliseconds: number
  requests: number
}

/**
 * GitHub's published bounds for requests that create content: 80 a minute and 500 an hour an installation. Content is what
 * notifies people (reviews, comments, requested reviewers), as in Octokit's throttling plugin; check runs are not in its list. A
 * little less is used, so that people of the same installation have room. Replicas share theirs by their database.
 */
export const CONTENT_WINDOWS: readonly Window[] = [
  { milliseconds: 60_000, requests: 75 },
  { milliseconds: 3_600_000, requests: 480 },
]
/** A longer wait is left to the queue, which can do other work meanwhile. */
const LONGEST_SLEEP_MS = 5_000

/** Hands out places for content-creating requests of one installation. */
export interface Pacer {
  /** @throws RateLimited where the wait would be long. */
  take(signal?: AbortSignal): Promise<void>
}

/** Keeps one installation's content-creating requests within GitHub's bounds, as far as one process sees them. */
export class Pace implements Pacer {
  readonly #windows: readonly Window[]
  readonly #now: () => number
  #times: number[] = []

  constructor(windows: readonly Window[] = CONTENT_WINDOWS, now: () => number = Date.now) {
    this.#windows = windows
    this.#now = now
  }

  /**
   * Takes one place, waiting for it if need be.
   * @throws RateLimited where the wait would be long.
   */
  async take(signal?: AbortSignal): Promise<void> {
    for (;;) {
      const wait = this.#wait()
      if (wait <= 0) break
      if (wait > LONGEST_SLEEP_MS) {
        throw new RateLimited('many requests of this installation within an hour', Math.ceil(wait / 1000))
      }
      await sleep(wait, undefined, { signal })
    }
    this.#times.push(this.#now())
  }

  #wait(): number {
    const now = this.#now()
    const longest = Math.max(...this.#windows.map(({ milliseconds }) => milliseconds))
    this.#times = this.#times.filter((time) => time > now - longest)
    return Math.max(
      ...this.#windows.map(({ milliseconds, requests }) => {
        const oldest = this.#times.at(-requests)
        return oldest === undefined ? 0 : oldest + milliseconds - now
      }),
    )
  }
}
