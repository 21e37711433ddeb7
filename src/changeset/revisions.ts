import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { UserError } from '../model/index.ts'
import { GitError, NoMergeBaseError } from './errors.ts'
import type { Git } from './git.ts'
import { EMPTY_TREE, EMPTY_TREE_SHA256 } from './git-environment.ts'

const execute = promisify(execFile)

/** Where the default branch is looked for, in this order. */
const DEFAULT_BRANCHES = ['origin/HEAD', 'origin/main', 'origin/master', 'main', 'master'] as const

/** Variables that would point git at another repository than the one that is asked for. */
const REPOSITORY_VARIABLES = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_COMMON_DIR', 'GIT_PREFIX']

export interface LocalRepository {
  /** Absolute. */
  gitDir: string
  /** Id of the empty tree, which differs with the repository's hash. */
  emptyTree: string
}

/**
 * The git directory of a work tree, a folder inside one, or a bare repository. The one command that sees
 * the user's own configuration: whether a repository of another owner is trusted (`safe.directory`) is theirs.
 * Throws UserError where there is none.
 */
export async function findRepository(repo: string, signal?: AbortSignal): Promise<LocalRepository> {
  const env = { ...process.env, LC_ALL: 'C', GIT_TERMINAL_PROMPT: '0' }
  for (const name of REPOSITORY_VARIABLES) delete (env as NodeJS.ProcessEnv)[name]
  try {
    const args = ['rev-parse', '--show-object-format', '--absolute-git-dir']
    const { stdout } = await execute('git', args, { cwd: repo, env, signal })
    const [format = '', ...folder] = stdout.replace(/\n$/, '').split('\n')
    return { gitDir: folder.join('\n'), emptyTree: format === 'sha256' ? EMPTY_TREE_SHA256 : EMPTY_TREE }
  } catch (error) {
    signal?.throwIfAborted()
    throw new UserError(explain(repo, error), { cause: error })
  }
}

function explain(repo: string, error: unknown): string {
  const { stderr = '', code } = error as { stderr?: string; code?: unknown }
  if (stderr.includes('dubious ownership')) {
    return `${repo} belongs to another user: git config --global --add safe.directory ${repo}`
  }
  if (code === 'ENOENT') return `${repo} is not a folder, or git is not installed`
  return `${repo} is not a git repository${stderr ? ` (${stderr.trim().split('\n')[0]})` : ''}`
}

/** The commit that a revision names (40 or 64 hexadecimal digits). Throws UserError where there is none. */
export async function resolveCommit(git: Git, revision: string): Promise<string> {
  const commit = await tryCommit(git, revision)
  if (commit === undefined) throw new UserError(`unknown revision: ${revision}`)
  return commit
}

async function tryCommit(git: Git, revision: string): Promise<string | undefined> {
  if (revision === '' || revision.includes('\0')) return undefined
  try {
    return await git.text(['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`])
  } catch (error) {
    if (error instanceof GitError && error.exitCode !== null) return undefined
    throw error
  }
}

/** The default branch of a repository, as a revision. Throws UserError where none can be told. */
export async function defaultBranch(git: Git): Promise<string> {
  for (const name of DEFAULT_BRANCHES) if (await tryCommit(git, name)) return name
  throw new UserError(`no default branch found (${DEFAULT_BRANCHES.join(', ')}): name the base revision`)
}

/** The exact `git merge-base`. Throws NoMergeBaseError where the two share no history. */
export async function findMergeBase(git: Git, base: string, head: string): Promise<string> {
  try {
    return await git.text(['merge-base', base, head])
  } catch (error) {
    if (!(error instanceof GitError) || error.exitCode !== 1) throw error
    const shallow = (await git.text(['rev-parse', '--is-shallow-repository'])) === 'true'
    throw new NoMergeBaseError(
      shallow
        ? `the history at hand is too shallow to compare ${base} with ${head}: fetch it whole (git fetch --unshallow, or fetch-depth: 0)`
        : `${base} and ${head} have no common history`,
      { cause: error },
    )
  }
}
