import type { Config } from '../../../config/index.ts'
import type { Notice } from '../../model/index.ts'
import type { Marker } from '../../report/github/index.ts'
import type { CommentRef, PullRequest } from '../../github/index.ts'
import type { DecisionStore } from './decisions.ts'
import type { Rights } from './rights.ts'

/** What a command is carried out with. */
export interface CommandContext {
  repoId: number
  pull: PullRequest
  /** Login of the author of the pull request; undefined for a deleted account. */
  author: string | undefined
  comment: CommentRef
  rights: Rights
  decisions: DecisionStore
  now: Date
  /** The finding's comment that is answered, where it is one of ours. */
  thread: (Marker & { path: string }) | undefined
  /** The configuration in force; a text says why there is none. Read at the first call. */
  config: () => Promise<
    { ok: true; config: Config; notices?: readonly Notice[] } | { ok: false; problem: string }
  >
  publicUrl: string | undefined
  /** Asks for a review of the pull request. */
  review: (reason: 'asked' | 'decision') => Promise<void>
  showAll: () => Promise<void>
}
