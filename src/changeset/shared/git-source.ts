import { lstat, readFile, realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { RepositoryName, SharedRead, SharedReference, SharedSource } from '../../../config/index.ts'
import { UserError } from '../../model/index.ts'
import { GitError } from '../errors.ts'
import { Git } from '../git.ts'
import { DEFAULT_LIMITS } from '../limits.ts'
import { findRepository } from '../revisions.ts'
import { readShared } from './read-shared.ts'

export interface GitSourceOptions {
  /** The repository that is reviewed, or a plain folder. */
  root: string
  /** `GITHUB_REPOSITORY`, `GITHUB_SERVER_URL` and `GITHUB_TOKEN` count; else what `origin` of `root` says. */
  env: Readonly<Record<string, string | undefined>>
  /** Goes over `GITHUB_TOKEN`. */
  token?: string
  /** A folder that holds repositories, or plain files, as `<owner>/<repository>/…`: nothing is asked of a remote then. */
  folder?: string
  signal?: AbortSignal
}

const MAX_BYTES = 1024 * 1024
const GITHUB = 'https://github.com'

/** Where the command line and the Action read what a configuration extends: the remote by git, or a folder. */
export async function gitSource(options: GitSourceOptions): Promise<SharedSource> {
  const { env, folder, signal } = options
  const origin = await originOf(options)
  const own = nameOf(env['GITHUB_REPOSITORY'] ?? '') ?? origin?.repository
  const server = env['GITHUB_SERVER_URL'] ?? origin?.server ?? GITHUB
  const token = options.token ?? env['GITHUB_TOKEN']
  // A token is for the server that it is from, whatever a repository calls its origin.
  const isOurs = new URL(server).host === new URL(env['GITHUB_SERVER_URL'] ?? GITHUB).host
  return {
    repository: own,
    read: (reference) =>
      folder === undefined
        ? fromRemote(reference, server, isOurs ? token : undefined, signal)
        : fromFolder(reference, folder, signal),
  }
}

async function fromRemote(
  reference: SharedReference,
  server: string,
  token: string | undefined,
  signal: AbortSignal | undefined,
): Promise<SharedRead> {
  const { owner, repo } = reference
  const cloneUrl = `${server.replace(/\/$/, '')}/${owner}/${repo}.git`
  const options = { cloneUrl, ...(token ? { token } : {}), ...(signal && { signal }) }
  const read = await readShared(reference, { ...options, apiUrl: server })
  if (read.kind !== 'missing') return read
  // Nobody tries again by himself here: what is not there is said.
  return { kind: 'missing', why: `${read.why} (set GITHUB_TOKEN, or name a folder with --shared-config)` }
}

async function fromFolder(
  reference: SharedReference,
  folder: string,
  signal: AbortSignal | undefined,
): Promise<SharedRead> {
  const { owner, repo, path, ref } = reference
  const root = join(folder, owner, repo)
  const at = `${owner}/${repo} in the folder of --shared-config`
  if (!(await isFolder(root))) return { kind: 'missing', why: `there is no folder ${at}` }
  const gitDir = [join(root, '.git'), root]
  for (const one of gitDir) {
    if (!(await exists(join(one, 'HEAD')))) continue
    return readShared(reference, {
      cloneUrl: pathToFileURL(one).href,
      allowFile: true,
      ...(signal && { signal }),
    })
  }
  const file = join(root, path)
  if (!(await exists(file))) return { kind: 'missing', why: `there is no file ${path} of ${at}` }
  const [real, realRoot] = await Promise.all([realpath(file), realpath(root)])
  if (!real.startsWith(realRoot + sep)) return { kind: 'missing', why: `${path} leaves ${at}` }
  const about = await stat(real)
  if (!about.isFile() || about.size > MAX_BYTES)
    return { kind: 'missing', why: `${path} of ${at} is no file of at most ${MAX_BYTES} bytes` }
  const remark = `${reference.entry} was read from a plain folder, which has no ${ref === undefined ? 'branches' : 'tags'}`
  return { kind: 'text', text: await readFile(real, 'utf8'), sha: '', remark }
}

/** Owner, name and server of the remote `origin`; undefined where there is none, or where it lies on this machine. */
async function originOf({
  root,
  signal,
}: GitSourceOptions): Promise<{ repository: RepositoryName; server: string } | undefined> {
  try {
    const repository = await findRepository(root, signal)
    const git = new Git({ ...repository, signal, timeoutMs: DEFAULT_LIMITS.commandMs })
    try {
      return parseOrigin(await git.text(['config', '--local', '--get', 'remote.origin.url']))
    } finally {
      git.dispose()
    }
  } catch (error) {
    signal?.throwIfAborted()
    // A folder without repository, or a repository without origin.
    if (error instanceof UserError || error instanceof GitError) return undefined
    throw error
  }
}

/** `https://host/owner/name.git`, `git@host:owner/name.git`, `ssh://git@host/owner/name`. */
export function parseOrigin(url: string): { repository: RepositoryName; server: string } | undefined {
  const match =
    /^(https?):\/\/(?:[^/@]*@)?([^/]+)\/(.+)$/.exec(url) ??
    /^(ssh):\/\/(?:[^/@]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(url) ??
    /^()(?:[^/@:]+@)([^/:]+):(.+)$/.exec(url)
  const repository = nameOf(match?.[3]?.replace(/\/$/, '').replace(/\.git$/, '') ?? '')
  if (!match || !repository) return undefined
  // Plain http is for tests and private networks; ssh says nothing about the port of https.
  const scheme = match[1] === 'http' ? 'http' : 'https'
  const server = `${scheme}://${match[2] ?? ''}`
  return URL.canParse(server) ? { repository, server } : undefined
}

function nameOf(text: string): RepositoryName | undefined {
  const [owner = '', repo = '', ...more] = text.split('/')
  const isName = /^[\w-]+$/.test(owner) && /^[\w.-]+$/.test(repo) && more.length === 0
  return isName ? { owner, repo } : undefined
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (about) => about.isDirectory(),
    () => false,
  )
}

async function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  )
}
