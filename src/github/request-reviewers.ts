import type { Client } from './client.ts'
import { GitHubGone, Unprocessable } from './errors.ts'
import type { PullRequest } from './pull-request.ts'

/** Reviewers of one pull request; GitHub takes no more than 15 at once. */
const MOST = 15
/** Pages of 100. */
const PAGES = 5

/**
 * Asks people and teams for a review who were never asked on this pull request, and did not review it: whoever took a
 * request back meant it.
 * @param wanted as the configuration writes them: `@alice`, `@acme/payments`
 * @returns those that GitHub refused, with the reason: who may not read the repository cannot be asked.
 * @throws MissingPermission, RateLimited, GitHubUnavailable, BadCredentials
 */
export async function requestReviewers(
  client: Client,
  pull: PullRequest,
  wanted: readonly string[],
  signal?: AbortSignal,
): Promise<{ name: string; why: string }[]> {
  const { asked, refused } = asGitHubNames(wanted, pull)
  if (asked.length === 0) return refused
  const known = await knownReviewers(client, pull, signal)
  const open = asked.filter(({ key }) => !known.has(key)).slice(0, MOST)
  if (open.length === 0) return refused
  try {
    await request(client, pull, open, signal)
    return refused
  } catch (error) {
    if (error instanceof GitHubGone) return refused
    if (!(error instanceof Unprocessable)) throw error
  }
  // All or nothing, and GitHub does not say who it was.
  for (const one of open) {
    try {
      await request(client, pull, [one], signal)
    } catch (error) {
      if (!(error instanceof Unprocessable)) throw error
      refused.push({ name: one.name, why: 'GitHub lets only those be asked who can read the repository' })
    }
  }
  return refused
}

interface Reviewer {
  /** As written. */
  name: string
  /** `user alice`, `team payments`: in lower case. */
  key: string
  login?: string
  team?: string
}

function asGitHubNames(
  wanted: readonly string[],
  { owner, author }: PullRequest,
): { asked: Reviewer[]; refused: { name: string; why: string }[] } {
  const asked = new Map<string, Reviewer>()
  const refused: { name: string; why: string }[] = []
  for (const name of wanted) {
    const [, first = '', team] = /^@([\w.-]+)(?:\/([\w.-]+))?$/.exec(name) ?? []
    if (first === '') refused.push({ name, why: 'it is no `@user` and no `@organisation/team`' })
    else if (team === undefined) {
      // GitHub refuses the author.
      if (first.toLowerCase() !== author?.toLowerCase())
        asked.set(userKey(first), { name, key: userKey(first), login: first })
    } else if (first.toLowerCase() === owner.toLowerCase())
      asked.set(teamKey(team), { name, key: teamKey(team), team })
    else refused.push({ name, why: `it is a team of another organisation than ${owner}` })
  }
  return { asked: [...asked.values()], refused }
}

function userKey(login: string): string {
  return `user ${login.toLowerCase()}`
}

function teamKey(slug: string): string {
  return `team ${slug.toLowerCase()}`
}

async function request(
  client: Client,
  { owner, repo, number }: PullRequest,
  reviewers: readonly Reviewer[],
  signal?: AbortSignal,
): Promise<void> {
  await client.request(
    'POST /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
    {
      owner,
      repo,
      pull_number: number,
      reviewers: reviewers.flatMap(({ login }) => login ?? []),
      team_reviewers: reviewers.flatMap(({ team }) => team ?? []),
    },
    { signal, content: true },
  )
}

/** Who is asked, was ever asked, or has reviewed. */
async function knownReviewers(
  client: Client,
  pull: PullRequest,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  const { owner, repo, number } = pull
  const known = new Set<string>()
  const user = (one: { login: string } | null | undefined): void => {
    if (one) known.add(userKey(one.login))
  }
  const team = (one: { slug: string } | null | undefined): void => {
    if (one) known.add(teamKey(one.slug))
  }
  const { data: now } = await client.request(
    'GET /repos/{owner}/{repo}/pulls/{pull_number}/requested_reviewers',
    { owner, repo, pull_number: number },
    { signal },
  )
  for (const one of now.users) user(one)
  for (const one of now.teams) team(one)
  for (let page = 1; page <= PAGES; page += 1) {
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      { owner, repo, pull_number: number, per_page: 100, page },
      { signal },
    )
    for (const review of data) user(review.user)
    if (data.length < 100) break
  }
  for (let page = 1; page <= PAGES; page += 1) {
    const { data } = await client.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/events',
      { owner, repo, issue_number: number, per_page: 100, page },
      { signal },
    )
    for (const event of data as {
      event?: string
      requested_reviewer?: { login: string }
      requested_team?: { slug: string }
    }[]) {
      if (event.event !== 'review_requested') continue
      user(event.requested_reviewer)
      team(event.requested_team)
    }
    if (data.length < 100) break
  }
  return known
}
