import { ApiError } from './http/errors.ts'

export interface RateLimits {
  /** Requests an hour and installation (or app, for calls with its JWT). */
  perHour: number
  /** Requests that create content, a minute and an hour. */
  contentPerMinute: number
  contentPerHour: number
}

/** Source: https://docs.github.com/en/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export const GITHUB_RATE_LIMITS: RateLimits = { perHour: 5000, contentPerMinute: 80, contentPerHour: 500 }

const HOUR = 3_600_000
const MINUTE = 60_000

interface Window {
  start: number
  used: number
}

/** Counts requests a caller (`installation 7`) and refuses like GitHub. */
export class RateLimiter {
  limits: RateLimits | undefined
  readonly #windows = new Map<string, Window>()
  readonly #created = new Map<string, number[]>()

  constructor(limits: RateLimits | undefined) {
    this.limits = limits
  }

  reset(): void {
    this.#windows.clear()
    this.#created.clear()
  }

  /** Headers that every answer carries. */
  headers(caller: string): Record<string, string> {
    const { limit, used, remaining, reset } = this.rate(caller)
    return {
      'x-ratelimit-limit': String(limit),
      'x-ratelimit-used': String(used),
      'x-ratelimit-remaining': String(remaining),
      'x-ratelimit-reset': String(reset),
      'x-ratelimit-resource': 'core',
    }
  }

  /** `reset` in seconds since the epoch. */
  rate(caller: string): { limit: number; used: number; remaining: number; reset: number } {
    const limit = this.limits?.perHour ?? GITHUB_RATE_LIMITS.perHour
    const { start, used } = this.#window(caller)
    return { limit, used, remaining: Math.max(limit - used, 0), reset: Math.ceil((start + HOUR) / 1000) }
  }

  /** Counts one request. Throws 403 when the caller has used up its share. */
  count(caller: string, creates: boolean): void {
    const window = this.#window(caller)
    if (this.limits && window.used >= this.limits.perHour) {
      throw new ApiError(403, `API rate limit exceeded for ${caller}.`, { headers: this.headers(caller) })
    }
    window.used += 1
    if (creates) this.#countContent(caller)
  }

  #countContent(caller: string): void {
    const now = Date.now()
    const times = (this.#created.get(caller) ?? []).filter((time) => time > now - HOUR)
    const lastMinute = times.filter((time) => time > now - MINUTE)
    if (this.limits) {
      if (lastMinute.length >= this.limits.contentPerMinute)
        throw secondaryLimit(waitFor(lastMinute, MINUTE, now))
      if (times.length >= this.limits.contentPerHour) throw secondaryLimit(waitFor(times, HOUR, now))
    }
    this.#created.set(caller, [...times, now])
  }

  #window(caller: string): Window {
    const now = Date.now()
    let window = this.#windows.get(caller)
    if (!window || window.start + HOUR <= now) this.#windows.set(caller, (window = { start: now, used: 0 }))
    return window
  }
}

function waitFor(times: readonly number[], span: number, now: number): number {
  return Math.max(Math.ceil(((times[0] ?? now) + span - now) / 1000), 1)
}

/** `retryAfter` in seconds. */
export function secondaryLimit(retryAfter: number): ApiError {
  return new ApiError(
    403,
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
    { headers: { 'retry-after': String(retryAfter) } },
  )
}
