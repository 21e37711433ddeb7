import { openPull } from '../actions/pulls.ts'
import { announcePush } from '../actions/push.ts'
import { ApiError } from '../http/errors.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Route } from '../http/router.ts'
import { commitShape } from '../shapes/commit.ts'
import { pullShape } from '../shapes/pull.ts'
import { repositoryApi } from '../shapes/repository.ts'
import { nodeId } from '../state.ts'

const WRITE = { permissions: { contents: 'write' } } as const
const NOTHING = '0'.repeat(40)

/** Branches, files and pull requests that an app makes. */
export const writeFileRoutes: Route[] = [
  route('POST /repos/{owner}/{repo}/git/refs', WRITE, async (call) => {
    const repository = repositoryOf(call)
    const { ref = '', sha = '' } = call.body as Record<string, string>
    const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
    if (branch === undefined) throw new ApiError(422, 'Reference name must start with "refs/heads/"')
    if ((await repository.git.resolve(sha)) !== sha) throw new ApiError(422, 'Object does not exist')
    if ((await repository.git.branch(branch)) !== undefined)
      throw new ApiError(422, 'Reference already exists')
    await repository.git.run('update-ref', ref, sha)
    await announcePush(call.world, repository, branch, { before: NOTHING })
    const api = repositoryApi(call.world, repository)
    return {
      status: 201,
      body: {
        ref,
        node_id: nodeId('Ref', repository.id),
        url: `${api}/git/${ref}`,
        object: { sha, type: 'commit', url: `${api}/git/commits/${sha}` },
      },
    }
  }),

  route('PUT /repos/{owner}/{repo}/contents/{path}', WRITE, async (call) => {
    const repository = repositoryOf(call)
    const { git } = repository
    const path = call.params['path'] ?? ''
    const {
      content = '',
      message = '',
      branch = repository.defaultBranch,
    } = call.body as Record<string, string>
    const before = await git.branch(branch)
    if (before === undefined) throw new ApiError(404, `Branch ${branch} not found`)
    const there = await git.run('--literal-pathspecs', 'ls-tree', before, '--', path)
    if (there !== '' && call.body['sha'] === undefined)
      throw new ApiError(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    const sha = await git.commit({
      files: { [path]: Buffer.from(content, 'base64') },
      message,
      parent: before,
      branch,
    })
    await announcePush(call.world, repository, branch, { before })
    const shape = await commitShape(call.world, repository, sha)
    return { status: 201, body: { content: null, commit: shape['commit'] } }
  }),

  route(
    'POST /repos/{owner}/{repo}/pulls',
    { permissions: { pull_requests: 'write' }, creates: true },
    async (call) => {
      const repository = repositoryOf(call)
      const { head = '', base = '', title = '', body = '' } = call.body as Record<string, string>
      for (const branch of [head, base]) {
        if ((await repository.git.branch(branch)) === undefined) throw new ApiError(422, 'Validation Failed')
      }
      const open = call.world.state
        .pullsOf(repository)
        .some((pull) => pull.headRef === head && pull.state === 'open')
      if (open) throw new ApiError(422, 'Validation Failed')
      const as = call.actor.kind === 'installation' ? call.actor.app.bot.login : 'mona'
      const pull = await openPull(call.world, repository, { head, base, title, body, as })
      return { status: 201, body: await pullShape(call.world, pull) }
    },
  ),
]
