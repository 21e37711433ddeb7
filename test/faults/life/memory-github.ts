import { type Client, GitHubGone, GitHubUnavailable, RateLimited } from '../../../src/github/index.ts'

/** What happens at a request: nothing is done; it is done and the answer lost; a person acts first; the process dies. */
export type Mishap = 'refused' | 'lost' | 'limited' | 'killed' | 'killed-after' | 'person'

export interface Comment {
  id: number
  body: string
  author: 'app' | 'person'
  inReplyTo?: number
  resolved: boolean
  path: string
}

export interface Run {
  id: number
  external_id: string
  head_sha: string
  status: string
  conclusion: string | null
}

/** The process that reviews ends here; what it knew is lost, the store is not. */
export class Killed extends Error {
  override name = 'Killed'
}

interface Parameters {
  [name: string]: unknown
  comments?: { path: string; body: string }[]
}

/** GitHub as far as publishing a review needs it, in memory: thousands of lives a minute. */
export class MemoryGitHub {
  readonly comments: Comment[] = []
  readonly runs: Run[] = []
  /** Every request that changes something, for the law. */
  readonly onChange: (what: { route: string; body?: string; id?: number; run?: Run }) => void
  /** By the number of the request from now on. */
  mishaps = new Map<number, Mishap>()
  onPerson: () => void = () => {}
  requests = 0
  #count = 0
  #id = 1

  constructor(onChange: MemoryGitHub['onChange']) {
    this.onChange = onChange
  }

  nextId(): number {
    return this.#id++
  }

  plan(mishaps: ReadonlyMap<number, Mishap>): void {
    this.#count = 0
    this.mishaps = new Map(mishaps)
  }

  /** In the place of a client of one installation. */
  client(): Client {
    const double: Pick<Client, 'request' | 'graphql' | 'installationId'> = {
      installationId: 1,
      request: async (route, parameters) =>
        this.#answer(() => ({ data: this.#serve(route, parameters as Parameters) }) as never),
      graphql: async <Data>() => this.#answer(() => this.#threads() as Data),
    }
    return double as Client
  }

  async #answer<T>(work: () => T): Promise<T> {
    this.requests += 1
    const mishap = this.mishaps.get(this.#count++)
    if (mishap === 'refused') throw new GitHubUnavailable('502')
    if (mishap === 'limited') throw new RateLimited('secondary limit', 1)
    if (mishap === 'killed') throw new Killed()
    if (mishap === 'person') this.onPerson()
    const answer = work()
    if (mishap === 'lost') throw new GitHubUnavailable('the answer was lost')
    if (mishap === 'killed-after') throw new Killed()
    return answer
  }

  #serve(route: string, p: Parameters): unknown {
    switch (route) {
      case 'GET /repos/{owner}/{repo}/pulls/{pull_number}/comments': {
        const from = (Number(p['page']) - 1) * 100
        return this.comments.slice(from, from + 100).map((one) => ({
          id: one.id,
          body: one.body,
          path: one.path,
          user: one.author === 'app' ? { login: 'app[bot]', type: 'Bot' } : { login: 'ada', type: 'User' },
          ...(one.inReplyTo !== undefined && { in_reply_to_id: one.inReplyTo }),
        }))
      }
      case 'POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews': {
        for (const { path, body } of p.comments ?? []) {
          this.onChange({ route, body })
          this.comments.push({ id: this.nextId(), body, path, author: 'app', resolved: false })
        }
        return { id: this.nextId() }
      }
      case 'PATCH /repos/{owner}/{repo}/pulls/comments/{comment_id}': {
        const comment = this.#comment(Number(p['comment_id']))
        this.onChange({ route, id: comment.id, body: String(p['body']) })
        comment.body = String(p['body'])
        return {}
      }
      case 'DELETE /repos/{owner}/{repo}/pulls/comments/{comment_id}': {
        const comment = this.#comment(Number(p['comment_id']))
        this.onChange({ route, id: comment.id })
        this.comments.splice(this.comments.indexOf(comment), 1)
        return undefined
      }
      case 'GET /repos/{owner}/{repo}/commits/{ref}/check-runs':
        return {
          check_runs: this.runs.filter((run) => run.head_sha === p['ref']).map((run) => this.#shape(run)),
        }
      case 'POST /repos/{owner}/{repo}/check-runs': {
        const run: Run = {
          id: this.nextId(),
          head_sha: '',
          external_id: '',
          status: 'queued',
          conclusion: null,
        }
        this.runs.push(run)
        return this.#set(route, run, p)
      }
      case 'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': {
        const run = this.runs.find(({ id }) => id === p['check_run_id'])
        if (!run) throw new GitHubGone('Not Found')
        return this.#set(route, run, p)
      }
      default:
        throw new Error(`not offered: ${route}`)
    }
  }

  #set(route: string, run: Run, p: Parameters): unknown {
    for (const name of ['head_sha', 'external_id', 'status', 'conclusion'] as const) {
      if (p[name] !== undefined) Object.assign(run, { [name]: p[name] })
    }
    this.onChange({ route, run: { ...run } })
    return this.#shape(run)
  }

  #shape(run: Run): unknown {
    return { ...run, app: { id: 1 }, output: { annotations_count: 0 } }
  }

  #comment(id: number): Comment {
    const comment = this.comments.find((one) => one.id === id)
    if (!comment) throw new GitHubGone('Not Found')
    return comment
  }

  #threads(): unknown {
    const nodes = this.comments
      .filter(({ inReplyTo }) => inReplyTo === undefined)
      .map(({ id, resolved }) => ({ isResolved: resolved, comments: { nodes: [{ databaseId: id }] } }))
    return {
      repository: {
        pullRequest: { reviewThreads: { nodes, pageInfo: { hasNextPage: false, endCursor: null } } },
      },
    }
  }
}
