import { setTimeout as sleep } from 'node:timers/promises'
import type { Endpoints } from '@octokit/types'
import { ProbotOctokit } from 'probot'
import { BadCredentials, GitHubUnavailable, toGitHubError, toGraphqlError } from './errors.ts'
import { Pace, type Pacer } from './pace.ts'

/** Routes as in GitHub's REST description: `GET /repos/{owner}/{repo}/pulls/{pull_number}`. */
export type Route = keyof Endpoints

export interface Logger {
  debug: (message: string) => void
  info: (message: string) => void
  warn: (message: string) => void
  error: (message: string) => void
}

export interface RequestSeen {
  /** The route's template, never an address with values. */
  route: string
  /** HTTP status, or 0 where there was no answer. */
  status: number
  milliseconds: number
  installationId?: number
  /** `x-ratelimit-remaining`, where GitHub said it. */
  remaining?: number
}

export interface GitHubOptions {
  appId: number
  /** PEM. */
  privateKey: string
  /** `https://api.github.com`, or `https://<host>/api/v3` of a GitHub Enterprise Server. */
  apiUrl: string
  log: Logger
  onRequest?: (seen: RequestSeen) => void
  /** Where other processes speak for the same installations. Undefined: each client paces itself. */
  pacerOf?: (installationId: number) => Pacer | undefined
  /** Longest time of one request, in milliseconds (default 20 s). */
  timeoutMs?: number
}

const RETRIES_MS: readonly number[] = [300, 1_500]

/**
 * Requests of one installation, or of the app itself. Octokit's own throttling and retries are off: they space
 * writes by seconds, and repeat a POST whose answer was lost. Here a GET or PATCH that failed at GitHub's side is
 * repeated; a POST never is: whoever sends one looks first whether it was done.
 */
export class Client {
  readonly #octokit: InstanceType<typeof ProbotOctokit>
  readonly #options: GitHubOptions
  readonly #own = new Pace()
  readonly installationId: number | undefined

  constructor(options: GitHubOptions, installationId?: number) {
    this.#options = options
    this.installationId = installationId
    const { appId, privateKey, apiUrl, log } = options
    this.#octokit = new ProbotOctokit({
      baseUrl: apiUrl,
      auth: { appId, privateKey, ...(installationId !== undefined && { installationId }) },
      throttle: { enabled: false },
      retry: { enabled: false },
      // Octokit logs whole bodies at debug level.
      log: {
        debug: () => {},
        info: () => {},
        warn: (m: string) => log.warn(m),
        error: (m: string) => log.error(m),
      },
    })
  }

  /**
   * One request. `content` marks what creates content that people are told of: it keeps GitHub's pace. `once`
   * marks a PATCH that adds something each time. `raw` leaves redirects and bodies to the caller: `data` is a stream.
   * @throws RateLimited, GitHubGone, MissingPermission, Unprocessable, GitHubUnavailable, BadCredentials
   */
  async request<R extends Route>(
    route: R,
    parameters: Endpoints[R]['parameters'],
    options: { signal?: AbortSignal | undefined; content?: boolean; once?: boolean; raw?: boolean } = {},
  ): Promise<Endpoints[R]['response']> {
    const repeatable = !route.startsWith('POST ') && !options.once
    const readOnly = route.startsWith('GET ')
    let refreshed = false
    for (let attempt = 0; ; attempt += 1) {
      options.signal?.throwIfAborted()
      if (options.content) await this.#pacer().take(options.signal)
      try {
        // A write in flight is never broken off: whether it was done would not be known.
        return await this.#once(route, parameters, readOnly ? options.signal : undefined, options.raw)
      } catch (error) {
        options.signal?.throwIfAborted()
        if (error instanceof BadCredentials && !refreshed && this.installationId !== undefined) {
          // Nothing was done with a token that is not valid: repeating is safe for a POST too.
          refreshed = true
          await this.token({ refresh: true })
          continue
        }
        const delay = RETRIES_MS[attempt]
        if (!(error instanceof GitHubUnavailable) || !repeatable || delay === undefined) throw error
        await sleep(delay, undefined, { signal: options.signal })
      }
    }
  }

  /** The installation's token, for git. Cached until shortly before it expires, unless `refresh`. */
  async token(options: { refresh?: boolean } = {}): Promise<string> {
    try {
      const answer = (await this.#octokit.auth({
        type: 'installation',
        installationId: this.installationId,
        ...(options.refresh && { refresh: true }),
      })) as { token: string }
      return answer.token
    } catch (error) {
      throw toGitHubError(error)
    }
  }

  /**
   * One query of the GraphQL API, repeated where GitHub did not answer: a query changes nothing. `Data` is
   * taken on trust; what is missing for want of rights is null.
   * @throws RateLimited, GitHubGone, MissingPermission, GitHubUnavailable, BadCredentials
   */
  async graphql<Data>(
    query: string,
    variables: Readonly<Record<string, unknown>>,
    options: { signal?: AbortSignal | undefined } = {},
  ): Promise<Data> {
    for (let attempt = 0; ; attempt += 1) {
      options.signal?.throwIfAborted()
      const limit = AbortSignal.timeout(this.#options.timeoutMs ?? 20_000)
      const started = performance.now()
      const seen = (status: number): void =>
        this.#options.onRequest?.({
          route: 'POST /graphql',
          status,
          milliseconds: performance.now() - started,
          ...(this.installationId !== undefined && { installationId: this.installationId }),
        })
      try {
        const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
        const data = await this.#octokit.graphql<Data>(query, { ...variables, request: { signal } })
        seen(200)
        return data
      } catch (cause) {
        options.signal?.throwIfAborted()
        const error = toGraphqlError(cause)
        seen(
          cause instanceof Error && 'response' in cause && cause.response && 'status' in cause
            ? Number(cause.status)
            : 0,
        )
        const delay = RETRIES_MS[attempt]
        if (!(error instanceof GitHubUnavailable) || delay === undefined) throw error
        await sleep(delay, undefined, { signal: options.signal })
      }
    }
  }

  #pacer(): Pacer {
    const { installationId } = this
    return (installationId !== undefined && this.#options.pacerOf?.(installationId)) || this.#own
  }

  async #once<R extends Route>(
    route: R,
    parameters: Endpoints[R]['parameters'],
    signal: AbortSignal | undefined,
    raw = false,
  ): Promise<Endpoints[R]['response']> {
    const limit = AbortSignal.timeout(this.#options.timeoutMs ?? 20_000)
    const started = performance.now()
    const seen = (status: number, remaining?: string | number): void => {
      this.#options.onRequest?.({
        route,
        status,
        milliseconds: performance.now() - started,
        ...(this.installationId !== undefined && { installationId: this.installationId }),
        ...(remaining !== undefined && { remaining: Number(remaining) }),
      })
    }
    try {
      const response = await this.#octokit.request(route, {
        ...parameters,
        request: {
          signal: signal ? AbortSignal.any([signal, limit]) : limit,
          ...(raw && { redirect: 'manual', parseSuccessResponseBody: false }),
        },
      } as never)
      seen(response.status, (response.headers as Record<string, string>)['x-ratelimit-remaining'])
      return response
    } catch (error) {
      const status = error instanceof Error && 'status' in error ? Number(error.status) : 0
      // Octokit reports an aborted or broken connection as status 500 without a response.
      seen(error instanceof Error && 'response' in error && error.response ? status : 0)
      signal?.throwIfAborted()
      throw limit.aborted
        ? new GitHubUnavailable(`no answer to ${route} in time`, { cause: toGitHubError(error) })
        : toGitHubError(error)
    }
  }
}

/** The app at one GitHub: makes clients for its installations and knows its own name there. */
export class GitHub {
  readonly app: Client
  readonly appId: number
  readonly #options: GitHubOptions
  readonly #installations = new Map<number, Client>()
  #login: { value: Promise<string>; at: number } | undefined

  constructor(options: GitHubOptions) {
    this.#options = options
    this.appId = options.appId
    this.app = new Client(options)
  }

  /** One client an installation, so that pace and token of one never touch another. */
  installation(id: number): Client {
    let client = this.#installations.get(id)
    if (client) this.#installations.delete(id)
    else client = new Client(this.#options, id)
    this.#installations.set(id, client)
    const [oldest] = this.#installations.keys()
    if (this.#installations.size > 1_000 && oldest !== undefined) this.#installations.delete(oldest)
    return client
  }

  /** Login under which the app writes, `<slug>[bot]`: no person can have one with brackets. Asked once an hour. */
  async botLogin(): Promise<string> {
    if (!this.#login || this.#login.at < Date.now() - 3_600_000) {
      const value = this.app.request('GET /app', {}).then(({ data }) => `${data?.slug ?? ''}[bot]`)
      const entry = { value, at: Date.now() }
      this.#login = entry
      value.catch(() => {
        if (this.#login === entry) this.#login = undefined
      })
    }
    return this.#login.value
  }

  /** Where owners of accounts install the app, and grant what it asks for. */
  async installUrl(): Promise<string> {
    const slug = (await this.botLogin()).replace(/\[bot\]$/, '')
    const { origin, host } = new URL(this.cloneUrl('', ''))
    // A GitHub Enterprise Server has them elsewhere: "Installing your own GitHub App" of its documentation.
    const isCloud = host === 'github.com' || host.endsWith('.ghe.com')
    return `${origin}/${isCloud ? 'apps' : 'github-apps'}/${slug}/installations/new`
  }

  /** Where an owner of the account sees what the installation may do, and grants more. */
  async installationUrl(id: number): Promise<string> {
    const { data } = await this.app.request('GET /app/installations/{installation_id}', {
      installation_id: id,
    })
    return data.html_url
  }

  /** Where git finds a repository: the API's host without the API's own name or path. */
  cloneUrl(owner: string, name: string): string {
    const url = new URL(this.#options.apiUrl)
    if (url.hostname === 'api.github.com') url.hostname = 'github.com'
    else if (url.hostname.startsWith('api.') && url.hostname.endsWith('.ghe.com')) {
      url.hostname = url.hostname.slice('api.'.length)
    }
    url.pathname = `${url.pathname.replace(/\/api\/v3\/?$/, '').replace(/\/$/, '')}/${owner}/${name}.git`
    return url.href
  }
}
