import type { Client } from './client.ts'
import { GitHubGone } from './errors.ts'
import type { CommentRef } from './person-comments.ts'
import type { RepositoryName } from './pull-request.ts'

/** Our one answer to a comment, so that another attempt finds it. */
const marker = ({ kind, id }: CommentRef): string => `<!-- roadmap-review:answer v1 to=${kind}/${id} -->`

/** Pages of 100 that are looked through. */
const PAGES = 10

/** Posts the answer: in the thread of a line's comment, else on the conversation. Answers its id. */
export async function postAnswer(
  client: Client,
  { owner, repo }: RepositoryName,
  /** `thread`: the first comment of its thread: GitHub takes no replies to replies. */
  to: CommentRef & { thread?: number | undefined },
  body: string,
  signal?: AbortSignal,
): Promise<number> {
  const text = `${body}\n${marker(to)}`
  if (to.kind === 'line') {
    const { data } = await client.request(
      'POST /repos/{owner}/{repo}/pulls/{pull_number}/comments/{comment_id}/replies',
      { owner, repo, pull_number: to.pull, comment_id: to.thread ?? to.id, body: text },
      { signal, content: true },
    )
    return Number(data.id)
  }
  const { data } = await client.request(
    'POST /repos/{owner}/{repo}/issues/{issue_number}/comments',
    { owner, repo, issue_number: to.pull, body: text },
    { signal, content: true },
  )
  return Number(data.id)
}

/** False where somebody deleted the answer. */
export async function editAnswer(
  client: Client,
  { owner, repo }: RepositoryName,
  to: CommentRef,
  answerId: number,
  body: string,
): Promise<boolean> {
  const parameters = { owner, repo, comment_id: answerId, body: `${body}\n${marker(to)}` }
  try {
    if (to.kind === 'line') {
      await client.request('PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}', parameters)
    } else {
      await client.request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', parameters)
    }
    return true
  } catch (error) {
    if (error instanceof GitHubGone) return false
    throw error
  }
}

/** The answer that an earlier attempt posted without learning its id. */
export async function findAnswer(
  client: Client,
  { owner, repo }: RepositoryName,
  to: CommentRef,
  { botLogin, since }: { botLogin: string; since?: string | undefined },
  signal?: AbortSignal,
): Promise<number | undefined> {
  for (let page = 1; page <= PAGES; page += 1) {
    const common = { owner, repo, per_page: 100, page, ...(since !== undefined && { since }) }
    const { data } =
      to.kind === 'line'
        ? await client.request(
            'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments',
            { ...common, pull_number: to.pull },
            { signal },
          )
        : await client.request(
            'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
            { ...common, issue_number: to.pull },
            { signal },
          )
    for (const { id, user, body } of data) {
      if (user?.login === botLogin && user.type === 'Bot' && body?.trimEnd().endsWith(marker(to)) === true) {
        return Number(id)
      }
    }
    if (data.length < 100) return undefined
  }
  return undefined
}
