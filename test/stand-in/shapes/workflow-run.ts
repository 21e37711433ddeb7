import { nodeId } from '../state.ts'
import type { Artifact, WorkflowRun } from '../state.ts'
import type { World } from '../world.ts'
import { pullMinimalShape } from './pull.ts'
import { repositoryApi, repositoryShape } from './repository.ts'
import { userShape } from './user.ts'

/** GitHub's `workflow-run`, in answers and webhooks; of a fork it names no pull requests. */
export async function workflowRunShape(world: World, run: WorkflowRun): Promise<Record<string, unknown>> {
  const { repository, headRepository } = run
  const api = `${repositoryApi(world, repository)}/actions/runs/${run.id}`
  const workflow = `${repositoryApi(world, repository)}/actions/workflows/${run.workflowId}`
  const facts = await (headRepository ?? repository).git.facts(run.headSha)
  const person = { name: 'Mona Octocat', email: 'mona@example.com' }
  const pulls = world.state
    .pullsOf(repository)
    .filter(({ state, headSha }) => state === 'open' && headSha === run.headSha)
    .filter((pull) => pull.headRepository === repository)
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('WorkflowRun', run.id),
    check_suite_id: run.id,
    check_suite_node_id: nodeId('CheckSuite', run.id),
    head_branch: run.headBranch,
    head_sha: run.headSha,
    path: `.github/workflows/${run.name}.yml`,
    display_title: facts.message,
    run_number: 1,
    run_attempt: 1,
    event: run.event,
    status: run.status,
    conclusion: run.conclusion,
    workflow_id: run.workflowId,
    url: api,
    html_url: `${world.url}/${repository.owner.login}/${repository.name}/actions/runs/${run.id}`,
    pull_requests: await Promise.all(pulls.map((pull) => pullMinimalShape(world, pull))),
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_started_at: run.createdAt,
    actor: userShape(world, world.state.user('mona')),
    triggering_actor: userShape(world, world.state.user('mona')),
    jobs_url: `${api}/jobs`,
    logs_url: `${api}/logs`,
    check_suite_url: `${repositoryApi(world, repository)}/check-suites/${run.id}`,
    artifacts_url: `${api}/artifacts`,
    cancel_url: `${api}/cancel`,
    rerun_url: `${api}/rerun`,
    previous_attempt_url: null,
    workflow_url: workflow,
    head_commit: {
      id: facts.sha,
      tree_id: facts.tree,
      message: facts.message,
      timestamp: facts.date,
      author: person,
      committer: person,
    },
    repository: repositoryShape(world, repository),
    // GitHub's description does not know it, but a fork may be gone.
    head_repository: headRepository ? repositoryShape(world, headRepository) : null,
  }
}

export function artifactShape(world: World, artifact: Artifact): Record<string, unknown> {
  const { run } = artifact
  const api = `${repositoryApi(world, run.repository)}/actions/artifacts/${artifact.id}`
  return {
    id: artifact.id,
    node_id: nodeId('Artifact', artifact.id),
    name: artifact.name,
    size_in_bytes: artifact.bytes,
    url: api,
    archive_download_url: `${api}/zip`,
    expired: artifact.expired,
    created_at: run.createdAt,
    updated_at: run.createdAt,
    expires_at: run.createdAt,
    workflow_run: {
      id: run.id,
      repository_id: run.repository.id,
      head_repository_id: run.headRepository?.id ?? run.repository.id,
      head_branch: run.headBranch ?? '',
      head_sha: run.headSha,
    },
  }
}
