/** GitHub, or the way to it, does not answer as it should. A later attempt may work. */
export class GitHubUnavailable extends Error {
  override name = 'GitHubUnavailable'
}

/** GitHub asks to wait: primary or secondary rate limit, or our own pace for an installation. */
export class RateLimited extends Error {
  override name = 'RateLimited'
  /** Seconds until the next attempt is welcome. */
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number, options?: ErrorOptions) {
    super(message, options)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The app cannot see it any more: uninstalled, suspended, repository or pull request deleted. */
export class GitHubGone extends Error {
  override name = 'GitHubGone'
}

/** The installation has not granted a permission that `app.yml` asks for. */
export class MissingPermission extends Error {
  override name = 'MissingPermission'
  /** As GitHub names it, `pull_requests=write`; where it says so. */
  readonly wanted: string | undefined

  constructor(message: string, wanted?: string, options?: ErrorOptions) {
    super(message, options)
    this.wanted = wanted
  }
}

/** GitHub refuses the content (422). */
export class Unprocessable extends Error {
  override name = 'Unprocessable'
}

/** The answer of an installation token that is no longer valid (401). */
export class BadCredentials extends Error {
  override name = 'BadCredentials'
}

interface HttpError {
  status: number
  message: string
  response?: { headers?: Record<string, string | number | undefined>; data?: unknown }
}

const LONGEST_WAIT = 3600

/**
 * The typed form of what a request threw. Facts from GitHub's "Rate limits for the REST API": a secondary
 * limit answers 403 or 429, with `retry-after` or not (then wait a minute); an exhausted primary limit has
 * `x-ratelimit-remaining: 0` and the reset time in epoch seconds.
 */
export function toGitHubError(cause: unknown, now: number = Date.now()): Error {
  if (!isHttpError(cause)) {
    return cause instanceof Error ? cause : new GitHubUnavailable(String(cause), { cause })
  }
  const { status, message } = cause
  const headers = cause.response?.headers ?? {}
  const options = { cause: withoutRequest(cause) }
  if (status === 403 || status === 429) {
    const wait = waitOf(headers, message, now)
    if (wait !== undefined || status === 429) return new RateLimited(message, wait ?? 60, options)
    if (/suspended|access blocked/i.test(message)) return new GitHubGone(message, options)
    return new MissingPermission(message, wantedOf(headers), options)
  }
  if (status === 401) return new BadCredentials(message, options)
  if (status === 404 || status === 410 || status === 451) return new GitHubGone(message, options)
  if (status === 422) return new Unprocessable(message, options)
  return new GitHubUnavailable(`GitHub answered ${status}: ${message}`, options)
}

/**
 * The typed form of what a GraphQL query threw: GitHub answers 200 with `errors` that have a `type`. Source:
 * "Rate limits and query limits for the GraphQL API", and the errors that GitHub's own clients know.
 */
export function toGraphqlError(cause: unknown, now: number = Date.now()): Error {
  if (!(cause instanceof Error) || !('errors' in cause) || !Array.isArray(cause.errors)) {
    return toGitHubError(cause, now)
  }
  const [first] = cause.errors as { type?: string; message?: string }[]
  const message = `GraphQL: ${first?.message ?? 'an error without words'}`
  const headers = 'headers' in cause ? (cause.headers as Record<string, string>) : {}
  switch (first?.type) {
    case 'RATE_LIMITED':
      return new RateLimited(message, waitOf(headers, 'rate limit', now) ?? 60)
    case 'NOT_FOUND':
      return new GitHubGone(message)
    case 'FORBIDDEN':
    case 'INSUFFICIENT_SCOPES':
      return new MissingPermission(message)
    default:
      return new GitHubUnavailable(message)
  }
}

/** A header of GitHub's; alternatives stand between semicolons. Nothing but names and levels is taken over. */
function wantedOf(headers: Record<string, string | number | undefined>): string | undefined {
  const [first = ''] = String(headers['x-accepted-github-permissions'] ?? '').split(';')
  return /^[a-z_]+=(?:read|write|admin)(?:,[a-z_]+=(?:read|write|admin))*$/.test(first.trim())
    ? first.trim()
    : undefined
}

function waitOf(
  headers: Record<string, string | number | undefined>,
  message: string,
  now: number,
): number | undefined {
  const after = Number(headers['retry-after'])
  if (Number.isFinite(after) && after >= 0) return Math.min(Math.max(1, after), LONGEST_WAIT)
  if (String(headers['x-ratelimit-remaining']) === '0') {
    const reset = Number(headers['x-ratelimit-reset']) - Math.floor(now / 1000) + 1
    return Math.min(Math.max(1, Number.isFinite(reset) ? reset : 60), LONGEST_WAIT)
  }
  return /rate limit/i.test(message) ? 60 : undefined
}

function isHttpError(error: unknown): error is HttpError {
  return error instanceof Error && 'status' in error && typeof error.status === 'number'
}

/** The request of an Octokit error carries the token in its headers: a log must never see it. */
function withoutRequest(error: HttpError): Error {
  const copy = new Error(error.message)
  copy.name = `HttpError ${error.status}`
  return copy
}
