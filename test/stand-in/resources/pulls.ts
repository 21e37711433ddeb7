import { page } from '../http/pagination.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { diffEntries } from '../shapes/diff.ts'
import { pullCommits, pullShape, pullSimpleShape } from '../shapes/pull.ts'
import { fullName } from '../state.ts'
import type { Pull } from '../state.ts'

const READ = { permissions: { pull_requests: 'read' } } as const

/** GitHub lists no more files than this. */
const MOST_FILES = 3000

export function pullOf(call: Call): Pull {
  return call.world.pull(
    repositoryOf(call),
    Number(call.params['pull_number'] ?? call.params['issue_number']),
  )
}

export const pullRoutes: Route[] = [
  route('GET /repos/{owner}/{repo}/pulls', READ, async (call) => {
    const repository = repositoryOf(call)
    const wanted = call.query.get('state') ?? 'open'
    const [head, base] = [call.query.get('head'), call.query.get('base')]
    const sort = call.query.get('sort') === 'updated' ? 'updatedAt' : 'createdAt'
    const direction = call.query.get('direction') ?? (call.query.has('sort') ? 'asc' : 'desc')
    const pulls = call.world.state
      .pullsOf(repository)
      .filter((pull) => wanted === 'all' || pull.state === wanted)
      .filter((pull) => head === null || `${pull.headRepository.owner.login}:${pull.headRef}` === head)
      .filter((pull) => base === null || pull.baseRef === base)
      .toSorted((a, b) => a[sort].localeCompare(b[sort]) || a.number - b.number)
    if (direction === 'desc') pulls.reverse()
    const shapes = await Promise.all(pulls.map((pull) => pullSimpleShape(call.world, pull)))
    return page(call, `/repos/${fullName(repository)}/pulls`, shapes)
  }),

  route('GET /repos/{owner}/{repo}/pulls/{pull_number}', READ, async (call) => {
    const pull = pullOf(call)
    if (/application\/vnd\.github(?:\.v3)?\.diff/.test(call.accept)) {
      const { mergeBase, head } = await pullCommits(pull)
      return {
        status: 200,
        body: await pull.repository.git.run('diff', '--full-index', mergeBase, head, '--'),
      }
    }
    return { status: 200, body: await pullShape(call.world, pull) }
  }),

  route('GET /repos/{owner}/{repo}/pulls/{pull_number}/files', READ, async (call) => {
    const pull = pullOf(call)
    const { mergeBase, head } = await pullCommits(pull)
    const files = (await pull.repository.git.diff(mergeBase, head)).slice(0, MOST_FILES)
    const path = `/repos/${fullName(pull.repository)}/pulls/${pull.number}/files`
    return page(call, path, diffEntries(call.world, pull.repository, head, files))
  }),
]
