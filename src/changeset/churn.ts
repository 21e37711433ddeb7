import { Git } from './git.ts'
import { findRepository } from './revisions.ts'

/** Newest commits that are counted: enough to tell files apart. */
const MOST_COMMITS = 3_000
const MOST_BYTES = 32 * 1024 * 1024
const MILLISECONDS = 10_000

/**
 * In how many commits of the last year each file was changed, of the newest 3,000; by path from the root of the
 * repository. Merges are none.
 * @throws UserError where there is no repository, GitError where it has no commit, GitLimitError where it takes too long.
 */
export async function commitsOfYear(repo: string, signal?: AbortSignal): Promise<Map<string, number>> {
  const git = new Git({ ...(await findRepository(repo, signal)), signal, timeoutMs: MILLISECONDS })
  try {
    const bounds = ['--since=1.year.ago', `--max-count=${MOST_COMMITS}`, '--no-merges', '--no-show-signature']
    // Our environment names an empty order file, which `log` would read.
    const args = [
      'log',
      ...bounds,
      '-O/dev/null',
      '--no-renames',
      '--name-only',
      '--format=',
      '-z',
      'HEAD',
      '--',
    ]
    const counts = new Map<string, number>()
    for (const path of (await git.text(args, { maxBytes: MOST_BYTES })).split('\0'))
      if (path !== '') counts.set(path, (counts.get(path) ?? 0) + 1)
    return counts
  } finally {
    git.dispose()
  }
}
