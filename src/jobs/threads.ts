import type { ThreadState } from '../github/index.ts'
import type { Sql } from './database.ts'
import { type ReviewJob, targetName } from './target.ts'

/** What was said of each finding of a target, by fingerprint. */
export interface ThreadStore {
  said(job: ReviewJob): Promise<Map<string, ThreadState>>
  say(job: ReviewJob, changes: ReadonlyMap<string, ThreadState>): Promise<void>
}

/** The threads of the app's database. Fingerprints only: never a comment's text. */
export class Threads implements ThreadStore {
  readonly #database: Sql

  constructor(database: Sql) {
    this.#database = database
  }

  async said(job: ReviewJob): Promise<Map<string, ThreadState>> {
    const rows = await this.#database.query<{ fingerprint: string; state: ThreadState }>(
      'select fingerprint, state from roadmap.threads where repo_id = $1 and target = $2',
      [job.repoId, targetName(job.target)],
    )
    return new Map(rows.map(({ fingerprint, state }) => [fingerprint, state]))
  }

  async say(job: ReviewJob, changes: ReadonlyMap<string, ThreadState>): Promise<void> {
    if (changes.size === 0) return
    const rows = [...changes].map(([fingerprint, state]) => ({ fingerprint, state }))
    // Nothing to keep where the installation was removed meanwhile: its targets are gone.
    await this.#database.query(
      `insert into roadmap.threads (repo_id, target, fingerprint, state)
       select repo_id, target, new.fingerprint, new.state
       from roadmap.targets, jsonb_to_recordset($3::jsonb) as new (fingerprint text, state text)
       where repo_id = $1 and target = $2
       on conflict (repo_id, target, fingerprint) do update set state = excluded.state, updated_at = now()
       where threads.state <> excluded.state`,
      [job.repoId, targetName(job.target), JSON.stringify(rows)],
    )
  }
}
