import { nodeId } from '../state.ts'
import type { CheckRun, CheckSuite, Pull } from '../state.ts'
import type { World } from '../world.ts'
import { pullMinimalShape } from './pull.ts'
import { repositoryApi, repositoryShape } from './repository.ts'
import { appShape } from './user.ts'

/** Open pull requests of the same repository with this head: GitHub lists none of a fork. */
function pullsWith(world: World, suite: CheckSuite): Pull[] {
  return world.state
    .pullsOf(suite.repository)
    .filter((pull) => pull.state === 'open' && pull.headRepository === suite.repository)
    .filter((pull) => pull.headSha === suite.headSha)
}

async function pullShapes(world: World, suite: CheckSuite): Promise<unknown[]> {
  return Promise.all(pullsWith(world, suite).map((pull) => pullMinimalShape(world, pull)))
}

export async function checkRunShape(world: World, run: CheckRun): Promise<Record<string, unknown>> {
  const { suite } = run
  const api = `${repositoryApi(world, suite.repository)}/check-runs/${run.id}`
  const html = `${world.url}/${suite.repository.owner.login}/${suite.repository.name}/runs/${run.id}`
  return {
    id: run.id,
    name: run.name,
    node_id: nodeId('CheckRun', run.id),
    head_sha: suite.headSha,
    external_id: run.externalId,
    url: api,
    html_url: html,
    details_url: run.detailsUrl,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: {
      title: run.output.title,
      summary: run.output.summary,
      text: run.output.text,
      annotations_count: run.output.annotations.length,
      annotations_url: `${api}/annotations`,
    },
    check_suite: { id: suite.id },
    app: appShape(world, suite.app),
    pull_requests: await pullShapes(world, suite),
  }
}

/** As in webhooks, which hold more of the suite. */
export async function checkRunEventShape(world: World, run: CheckRun): Promise<Record<string, unknown>> {
  const shape = await checkRunShape(world, run)
  const { suite } = run
  const summary = suiteSummary(world, suite)
  return {
    ...shape,
    check_suite: {
      id: suite.id,
      node_id: nodeId('CheckSuite', suite.id),
      head_branch: suite.headBranch,
      head_sha: suite.headSha,
      ...summary,
      url: `${repositoryApi(world, suite.repository)}/check-suites/${suite.id}`,
      before: null,
      after: suite.headSha,
      pull_requests: shape['pull_requests'],
      app: appShape(world, suite.app),
      created_at: suite.createdAt,
      updated_at: suite.updatedAt,
    },
  }
}

function suiteSummary(world: World, suite: CheckSuite): { status: string; conclusion: string | null } {
  const runs = [...world.state.checkRuns.values()].filter((run) => run.suite === suite)
  const done = runs.length > 0 && runs.every((run) => run.status === 'completed')
  if (!done) return { status: runs.length > 0 ? 'in_progress' : 'queued', conclusion: null }
  const worst = ['failure', 'timed_out', 'action_required', 'cancelled', 'neutral', 'success']
  const conclusion = worst.find((each) => runs.some((run) => run.conclusion === each)) ?? 'success'
  return { status: 'completed', conclusion }
}

export async function checkSuiteShape(world: World, suite: CheckSuite): Promise<Record<string, unknown>> {
  const api = `${repositoryApi(world, suite.repository)}/check-suites/${suite.id}`
  const facts = await suite.repository.git.facts(suite.headSha)
  const person = { name: 'Mona Octocat', email: 'mona@example.com' }
  return {
    id: suite.id,
    node_id: nodeId('CheckSuite', suite.id),
    head_branch: suite.headBranch,
    head_sha: suite.headSha,
    ...suiteSummary(world, suite),
    url: api,
    before: facts.parents[0] ?? null,
    after: suite.headSha,
    pull_requests: await pullShapes(world, suite),
    app: appShape(world, suite.app),
    created_at: suite.createdAt,
    updated_at: suite.updatedAt,
    head_commit: {
      id: facts.sha,
      tree_id: facts.tree,
      message: facts.message,
      timestamp: facts.date,
      author: person,
      committer: person,
    },
    latest_check_runs_count: [...world.state.checkRuns.values()].filter((run) => run.suite === suite).length,
    check_runs_url: `${api}/check-runs`,
    repository: repositoryShape(world, suite.repository),
  }
}
