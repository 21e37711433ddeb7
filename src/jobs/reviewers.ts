import type { Config } from '../../config/index.ts'
import {
  type Client,
  type GitHub,
  type Logger,
  MissingPermission,
  type PullRequest,
  requestReviewers,
} from '../github/index.ts'
import type { Review } from '../model/index.ts'
import type { CheckRunPayload } from '../report/github/index.ts'
import { permissionWords } from './missing-permission.ts'

interface ReviewerRequest {
  client: Client
  pull: PullRequest
  review: Review
  config: Config
  github: Pick<GitHub, 'installationUrl'>
  installationId: number
  log: Pick<Logger, 'warn'>
  signal: AbortSignal
}

/**
 * Asks for the reviews that critical paths want; nobody twice.
 * @returns what to add to the check runs, where somebody could not be asked.
 */
export async function askReviewers(request: ReviewerRequest): Promise<string | undefined> {
  const { client, pull, review, config, signal, log } = request
  const wanted = [...new Set(review.notices.flatMap(({ reviewers }) => reviewers ?? []))]
  // GitHub itself asks no code owner about a draft.
  if (!config.review.requestReviewers || wanted.length === 0 || pull.draft || !pull.open) return undefined
  try {
    const refused = await requestReviewers(client, pull, wanted, signal)
    if (refused.length === 0) return undefined
    const names = refused.map(({ name, why }) => `\`${name.replaceAll('`', '')}\` (${why})`)
    return `Could not be asked for a review: ${names.join(', ')}.`
  } catch (error) {
    if (!(error instanceof MissingPermission)) throw error
    log.warn(`reviewers cannot be asked: ${error.message}`)
    return `No review could be asked for. ${await permissionWords(error, request.github, request.installationId)}`
  }
}

/** The check run that speaks of critical paths, saying so. */
export function withReviewers(payloads: readonly CheckRunPayload[], said: string): CheckRunPayload[] {
  return payloads.map((payload) =>
    payload.family === 'critical-path-tests'
      ? { ...payload, summary: `> [!NOTE]\n> ${said}\n\n${payload.summary}` }
      : payload,
  )
}
