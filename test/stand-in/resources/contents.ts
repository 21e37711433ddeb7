import { ApiError, notFound } from '../http/errors.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { repositoryApi } from '../shapes/repository.ts'
import { fullName } from '../state.ts'
import { found } from '../world.ts'

/** Up to here GitHub puts the content into the answer; above, `encoding` is `none`. */
const MOST_INLINE = 1024 * 1024
const MOST = 100 * 1024 * 1024

interface Entry {
  mode: string
  sha: string
  size: number
  path: string
}

async function list(call: Call, revision: string, path: string, inside: boolean): Promise<Entry[]> {
  const { git } = repositoryOf(call)
  const wanted = path === '' ? [] : [inside ? `${path}/` : path]
  const out = await git.run('--literal-pathspecs', 'ls-tree', '-z', '--long', revision, '--', ...wanted)
  return out
    .split('\0')
    .filter(Boolean)
    .map((line) => {
      const [mode = '', , sha = '', size = ''] = line.slice(0, line.indexOf('\t')).split(/ +/)
      return { mode, sha, size: Number(size) || 0, path: line.slice(line.indexOf('\t') + 1) }
    })
}

function shape(call: Call, entry: Entry, ref: string): Record<string, unknown> {
  const repository = repositoryOf(call)
  const path = entry.path.split('/').map(encodeURIComponent).join('/')
  const url = `${repositoryApi(call.world, repository)}/contents/${path}?ref=${encodeURIComponent(ref)}`
  const kind = entry.mode === '040000' ? 'tree' : 'blob'
  const html = `${call.world.url}/${fullName(repository)}/${kind}/${encodeURIComponent(ref)}/${path}`
  const gitUrl = `${repositoryApi(call.world, repository)}/git/${kind}s/${entry.sha}`
  return {
    type: typeOf(entry.mode),
    name: entry.path.split('/').at(-1),
    path: entry.path,
    sha: entry.sha,
    size: entry.size,
    url,
    html_url: html,
    git_url: gitUrl,
    download_url: entry.mode.startsWith('100') ? `${html}?raw=true` : null,
    _links: { self: url, git: gitUrl, html },
  }
}

function typeOf(mode: string): string {
  if (mode === '040000') return 'dir'
  if (mode === '120000') return 'symlink'
  return mode === '160000' ? 'submodule' : 'file'
}

export const contentRoutes: Route[] = [
  route('GET /repos/{owner}/{repo}/contents/{path}', { permissions: { contents: 'read' } }, async (call) => {
    const repository = repositoryOf(call)
    const ref = call.query.get('ref') ?? repository.defaultBranch
    const commit = found(await repository.git.resolve(ref))
    const path = (call.params['path'] ?? '').replaceAll(/^\/+|\/+$/g, '')
    const [entry] = await list(call, commit, path, false)
    if (path === '' || entry?.mode === '040000') {
      const entries = await list(call, commit, path, true)
      return { status: 200, body: entries.map((each) => shape(call, each, ref)) }
    }
    if (!entry) throw notFound()
    if (typeOf(entry.mode) === 'submodule') {
      return {
        status: 200,
        body: { ...shape(call, entry, ref), submodule_git_url: `${call.world.url}/elsewhere.git` },
      }
    }
    if (typeOf(entry.mode) === 'symlink') {
      const target = (await repository.git.bytes(['cat-file', 'blob', entry.sha])).toString()
      return { status: 200, body: { ...shape(call, entry, ref), target } }
    }
    if (entry.size > MOST) {
      throw new ApiError(403, 'This API returns blobs up to 100 MB in size.')
    }
    const bytes = await repository.git.bytes(['cat-file', 'blob', entry.sha])
    if (call.accept.includes('raw')) return { status: 200, body: bytes.toString() }
    const inline = entry.size <= MOST_INLINE
    const content = inline ? bytes.toString('base64').replaceAll(/.{60}/g, '$&\n') : ''
    return {
      status: 200,
      body: { ...shape(call, entry, ref), content, encoding: inline ? 'base64' : 'none' },
    }
  }),
]
