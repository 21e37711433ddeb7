import type { Database, Sql } from '../database.ts'

/** Commits of one base branch whose coverage is kept. */
const KEPT_COMMITS = 5
/** No artifact of GitHub lives longer, unless somebody pays for it. */
const KEPT_DAYS = 90

/** Coverage of one commit of a base branch. */
export interface KeptCoverage {
  headSha: string
  /** Packed numbers, see `packNumbers`; null where the commit was asked for and has none. */
  numbers: string | null
}

/** What is remembered of coverage: artifacts that came, and numbers of base branches. Never source text. */
export class CoverageStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Notes artifacts of a commit; part of the caller's transaction. */
  async recordArtifacts(sql: Sql, repoId: number, headSha: string, ids: readonly number[]): Promise<void> {
    await sql.query(
      `insert into roadmap.coverage_artifacts (repo_id, head_sha, artifact_id)
       select $1::bigint, $2, value::bigint from jsonb_array_elements_text($3::jsonb)
       on conflict do nothing`,
      [repoId, headSha, JSON.stringify(ids)],
    )
    await sql.query(
      `delete from roadmap.coverage_artifacts where repo_id = $1 and seen_at < now() - make_interval(days => $2::int)`,
      [repoId, KEPT_DAYS],
    )
  }

  async artifactsOf(repoId: number, headSha: string): Promise<number[]> {
    const rows = await this.#database.query<{ id: number }>(
      'select artifact_id as id from roadmap.coverage_artifacts where repo_id = $1 and head_sha = $2 order by 1',
      [repoId, headSha],
    )
    return rows.map(({ id }) => id)
  }

  /** Whether reviews begin at this branch. */
  async isBaseBranch(repoId: number, branch: string): Promise<boolean> {
    const rows = await this.#database.query(
      'select 1 from roadmap.reviews where repo_id = $1 and base_ref = $2 limit 1',
      [repoId, branch],
    )
    return rows.length > 0
  }

  /** Keeps the coverage of a commit, or that it has none; of one branch the newest few stay. */
  async keepBase(repoId: number, branch: string, { headSha, numbers }: KeptCoverage): Promise<void> {
    await this.#database.transaction(async (sql) => {
      await sql.query(
        `insert into roadmap.base_coverage (repo_id, head_sha, branch, numbers) values ($1, $2, $3, $4)
         on conflict (repo_id, head_sha) do update set branch = excluded.branch, kept_at = now(),
           numbers = coalesce(excluded.numbers, base_coverage.numbers)`,
        [repoId, headSha, branch, numbers],
      )
      // Commits without coverage must not drive out those with some.
      await sql.query(
        `delete from roadmap.base_coverage where repo_id = $1 and branch = $2 and head_sha not in (
           select head_sha from (
             select head_sha, row_number() over (partition by numbers is null order by kept_at desc) as place
             from roadmap.base_coverage where repo_id = $1 and branch = $2
           ) as ranked where place <= $3)`,
        [repoId, branch, KEPT_COMMITS],
      )
    })
  }

  /** The commits of a branch that are kept, newest first. */
  async keptOf(repoId: number, branch: string): Promise<{ headSha: string; hasNumbers: boolean }[]> {
    return this.#database.query(
      `select head_sha as "headSha", numbers is not null as "hasNumbers" from roadmap.base_coverage
       where repo_id = $1 and branch = $2 order by kept_at desc`,
      [repoId, branch],
    )
  }

  async numbersOf(repoId: number, headSha: string): Promise<string | undefined> {
    const [row] = await this.#database.query<{ numbers: string | null }>(
      'select numbers from roadmap.base_coverage where repo_id = $1 and head_sha = $2',
      [repoId, headSha],
    )
    return row?.numbers ?? undefined
  }
}
