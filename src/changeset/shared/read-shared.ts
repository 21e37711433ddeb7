import { isUtf8 } from 'node:buffer'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isCommit, type SharedRead, type SharedReference } from '../../../config/index.ts'
import {
  CommitGoneError,
  GitError,
  GitLimitError,
  RepositoryAccessError,
  RepositoryNetworkError,
} from '../errors.ts'
import { Git } from '../git.ts'
import { DEFAULT_LIMITS } from '../limits.ts'
import { allowedProtocol } from '../mirror/location.ts'
import { Remote } from '../mirror/remote.ts'

export interface ReadSharedOptions {
  cloneUrl: string
  /** The API's address; plain http is allowed for its host and no other. */
  apiUrl?: string
  /** Allows `file:` clone addresses. For tests. */
  allowFile?: boolean
  /** Without one the repository is read as anybody may. */
  token?: string
  signal?: AbortSignal
  /** Texts that were read before: a commit never changes. */
  cache?: Map<string, string>
}

/** Far more than a configuration has; the parser says what its own limit is. */
const MAX_BYTES = 1024 * 1024
const CACHED = 200
const LIMITS = { ...DEFAULT_LIMITS, fetchMs: 30_000, commandMs: 10_000, fetchBytes: 64 * 1024 * 1024 }

/**
 * Reads one file of another repository by git, at a tag, a commit or the tip of the default branch: the refs, the
 * trees of one commit and one blob, nothing of the history. Nothing of it is kept on disk.
 */
export async function readShared(
  reference: SharedReference,
  options: ReadSharedOptions,
): Promise<SharedRead> {
  const folder = await mkdtemp(join(tmpdir(), 'roadmap-shared-'))
  try {
    return await readInto(folder, reference, options)
  } catch (error) {
    options.signal?.throwIfAborted()
    return missing(error, reference, options.token !== undefined)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readInto(
  gitDir: string,
  { path, ref }: SharedReference,
  { cloneUrl, apiUrl, allowFile, token, signal, cache }: ReadSharedOptions,
): Promise<SharedRead> {
  const protocol = allowedProtocol({ cloneUrl, ...(apiUrl && { apiUrl }), ...(allowFile && { allowFile }) })
  const git = new Git({ gitDir, timeoutMs: LIMITS.commandMs, signal })
  try {
    await mkdir(gitDir, { recursive: true })
    await git.run(['init', '--bare', '--quiet', '--template='])
    const remote = new Remote({ gitDir, cloneUrl, protocol, token, signal, limits: LIMITS })
    const sha = await commitOf(remote, ref)
    if (sha === undefined) {
      const why =
        ref === undefined ? 'it has no default branch' : `it has no tag ${ref} (a branch is not pinned)`
      return { kind: 'missing', why }
    }
    const key = `${cloneUrl}\0${sha}\0${path}`
    const known = cache?.get(key)
    if (known !== undefined) return { kind: 'text', text: known, sha }
    await remote.commit(sha)
    const [mode, type, oid] = (await git.text(['ls-tree', `${sha}^{commit}`, '--', path])).split(/[ \t]/)
    if (oid === undefined || type !== 'blob')
      return { kind: 'missing', why: `there is no file ${path} at ${sha.slice(0, 10)}` }
    if (mode === '120000')
      return { kind: 'missing', why: `${path} is a symbolic link, which is not followed` }
    await remote.objects([oid])
    const bytes = await git.run(['cat-file', 'blob', oid], { maxBytes: MAX_BYTES })
    if (!isUtf8(bytes)) return { kind: 'missing', why: `${path} is not UTF-8 text` }
    const text = bytes.toString('utf8')
    if (cache) remember(cache, key, text)
    return { kind: 'text', text, sha }
  } finally {
    git.dispose()
  }
}

async function commitOf(remote: Remote, ref: string | undefined): Promise<string | undefined> {
  if (ref !== undefined && isCommit(ref)) return ref
  const name = ref === undefined ? 'HEAD' : `refs/tags/${ref}`
  const refs = await remote.refs(ref === undefined ? [name] : [name, `${name}^{}`])
  return refs.get(`${name}^{}`) ?? refs.get(name)
}

/** Why there is nothing, in words; with the error where a later attempt may find it. */
function missing(error: unknown, { owner, repo, ref }: SharedReference, withToken: boolean): SharedRead {
  const name = `${owner}/${repo}`
  if (
    error instanceof RepositoryAccessError ||
    (error instanceof GitError && /not found/i.test(error.stderr))
  ) {
    const how = withToken ? 'the token that was given' : 'nobody in particular'
    return { kind: 'missing', why: `there is no repository ${name}, or it may not be read as ${how}` }
  }
  if (error instanceof CommitGoneError) return { kind: 'missing', why: `${name} has no commit ${ref ?? ''}` }
  if (error instanceof GitLimitError || error instanceof RepositoryNetworkError) {
    return { kind: 'missing', why: `${name} could not be reached in time`, error }
  }
  throw error
}

function remember(cache: Map<string, string>, key: string, text: string): void {
  cache.set(key, text)
  const [oldest] = cache.keys()
  if (cache.size > CACHED && oldest !== undefined) cache.delete(oldest)
}
