import type { App, Installation, Permissions, Repository, Token } from '../state.ts'
import type { World } from '../world.ts'

/** Who is asking. */
export type Actor =
  | { kind: 'nobody' }
  | { kind: 'app'; app: App }
  | { kind: 'installation'; app: App; installation: Installation; token: Token }

export interface Call {
  method: string
  /** Decoded path parameters. */
  params: Record<string, string>
  query: URLSearchParams
  body: Record<string, unknown>
  accept: string
  actor: Actor
  world: World
}

export interface Answer {
  status: number
  body?: unknown
  headers?: Record<string, string>
}

/** Who may call an operation: without credentials, as the app (JWT), or as an installation (token). */
export type Access = 'anybody' | 'app' | 'installation'

export interface Route {
  method: string
  /** As in GitHub's description: `/repos/{owner}/{repo}/pulls`. */
  template: string
  access: Access
  /** Any one of these lets the call through. */
  permissions: readonly Permissions[]
  /** Counts against the limits on creating content. */
  creates: boolean
  handle(call: Call): Promise<Answer> | Answer
}

export interface RouteOptions {
  access?: Access
  permissions?: Permissions | readonly Permissions[]
  creates?: boolean
}

/** `route('GET /app', { access: 'app' }, handler)`. */
export function route(operation: string, options: RouteOptions, handle: Route['handle']): Route {
  const [method = '', template = ''] = operation.split(' ')
  const wanted = options.permissions ?? []
  return {
    method,
    template,
    access: options.access ?? 'installation',
    permissions: Array.isArray(wanted) ? wanted : [wanted as Permissions],
    creates: options.creates ?? false,
    handle,
  }
}

/** These parameters may hold slashes. */
const GREEDY = new Set(['ref', 'basehead'])

export class Router {
  readonly #routes: { route: Route; pattern: RegExp; names: string[] }[]

  constructor(routes: readonly Route[]) {
    this.#routes = routes.map((each) => {
      const names: string[] = []
      const source = each.template.replaceAll(/\/\{(\w+)\}/g, (_, name: string) => {
        names.push(name)
        // Octokit asks for the root folder as `/contents`, without the slash.
        if (name === 'path') return '(?:/(.*))?'
        return GREEDY.has(name) ? '/(.+)' : '/([^/]+)'
      })
      return { route: each, pattern: new RegExp(`^${source}$`), names }
    })
  }

  /** `path` still percent-encoded, without the API prefix. */
  find(method: string, path: string): { route: Route; params: Record<string, string> } | undefined {
    for (const { route: candidate, pattern, names } of this.#routes) {
      const match = candidate.method === method ? pattern.exec(path) : null
      if (!match) continue
      const values = names.map((name, index) => [name, decode(match[index + 1] ?? '')])
      return { route: candidate, params: Object.fromEntries(values) as Record<string, string> }
    }
    return undefined
  }
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The repository of the path, as far as the caller may see it (checked before the handler runs). */
export function repositoryOf(call: Call): Repository {
  return call.world.repository(call.params['owner'] ?? '', call.params['repo'] ?? '')
}
