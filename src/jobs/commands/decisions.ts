import { createHash } from 'node:crypto'
import { type Config, findWaiver, type Waiver } from '../../../config/index.ts'
import type { Finding } from '../../model/index.ts'
import type { Database, Sql } from '../database.ts'
import { targetName, type Target } from '../target.ts'

/** What people decided by command. */
export interface Decision {
  id: number
  ruleId: string
  /** Absent: every finding of the rule on the pull request. */
  fingerprint?: string
  reason: string
  /** ISO date, the last day; absent for a false positive, which has no end. */
  expires?: string
  askedBy: string
  /** Absent while it waits. */
  approvedBy?: string
  pull: number
}

/** What is given at once: the same words about one rule or some findings of it. */
export interface NewDecision {
  repoId: number
  pull: number
  ruleId: string
  /** Absent: every finding of the rule on the pull request. */
  fingerprints?: readonly string[]
  reason: string
  expires?: string
  askedBy: string
  approvedBy?: string
  givenAt: string
}

/** Decisions a review takes into account at most; no repository has so many people. */
const MOST = 5_000

interface Row {
  id: number
  rule: string
  fingerprint: string | null
  reason: string
  expires: string | null
  asked_by: string
  approved_by: string | null
  pull: number
}

const COLUMNS = `w.id, w.check_pattern as rule, w.fingerprint, w.reason, to_char(w.expires_on, 'YYYY-MM-DD') as expires,
  w.asked_by, w.approved_by, w.pull_number as pull`

/** Waivers and dismissals that were given by command. Words of people, fingerprints and rules: never source text. */
export class DecisionStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  /** Writes a decision down in place of those of the same scope that are in force or wait. */
  async give(decision: NewDecision): Promise<void> {
    const { repoId, pull, ruleId, fingerprints, reason, expires, askedBy, approvedBy, givenAt } = decision
    const scopes = fingerprints ?? [null]
    await this.#database.transaction(async (sql) => {
      await sql.query(
        `update roadmap.waivers set revoked_at = now(), revoked_by = $5
         where repo_id = $1 and pull_number = $2 and check_pattern = $3 and revoked_at is null
           and ($6::boolean or approved_at is null)
           and coalesce(fingerprint, '') in (select coalesce(value, '') from jsonb_array_elements_text($4::jsonb))`,
        [repoId, pull, ruleId, JSON.stringify(scopes), askedBy, approvedBy !== undefined],
      )
      for (const fingerprint of scopes) {
        await sql.query(
          `insert into roadmap.waivers
             (repo_id, pull_number, check_pattern, fingerprint, reason, expires_on, asked_by, approved_by, approved_at, given_at)
           values ($1, $2, $3, $4, $5, $6::date, $7, $8, case when $8::text is null then null else now() end, $9)`,
          [repoId, pull, ruleId, fingerprint, reason, expires ?? null, askedBy, approvedBy ?? null, givenAt],
        )
      }
    })
  }

  /**
   * Decisions that hold for a target on the day of `now`: its own, false positives of the repository, and those of
   * pull requests that were merged, for the findings they were about.
   */
  async inForce(repoId: number, target: Target, now: Date): Promise<Decision[]> {
    const pull = target.kind === 'pull' ? target.number : (target.pull ?? null)
    const rows = await this.#database.query<Row>(
      `select ${COLUMNS} from roadmap.waivers w
       where w.repo_id = $1 and w.revoked_at is null and w.approved_at is not null
         and (w.expires_on is null or w.expires_on >= $3::date)
         and (w.pull_number = $2 or (w.fingerprint is not null and (w.merged_at is not null or w.expires_on is null)))
       union all
       select w.id, w.check_pattern, f.fingerprint, w.reason, to_char(w.expires_on, 'YYYY-MM-DD'),
         w.asked_by, w.approved_by, w.pull_number
       from roadmap.waivers w join roadmap.findings f
         on f.repo_id = w.repo_id and f.target = 'pull/' || w.pull_number and f.rule_id = w.check_pattern
       where w.repo_id = $1 and w.revoked_at is null and w.approved_at is not null and w.fingerprint is null
         and w.pull_number is distinct from $2 and w.merged_at is not null and f.fixed_at is null
         and (w.expires_on is null or w.expires_on >= $3::date)
       order by id, fingerprint limit ${MOST}`,
      [repoId, pull, dayOf(now)],
    )
    return rows.map(toDecision)
  }

  async decided(repoId: number, target: Target, now: Date): Promise<Decided> {
    const [row] = await this.#database.query<{ all: boolean }>(
      'select show_all as all from roadmap.targets where repo_id = $1 and target = $2',
      [repoId, targetName(target)],
    )
    return { decisions: await this.inForce(repoId, target, now), showAll: row?.all ?? false }
  }

  async showAll(sql: Sql, repoId: number, target: Target): Promise<void> {
    await sql.query('update roadmap.targets set show_all = true where repo_id = $1 and target = $2', [
      repoId,
      targetName(target),
    ])
  }

  /** What waits on a pull request: for some findings, or all. */
  async waiting(repoId: number, pull: number, scope: Scope): Promise<Decision[]> {
    return (await this.#open(repoId, pull, scope)).filter(({ approvedBy }) => approvedBy === undefined)
  }

  async approve(ids: readonly number[], by: string): Promise<void> {
    await this.#database.query(
      `update roadmap.waivers set approved_by = $2, approved_at = now()
       where id in (select value::bigint from jsonb_array_elements_text($1::jsonb))
         and approved_at is null and revoked_at is null`,
      [JSON.stringify(ids), by],
    )
  }

  /** Takes back what holds or waits for the findings of a scope, wherever it was given. Answers what it was. */
  async revoke(repoId: number, pull: number, scope: Scope, by: string): Promise<Decision[]> {
    const all = await this.#open(repoId, pull, scope)
    await this.#database.query(
      `update roadmap.waivers set revoked_at = now(), revoked_by = $2
       where id in (select value::bigint from jsonb_array_elements_text($1::jsonb)) and revoked_at is null`,
      [JSON.stringify(all.map(({ id }) => id)), by],
    )
    return all
  }

  async #open(repoId: number, pull: number, { ruleId, fingerprints }: Scope): Promise<Decision[]> {
    const rows = await this.#database.query<Row>(
      `select ${COLUMNS} from roadmap.waivers w
       where w.repo_id = $1 and w.revoked_at is null and ($3::text is null or w.check_pattern = $3)
         and case when $4::jsonb is null
           then w.pull_number = $2 or w.fingerprint in
             (select fingerprint from roadmap.findings where repo_id = $1 and target = 'pull/' || $2::int)
           else w.fingerprint in (select jsonb_array_elements_text($4::jsonb))
             or (w.fingerprint is null and w.pull_number = $2 and $5::boolean) end
       order by w.id limit ${MOST}`,
      [
        repoId,
        pull,
        ruleId ?? null,
        fingerprints ? JSON.stringify(fingerprints) : null,
        ruleId !== undefined,
      ],
    )
    return rows.map(toDecision)
  }

  /** Rules of findings of a pull request, by fingerprint. */
  async findingsOf(repoId: number, target: Target): Promise<Map<string, string>> {
    const rows = await this.#database.query<{ fingerprint: string; rule: string }>(
      'select fingerprint, rule_id as rule from roadmap.findings where repo_id = $1 and target = $2 and fixed_at is null',
      [repoId, targetName(target)],
    )
    return new Map(rows.map(({ fingerprint, rule }) => [fingerprint, rule]))
  }

  async hasUnmerged(repoId: number, pull: number): Promise<boolean> {
    const rows = await this.#database.query(
      `select 1 from roadmap.waivers
       where repo_id = $1 and pull_number = $2 and merged_at is null and revoked_at is null limit 1`,
      [repoId, pull],
    )
    return rows.length > 0
  }

  /** What holds on a pull request that was merged holds for its findings in the whole repository. */
  async markMerged(repoId: number, pull: number): Promise<void> {
    await this.#database.query(
      `update roadmap.waivers set merged_at = now()
       where repo_id = $1 and pull_number = $2 and merged_at is null and revoked_at is null`,
      [repoId, pull],
    )
  }

  /** What a published review took into account, and when that ends. */
  async recordReview(
    key: string,
    { digest, until }: { digest: string; until: string | undefined },
    sql: Sql = this.#database,
  ): Promise<void> {
    await sql.query('update roadmap.reviews set decisions = $2, waived_until = $3::date where key = $1', [
      key,
      digest,
      until ?? null,
    ])
  }

  /** What people decided about the findings of each rule, and did not take back. */
  async counts(): Promise<{ rule: string; kind: string; findings: number }[]> {
    return this.#database.query(
      `select check_pattern as rule, case when expires_on is null then 'false-positive' else 'waiver' end as kind,
         count(distinct (repo_id, fingerprint, case when fingerprint is null then pull_number end))::int as findings
       from roadmap.waivers where revoked_at is null and approved_at is not null group by 1, 2 order by 1, 2`,
    )
  }

  /** A closed pull request is not reviewed again, whatever ends. */
  async forgetEnd(repoId: number, pull: number): Promise<void> {
    await this.#database.query(
      'update roadmap.reviews set waived_until = null where repo_id = $1 and target = $2 and waived_until is not null',
      [repoId, `pull/${pull}`],
    )
  }

  async recordedOf(key: string): Promise<{ digest: string; until: string | undefined }> {
    const [row] = await this.#database.query<{ decisions: string | null; until: string | null }>(
      `select decisions, to_char(waived_until, 'YYYY-MM-DD') as until from roadmap.reviews where key = $1`,
      [key],
    )
    return { digest: row?.decisions ?? '', until: row?.until ?? undefined }
  }
}

/** Some findings, a rule, or both; neither: all of the pull request. */
export interface Scope {
  ruleId?: string | undefined
  fingerprints?: readonly string[] | undefined
}

/** What people decided about a target. */
export interface Decided {
  decisions: readonly Decision[]
  /** Whether somebody asked to be told everything. */
  showAll: boolean
}

/** Inline comments of a review that says everything. */
const ALL_INLINE = 100

/** A configuration with what people decided by command beside its own waivers. */
export function withDecisions(config: Config, decided: Decided | undefined): Config {
  if (!decided) return config
  const { decisions, showAll } = decided
  return {
    ...config,
    waivers: [...config.waivers, ...decisions.map(toWaiver)],
    review: showAll ? { ...config.review, maxInline: ALL_INLINE } : config.review,
  }
}

function toWaiver(decision: Decision): Waiver {
  const { ruleId, fingerprint, reason, expires, askedBy, approvedBy, pull } = decision
  const by =
    approvedBy === undefined || approvedBy === askedBy
      ? `by @${askedBy}`
      : `by @${askedBy} and @${approvedBy}`
  return {
    check: ruleId,
    paths: ['**'],
    reason,
    expires: expires ?? '9999-12-31',
    given: `${expires === undefined ? 'a false positive' : `until ${expires}`}, ${by} on #${pull}`,
    ...(fingerprint !== undefined && { fingerprint }),
    source: { what: `/roadmap on #${pull}` },
  }
}

/** Which decisions matter to these findings: where they change, the review is made anew. Empty for none. */
export function digestOf(decisions: readonly Decision[], findings: ReadonlyMap<string, string>): string {
  const rules = new Set(findings.values())
  const ids = decisions
    .filter(({ fingerprint, ruleId }) =>
      fingerprint === undefined ? rules.has(ruleId) : findings.has(fingerprint),
    )
    .map(({ id, fingerprint = '' }) => `${id} ${fingerprint}`)
  if (ids.length === 0) return ''
  return createHash('sha256').update(ids.toSorted().join('\n')).digest('hex').slice(0, 16)
}

/** The first day, as ISO date, on which one of the waivers that hide findings ends; undefined where none does. */
export function waivedUntil(findings: readonly Finding[], config: Config, now: Date): string | undefined {
  const ends = findings.flatMap(({ ruleId, fingerprint, location: { path }, verdict }) => {
    if (verdict.shown || verdict.because !== 'waived') return []
    const expires = findWaiver(config, { ruleId, path, fingerprint }, now)?.expires
    return expires === undefined || expires === '9999-12-31' ? [] : [expires]
  })
  return ends.toSorted()[0]
}

export function dayOf(now: Date): string {
  return now.toISOString().slice(0, 10)
}

function toDecision(row: Row): Decision {
  return {
    id: row.id,
    ruleId: row.rule,
    ...(row.fingerprint !== null && { fingerprint: row.fingerprint }),
    reason: row.reason,
    ...(row.expires !== null && { expires: row.expires }),
    askedBy: row.asked_by,
    ...(row.approved_by !== null && { approvedBy: row.approved_by }),
    pull: row.pull,
  }
}
