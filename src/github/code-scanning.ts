import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { GitHubGone, MissingPermission, toGitHubError } from './errors.ts'

export interface SarifUpload {
  /** `https://api.github.com`, or `https://<host>/api/v3`. */
  apiUrl: string
  /** With `security_events: write`. */
  token: string
  owner: string
  repo: string
  commitSha: string
  /** `refs/heads/main`, `refs/pull/12/head`. */
  ref: string
  /** A SARIF 2.1.0 log. */
  sarif: string
  signal?: AbortSignal
  /** How long to wait for GitHub to read it, between questions; by default about 30 s in all. */
  delaysMs?: readonly number[]
}

/** What became of an upload. */
export type SarifUploaded =
  /** `pending`: accepted, and not read while we waited. */
  | { kind: 'complete' | 'pending'; id: string }
  /** GitHub read it and could not take it, or not all of it. */
  | { kind: 'failed'; errors: string[] }
  /** The token may not, or code scanning is not on: in GitHub's words. */
  | { kind: 'forbidden'; why: string }
  | { kind: 'too-large'; bytes: number }

/** GitHub's limit, of the compressed log. */
const MAX_BYTES = 10 * 1024 * 1024
const DELAYS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 15_000]

/**
 * Uploads a log to GitHub's code scanning and waits a while until it was read.
 * @throws errors of `toGitHubError` for what is neither of the answers.
 */
export async function uploadSarif(upload: SarifUpload): Promise<SarifUploaded> {
  const { apiUrl, token, owner, repo, commitSha, ref, signal, delaysMs = DELAYS_MS } = upload
  const packed = await promisify(gzip)(upload.sarif, { level: 9 })
  if (packed.length > MAX_BYTES) return { kind: 'too-large', bytes: packed.length }
  // Loading it takes a second, which only those pay who upload.
  const { ProbotOctokit } = await import('probot')
  const octokit = new ProbotOctokit({
    baseUrl: apiUrl,
    auth: { token },
    throttle: { enabled: false },
    retry: { enabled: false },
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  })
  const request = signal ? { request: { signal } } : {}
  try {
    const { data } = await octokit.request('POST /repos/{owner}/{repo}/code-scanning/sarifs', {
      owner,
      repo,
      commit_sha: commitSha,
      ref,
      sarif: packed.toString('base64'),
      tool_name: 'roadmap-review',
      ...request,
    })
    const id = data.id ?? ''
    for (const delay of id === '' ? [] : delaysMs) {
      await sleep(delay, undefined, { signal })
      const { data: state } = await octokit.request(
        'GET /repos/{owner}/{repo}/code-scanning/sarifs/{sarif_id}',
        { owner, repo, sarif_id: id, ...request },
      )
      if (state.processing_status === 'complete') return { kind: 'complete', id }
      if (state.processing_status === 'failed') return { kind: 'failed', errors: [...(state.errors ?? [])] }
    }
    return { kind: 'pending', id }
  } catch (error) {
    signal?.throwIfAborted()
    const known = toGitHubError(error)
    // A private repository hides from a token that may not; code scanning that is not switched on answers 403.
    if (known instanceof MissingPermission || known instanceof GitHubGone)
      return { kind: 'forbidden', why: known.message }
    throw known
  }
}
