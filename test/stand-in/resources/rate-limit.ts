import { route } from '../http/router.ts'
import type { Route } from '../http/router.ts'
import type { RateLimiter } from '../rate-limits.ts'

export function rateLimitRoutes(limiter: RateLimiter): Route[] {
  return [
    route('GET /rate_limit', { access: 'anybody' }, (call) => {
      const { actor } = call
      const caller =
        actor.kind === 'installation' ? `installation ID ${actor.installation.id}` : `${actor.kind} ID 0`
      const rate = limiter.rate(caller)
      return { status: 200, body: { resources: { core: rate, search: rate }, rate } }
    }),
  ]
}
