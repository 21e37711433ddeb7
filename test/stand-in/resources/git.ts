import { notFound } from '../http/errors.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Route } from '../http/router.ts'
import { commitShape } from '../shapes/commit.ts'
import { diffEntries } from '../shapes/diff.ts'
import { repositoryApi, repositoryShape } from '../shapes/repository.ts'
import { fullName, nodeId } from '../state.ts'
import { found } from '../world.ts'

const READ = { permissions: { contents: 'read' } } as const
const MOST_COMMITS = 250
const MOST_FILES = 300

export const gitRoutes: Route[] = [
  route('GET /repos/{owner}/{repo}', { permissions: { metadata: 'read' } }, (call) => {
    const repository = repositoryOf(call)
    const extra = { network_count: 0, subscribers_count: 0 }
    return { status: 200, body: { ...repositoryShape(call.world, repository), ...extra } }
  }),

  route('GET /repos/{owner}/{repo}/git/ref/{ref}', READ, async (call) => {
    const repository = repositoryOf(call)
    const ref = `refs/${call.params['ref']}`
    const line = await repository.git.run('for-each-ref', '--format=%(objectname) %(objecttype) %(refname)')
    const match = line.split('\n').find((each) => each.endsWith(` ${ref}`))
    if (match === undefined) throw notFound()
    const [sha = '', type = 'commit'] = match.split(' ')
    const api = repositoryApi(call.world, repository)
    return {
      status: 200,
      body: {
        ref,
        node_id: nodeId('Ref', repository.id),
        url: `${api}/git/${ref}`,
        object: { sha, type, url: `${api}/git/${type}s/${sha}` },
      },
    }
  }),

  route('GET /repos/{owner}/{repo}/commits/{ref}', READ, async (call) => {
    const repository = repositoryOf(call)
    const sha = found(await repository.git.resolve(call.params['ref'] ?? ''))
    return { status: 200, body: await commitShape(call.world, repository, sha) }
  }),

  route('GET /repos/{owner}/{repo}/compare/{basehead}', READ, async (call) => {
    const repository = repositoryOf(call)
    const { git } = repository
    const [left = '', right = ''] = (call.params['basehead'] ?? '').split('...')
    // `owner:branch` names the same network's repository; its commits are here once a pull request is.
    const [base, head] = await Promise.all(
      [left, right].map(async (each) => found(await git.resolve(each.slice(each.indexOf(':') + 1)))),
    )
    if (base === undefined || head === undefined) throw notFound()
    const mergeBase = found(await git.mergeBase(base, head))
    const [ahead, behind, files] = await Promise.all([
      git.countCommits(base, head),
      git.countCommits(head, base),
      git.diff(mergeBase, head),
    ])
    const shas = (
      await git.run('rev-list', '--reverse', `--max-count=${MOST_COMMITS}`, `${base}..${head}`)
    ).split('\n')
    const api = `${repositoryApi(call.world, repository)}/compare/${base}...${head}`
    const html = `${call.world.url}/${fullName(repository)}/compare/${base}...${head}`
    const shape = (sha: string) => commitShape(call.world, repository, sha)
    const status = ahead > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical'
    return {
      status: 200,
      body: {
        url: api,
        html_url: html,
        permalink_url: html,
        diff_url: `${html}.diff`,
        patch_url: `${html}.patch`,
        base_commit: await shape(base),
        merge_base_commit: await shape(mergeBase),
        status,
        ahead_by: ahead,
        behind_by: behind,
        total_commits: ahead,
        commits: await Promise.all(shas.filter(Boolean).map(shape)),
        files: diffEntries(call.world, repository, head, files.slice(0, MOST_FILES)),
      },
    }
  }),
]
