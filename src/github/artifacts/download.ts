import { setTimeout as sleep } from 'node:timers/promises'
import type { Client } from '../client.ts'
import { GitHubGone, GitHubUnavailable, MissingPermission } from '../errors.ts'
import type { RepositoryName } from '../pull-request.ts'

/** The bytes of an archive, or why there are none. */
export type Downloaded = { kind: 'bytes'; bytes: Buffer } | { kind: 'gone' | 'too-large' | 'unavailable' }

const TIME_MS = 60_000
const RETRIES_MS: readonly number[] = [300, 1_500]

/**
 * Downloads an archive. GitHub answers with the address of a store that is good for a minute; the installation's
 * token is for GitHub alone and is not sent there.
 * @throws RateLimited, GitHubUnavailable where GitHub itself does not answer
 */
export async function downloadArtifact(
  client: Client,
  { owner, repo }: RepositoryName,
  artifactId: number,
  maxBytes: number,
  signal?: AbortSignal,
): Promise<Downloaded> {
  let response: { status: number; headers: unknown; data: unknown }
  try {
    response = await client.request(
      'GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}',
      { owner, repo, artifact_id: artifactId, archive_format: 'zip' },
      { signal, raw: true },
    )
  } catch (error) {
    if (error instanceof GitHubGone || error instanceof MissingPermission) return { kind: 'gone' }
    throw error
  }
  const location = (response.headers as { location?: string }).location
  if (response.status < 300) return capped(response.data as ReadableStream<Uint8Array> | null, maxBytes)
  await (response.data as ReadableStream | null)?.cancel()
  if (location === undefined)
    throw new GitHubUnavailable(`GitHub answered ${response.status} without a place`)
  for (let attempt = 0; ; attempt += 1) {
    const answer = await fromStore(location, maxBytes, signal)
    const delay = RETRIES_MS[attempt]
    if (answer.kind !== 'unavailable' || delay === undefined) return answer
    await sleep(delay, undefined, { signal })
  }
}

/** A store that does not answer costs its archive, not the review. */
async function fromStore(location: string, maxBytes: number, signal?: AbortSignal): Promise<Downloaded> {
  const limit = AbortSignal.timeout(TIME_MS)
  try {
    const answer = await fetch(location, { signal: signal ? AbortSignal.any([signal, limit]) : limit })
    if (answer.ok) return await capped(answer.body, maxBytes)
    await answer.body?.cancel()
    return { kind: answer.status === 404 || answer.status === 410 ? 'gone' : 'unavailable' }
  } catch {
    // What was thrown may hold the address, which is signed: it is for no log.
    signal?.throwIfAborted()
    return { kind: 'unavailable' }
  }
}

async function capped(body: ReadableStream<Uint8Array> | null, maxBytes: number): Promise<Downloaded> {
  if (!body) return { kind: 'gone' }
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    // Leaving the loop ends the transfer.
    if (size > maxBytes) return { kind: 'too-large' }
    chunks.push(chunk)
  }
  return { kind: 'bytes', bytes: Buffer.concat(chunks, size) }
}
