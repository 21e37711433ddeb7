import { emptySnapshot, openFolder } from './folder/open-directories.ts'
import { Git } from './git.ts'
import type { ChangeSetLimits } from './limits.ts'
import { withDefaults } from './limits.ts'
import { closeOnFailure, diffConfig, openRange } from './open-git.ts'
import type { OpenedChangeSet } from './opened.ts'
import { findRepository, resolveCommit } from './revisions.ts'

export type OpenTreeOptions = ({ dir: string } | { repo: string; rev: string }) & {
  signal?: AbortSignal
  limits?: Partial<ChangeSetLimits>
}

/**
 * One tree against nothing: every file counts as added. Either a plain folder, or a revision of a local repository.
 * Throws UserError for a folder or a revision that does not exist.
 */
export async function openTree(options: OpenTreeOptions): Promise<OpenedChangeSet> {
  const limits = withDefaults(options.limits)
  const { signal } = options
  if ('dir' in options) return openFolder(options.dir, limits, signal)
  const repository = await findRepository(options.repo, signal)
  const git = new Git({ ...repository, signal, timeoutMs: limits.commandMs, config: diffConfig(limits) })
  return closeOnFailure(git, async () => {
    const headSha = await resolveCommit(git, options.rev)
    const opened = await openRange({ git, limits, mergeBase: repository.emptyTree, headSha })
    return { ...opened, base: emptySnapshot(), mergeBase: 'empty' }
  })
}
