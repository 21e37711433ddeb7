import { Git } from './git.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import { locateMirror, type MirrorName } from './mirror/location.ts'
import { findRepository, resolveCommit } from './revisions.ts'

/** What one merge, squash or push brought to a branch. */
export interface MergedChange {
  sha: string
  /** The branch before it. */
  parent: string
  /** First line of its message. */
  title: string
  /** Number of its pull request, as GitHub writes it into the message. */
  pull?: number
}

/**
 * The newest commits of a branch along its first parents, newest first: merge commits with all they bring, squashed
 * pull requests, single commits. The very first commit of a history is left out.
 * @throws UserError where there is no repository or no such revision.
 */
export async function lastMerged(
  repo: string,
  revision: string,
  count: number,
  signal?: AbortSignal,
): Promise<MergedChange[]> {
  const git = new Git({
    ...(await findRepository(repo, signal)),
    signal,
    timeoutMs: DEFAULT_LIMITS.commandMs,
  })
  try {
    const tip = await resolveCommit(git, revision)
    const format = '--format=%H%x00%P%x00%s'
    const args = ['log', '--first-parent', '--no-show-signature', `--max-count=${count}`, '-z', format, tip]
    const fields = (await git.text(args, { maxBytes: 4 * 1024 * 1024 })).split('\0')
    const found: MergedChange[] = []
    for (let at = 0; at + 2 < fields.length; at += 3) {
      const [sha = '', parents = '', title = ''] = fields.slice(at, at + 3)
      const [parent = ''] = parents.split(' ')
      const pull = /^Merge pull request #(\d+) |\(#(\d+)\)$/.exec(title)
      const number = Number(pull?.[1] ?? pull?.[2])
      if (parent !== '') found.push({ sha, parent, title, ...(pull && { pull: number }) })
    }
    return found
  } finally {
    git.dispose()
  }
}

/** The same of a mirror that is open: its history is there, whatever blobs it lacks. */
export async function lastMergedInMirror(
  name: MirrorName,
  tip: string,
  count: number,
  signal?: AbortSignal,
): Promise<MergedChange[]> {
  return lastMerged(locateMirror(name).gitDir, tip, count, signal)
}
