import type { Conclusion, Review } from '../model/index.ts'
import type { EarlierFinding } from '../report/github/index.ts'
import type { Database, Sql } from './database.ts'
import { type LastSeen, lastSeen } from './continuity.ts'
import { type Lasting, recordFindings } from './findings.ts'
import { recordMigrations } from './migration-kpi.ts'
import { type ReviewJob, type Target, targetName } from './target.ts'

export interface Delivery {
  /** `X-GitHub-Delivery`: the same when GitHub repeats it. */
  id: string
  event: string
  action?: string | undefined
  installationId?: number | undefined
}

export interface ReviewRow {
  key: string
  headSha: string
  state: 'running' | 'published' | 'superseded' | 'failed'
  inline: boolean
  publishBegan: boolean
}

/** The last review of some commits that was published, and how many were. */
export interface PublishedReview {
  key: string
  inline: boolean
  /** Null in a review of an older version. */
  labels: string[] | null
  allowing: string[] | null
  /** Ids of the artifacts of coverage that it took into account; null where coverage mattered to no rule. */
  coverage: number[] | null
  count: number
}

/** A target's counters when its review starts. */
export interface Claim {
  wanted: number
  asked: number
}

/** What the app remembers: deliveries, what is due, reviews, the life of findings. Never source text, never a secret. */
export class Store {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Marks a delivery as accepted; false where it was before. Part of the caller's transaction. */
  async recordDelivery(sql: Sql, { id, event, action, installationId }: Delivery): Promise<boolean> {
    const rows = await sql.query(
      `insert into roadmap.deliveries (id, event, action, installation_id) values ($1, $2, $3, $4)
       on conflict (id) do nothing returning id`,
      [id, event, action ?? null, installationId ?? null],
    )
    return rows.length > 0
  }

  /** Says that a review of the target is due. Part of the caller's transaction. */
  async want(sql: Sql, job: ReviewJob): Promise<void> {
    await sql.query(
      // The id is what a repository is: transferred or renamed, what is known of it goes with it.
      `with moved as (
         update roadmap.targets set installation_id = $3, owner = $4, repo = $5
         where repo_id = $1 and target <> $2 and (installation_id, owner, repo) is distinct from ($3, $4, $5))
       insert into roadmap.targets (repo_id, target, installation_id, owner, repo, wanted, asked)
       values ($1, $2, $3, $4, $5, 1, $6)
       on conflict (repo_id, target) do update set
         wanted = targets.wanted + 1, asked = targets.asked + excluded.asked, updated_at = now(),
         installation_id = excluded.installation_id, owner = excluded.owner, repo = excluded.repo`,
      [
        job.repoId,
        targetName(job.target),
        job.installationId,
        job.owner,
        job.repo,
        job.reason === 'asked' ? 1 : 0,
      ],
    )
  }

  async claim(job: ReviewJob): Promise<Claim> {
    const [row] = await this.#database.query<Claim>(
      'select wanted, asked from roadmap.targets where repo_id = $1 and target = $2',
      [job.repoId, targetName(job.target)],
    )
    return row ?? { wanted: 0, asked: 0 }
  }

  /** Answers the events up to `wanted`; true where newer ones came meanwhile. */
  async settle(job: ReviewJob, wanted: number): Promise<boolean> {
    const [row] = await this.#database.query<{ newer: boolean }>(
      `update roadmap.targets set done = greatest(done, $3) where repo_id = $1 and target = $2
       returning wanted > $3 as newer`,
      [job.repoId, targetName(job.target), wanted],
    )
    return row?.newer ?? false
  }

  async isNewerWanted(job: ReviewJob, wanted: number): Promise<boolean> {
    return (await this.claim(job)).wanted > wanted
  }

  async findReview(key: string): Promise<ReviewRow | undefined> {
    const [row] = await this.#database.query<ReviewRow>(
      `select key, head_sha as "headSha", state, inline, publish_began_at is not null as "publishBegan"
       from roadmap.reviews where key = $1`,
      [key],
    )
    return row
  }

  /** The newest published review with this identity, labels aside. */
  async lastPublished(subject: string): Promise<PublishedReview | undefined> {
    const [row] = await this.#database.query<PublishedReview>(
      `select key, inline, labels, allowing, coverage, count(*) over ()::int as count from roadmap.reviews
       where subject = $1 and state = 'published' order by id desc limit 1`,
      [subject],
    )
    return row
  }

  /** Key of the review that was published last: what it said of a target is what stands there. */
  async newestPublished(job: ReviewJob): Promise<string | undefined> {
    const [row] = await this.#database.query<{ key: string }>(
      `select key from roadmap.reviews where repo_id = $1 and target = $2 and state = 'published'
       order by finished_at desc, id desc limit 1`,
      [job.repoId, targetName(job.target)],
    )
    return row?.key
  }

  /** What the last review of a target showed; undefined where none was published. */
  async shownBefore(repoId: number, target: string): Promise<EarlierFinding[] | undefined> {
    const rows = await this.#database.query<Partial<EarlierFinding>>(
      `select fingerprint, rule_id as "ruleId", path from
         (select 1 from roadmap.reviews where repo_id = $1 and target = $2 and state = 'published' limit 1) as once
         left join roadmap.findings on repo_id = $1 and target = $2 and verdict = 'shown' and fixed_at is null
       limit 5000`,
      [repoId, target],
    )
    if (rows.length === 0) return undefined
    return rows.flatMap(({ fingerprint, ruleId, path }) =>
      fingerprint && ruleId && path ? [{ fingerprint, ruleId, path }] : [],
    )
  }

  /** What the last published review of a target saw. */
  lastSeen({ repoId, target }: Pick<ReviewJob, 'repoId' | 'target'>): Promise<LastSeen | undefined> {
    return lastSeen(this.#database, repoId, targetName(target))
  }

  /** Other labels, of which none says anything: the review answers for them too. */
  async recordLabels(key: string, labels: readonly string[]): Promise<void> {
    await this.#database.query('update roadmap.reviews set labels = $2::jsonb where key = $1', [
      key,
      JSON.stringify(labels),
    ])
  }

  /** Whether the last review of a target is one of this commit: what the sweep need not ask for. */
  async isReviewed(repoId: number, target: string, headSha: string): Promise<boolean> {
    const rows = await this.#database.query(
      `select 1 from (select head_sha from roadmap.reviews
         where repo_id = $1 and target = $2 and state in ('published', 'failed')
         order by finished_at desc, id desc limit 1) as newest
       where head_sha = $3`,
      [repoId, target, headSha],
    )
    return rows.length > 0
  }

  async beginReview(
    job: ReviewJob,
    review: { key: string; subjectKey: string; headSha: string; baseRef: string },
  ): Promise<void> {
    await this.#database.query(
      `insert into roadmap.reviews (repo_id, target, key, subject, head_sha, base_ref, pull_number, state)
       values ($1, $2, $3, $4, $5, $6, $7, 'running')
       on conflict (key) do update set state = 'running', started_at = now(), finished_at = null`,
      [
        job.repoId,
        targetName(job.target),
        review.key,
        review.subjectKey,
        review.headSha,
        review.baseRef,
        job.target.kind === 'merge-group' ? (job.target.pull ?? null) : null,
      ],
    )
  }

  /** Before the first request that creates something on GitHub. */
  async beginPublishing(key: string): Promise<void> {
    await this.#database.query(
      'update roadmap.reviews set publish_began_at = coalesce(publish_began_at, now()) where key = $1',
      [key],
    )
  }

  /** Ends a review that was published, with the findings it saw (none where the configuration is not valid). */
  async finishReview(
    job: ReviewJob,
    end: {
      key: string
      conclusion: Conclusion
      inline: boolean
      milliseconds: number
      labels: readonly string[]
      allowing: readonly string[]
      coverage?: readonly number[]
      review?: Review
      lasting?: Lasting
    },
  ): Promise<void> {
    const { key, conclusion, inline, milliseconds, labels, allowing, coverage, review, lasting } = end
    await this.#database.transaction(async (sql) => {
      await sql.query(
        `update roadmap.reviews set state = 'published', conclusion = $2, inline = $3, milliseconds = $4,
           base_sha = $5, counts = $6::jsonb, labels = $7::jsonb, allowing = $8::jsonb, coverage = $9::jsonb,
           finished_at = now() where key = $1`,
        [
          key,
          conclusion,
          inline,
          milliseconds,
          review?.baseSha ?? null,
          review ? countsOf(review) : null,
          JSON.stringify(labels),
          JSON.stringify(allowing),
          coverage ? JSON.stringify(coverage) : null,
        ],
      )
      if (!review) return
      await recordFindings(sql, job.repoId, targetName(job.target), review, lasting)
      await recordMigrations(sql, job.repoId, targetName(job.target), review)
    })
  }

  async endReview(key: string, state: 'superseded' | 'failed'): Promise<void> {
    await this.#database.query('update roadmap.reviews set state = $2, finished_at = now() where key = $1', [
      key,
      state,
    ])
  }

  /** Reviews of a target that began to publish and never ended, but the one that runs. */
  async unfinishedReviews(
    job: ReviewJob,
    exceptKey: string | undefined,
  ): Promise<{ key: string; headSha: string }[]> {
    return this.#database.query(
      `select key, head_sha as "headSha" from roadmap.reviews
       where repo_id = $1 and target = $2 and state = 'running' and publish_began_at is not null
         and key <> $3 order by id`,
      [job.repoId, targetName(job.target), exceptKey ?? ''],
    )
  }

  async recordComments(job: ReviewJob, ids: ReadonlyMap<string, number>): Promise<void> {
    if (ids.size === 0) return
    const pairs = [...ids].map(([fingerprint, id]) => ({ fingerprint, id }))
    await this.#database.query(
      `update roadmap.findings set comment_id = new.id
       from jsonb_to_recordset($3::jsonb) as new (fingerprint text, id bigint)
       where repo_id = $1 and target = $2 and findings.fingerprint = new.fingerprint`,
      [job.repoId, targetName(job.target), JSON.stringify(pairs)],
    )
  }

  /** Whether events of a target wait for an answer: a job is queued, or runs. */
  async isUnanswered(sql: Sql, repoId: number, target: string): Promise<boolean> {
    const rows = await sql.query(
      'select 1 from roadmap.targets where repo_id = $1 and target = $2 and done < wanted',
      [repoId, target],
    )
    return rows.length > 0
  }

  /** Targets that were reviewed at a commit: check events of a fork name no pull request. */
  async targetsAt(repoId: number, headSha: string): Promise<Target[]> {
    const rows = await this.#database.query<{
      target: string
      base_sha: string | null
      base_ref: string
      pull_number: number | null
    }>(
      `select distinct on (target) target, base_sha, base_ref, pull_number from roadmap.reviews
       where repo_id = $1 and head_sha = $2 order by target, id desc`,
      [repoId, headSha],
    )
    return rows.flatMap(({ target, base_sha: baseSha, base_ref: baseRef, pull_number: pull }): Target[] => {
      const [kind, rest] = target.split('/')
      if (kind === 'pull') return [{ kind, number: Number(rest) }]
      if (baseSha === null) return []
      return [{ kind: 'merge-group', headSha, baseSha, baseRef, ...(pull !== null && { pull }) }]
    })
  }

  /** Whether reviews of a repository wait or run. */
  async hasUnanswered(repoId: number): Promise<boolean> {
    const rows = await this.#database.query(
      'select 1 from roadmap.targets where repo_id = $1 and done < wanted limit 1',
      [repoId],
    )
    return rows.length > 0
  }

  async countUnanswered(): Promise<number> {
    const [row] = await this.#database.query<{ count: number }>(
      'select count(*)::int as count from roadmap.targets where done < wanted',
    )
    return row?.count ?? 0
  }

  async recordInstallation(
    sql: Sql,
    installation: { id: number; account: string; suspended: boolean },
  ): Promise<void> {
    await sql.query(
      `insert into roadmap.installations (id, account, suspended_at) values ($1, $2, case when $3 then now() end)
       on conflict (id) do update set account = excluded.account, suspended_at = excluded.suspended_at, updated_at = now()`,
      [installation.id, installation.account, installation.suspended],
    )
  }

  /** Deliveries older than GitHub can repeat them. */
  async cutDeliveries(): Promise<void> {
    await this.#database.query(
      "delete from roadmap.deliveries where received_at < now() - interval '30 days'",
    )
  }
}

function countsOf(review: Review): string {
  const counts: Record<string, number> = { error: 0, warning: 0, note: 0, heldBack: 0 }
  for (const { level, verdict } of review.findings) {
    const name = verdict.shown ? level : 'heldBack'
    counts[name] = (counts[name] ?? 0) + 1
  }
  return JSON.stringify(counts)
}
