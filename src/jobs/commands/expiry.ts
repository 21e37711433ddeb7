import { type GitHub, GitHubGone, type Logger, MissingPermission, RateLimited } from '../../github/index.ts'
import { codeSpan, escapeMarkdown } from '../../report/escape/index.ts'
import type { Database } from '../database.ts'
import type { ReviewJob } from '../target.ts'
import { dayOf } from './decisions.ts'

/** Pull requests looked at, and notes written, in one sweep; the next has the rest. */
const MOST = 200
/** Days ahead of its end that a waiver is spoken of. */
const NOTE_DAYS = 7

/** Pull requests whose newest review counts on a waiver that has ended: due again. */
export async function endedTargets(database: Database, now: Date): Promise<ReviewJob[]> {
  const rows = await database.query<{
    repo_id: number
    target: string
    installation_id: number
    owner: string
    repo: string
  }>(
    `select t.repo_id, t.target, t.installation_id, t.owner, t.repo
     from roadmap.reviews r join roadmap.targets t on t.repo_id = r.repo_id and t.target = r.target
     where r.waived_until < $1::date and r.state = 'published' and r.target like 'pull/%'
       and not exists (select 1 from roadmap.reviews newer
         where newer.repo_id = r.repo_id and newer.target = r.target and newer.state = 'published' and newer.id > r.id)
     order by r.id limit ${MOST}`,
    [dayOf(now)],
  )
  return rows.map(({ repo_id: repoId, target, installation_id: installationId, owner, repo }) => ({
    installationId,
    owner,
    repo,
    repoId,
    target: { kind: 'pull', number: Number(target.slice('pull/'.length)) },
    reason: 'decision',
  }))
}

interface Ending {
  repo_id: number
  pull: number
  rule: string
  expires: string
  reason: string
  asked_by: string
  installation_id: number
  owner: string
  repo: string
}

/**
 * Says on the pull requests where waivers were given that they end within a week: one comment for all of one pull
 * request, once. Waivers that were given for two weeks or less need none. Answers how many comments.
 */
export async function noteEndings(
  database: Database,
  github: GitHub,
  log: Logger,
  now: Date,
  signal?: AbortSignal,
): Promise<number> {
  // Written down first: a note that is lost is better than one that comes every hour.
  const rows = await database.query<Ending>(
    `update roadmap.waivers w set noted_at = now()
     from (select distinct on (repo_id) repo_id, installation_id, owner, repo from roadmap.targets
       order by repo_id, updated_at desc) t
     where t.repo_id = w.repo_id and w.id in (select id from roadmap.waivers
         where noted_at is null and revoked_at is null and approved_at is not null and pull_number is not null
           and expires_on between $1::date and $1::date + ${NOTE_DAYS}
           and created_at < expires_on - interval '14 days' order by id limit ${MOST})
     returning w.repo_id, w.pull_number as pull, w.check_pattern as rule, to_char(w.expires_on, 'YYYY-MM-DD') as expires,
       w.reason, w.asked_by, t.installation_id, t.owner, t.repo`,
    [dayOf(now)],
  )
  let count = 0
  for (const group of Map.groupBy(rows, ({ repo_id: id, pull }) => `${id} ${pull}`).values()) {
    const [first] = group
    if (!first) continue
    const { owner, repo, pull, installation_id: installationId } = first
    try {
      await github
        .installation(installationId)
        .request(
          'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
          { owner, repo, issue_number: pull, body: noteBody(group) },
          { signal, content: true },
        )
      count += 1
    } catch (error) {
      signal?.throwIfAborted()
      const known = [RateLimited, GitHubGone, MissingPermission].some((one) => error instanceof one)
      if (!known) throw error
      log.warn(`cannot say on ${owner}/${repo}#${pull} that a waiver ends: ${String(error)}`)
    }
  }
  return count
}

function noteBody(endings: readonly Ending[]): string {
  const lines = new Set(
    endings.map(
      ({ rule, expires, reason, asked_by: by }) =>
        `- ${codeSpan(rule)} on ${codeSpan(expires)}, asked for by ${codeSpan(`@${by}`)}: ${escapeMarkdown(reason)}`,
    ),
  )
  const shown = [...lines].slice(0, 20)
  const more = lines.size > shown.length ? [`- and ${lines.size - shown.length} more`] : []
  return [
    'Waivers that were given here end soon. After that day their findings count again:',
    '',
    ...shown,
    ...more,
    '',
    `Mend what they are about, or write ${codeSpan('/roadmap waive <rule> until=… reason=…')} again.`,
  ].join('\n')
}
