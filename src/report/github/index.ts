export { answerBody, fitAnswer, wrongCommand } from './commands/answer.ts'
export { type CheckRunContext, toCheckRuns } from './check-runs.ts'
export { closedBody, commentBody } from './comment.ts'
export {
  COMMANDS,
  type Command,
  type CommandName,
  hasCommand,
  MAX_COMMANDS,
  parseCommands,
  type ParsedCommand,
} from './commands/parse.ts'
export { BUTTON_DAYS, isWaiveButton, ruleOfButton, SHOW_ALL } from './buttons.ts'
export { configEffect } from './config-effect.ts'
export { annotationsOf, configProblemRuns, type ConfigProblemsContext } from './config-problems.ts'
export { everythingText } from './everything.ts'
export { type DryRun, type FirstLook, firstLookRun, proposalBody } from './first-look.ts'
export { type Invitation, invitationBlock, withInvitation } from './invitation.ts'
export type { EarlierFinding } from './glance.ts'
export { type ModuleRisk, riskByModule } from './risk.ts'
export { effectiveConfig, sourceWords } from './effective-config.ts'
export { isUntouched, type Marker, readMarker } from './marker.ts'
export { statusRuns } from './status.ts'
export {
  type Action,
  type Annotation,
  type CheckRunPayload,
  checkRunName,
  LIMITS,
  RECHECK,
} from './payload.ts'
export { type ReviewComment, type ReviewContext, type ReviewDraft, toReview } from './review.ts'
