import type { Location, Review } from '../model/index.ts'
import type { Sql } from './database.ts'

/** What the next review keeps identities by. */
export interface Lasting {
  /** The name by which a finding's file is known. */
  nameOf: (location: Location) => string
  /** Files that were renamed since the last review, from path to path. */
  moved: ReadonlyMap<string, string>
}

/**
 * Keeps the life of a target's findings: when each was first and last seen, and when it was gone. One that a
 * review could not judge (its rule failed, or did not see everything) stays as it was.
 */
export async function recordFindings(
  sql: Sql,
  repoId: number,
  target: string,
  review: Review,
  { nameOf, moved }: Lasting = { nameOf: ({ path }) => path, moved: new Map() },
): Promise<void> {
  const renamed = [...moved].filter(([from, to]) => from !== to).map(([from, to]) => ({ from, to }))
  await sql.query(
    `update roadmap.findings set path = new.to
     from jsonb_to_recordset($3::jsonb) as new ("from" text, "to" text)
     where repo_id = $1 and target = $2 and side = 'head' and path = new.from`,
    [repoId, target, JSON.stringify(renamed)],
  )
  const rows = review.findings.map((finding) => ({
    fingerprint: finding.fingerprint,
    rule_id: finding.ruleId,
    level: finding.level,
    path: finding.location.path,
    side: finding.location.side,
    line: finding.location.region?.startLine ?? null,
    known_as: nameOf(finding.location),
    verdict: finding.verdict.shown ? 'shown' : finding.verdict.because,
  }))
  await sql.query(
    `insert into roadmap.findings
       (repo_id, target, fingerprint, rule_id, level, path, side, line, known_as, verdict,
        first_seen_sha, last_seen_sha)
     select $1, $2, fingerprint, rule_id, level, path, side, line, known_as, verdict, $3, $3
     from jsonb_to_recordset($4::jsonb)
       as new (fingerprint text, rule_id text, level text, path text, side text, line integer, known_as text,
               verdict text)
     on conflict (repo_id, target, fingerprint) do update set
       level = excluded.level, path = excluded.path, side = excluded.side, line = excluded.line,
       known_as = excluded.known_as, verdict = excluded.verdict,
       last_seen_at = now(), last_seen_sha = excluded.last_seen_sha, fixed_at = null, fixed_sha = null`,
    // PostgreSQL's jsonb has no NUL; paths with one cannot exist in git.
    [repoId, target, review.headSha, JSON.stringify(dedupe(rows))],
  )
  if (review.notLookedAt.length > 0) return
  const unjudged = review.outcomes
    .filter(({ kind }) => kind === 'failed' || kind === 'incomplete')
    .map(({ ruleId }) => ruleId)
  await sql.query(
    `update roadmap.findings set fixed_at = now(), fixed_sha = $3
     where repo_id = $1 and target = $2 and fixed_at is null and last_seen_sha <> $3
       and rule_id not in (select jsonb_array_elements_text($4::jsonb))
       and fingerprint not in (select jsonb_array_elements_text($5::jsonb))`,
    [
      repoId,
      target,
      review.headSha,
      JSON.stringify(unjudged),
      JSON.stringify(rows.map(({ fingerprint }) => fingerprint)),
    ],
  )
}

/** One statement may not touch a row twice. */
function dedupe<T extends { fingerprint: string }>(rows: readonly T[]): T[] {
  return [...new Map(rows.map((row) => [row.fingerprint, row])).values()]
}
