import type { GitHub } from './client.ts'

/** A webhook delivery that never succeeded, as GitHub's list has it. */
export interface FailedDelivery {
  /** Id of one attempt, for `redeliver`: beyond what a double holds. */
  id: number | bigint
  /** The same for all attempts: `X-GitHub-Delivery`. */
  guid: string
  event: string
}

/**
 * Deliveries since `since` of which no attempt succeeded. GitHub keeps them for three days and repeats
 * none by itself. At most `pages` pages of 100 are read, newest first.
 */
export async function listFailedDeliveries(
  github: GitHub,
  since: Date,
  options: { pages?: number; signal?: AbortSignal } = {},
): Promise<FailedDelivery[]> {
  const failed = new Map<string, FailedDelivery>()
  const succeeded = new Set<string>()
  let cursor: string | undefined
  for (let page = 0; page < (options.pages ?? 5); page += 1) {
    const { data, headers } = await github.app.request(
      'GET /app/hook/deliveries',
      { per_page: 100, ...(cursor !== undefined && { cursor }) },
      { signal: options.signal },
    )
    let old = false
    for (const { id, guid, event, status_code: status, delivered_at: at } of data) {
      if (new Date(at) < since) old = true
      else if (status >= 200 && status < 300) succeeded.add(guid)
      else if (!failed.has(guid)) failed.set(guid, { id, guid, event })
    }
    cursor = /[?&]cursor=([^&>]+)[^>]*>;\s*rel="next"/.exec(headers.link ?? '')?.[1]
    if (old || cursor === undefined) break
    cursor = decodeURIComponent(cursor)
  }
  return [...failed.values()].filter(({ guid }) => !succeeded.has(guid))
}

export async function redeliver(github: GitHub, id: number | bigint, signal?: AbortSignal): Promise<void> {
  await github.app.request(
    'POST /app/hook/deliveries/{delivery_id}/attempts',
    // A string: as a number the last digits could be lost.
    { delivery_id: String(id) as never },
    { signal },
  )
}
