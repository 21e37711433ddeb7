import { ApiError } from '../http/errors.ts'
import { page } from '../http/pagination.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Call, Route } from '../http/router.ts'
import { repositoryApi } from '../shapes/repository.ts'
import { checkRunShape } from '../shapes/check.ts'
import { fullName, timestamp } from '../state.ts'
import type { App, CheckRun, CheckSuite, Repository } from '../state.ts'
import { changeCheckRun } from './change-check-run.ts'
import type { RunBody } from './change-check-run.ts'
import { found } from '../world.ts'
import type { World } from '../world.ts'
import { checkRunEvent } from '../webhooks/events.ts'

const READ = { permissions: { checks: 'read' } } as const
const WRITE = { permissions: { checks: 'write' } } as const

function runOf(call: Call): CheckRun {
  return call.world.checkRun(repositoryOf(call), Number(call.params['check_run_id']))
}

function callingApp(call: Call): App {
  if (call.actor.kind !== 'installation') throw new ApiError(403, 'You must authenticate via a GitHub App.')
  return call.actor.app
}

export const checkRunRoutes: Route[] = [
  route('POST /repos/{owner}/{repo}/check-runs', WRITE, async (call) => {
    const repository = repositoryOf(call)
    const body = call.body as RunBody
    const sha = body.head_sha ?? ''
    if (!/^[0-9a-f]{40}$/.test(sha) || (await repository.git.resolve(sha)) === undefined) {
      throw new ApiError(422, `No commit found for SHA: ${sha}`)
    }
    const app = callingApp(call)
    const run: CheckRun = {
      id: call.world.state.nextId(),
      suite: await ensureSuite(call.world, repository, app, sha),
      name: body.name ?? '',
      detailsUrl: `${call.world.url}/apps/${app.slug}`,
      externalId: '',
      status: 'queued',
      conclusion: null,
      startedAt: timestamp(),
      completedAt: null,
      output: { title: null, summary: null, text: null, annotations: [] },
      actions: [],
      writes: 0,
    }
    changeCheckRun(run, body)
    call.world.state.checkRuns.set(run.id, run)
    announce(call, run, 'created')
    if (run.status === 'completed') announce(call, run, 'completed')
    return {
      status: 201,
      body: await checkRunShape(call.world, run),
      headers: { location: `${repositoryApi(call.world, repository)}/check-runs/${run.id}` },
    }
  }),

  route('PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}', WRITE, async (call) => {
    const run = runOf(call)
    if (run.suite.app !== callingApp(call)) {
      throw new ApiError(
        403,
        `Invalid app_id \`${callingApp(call).id}\` - check run can only be modified by the GitHub App that created it.`,
      )
    }
    const before = run.status
    changeCheckRun(run, call.body)
    if (before !== 'completed' && run.status === 'completed') announce(call, run, 'completed')
    return { status: 200, body: await checkRunShape(call.world, run) }
  }),

  route('GET /repos/{owner}/{repo}/check-runs/{check_run_id}', READ, async (call) => ({
    status: 200,
    body: await checkRunShape(call.world, runOf(call)),
  })),

  route('GET /repos/{owner}/{repo}/check-runs/{check_run_id}/annotations', READ, (call) => {
    const run = runOf(call)
    const html = `${call.world.url}/${fullName(run.suite.repository)}/blob/${run.suite.headSha}`
    const path = `/repos/${fullName(run.suite.repository)}/check-runs/${run.id}/annotations`
    const shapes = run.output.annotations.map((each) => ({ ...each, blob_href: `${html}/${each.path}` }))
    return page(call, path, shapes)
  }),

  route('GET /repos/{owner}/{repo}/commits/{ref}/check-runs', READ, async (call) => {
    const repository = repositoryOf(call)
    const sha = found(await repository.git.resolve(call.params['ref'] ?? ''))
    return listRuns(call, `commits/${sha}`, call.world.state.checkRunsOf(repository, sha))
  }),

  route('GET /repos/{owner}/{repo}/check-suites/{check_suite_id}/check-runs', READ, (call) => {
    const repository = repositoryOf(call)
    const id = Number(call.params['check_suite_id'])
    const runs = [...call.world.state.checkRuns.values()].filter((each) => each.suite.id === id)
    return listRuns(
      call,
      `check-suites/${id}`,
      runs.filter((each) => each.suite.repository === repository),
    )
  }),
]

async function listRuns(call: Call, place: string, all: readonly CheckRun[]) {
  const [name, status, appId] = ['check_name', 'status', 'app_id'].map((key) => call.query.get(key))
  const runs = all
    .filter((run) => name === null || run.name === name)
    .filter((run) => status === null || run.status === status)
    .filter((run) => appId === null || run.suite.app.id === Number(appId))
  const newest = call.query.get('filter') === 'all' ? runs : runs.filter((run) => isLatest(run, runs))
  const shapes = await Promise.all(newest.map((run) => checkRunShape(call.world, run)))
  const path = `/repos/${fullName(repositoryOf(call))}/${place}/check-runs`
  return page(call, path, shapes, (list) => ({ total_count: shapes.length, check_runs: list }))
}

/** By default GitHub lists the newest run of each name in a suite. */
function isLatest(run: CheckRun, runs: readonly CheckRun[]): boolean {
  return !runs.some((each) => each.suite === run.suite && each.name === run.name && each.id > run.id)
}

/** Each app has one suite a commit. */
export async function ensureSuite(
  world: World,
  repository: Repository,
  app: App,
  headSha: string,
): Promise<CheckSuite> {
  const same = (each: CheckSuite) =>
    each.repository === repository && each.app === app && each.headSha === headSha
  const known = world.state.suites.find(same)
  if (known) return known
  const [branch] = await repository.git.branchesAt(headSha)
  const suite: CheckSuite = {
    id: world.state.nextId(),
    repository,
    app,
    headSha,
    headBranch: branch ?? null,
    createdAt: timestamp(),
    updatedAt: timestamp(),
  }
  // Another request may have made it while git was asked.
  const meanwhile = world.state.suites.find(same)
  if (meanwhile) return meanwhile
  world.state.suites.push(suite)
  return suite
}

function announce(call: Call, run: CheckRun, action: string): void {
  if (!run.suite.app.events.includes('check_run')) return
  call.world.background(checkRunEvent(call.world, run, action, run.suite.app.bot))
}
