import { ApiError } from '../http/errors.ts'
import { page } from '../http/pagination.ts'
import { repositoryOf, route } from '../http/router.ts'
import type { Route } from '../http/router.ts'
import { artifactShape, workflowRunShape } from '../shapes/workflow-run.ts'
import { fullName } from '../state.ts'
import { found } from '../world.ts'

const READ = { permissions: { actions: 'read' } } as const

export const actionsRoutes: Route[] = [
  route('GET /repos/{owner}/{repo}/actions/runs', READ, async (call) => {
    const repository = repositoryOf(call)
    const sha = call.query.get('head_sha')
    const runs = call.world.state.workflowRuns
      .filter((run) => run.repository === repository && (sha === null || run.headSha === sha))
      .toReversed()
    const shapes = await Promise.all(runs.map((run) => workflowRunShape(call.world, run)))
    return page(call, `/repos/${fullName(repository)}/actions/runs`, shapes, (list) => ({
      total_count: shapes.length,
      workflow_runs: list,
    }))
  }),

  route('GET /repos/{owner}/{repo}/actions/runs/{run_id}/artifacts', READ, (call) => {
    const repository = repositoryOf(call)
    const id = Number(call.params['run_id'])
    found(call.world.state.workflowRuns.find((run) => run.id === id && run.repository === repository))
    const shapes = call.world.state.artifacts
      .filter((artifact) => artifact.run.id === id)
      .map((artifact) => artifactShape(call.world, artifact))
    return page(call, `/repos/${fullName(repository)}/actions/runs/${id}/artifacts`, shapes, (list) => ({
      total_count: shapes.length,
      artifacts: list,
    }))
  }),

  route('GET /repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}', READ, (call) => {
    const repository = repositoryOf(call)
    const id = Number(call.params['artifact_id'])
    const artifact = found(
      call.world.state.artifacts.find((each) => each.id === id && each.run.repository === repository),
    )
    if (artifact.expired) throw new ApiError(410, 'Artifact has expired')
    // Another host than the API's, as GitHub's store is.
    const place = new URL(`/artifact-store/${artifact.secret}`, call.world.url)
    place.hostname = 'localhost'
    return { status: 302, headers: { location: place.href } }
  }),
]
