import type { RulePool } from '../engine/index.ts'
import type { GitHub, Logger } from '../github/index.ts'
import type { Conclusion } from '../model/index.ts'
import type { DecisionStore } from './commands/decisions.ts'
import type { SharedConfigs } from './shared-config/source.ts'
import type { CoverageStore } from './coverage/coverage-store.ts'
import type { Store } from './store.ts'
import type { Supersession } from './supersede.ts'
import type { ReviewJob } from './target.ts'
import type { ThreadStore } from './threads.ts'

/** What a review needs of the process it runs in. */
export interface ReviewDependencies {
  github: GitHub
  store: Store
  coverage: CoverageStore
  sharedConfigs: SharedConfigs
  threads: ThreadStore
  decisions: DecisionStore
  supersession: Supersession
  pool: RulePool
  log: Logger
  dataDir: string
  apiUrl: string
  /** Address under which people reach the app, for links to rules and modules. */
  publicUrl: string | undefined
  /** A review that takes longer than this, in milliseconds, says on the pull request that it runs. */
  sayRunningAfterMs: number
  /** Whether pull requests of a repository without a configuration say how one begins. */
  onboarding?: boolean
  /** Puts a job into the queue. */
  send: (job: ReviewJob) => Promise<void>
  onReviewed?: (conclusion: Conclusion) => void
}
