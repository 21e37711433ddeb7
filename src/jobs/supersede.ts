import type { Store } from './store.ts'
import { type ReviewJob, singletonKey } from './target.ts'

/** The reason of an aborted review: a newer event for the same target was accepted. */
export class Superseded extends Error {
  override name = 'Superseded'
  constructor() {
    super('a newer event for the same target was accepted')
  }
}

const POLL_MS = 1_000

/** Aborts running reviews when a newer event comes: at once in this process, within a second from another. */
export class Supersession {
  readonly #store: Store
  readonly #running = new Map<string, () => Promise<void>>()

  constructor(store: Store) {
    this.#store = store
  }

  /**
   * An event for the target of `job` was accepted by this process. The review that runs may be the one that answers
   * it, begun before this was called: the store knows, so it is asked.
   */
  announce(job: ReviewJob): void {
    void this.#running.get(singletonKey(job))?.()
  }

  /** Watches over one review; `wanted` is the event it answers. */
  watch(job: ReviewJob, wanted: number, onError: (error: unknown) => void): Watch {
    const controller = new AbortController()
    const key = singletonKey(job)
    const check = async (): Promise<void> => {
      if (!controller.signal.aborted && (await this.#store.isNewerWanted(job, wanted))) {
        controller.abort(new Superseded())
      }
    }
    const look = (): Promise<void> => check().catch(onError)
    this.#running.set(key, look)
    const timer = setInterval(() => void look(), POLL_MS)
    return {
      signal: controller.signal,
      throwIfNewer: async () => {
        await check()
        controller.signal.throwIfAborted()
      },
      [Symbol.dispose]: () => {
        clearInterval(timer)
        if (this.#running.get(key) === look) this.#running.delete(key)
      },
    }
  }
}

export interface Watch extends Disposable {
  signal: AbortSignal
  /** Right before each step that publishes. */
  throwIfNewer(): Promise<void>
}
