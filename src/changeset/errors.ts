import { UserError } from '../model/index.ts'

/** A git command that failed. `stderr` is cut to a few kilobytes and never holds a token. */
export class GitError extends Error {
  override name = 'GitError'
  readonly command: string
  readonly exitCode: number | null
  readonly stderr: string

  constructor(command: string, exitCode: number | null, stderr: string, options?: ErrorOptions) {
    const detail = stderr.trim() || `exit code ${exitCode}`
    super(`git ${command} failed: ${detail}`, options)
    this.command = command
    this.exitCode = exitCode
    this.stderr = stderr
  }
}

/** A git command that took longer, or wrote more, than its limit. */
export class GitLimitError extends Error {
  override name = 'GitLimitError'
}

/** The two revisions share no history, or the history at hand is too shallow to show it. */
export class NoMergeBaseError extends UserError {
  override name = 'NoMergeBaseError'
}

/** The remote refused: the token has expired or lacks rights, or the repository is not there (any more). */
export class RepositoryAccessError extends Error {
  override name = 'RepositoryAccessError'
  readonly reason: 'unauthorized' | 'not-found'

  constructor(reason: 'unauthorized' | 'not-found', message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
  }
}

/** The remote no longer has a commit that was asked for: a force push or a deleted branch overtook the review. */
export class CommitGoneError extends Error {
  override name = 'CommitGoneError'
}

/** The remote could not be reached, answered with a server error, or broke off. Worth trying again. */
export class RepositoryNetworkError extends Error {
  override name = 'RepositoryNetworkError'
}
