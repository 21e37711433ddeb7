import type { Config } from '../../config/index.ts'
import { lastMergedInMirror, openMirror } from '../changeset/index.ts'
import { simulate } from '../engine/simulate.ts'
import type { Client } from '../github/index.ts'
import { codeSpan } from '../report/escape/index.ts'
import { simulationToMarkdown } from '../report/simulation/text.ts'
import type { ReviewDependencies } from './dependencies.ts'
import type { Subject } from './subject.ts'

/** Changes that are looked at again, and the time for all of them: the check of the pull request waits for it. */
const CHANGES = 5
const BUDGET_MS = 30_000
/** Bytes: beside the summary of the review and the effect on rules. */
const ROOM = 12_000

export interface PastRequest {
  before: Config
  after: Config
  /** Of the base branch. */
  baseTip: string
  subject: Subject
  client: Client
  signal: AbortSignal
}

/**
 * What the configuration of a pull request would have said of the changes that were merged last, as Markdown;
 * undefined where it means the same as the base's. A failure is a sentence: the review does not depend on it.
 */
export async function simulatePast(
  { before, after, baseTip, subject, client, signal }: PastRequest,
  { github, dataDir, apiUrl, pool, log }: ReviewDependencies,
): Promise<string | undefined> {
  if (meaning(before) === meaning(after)) return undefined
  const { owner, repo, baseRef } = subject
  const title = `**The last changes of ${codeSpan(baseRef)}, reviewed again by both versions.**`
  try {
    const token = await client.token()
    const mirror = { dataDir, owner, name: repo, cloneUrl: github.cloneUrl(owner, repo) }
    const merged = await lastMergedInMirror(mirror, baseTip, CHANGES, signal)
    if (merged.length === 0) return undefined
    const simulation = await simulate({
      changes: merged.map(({ sha, parent, ...rest }) => ({
        ...rest,
        sha,
        open: () => openMirror({ ...mirror, token, apiUrl, baseRef, baseSha: parent, headSha: sha, signal }),
      })),
      before,
      after,
      now: new Date(),
      budgetMs: BUDGET_MS,
      pool,
      signal,
    })
    const further = 'More of them: `roadmap-review config simulate --last 50`.'
    return `${title} ${further}\n\n${simulationToMarkdown(simulation, ROOM)}`
  } catch (error) {
    signal.throwIfAborted()
    log.warn(`cannot simulate a configuration: ${String(error)}`)
    return `${title} This did not work here; \`roadmap-review config simulate\` does it in a clone.`
  }
}

/** A configuration without the places where its values stand. */
function meaning(config: Config): string {
  const { origins: _origins, extends: _extends, ...rest } = config
  return JSON.stringify(rest, (key, value: unknown) => (key === 'source' ? undefined : value))
}
