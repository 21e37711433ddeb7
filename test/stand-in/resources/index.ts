import type { Route } from '../http/router.ts'
import type { RateLimiter } from '../rate-limits.ts'
import { actionsRoutes } from './actions.ts'
import { appRoutes } from './apps.ts'
import { checkRunRoutes } from './check-runs.ts'
import { checkSuiteRoutes } from './check-suites.ts'
import { codeScanningRoutes } from './code-scanning.ts'
import { contentRoutes } from './contents.ts'
import { deliveryRoutes } from './deliveries.ts'
import { gitRoutes } from './git.ts'
import { issueRoutes } from './issues.ts'
import { peopleRoutes } from './people.ts'
import { pullRoutes } from './pulls.ts'
import { rateLimitRoutes } from './rate-limit.ts'
import { reactionRoutes } from './reactions.ts'
import { requestedReviewerRoutes } from './requested-reviewers.ts'
import { reviewCommentRoutes } from './review-comments.ts'
import { reviewRoutes } from './reviews.ts'
import { writeFileRoutes } from './write-files.ts'

/** Longer templates first where a shorter one would also match. */
export function allRoutes(limiter: RateLimiter): Route[] {
  return [
    ...appRoutes,
    ...deliveryRoutes,
    ...peopleRoutes,
    ...reactionRoutes,
    ...reviewCommentRoutes,
    ...reviewRoutes,
    ...requestedReviewerRoutes,
    ...pullRoutes,
    ...checkRunRoutes,
    ...checkSuiteRoutes,
    ...issueRoutes,
    ...contentRoutes,
    ...gitRoutes,
    ...actionsRoutes,
    ...codeScanningRoutes,
    ...writeFileRoutes,
    ...rateLimitRoutes(limiter),
  ]
}
