export * from './artifacts/index.ts'
export {
  beginCheckRun,
  cancelCheckRun,
  type CheckRun,
  type CheckRunTarget,
  completeCheckRun,
  externalId,
  listCheckRuns,
} from './check-runs.ts'
export { editAnswer, findAnswer, postAnswer } from './answers.ts'
export { Client, GitHub, type GitHubOptions, type Logger, type RequestSeen } from './client.ts'
export { editComment, listOwnComments, type OwnComment, removeComment } from './comments.ts'
export { type FailedDelivery, listFailedDeliveries, redeliver } from './deliveries.ts'
export * from './errors.ts'
export { convertManifestCode, type CreatedApp } from './manifest.ts'
export { listInstallations, listOpenPulls, type OpenPull } from './open-pulls.ts'
export { isTeamMember, type RepositoryRole, roleOf } from './permissions.ts'
export * from './person-comments.ts'
export { CONTENT_WINDOWS, type Pacer } from './pace.ts'
export { getPullRequest, type PullRequest, type RepositoryName } from './pull-request.ts'
export { type ReconcileContext, type Reconciled, reconcile, type ThreadState } from './reconcile.ts'
export { listResolvedThreads } from './resolved-threads.ts'
export { requestReviewers } from './request-reviewers.ts'
export { retell } from './retell.ts'
export { type PostedReview, postReview } from './review.ts'
