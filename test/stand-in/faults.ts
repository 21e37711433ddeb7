/** What goes wrong with a request. */
export type FaultKind =
  /** GitHub answers an error and nothing was done. */
  | 500
  | 502
  | 503
  | { secondaryLimit: { /** Seconds. */ retryAfter: number } }
  /** Nothing is answered for so many milliseconds, then the connection is cut; nothing was done. */
  | { timeout: number }
  /** The token of this request has expired: 401, for this and every later request with it. */
  | 'expiredToken'
  /** The request is carried out, and the connection cut before the answer. */
  | 'respondThenDrop'
  /**
   * Something else happens first; with `after`, once the request is carried out and before its answer leaves (git:
   * after its answer); with `instead`, and then the connection is cut and nothing was done.
   */
  | { pushInTheMiddle: () => unknown; when?: 'before' | 'after' | 'instead' }
  /** The request waits so many milliseconds and is then served as usual. */
  | { delay: number }

export interface FaultMatch {
  /** Default: any. */
  method?: string
  /** Against the path without the API prefix, for instance `/repos/acme/shop/check-runs`. */
  path?: RegExp
  /** Only git requests (`/acme/shop.git/git-upload-pack`), or only API requests; default: API requests. */
  git?: boolean
}

export interface Fault {
  match?: FaultMatch
  /** So many matching requests are served first (default 0). */
  skip?: number
  /** How many requests fail (default 1). */
  times?: number
  what: FaultKind
}

interface Armed extends Required<Fault> {
  happened: number
}

/** The faults that wait for their request. */
export class Faults {
  readonly #armed: Armed[] = []

  /** Answers a handle that says how often the fault has happened. */
  add(fault: Fault): { readonly happened: number } {
    const armed = { match: {}, skip: 0, times: 1, ...fault, happened: 0 }
    this.#armed.push(armed)
    return armed
  }

  clear(): void {
    this.#armed.length = 0
  }

  /** The fault of this request, if one is due: the first added wins. */
  take(method: string, path: string, git: boolean): FaultKind | undefined {
    for (const fault of this.#armed) {
      const { match } = fault
      if (fault.happened >= fault.times) continue
      if ((match.git ?? false) !== git) continue
      if (match.method !== undefined && match.method.toUpperCase() !== method) continue
      if (match.path && !new RegExp(match.path.source, match.path.flags.replaceAll(/[gy]/g, '')).test(path))
        continue
      if (fault.skip > 0) {
        fault.skip -= 1
        continue
      }
      fault.happened += 1
      return fault.what
    }
    return undefined
  }
}
