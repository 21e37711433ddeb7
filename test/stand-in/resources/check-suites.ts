import { page } from '../http/pagination.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { checkSuiteShape } from '../shapes/check.ts'
import { fullName } from '../state.ts'
import type { CheckSuite } from '../state.ts'
import { checkSuiteEvent } from '../webhooks/events.ts'
import { found } from '../world.ts'

const READ = { permissions: { checks: 'read' } } as const
const WRITE = { permissions: { checks: 'write' } } as const

function suiteOf(call: Call): CheckSuite {
  const repository = repositoryOf(call)
  const id = Number(call.params['check_suite_id'])
  return found(call.world.state.suites.find((each) => each.id === id && each.repository === repository))
}

export const checkSuiteRoutes: Route[] = [
  route('GET /repos/{owner}/{repo}/check-suites/{check_suite_id}', READ, async (call) => ({
    status: 200,
    body: await checkSuiteShape(call.world, suiteOf(call)),
  })),

  route('POST /repos/{owner}/{repo}/check-suites/{check_suite_id}/rerequest', WRITE, (call) => {
    const suite = suiteOf(call)
    call.world.background(checkSuiteEvent(call.world, suite, 'rerequested', suite.app.bot))
    return { status: 201, body: {} }
  }),

  route('GET /repos/{owner}/{repo}/commits/{ref}/check-suites', READ, async (call) => {
    const repository = repositoryOf(call)
    const sha = found(await repository.git.resolve(call.params['ref'] ?? ''))
    const appId = call.query.get('app_id')
    const suites = call.world.state.suites
      .filter((each) => each.repository === repository && each.headSha === sha)
      .filter((each) => appId === null || each.app.id === Number(appId))
    const shapes = await Promise.all(suites.map((each) => checkSuiteShape(call.world, each)))
    const path = `/repos/${fullName(repository)}/commits/${sha}/check-suites`
    return page(call, path, shapes, (list) => ({ total_count: shapes.length, check_suites: list }))
  }),
]
