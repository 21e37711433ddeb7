import { checkRunEventShape, checkSuiteShape } from '../shapes/check.ts'
import { installationShape } from '../shapes/installation.ts'
import { pullShape } from '../shapes/pull.ts'
import { userShape } from '../shapes/user.ts'
import { workflowRunShape } from '../shapes/workflow-run.ts'
import { fullName, nodeId } from '../state.ts'
import type { CheckRun, CheckSuite, Installation, Pull, Repository, User, WorkflowRun } from '../state.ts'
import type { World } from '../world.ts'
import { sendAll } from './send.ts'

export async function pullRequestEvent(
  world: World,
  pull: Pull,
  action: string,
  more: Record<string, unknown> = {},
  sender: User = pull.user,
): Promise<void> {
  const content = { number: pull.number, pull_request: await pullShape(world, pull), ...more }
  await sendAll(world, pull.repository, { event: 'pull_request', action, sender }, content)
}

export async function checkRunEvent(
  world: World,
  run: CheckRun,
  action: string,
  sender: User,
  more: Record<string, unknown> = {},
): Promise<void> {
  const { app, repository } = run.suite
  const content = { check_run: await checkRunEventShape(world, run), ...more }
  await sendAll(world, repository, { event: 'check_run', action, sender, only: app }, content)
}

export async function checkSuiteEvent(
  world: World,
  suite: CheckSuite,
  action: string,
  sender: User,
): Promise<void> {
  const { repository: _repository, ...shape } = await checkSuiteShape(world, suite)
  const event = { event: 'check_suite', action, sender, only: suite.app }
  await sendAll(world, suite.repository, event, { check_suite: shape })
}

export async function workflowRunEvent(
  world: World,
  run: WorkflowRun,
  action: 'completed' | 'in_progress',
): Promise<void> {
  const event = { event: 'workflow_run', action, sender: world.state.user('mona') }
  const content = { workflow: null, workflow_run: await workflowRunShape(world, run) }
  await sendAll(world, run.repository, event, content)
}

export async function pushEvent(
  world: World,
  repository: Repository,
  push: { ref: string; before: string; after: string; forced: boolean },
  sender: User,
): Promise<void> {
  const facts = await repository.git.facts(push.after)
  const person = { name: 'Mona Octocat', email: 'mona@example.com', username: sender.login }
  const commit = {
    id: facts.sha,
    tree_id: facts.tree,
    distinct: true,
    message: facts.message,
    timestamp: facts.date,
    url: `${world.url}/${fullName(repository)}/commit/${facts.sha}`,
    author: person,
    committer: person,
    added: [],
    removed: [],
    modified: [],
  }
  const content = {
    ...push,
    base_ref: null,
    compare: `${world.url}/${fullName(repository)}/compare/${push.before}...${push.after}`,
    created: /^0+$/.test(push.before),
    deleted: false,
    commits: [commit],
    head_commit: commit,
    pusher: { name: sender.login, email: 'mona@example.com' },
  }
  await sendAll(world, repository, { event: 'push', action: null, sender }, content)
}

export async function mergeGroupEvent(
  world: World,
  repository: Repository,
  group: { headSha: string; headRef: string; baseSha: string; baseRef: string },
  sender: User,
): Promise<void> {
  const facts = await repository.git.facts(group.headSha)
  const person = { name: 'Mona Octocat', email: 'mona@example.com' }
  const merge_group = {
    head_sha: group.headSha,
    head_ref: group.headRef,
    base_sha: group.baseSha,
    base_ref: group.baseRef,
    head_commit: {
      id: facts.sha,
      tree_id: facts.tree,
      message: facts.message,
      timestamp: facts.date,
      author: person,
      committer: person,
    },
  }
  await sendAll(
    world,
    repository,
    { event: 'merge_group', action: 'checks_requested', sender },
    { merge_group },
  )
}

export async function installationEvent(
  world: World,
  installation: Installation,
  action: 'created' | 'deleted' | 'suspend' | 'unsuspend',
): Promise<void> {
  const repositories = [...world.state.repositories.values()]
    .filter((each) => each.owner === installation.account)
    .filter((each) => installation.repositoryIds === 'all' || installation.repositoryIds.has(each.id))
    .map((each) => ({
      id: each.id,
      node_id: nodeId('Repository', each.id),
      name: each.name,
      full_name: fullName(each),
      private: each.private,
    }))
  await world.webhooks.send(installation.app, {
    event: 'installation',
    action,
    installationId: installation.id,
    repositoryId: null,
    payload: {
      action,
      installation: installationShape(world, installation),
      repositories,
      ...(action === 'created' ? { requester: null } : {}),
      sender: userShape(world, installation.account),
    },
  })
}
