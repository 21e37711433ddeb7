import type { Client, GitHub } from './client.ts'
import { GitHubGone } from './errors.ts'
import type { RepositoryName } from './pull-request.ts'

/** The branch that a repository is developed on. */
export interface DefaultBranch {
  name: string
  sha: string
  /** Address of the repository's pages. */
  url: string
}

/** Undefined where there is nothing to look at: no commit, or archived. */
export async function getDefaultBranch(
  client: Client,
  { owner, repo }: RepositoryName,
  signal?: AbortSignal,
): Promise<DefaultBranch | undefined> {
  const { data } = await client.request('GET /repos/{owner}/{repo}', { owner, repo }, { signal })
  if (data.archived) return undefined
  const name = data.default_branch
  const sha = await branchSha(client, { owner, repo }, name, signal)
  return sha === undefined ? undefined : { name, sha, url: data.html_url }
}

/** Whether the installation may write files: the app does not ask for it, whoever installs it may grant it. */
export async function mayWriteContents(github: GitHub, id: number, signal?: AbortSignal): Promise<boolean> {
  const { data } = await github.app.request(
    'GET /app/installations/{installation_id}',
    { installation_id: id },
    { signal },
  )
  return data.permissions.contents === 'write' && data.permissions.pull_requests === 'write'
}

/** A pull request that was merged. */
export interface MergedPull {
  number: number
  baseSha: string
  headSha: string
  baseRef: string
}

/** The newest merged ones into a branch, at most `most`. */
export async function listMergedPulls(
  client: Client,
  { owner, repo }: RepositoryName,
  base: string,
  most: number,
  signal?: AbortSignal,
): Promise<MergedPull[]> {
  const { data } = await client.request(
    'GET /repos/{owner}/{repo}/pulls',
    { owner, repo, base, state: 'closed', sort: 'updated', direction: 'desc', per_page: 30 },
    { signal },
  )
  return data
    .filter(({ merged_at }) => merged_at !== null)
    .slice(0, most)
    .map((pull) => ({
      number: pull.number,
      baseSha: pull.base.sha,
      headSha: pull.head.sha,
      baseRef: pull.base.ref,
    }))
}

export interface FilesPull {
  /** Branch to make. */
  branch: string
  base: DefaultBranch
  /** Texts by path; none of the files is there yet. */
  files: Readonly<Record<string, string>>
  title: string
  /** Markdown. */
  body: string
}

/**
 * Opens a pull request that adds files, unless one of this branch was ever opened. Repeating it after a failure goes on where
 * it stopped. Answers its number, or undefined where there was one.
 */
export async function openFilesPull(
  client: Client,
  { owner, repo }: RepositoryName,
  { branch, base, files, title, body }: FilesPull,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const { data: earlier } = await client.request(
    'GET /repos/{owner}/{repo}/pulls',
    { owner, repo, head: `${owner}:${branch}`, state: 'all', per_page: 1 },
    { signal },
  )
  if (earlier.length > 0) return undefined
  if ((await branchSha(client, { owner, repo }, branch, signal)) === undefined) {
    const ref = `refs/heads/${branch}`
    await client.request(
      'POST /repos/{owner}/{repo}/git/refs',
      { owner, repo, ref, sha: base.sha },
      { signal },
    )
  }
  for (const [path, text] of Object.entries(files)) {
    if (await exists(client, { owner, repo }, branch, path, signal)) continue
    const content = Buffer.from(text).toString('base64')
    const message = `Add ${path}`
    await client.request(
      'PUT /repos/{owner}/{repo}/contents/{path}',
      { owner, repo, path, branch, message, content },
      { signal },
    )
  }
  const { data } = await client.request(
    'POST /repos/{owner}/{repo}/pulls',
    { owner, repo, head: branch, base: base.name, title, body },
    { signal, content: true },
  )
  return data.number
}

async function branchSha(
  client: Client,
  { owner, repo }: RepositoryName,
  branch: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const ref = `heads/${branch}`
    const route = 'GET /repos/{owner}/{repo}/git/ref/{ref}'
    const { data } = await client.request(route, { owner, repo, ref }, { signal })
    return data.object.sha
  } catch (error) {
    if (error instanceof GitHubGone) return undefined
    throw error
  }
}

async function exists(
  client: Client,
  { owner, repo }: RepositoryName,
  ref: string,
  path: string,
  signal?: AbortSignal,
): Promise<boolean> {
  try {
    const route = 'GET /repos/{owner}/{repo}/contents/{path}'
    await client.request(route, { owner, repo, path, ref }, { signal })
    return true
  } catch (error) {
    if (error instanceof GitHubGone) return false
    throw error
  }
}
