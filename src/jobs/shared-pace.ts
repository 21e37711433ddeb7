import { setTimeout as sleep } from 'node:timers/promises'
import { CONTENT_WINDOWS, type Pacer, RateLimited } from '../github/index.ts'
import type { Sql } from './database.ts'

const SLOT_MS = 10_000
/** A longer wait is left to the queue, which can do other work meanwhile. */
const LONGEST_SLEEP_MS = 5_000

/** Keeps one installation's content-creating requests within GitHub's bounds over all replicas of a database. */
export class SharedPace implements Pacer {
  readonly #database: Pick<Sql, 'query'>
  readonly #installationId: number
  readonly #now: () => number

  constructor(database: Pick<Sql, 'query'>, installationId: number, now: () => number = Date.now) {
    this.#database = database
    this.#installationId = installationId
    this.#now = now
  }

  async take(signal?: AbortSignal): Promise<void> {
    while (!(await this.#takeNow())) {
      const wait = await this.#wait()
      if (wait > LONGEST_SLEEP_MS) {
        throw new RateLimited('many requests of this installation within an hour', Math.ceil(wait / 1000))
      }
      await sleep(wait, undefined, { signal })
    }
  }

  /** One more in the present slot, if every window has room: the row's lock makes replicas wait for each other. */
  async #takeNow(): Promise<boolean> {
    const slot = this.#slot()
    const rooms = CONTENT_WINDOWS.map(
      ({ milliseconds, requests }) =>
        `paces.used + coalesce((select sum(used) from roadmap.paces old where old.installation_id = $1
           and old.slot < $2 and old.slot >= $2 - ${Math.ceil(milliseconds / SLOT_MS)}), 0) < ${requests}`,
    )
    await this.#database.query(
      'insert into roadmap.paces (installation_id, slot, used) values ($1, $2, 0) on conflict do nothing',
      [this.#installationId, slot],
    )
    const rows = await this.#database.query(
      `update roadmap.paces set used = used + 1 where installation_id = $1 and slot = $2 and ${rooms.join(' and ')}
       returning used`,
      [this.#installationId, slot],
    )
    return rows.length > 0
  }

  /** Milliseconds until the fullest window lets its oldest slot go. */
  async #wait(): Promise<number> {
    const now = this.#now()
    const rows = await this.#database.query<{ slot: number; used: number }>(
      `with cut as (delete from roadmap.paces where installation_id = $1 and slot < $2)
       select slot, used from roadmap.paces where installation_id = $1 and slot >= $2 and used > 0 order by slot`,
      [this.#installationId, this.#slot() - Math.ceil(3_600_000 / SLOT_MS)],
    )
    const waits = CONTENT_WINDOWS.map(({ milliseconds, requests }) => {
      const within = rows.filter(({ slot }) => (slot + 1) * SLOT_MS > now - milliseconds)
      const used = within.reduce((sum, one) => sum + one.used, 0)
      const [oldest] = within
      return used < requests || !oldest ? 0 : (oldest.slot + 1) * SLOT_MS + milliseconds - now
    })
    return Math.max(1_000, ...waits)
  }

  #slot(): number {
    return Math.floor(this.#now() / SLOT_MS)
  }
}
